#include "replay/event_log.hpp"
#include "support/csv.hpp"
#include "target.hpp"

#include <cstddef>
#include <cstdint>

namespace fuzz {
namespace {

/// CRC-32C bit by bit, as in RFC 3720, and then masked as in TFRecord.
std::uint32_t masked_checksum(std::string_view bytes) {
  std::uint32_t checksum = 0xffffffff;
  for (const char byte : bytes) {
    checksum ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit)
      checksum = (checksum >> 1) ^ ((checksum & 1) != 0 ? 0x82f63b78U : 0U);
  }
  checksum = ~checksum;
  return ((checksum >> 15) | (checksum << 17)) + 0xa282ead8U;
}

std::string little_endian(std::uint64_t number, std::size_t size) {
  std::string bytes;
  for (; bytes.size() < size; number >>= 8) bytes += static_cast<char>(number & 0xff);
  return bytes;
}

std::string record(std::string_view payload) {
  const std::string length = little_endian(payload.size(), 8);
  return length + little_endian(masked_checksum(length), 4) + std::string(payload) +
         little_endian(masked_checksum(payload), 4);
}

/// A protobuf field with fewer than 128 bytes.
std::string nested(char key, const std::string& content) {
  return std::string{key, static_cast<char>(content.size())} + content;
}

/// A summary of one value: its tag and the field that holds the number.
std::string scalar(const std::string& tag, const std::string& number) {
  return nested('\x2a', nested('\x0a', nested('\x0a', tag) + number));
}

/// The length that a record claims, or the remaining length if that is less.
std::size_t payload_size(std::string_view bytes, std::size_t left) {
  std::uint64_t claimed = 0;
  for (std::size_t i = 8; i-- > 0;) claimed = claimed << 8 | static_cast<unsigned char>(bytes[i]);
  return claimed < left ? static_cast<std::size_t>(claimed) : left;
}

}  // namespace

std::vector<std::string> seeds() {
  using namespace std::string_literals;
  const std::string half = "\0\0\0\x3f"s;  // as a float
  // The wall time and the file version; a simple value at step 1; tensors of one number at steps 2
  // to 4, as the bytes of a float, as a list of floats and as the bytes of a double.
  const std::string version = "\x09\0\0\0\0\0\0\xf0\x3f"s + nested('\x1a', "brain.Event:2");
  const std::string simple = "\x10\x01" + scalar("loss", '\x15' + half);
  const std::string content =
      "\x10\x02" + scalar("accuracy", nested('\x42', "\x08\x01" + nested('\x22', half)));
  const std::string packed =
      "\x10\x03" + scalar("accuracy", nested('\x42', "\x08\x01" + nested('\x2a', half)));
  const std::string wide =
      "\x10\x04" +
      scalar("accuracy", nested('\x42', "\x08\x02" + nested('\x22', "\0\0\0\0\0\0\xe0\x3f"s)));
  return {record(version) + record(simple), record(content), record(packed) + record(wide)};
}

/// Corrects the checksums of each record, and the length of a record with too few remaining bytes.
std::string mended(std::string input) {
  constexpr std::size_t around = 16;
  std::string result;
  while (input.size() >= around) {
    const std::size_t size = payload_size(input, input.size() - around);
    result += record(std::string_view(input).substr(12, size));
    input.erase(0, size + around);
  }
  return result + input;
}

bool accepts(std::string_view input) {
  const auto read = [](std::string_view bytes) {
    return replay_tool::parse_events(bytes, "events");
  };
  replay_tool::EventLog log;
  try {
    log = read(input);
  } catch (const csv::FileError&) {
    return false;
  }
  std::size_t scalars = 0;
  for (const auto& [tag, by_step] : log.tags) {
    require(!by_step.empty(), "a tag has scalars");
    scalars += tag.size() + by_step.size();
  }
  require(scalars <= input.size(), "no more scalars and names than bytes");
  // A file that is still being written is read up to its end.
  require(read(input.substr(0, input.size() / 2)).tags.size() <= log.tags.size(),
          "half of a file has no more tags");
  return true;
}

}  // namespace fuzz
