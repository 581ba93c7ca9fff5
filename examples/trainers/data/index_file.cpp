#include "data/index_file.hpp"

#include "support/crc32.hpp"
#include "support/text.hpp"

#include <cstddef>
#include <cstring>
#include <stdexcept>

namespace trainer {
namespace {

// The index has a line with the format and the checksum of the rest, then the two parts. A
// part is its path, its modification time, its number of classes and the classes. A class is its
// name, its time, its number of files and their names. Numbers have 8 bytes in native order; texts
// are preceded by their length.

constexpr std::string_view format = "autodecay image index 1 ";

std::string first_line(std::string_view rest) {
  return std::string(format) + support::to_text(support::crc32_of({rest})) + '\n';
}

class Writer {
 public:
  void number(std::int64_t value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    bytes_ += value;
  }
  void part(const Part& part) {
    text(part.folder.string());
    number(part.modified);
    number(static_cast<std::int64_t>(part.classes.size()));
    for (const ClassFolder& a_class : part.classes) {
      text(a_class.name);
      number(a_class.modified);
      number(static_cast<std::int64_t>(a_class.files.size()));
      for (const std::string& file : a_class.files) text(file);
    }
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

[[noreturn]] void refuse() { throw std::runtime_error("no index of images"); }

/// Whether the name is that of an entry of a folder.
bool is_entry(const std::string& name) {
  return !name.starts_with('.') && name.find('/') == name.npos && name.find('\0') == name.npos;
}

/// Reads bytes whose checksum matches, which whoever writes the file can forge.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  Part part() {
    Part part = {.folder = text(), .modified = number()};
    part.classes.resize(count());
    std::string_view last;
    for (ClassFolder& a_class : part.classes) {
      a_class.name = entry_after(last);
      a_class.modified = number();
      a_class.files.resize(count());
      std::string_view last_file;
      for (std::string& file : a_class.files) {
        file = entry_after(last_file);
        last_file = file;
      }
      last = a_class.name;
    }
    return part;
  }

  [[nodiscard]] bool is_at_end() const { return bytes_.empty(); }

 private:
  std::string_view take(std::size_t size) {
    if (size > bytes_.size()) refuse();
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  std::int64_t number() {
    std::int64_t value = 0;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

  std::string text() { return std::string(take(static_cast<std::size_t>(number()))); }

  /// The number of texts that follow, each of which has at least its length.
  std::size_t count() {
    const auto texts = static_cast<std::size_t>(number());
    if (texts > bytes_.size() / sizeof(std::int64_t)) refuse();
    return texts;
  }

  /// The name of an entry that is sorted behind another.
  std::string entry_after(std::string_view last) {
    std::string name = text();
    if (!is_entry(name) || name <= last) refuse();
    return name;
  }

  std::string_view bytes_;
};

}  // namespace

std::string index_bytes(const Parts& parts) {
  Writer writer;
  writer.part(parts.train);
  writer.part(parts.validation);
  return first_line(writer.bytes()) + writer.bytes();
}

Parts parse_index(std::string_view bytes) {
  const std::string_view rest = bytes.substr(bytes.find('\n') + 1);
  if (!bytes.starts_with(first_line(rest))) refuse();
  Reader reader(rest);
  Parts parts = {.train = reader.part(), .validation = reader.part()};
  if (!reader.is_at_end()) refuse();
  return parts;
}

}  // namespace trainer
