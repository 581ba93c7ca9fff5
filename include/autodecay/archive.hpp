#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <autodecay/options.hpp>

/// The saved form of schedulers, policies and statistics: a text of named fields, exact to the bit.
///
///   std::string text = autodecay::save(scheduler);
///   autodecay::load(text, scheduler);   // the same decisions from here on
///
///   autodecay 1
///   type = Scheduler 1
///   average.type = ExponentialMovingAverage 1
///   average.mean.beta = 0.9
///   …
///   checksum = 6c8f2d0b9c1e7a35
///
/// Numbers are the shortest decimal that reads back as the same number; the checksum is FNV-1a
/// (64 bit) of all lines before its own. A type joins by one member for both directions:
///
///   void archive(auto& ar) {
///     ar.type("Slope", 1);              // optional: refuses the fields of another type
///     ar.field("window", window_);      // number, bool, NamedEnum, vector of numbers, options, such a type
///     ar.require(window_ > 0, "window > 0");
///   }
namespace autodecay {

/// What load() throws: which line, what was expected there, what was found.
class ArchiveError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A type with the member `archive`.
template <typename T, typename Archive>
concept ArchivedBy = requires(T& value, Archive& ar) {
  value.archive(ar);
};

namespace detail {

inline constexpr int archive_version = 1;

[[nodiscard]] inline std::string checksum(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : text) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3;
  }
  std::string digits(16, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, hash >>= 4)
    *digit = "0123456789abcdef"[hash & 15];
  return digits;
}

template <typename T>
concept Number = std::is_arithmetic_v<T> && !std::same_as<T, bool>;

template <typename T>
concept Optional = std::same_as<T, std::optional<typename T::value_type>>;

/// Writes fields as lines.
class ArchiveWriter {
 public:
  ArchiveWriter() { text_ = "autodecay " + to_text(archive_version) + "\n"; }

  void type(std::string_view name, int version) {
    line("type", std::string(name) + " " + to_text(version));
  }

  template <typename T>
  void field(std::string_view name, T& value) {
    if constexpr (ArchivedBy<T, ArchiveWriter>) {
      const std::size_t outer = prefix_.size();
      prefix_.append(name).append(".");
      value.archive(*this);
      prefix_.resize(outer);
    } else if constexpr (Described<T>) {
      const std::size_t outer = prefix_.size();
      prefix_.append(name).append(".");
      T::describe(value, [this](std::string_view option, const auto& member, const auto&...) {
        this->field(option, member);
      });
      prefix_.resize(outer);
    } else {
      std::string text;
      append(text, value);
      line(name, text);
    }
  }

  void require(bool, std::string_view) const noexcept {}

  [[nodiscard]] std::string finish() && {
    std::string sum = checksum(text_);
    return std::move(text_) + "checksum = " + sum + "\n";
  }

 private:
  void line(std::string_view name, std::string_view value) {
    text_.append(prefix_).append(name).append(" =");
    if (!value.empty()) text_.append(" ").append(value);
    text_.append("\n");
  }

  template <typename T>
  static void append(std::string& text, const T& value) {
    if constexpr (std::same_as<T, bool>) {
      text += value ? "true" : "false";
    } else if constexpr (NamedEnum<T>) {
      text += value_text(value);
    } else if constexpr (Number<T>) {
      text += to_text(value);
    } else if constexpr (Optional<T>) {
      if (value) append(text, *value);
    } else {
      for (const auto& element : value) {
        if (!text.empty()) text += ' ';
        std::string one;
        append(one, element);
        text += one;
      }
    }
  }

  std::string text_;
  std::string prefix_;  // "average.mean." inside of a field's fields
};

/// Reads the lines back, in the same order.
class ArchiveReader {
 public:
  explicit ArchiveReader(std::string_view text) : rest_(verified(text)) {}

  void type(std::string_view name, int version) {
    const std::string_view found = line("type");
    const std::size_t space = found.find(' ');
    if (found.substr(0, space) != name)
      fail("expected the type " + quoted(name) + ", found " + quoted(found.substr(0, space)));
    int written = 0;
    if (space == std::string_view::npos || !parse(found.substr(space + 1), written))
      fail("expected a version after " + quoted(name));
    if (written > version)
      fail(quoted(name) + " was written in version " + to_text(written) +
           ", this program reads up to " + to_text(version));
  }

