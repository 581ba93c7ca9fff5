#include "trainer/zip_archive.hpp"

#include "trainer/little_endian.hpp"

#include <stdexcept>

#include <zlib.h>

namespace trainer {
namespace {

using namespace std::string_view_literals;

// The records of a zip file: how each begins, and the size of its part of a fixed size.
constexpr std::string_view file_mark = "PK\x03\x04"sv;
constexpr std::string_view entry_mark = "PK\x01\x02"sv;
constexpr std::string_view end_mark = "PK\x05\x06"sv;
constexpr std::size_t file_size = 30;
constexpr std::size_t entry_size = 46;
constexpr std::size_t end_size = 22;

/// What stands in a field of 4 bytes whose value needs more.
constexpr std::size_t too_large = 0xFFFFFFFF;

/// A part of the bytes, which must begin with `mark`.
std::string_view record(std::string_view bytes, std::size_t position, std::size_t size,
                        std::string_view mark) {
  if (position > bytes.size() || bytes.size() - position < size ||
      !bytes.substr(position).starts_with(mark))
    throw std::runtime_error("damaged: its zip directory points to what is no record of a file");
  return bytes.substr(position, size);
}

}  // namespace

ZipArchive::ZipArchive(std::string_view bytes) : bytes_(bytes) {
  if (!bytes.starts_with(file_mark)) throw std::runtime_error("not a zip archive");
  if (bytes.size() < end_size || !bytes.substr(bytes.size() - end_size).starts_with(end_mark))
    throw std::runtime_error("truncated: its zip directory is missing at the end");
  const std::string_view end = bytes.substr(bytes.size() - end_size);
  const auto count = little_endian<std::uint16_t>(end, 10);
  std::size_t position = little_endian<std::uint32_t>(end, 16);
  if (position == too_large) throw std::runtime_error("4 GiB or larger, which is not supported");
  for (std::uint16_t i = 0; i < count; ++i) {
    const std::string_view entry = record(bytes, position, entry_size, entry_mark);
    const auto name_size = little_endian<std::uint16_t>(entry, 28);
    const std::size_t size = entry_size + name_size + little_endian<std::uint16_t>(entry, 30) +
                             little_endian<std::uint16_t>(entry, 32);
    const std::string_view name =
        record(bytes, position, size, entry_mark).substr(entry_size, name_size);
    entries_[std::string(name)] = {.stored = little_endian<std::uint16_t>(entry, 10) == 0,
                                   .checksum = little_endian<std::uint32_t>(entry, 16),
                                   .size = little_endian<std::uint32_t>(entry, 24),
                                   .header = little_endian<std::uint32_t>(entry, 42)};
    if (i == 0) folder_ = name.substr(0, name.find('/') + 1);
    position += size;
  }
}

bool ZipArchive::contains(const std::string& name) const {
  return entries_.contains(folder_ + name);
}

std::string_view ZipArchive::read(const std::string& name) const {
  const auto found = entries_.find(folder_ + name);
  if (found == entries_.end()) throw std::runtime_error("lacks the record " + name);
  const Entry& entry = found->second;
  if (!entry.stored) throw std::runtime_error("has the record " + name + " compressed");
  const std::string_view header = record(bytes_, entry.header, file_size, file_mark);
  const std::size_t start = entry.header + file_size + little_endian<std::uint16_t>(header, 26) +
                            little_endian<std::uint16_t>(header, 28);
  const std::string_view content = record(bytes_, start, entry.size, ""sv);
  if (::crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size()) !=
      entry.checksum)
    throw std::runtime_error("damaged: the checksum of its record " + name + " does not fit");
  return content;
}

}  // namespace trainer
