#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <autodecay/detail/field_text.hpp>
#include <autodecay/options.hpp>

namespace autodecay::detail {

inline constexpr int archive_version = 1;

template <typename T, typename Archive>
concept ArchivedBy = requires(T& value, Archive& ar) {
  T::archive(value, ar);
};

/// A growing container of objects that are saved by fields of their own.
template <typename T, typename Archive>
concept ArchivedSequence = ArchivedBy<typename T::value_type, Archive> && requires(T& sequence) {
  sequence.clear();
  sequence.emplace_back();
};

/// What a saved field may be; its text is written and read by kind.
template <typename T>
inline constexpr bool is_field_value = Scalar<T> || std::same_as<T, std::string> ||
                                       OptionalScalar<T> || is_scalar_array<T> || Sequence<T>;

/// Writes fields as lines. What a member does is said in archive.hpp.
class ArchiveWriter {
 public:
  int type(std::string_view name, int version) {
    line("type", std::string(name) + " " + to_text(version));
    return version;
  }

  template <typename T>
  void options(const T& object) {
    field("options", object.options());
  }

  template <typename T>
  void field(std::string_view name, const T& value) {
    if constexpr (ArchivedBy<const T, ArchiveWriter>) {
      nested(name, [&] { T::archive(value, *this); });
    } else if constexpr (Described<T>) {
      nested(name, [&] {
        T::describe(value, [this](std::string_view option, const auto& member, const auto&...) {
          this->field(option, member);
        });
      });
    } else if constexpr (ArchivedSequence<T, ArchiveWriter>) {
      line(name, to_text(value.size()));
      nested(name, [&] {
        int place = 0;
        for (const auto& element : value) field(to_text(++place), element);
      });
    } else {
      static_assert(
          is_field_value<T>,
          "a saved field is a number, a bool, a NamedEnum, a std::string, a std::optional or "
          "a std::array or a growing container of one of the first three, described options, a "
          "type with: static void archive(auto& self, auto& ar), or a growing container of such");
      std::string text;
      append(text, value);
      line(name, text);
    }
  }

  template <typename T>
  void field(std::string_view name, const T& value, const auto& /*range*/) {
    field(name, value);
  }

  void elements(std::string_view name, std::size_t count, auto element) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) append(text, element(i));
    line(name, text);
  }

  void require(bool, std::string_view) const noexcept {}
  void after_loading(const auto&, auto&&) const noexcept {}

  /// The whole text.
  [[nodiscard]] std::string finish() && {
    const std::string sum = crc32(text_);
    return std::move(text_.append("crc32 = ").append(sum).append("\n"));
  }

 private:
  void nested(std::string_view name, auto&& write) {
    const std::size_t outer = prefix_.size();
    prefix_.append(name).append(".");
    write();
    prefix_.resize(outer);
  }

  void line(std::string_view name, std::string_view value) {
    text_.append(prefix_).append(name).append(" =");
    if (!value.empty()) text_.append(" ").append(value);
    text_.append("\n");
  }

  /// Appends the value's words to those before.
  template <typename T>
  static void append(std::string& text, const T& value) {
    if constexpr (std::same_as<T, std::string>) {
      append_text(text, value);
    } else if constexpr (Scalar<T>) {
      if (!text.empty()) text += ' ';
      append_text(text, value);
    } else if constexpr (OptionalScalar<T>) {
      if (value) append(text, *value);
    } else {
      for (const auto& element : value) append(text, element);
    }
  }

  std::string text_ = "autodecay " + to_text(archive_version) + "\n";
  std::string prefix_;  // "average.options." inside of a field's fields
};

}  // namespace autodecay::detail