  template <typename T>
  void field(std::string_view name, T& value) {
    if constexpr (ArchivedBy<T, ArchiveReader>) {
      const std::size_t outer = prefix_.size();
      prefix_.append(name).append(".");
      value.archive(*this);
      prefix_.resize(outer);
    } else if constexpr (Described<T>) {
      const std::size_t outer = prefix_.size();
      prefix_.append(name).append(".");
      T::describe(value,
                  [this](std::string_view option, auto& member, const auto& range, const auto&...) {
                    this->field(option, member);
                    require(range.contains(member), std::string(option) + " " + range.text());
                  });
      prefix_.resize(outer);
    } else {
      const std::string_view found = line(name);
      if (!parse(found, value))
        fail(quoted(prefix_ + std::string(name)) + " does not hold " + quoted(found));
    }
  }

  void require(bool holds, std::string_view condition) const {
    if (!holds) fail("expected " + std::string(condition));
  }

  void finish() const {
    if (!rest_.empty())
      fail("expected the end, found " + quoted(rest_.substr(0, rest_.find('\n'))));
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw ArchiveError("autodecay archive, line " + to_text(line_) + ": " + what);
  }

  static std::string quoted(std::string_view text) {
    return std::string("'").append(text).append("'");
  }

  /// The fields' lines, once the header and the checksum have been found right.
  static std::string_view verified(std::string_view text) {
    constexpr std::string_view magic = "autodecay ";
    constexpr std::string_view mark = "checksum = ";
    if (!text.starts_with(magic))
      throw ArchiveError("autodecay archive: expected 'autodecay <version>' in line 1");
    const std::size_t header = text.find('\n');
    int version = 0;
    if (header == std::string_view::npos ||
        !parse(text.substr(magic.size(), header - magic.size()), version) || version < 1)
      throw ArchiveError("autodecay archive: expected 'autodecay <version>' in line 1");
    if (version > archive_version)
      throw ArchiveError("autodecay archive: written in version " + to_text(version) +
                         ", this program reads up to " + to_text(archive_version));

    const std::size_t last = text.size() < 2 ? 0 : text.rfind('\n', text.size() - 2) + 1;
    if (!text.ends_with('\n') || !text.substr(last).starts_with(mark))
      throw ArchiveError("autodecay archive: truncated, the last line is no checksum");
    const std::string sum = checksum(text.substr(0, last));
    if (text.substr(last + mark.size(), text.size() - 1 - last - mark.size()) != sum)
      throw ArchiveError("autodecay archive: altered, its checksum would be " + sum);
    return text.substr(header + 1, last - header - 1);
  }

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

  template <typename T>
  static bool parse(std::string_view text, T& value) {
    if constexpr (std::same_as<T, bool>) {
      value = text == "true";
      return value || text == "false";
    } else if constexpr (NamedEnum<T>) {
      const auto names = names_of(value);
      const auto name = std::find(names.begin(), names.end(), text);
      value = static_cast<T>(name - names.begin());
      return name != names.end();
    } else if constexpr (Optional<T>) {
      value.reset();
      return text.empty() || parse(text, value.emplace());
    } else if constexpr (Number<T>) {
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      return error == std::errc() && end == text.data() + text.size();
    } else {
      return parse_list(text, value);
    }
  }

  template <Number T>
  static bool parse_list(std::string_view text, std::vector<T>& values) {
    values.clear();
    while (!text.empty()) {
      const std::size_t space = text.find(' ');
      if (!parse(text.substr(0, space), values.emplace_back())) return false;
      text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    }
    return true;
  }

  template <Number T, std::size_t N>
  static bool parse_list(std::string_view text, std::array<T, N>& values) {
    std::vector<std::array<T, N>> one;
    if (!parse_list(text, one) || one.size() != 1) return false;
    values = one.front();
    return true;
  }

  template <Number T, std::size_t N>
  static bool parse_list(std::string_view text, std::vector<std::array<T, N>>& values) {
    std::vector<T> numbers;
    if (!parse_list(text, numbers) || numbers.size() % N != 0) return false;
    values.resize(numbers.size() / N);
    for (std::size_t i = 0; i < numbers.size(); ++i) values[i / N][i % N] = numbers[i];
    return true;
  }

  std::string_view rest_;
  std::string prefix_;
  std::int64_t line_ = 1;
};

}  // namespace detail

/// The saved form of `object`.
template <ArchivedBy<detail::ArchiveWriter> T>
[[nodiscard]] std::string save(const T& object) {
  T copy = object;  // archive() serves both directions and is not const
  detail::ArchiveWriter writer;
  copy.archive(writer);
  return std::move(writer).finish();
}

/// Makes `object` what was saved, options included.
///
/// Throws ArchiveError for a text that is truncated, altered, of a newer version or of another
/// type, and leaves the object as it was. The object's own state does not matter.
template <ArchivedBy<detail::ArchiveReader> T>
void load(std::string_view text, T& object) {
  T loaded = object;
  detail::ArchiveReader reader(text);
  loaded.archive(reader);
  reader.finish();
  object = std::move(loaded);
}

}  // namespace autodecay
