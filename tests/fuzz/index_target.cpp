#include "data/index_file.hpp"
#include "target.hpp"

#include <cstddef>
#include <stdexcept>

#include <zlib.h>

namespace fuzz {

std::vector<std::string> seeds() {
  using trainer::index_bytes;
  return {
      index_bytes({.train = {.folder = "/data/train",
                             .modified = 1,
                             .classes = {{"cat", 2, {"a.png", "b.jpg"}}, {"dog", -3, {"a.png"}}}},
                   .validation = {.folder = "/data/val",
                                  .modified = 4,
                                  .classes = {{"cat", 5, {}}, {"dog", 6, {"c.png"}}}}}),
      index_bytes({})};
}

/// The checksum in the first line is made that of the rest.
std::string mended(std::string input) {
  constexpr std::string_view start = "autodecay image index 1 ";
  const std::string rest = input.substr(input.find('\n') + 1);
  const auto checksum = ::crc32_z(0, reinterpret_cast<const Bytef*>(rest.data()), rest.size());
  return std::string(start) + std::to_string(checksum) + '\n' + rest;
}

bool accepts(std::string_view input) {
  trainer::Parts parts;
  try {
    parts = trainer::parse_index(input);
  } catch (const std::runtime_error&) {
    return false;
  }
  require(trainer::index_bytes(parts) == input, "what was read is written as the same");
  for (const trainer::Part* const part : {&parts.train, &parts.validation})
    for (const trainer::ClassFolder& a_class : part->classes)
      for (const std::string& file : a_class.files)
        require((a_class.name + file).find('/') == file.npos, "a file is in its class folder");
  return true;
}

}  // namespace fuzz
