#include "run/line_checksums.hpp"

#include "support/crc32.hpp"
#include "support/text.hpp"

#include <charconv>
#include <stdexcept>

namespace trainer {
namespace {

constexpr std::size_t digits = 8;

/// The checksum of some bytes, and of a line with its end behind them.
std::uint32_t with_line(std::uint32_t checksum, std::string_view line) {
  return support::crc32_of({line, "\n"}, checksum);
}

}  // namespace

LineChecksums::LineChecksums(std::string_view text) {
  const auto refuse = [&] { throw std::runtime_error("no checksums of lines"); };
  if (text.size() % digits != 0) refuse();
  for (; !text.empty(); text.remove_prefix(digits)) {
    std::uint32_t& checksum = checksums_.emplace_back();
    const char* const end = text.data() + digits;
    if (std::from_chars(text.data(), end, checksum, 16).ptr != end) refuse();
  }
}

void LineChecksums::add(std::string_view line) {
  checksums_.push_back(with_line(checksums_.empty() ? 0 : checksums_.back(), line));
}

std::string LineChecksums::text() const {
  std::string text;
  for (const std::uint32_t checksum : checksums_)
    for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[checksum >> shift & 15];
  return text;
}

std::string_view LineChecksums::own_part(std::string_view text, const std::string& file) const {
  std::size_t position = 0;
  std::uint32_t checksum = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    const std::string place = file + ':' + support::to_text(i + 1) + ": ";
    const std::size_t end = text.find('\n', position);
    if (end == text.npos)
      throw std::runtime_error(place + "missing or cut off; " + support::to_text(size()) +
                               " lines were written");
    checksum = with_line(checksum, text.substr(position, end - position));
    if (checksum != checksums_[i])
      throw std::runtime_error(place + "not the line that was written");
    position = end + 1;
  }
  return text.substr(0, position);
}

}  // namespace trainer
