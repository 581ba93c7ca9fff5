#pragma once

#include "support/message.hpp"

#include <cstddef>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>

namespace test {

/// The lines with their right checksum, whatever they say.
[[nodiscard]] inline std::string with_checksum(const std::string& text) {
  return text + "crc32 = " + autodecay::detail::crc32(text) + "\n";
}

/// `text` with the first `from` made `to`, and a checksum that fits.
[[nodiscard]] inline std::string edited(const std::string& text, const std::string& from,
                                        const std::string& to) {
  std::string body = text.substr(0, text.find("crc32 = "));
  const std::size_t at = body.find(from);
  REQUIRE(at != std::string::npos);
  return with_checksum(body.replace(at, from.size(), to));
}

/// What load() says about `text`, "" if it takes it; where it does not, the object must come out of
/// it as it was.
template <typename T>
[[nodiscard]] std::string refusal(const std::string& text, T object) {
  const T before = object;
  const std::string message =
      test::message<autodecay::ArchiveError>([&] { autodecay::load(text, object); });
  if (!message.empty()) CHECK(object == before);
  return message;
}

/// What load() says of the object's own saved form with `from` made `to`.
template <typename T>
[[nodiscard]] std::string refusal(const T& object, const std::string& from, const std::string& to) {
  return refusal(edited(autodecay::save(object), from, to), object);
}

}  // namespace test
