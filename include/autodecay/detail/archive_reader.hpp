#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <autodecay/archive_error.hpp>
#include <autodecay/detail/archive_writer.hpp>
#include <autodecay/detail/field_text.hpp>
#include <autodecay/options.hpp>

namespace autodecay::detail {

/// Reads the lines back, in the same order. What a member does is said in archive.hpp.
class ArchiveReader {
 public:
  explicit ArchiveReader(std::string_view text) : rest_(verified(text)) {}

  int type(std::string_view name, int version) {
    std::string_view found = line("type");
    const std::string_view other = take_word(found);
    if (other != name)
      fail(quoted(prefix_ + "type") + " must be " + quoted(name) + ", found " + quoted(other));
    int written = 0;
    if (!parse_text(found, written) || written < 1)
      fail("expected a version after " + quoted(name));
    if (written > version)
      fail(quoted(name) + " was written in version " + to_text(written) +
           ", this program reads up to " + to_text(version));
    return written;
  }

  template <typename T>
  void options(T& object) {
    auto options = object.options();
    field("options", options);
    object = T(options);
  }

  template <typename T>
  void field(std::string_view name, T& value) {
    if constexpr (ArchivedBy<T, ArchiveReader>) {
      nested(name, [&] { T::archive(value, *this); });
    } else if constexpr (Described<T>) {
      nested(name, [&] {
        T::describe(value, [this](std::string_view option, auto& member, const auto& range,
                                  const auto&...) { this->field(option, member, range); });
      });
    } else if constexpr (ArchivedSequence<T, ArchiveReader>) {
      std::int64_t size = 0;
      field(name, size, any_count);
      value.clear();
      nested(name, [&] {
        for (std::int64_t place = 1; place <= size; ++place)
          field(to_text(place), value.emplace_back());
      });
    } else {
      static_assert(is_field_value<T>, "see ArchiveWriter::field");
      const std::string_view found = line(name);
      std::string_view rest = found;
      if (!parse(rest, value) || !rest.empty())
        fail(quoted(prefix_ + std::string(name)) + " does not hold " + quoted(found));
    }
  }

  template <typename T>
  void field(std::string_view name, T& value, const auto& range) {
    field(name, value);
    const auto check = [&](const auto& one) {
      if (!range.contains(one))
        fail(quoted(prefix_ + std::string(name)) + " must be " + range.text() + ", found " +
             value_text(one));
    };
    if constexpr (Scalar<T>)
      check(value);
    else
      for (const auto& element : value) check(element);
  }

  void elements(std::string_view name, std::size_t count, auto element) {
    const std::string_view found = line(name);
    std::string_view rest = found;
    for (std::size_t i = 0; i < count; ++i)
      if (rest.empty() || !parse(rest, element(i)))
        fail(quoted(prefix_ + std::string(name)) + " does not hold " + to_text(count) + " numbers");
    if (!rest.empty())
      fail(quoted(prefix_ + std::string(name)) + " holds more than " + to_text(count) + " numbers");
  }

  void require(bool holds, std::string_view condition) const {
    if (!holds) fail("expected " + std::string(condition));
  }

  void after_loading(auto& object, auto&& restore) { restore(object); }

  void finish() const {
    if (!rest_.empty())
      fail("expected the end, found " + quoted(rest_.substr(0, rest_.find('\n'))));
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    raise<ArchiveError>("autodecay archive, line " + to_text(line_) + ": " + what);
  }

  static std::string quoted(std::string_view text) {
    return std::string("'").append(text).append("'");
  }

  /// The fields' lines, once the header and the checksum have been found right.
  static std::string_view verified(std::string_view text) {
    constexpr std::string_view magic = "autodecay ";
    constexpr std::string_view mark = "crc32 = ";
    const std::size_t header = text.find('\n');
    int version = 0;
    if (!text.starts_with(magic) || header == std::string_view::npos ||
        !parse_text(text.substr(magic.size(), header - magic.size()), version) || version < 1)
      raise<ArchiveError>("autodecay archive: expected 'autodecay <version>' in line 1, found " +
                          shown(text.substr(0, (std::min)(header, std::size_t{40}))));
    if (version > archive_version)
      raise<ArchiveError>("autodecay archive: written in version " + to_text(version) +
                          ", this program reads up to " + to_text(archive_version));

    const std::size_t last = text.rfind('\n', text.size() - 2) + 1;
    if (!text.ends_with('\n') || !text.substr(last).starts_with(mark))
      raise<ArchiveError>("autodecay archive: truncated, the last line is no checksum");
    const std::string sum = crc32(text.substr(0, last));
    if (text.substr(last + mark.size(), text.size() - 1 - last - mark.size()) != sum)
      raise<ArchiveError>("autodecay archive: altered, its checksum would be " + sum);
    return text.substr(header + 1, last - header - 1);
  }

  /// In quotes, with control characters escaped, such as the \x0d of a file that was not written as
  /// binary.
  static std::string shown(const std::string_view text) {
    std::string escaped;
    append_text(escaped, std::string(text));
    return quoted(escaped);
  }

  void nested(std::string_view name, auto&& read) {
    const std::size_t outer = prefix_.size();
    prefix_.append(name).append(".");
    read();
    prefix_.resize(outer);
  }

  /// What stands behind "name = " in the next line, which must be of that name.
  std::string_view line(std::string_view name) {
    ++line_;
    const std::string key = prefix_ + std::string(name);
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos)
      fail("expected the field " + quoted(key) + ", found the end");
    const std::string_view found = rest_.substr(0, end);
    const std::string start = key + " =";
    if (!found.starts_with(start) || (found.size() > start.size() && found[start.size()] != ' '))
      fail("expected the field " + quoted(key) + ", found " + quoted(found));
    rest_.remove_prefix(end + 1);
    return found.substr(found.size() > start.size() ? start.size() + 1 : start.size());
  }

  /// Takes the value's words off the text. Returns whether they are a value.
  template <typename T>
  static bool parse(std::string_view& text, T& value) {
    if constexpr (std::same_as<T, std::string>) {
      return parse_text(std::exchange(text, {}), value);
    } else if constexpr (Scalar<T>) {
      return parse_text(take_word(text), value);
    } else if constexpr (OptionalScalar<T>) {
      value.reset();
      return text.empty() || parse(text, value.emplace());
    } else if constexpr (is_scalar_array<T>) {
      for (auto& element : value)
        if (!parse(text, element)) return false;
      return true;
    } else {
      value.clear();
      while (!text.empty()) {
        typename T::value_type element{};
        if (!parse(text, element)) return false;
        value.push_back(element);
      }
      return true;
    }
  }

  std::string_view rest_;
  std::string prefix_;
  std::int64_t line_ = 1;
};

}  // namespace autodecay::detail
