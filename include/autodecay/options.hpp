#pragma once

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

#include <autodecay/detail/raise.hpp>
#include <autodecay/number_text.hpp>
#include <autodecay/version.hpp>

/// Options are described once, by a function of the struct that holds them:
///
///   struct Options {
///     std::int64_t patience = 10;
///
///     static void describe(auto& options, auto&& option) {
///       option("patience", options.patience, at_least(1), "observations",
///              "the stage ends after this many without an improvement");
///     }
///   };
///
/// The description serves the constructor's check, the saved form, the option parsing and help
/// texts of programs, and the tables of the documentation. `options` is const if the caller's
/// object is. `option` takes the name, the member, its range, its unit ("" for none) and a phrase
/// that explains the option.
///
/// The lines of a policy's class and constructor end with a comment that shows how it takes its
/// options. Compilers quote these lines when an option is misspelt or has no name. A deleted
/// constructor for such calls would make P({value, value}) ambiguous.
namespace autodecay {

/// The numbers between two bounds. Either bound may be excluded. No range contains NaN.
struct Range {
  double least = -std::numeric_limits<double>::infinity();
  double greatest = std::numeric_limits<double>::infinity();
  bool without_least = false;
  bool without_greatest = false;

  [[nodiscard]] constexpr bool contains(auto number) const noexcept {
    const auto value = static_cast<double>(number);
    return (without_least ? value > least : value >= least) &&
           (without_greatest ? value < greatest : value <= greatest);
  }

  /// "at least 1", "in (0, 1]", …
  [[nodiscard]] std::string text() const {
    if (greatest < std::numeric_limits<double>::infinity())
      return std::string("in ") + (without_least ? '(' : '[') + bound(least) + ", " +
             bound(greatest) + (without_greatest ? ')' : ']');
    return (without_least ? "greater than " : "at least ") + bound(least) +
           (without_greatest ? " and finite" : "");
  }

 private:
  static std::string bound(double number) {
    int exponent = 0;
    if (number >= 1024.0 && std::frexp(number, &exponent) == 0.5)
      return "2^" + to_text(exponent - 1);
    return to_text(number);
  }
};

/// [least, ∞], infinity included
[[nodiscard]] constexpr Range at_least(double least) noexcept { return {.least = least}; }
/// [least, ∞)
[[nodiscard]] constexpr Range finite_from(double least) noexcept {
  return {.least = least, .without_greatest = true};
}
/// (least, ∞]
[[nodiscard]] constexpr Range greater_than(double least) noexcept {
  return {.least = least, .without_least = true};
}
/// [least, greatest]
[[nodiscard]] constexpr Range from_to(double least, double greatest) noexcept {
  return {least, greatest};
}
/// (least, greatest]
[[nodiscard]] constexpr Range above_to(double least, double greatest) noexcept {
  return {least, greatest, true, false};
}
/// [least, greatest)
[[nodiscard]] constexpr Range from_below(double least, double greatest) noexcept {
  return {least, greatest, false, true};
}
/// (least, greatest)
[[nodiscard]] constexpr Range between(double least, double greatest) noexcept {
  return {least, greatest, true, true};
}

/// The counts that can still be incremented without overflow: [0, 2^62].
inline constexpr Range any_count{.least = 0, .greatest = 0x1p62};

/// An enumeration with the values 0, 1, …, whose names `names_of(value)` lists.
template <typename E>
concept NamedEnum = std::is_enum_v<E> && requires(E value) {
  { *names_of(value).begin() } -> std::convertible_to<std::string_view>;
};

/// The range of an option that is a NamedEnum.
struct AnyName {
  template <NamedEnum E>
  [[nodiscard]] static constexpr bool contains(E value) noexcept {
    return static_cast<std::size_t>(value) < names_of(value).size();
  }
  [[nodiscard]] static std::string text() { return "one of its names"; }
};
inline constexpr AnyName any_name{};

/// A struct of options with a describe() function.
template <typename Options>
concept Described = requires(Options& options) {
  Options::describe(options, [](std::string_view, const auto&, const auto&, std::string_view,
                                std::string_view) {});
};

namespace detail {
/// "at least 1 observation": a range, with its unit if the option is a count.
[[nodiscard]] std::string range_text(const auto& range, bool whole, std::string_view unit) {
  std::string text = range.text();
  if (!whole || unit.empty()) return text;
  text.append(" ").append(unit);
  if (text.starts_with("at least 1 ") && text.ends_with('s')) text.pop_back();
  return text;
}

template <typename T>
[[nodiscard]] std::string value_text(const T& value) {
  if constexpr (NamedEnum<T>) {
    const auto index = static_cast<std::size_t>(value);
    const auto names = names_of(value);
    return index < names.size() ? std::string(names[index]) : to_text(index);
  } else {
    return to_text(value);
  }
}
}  // namespace detail

/// Describes an option that is passed on to the policy P, in the words and with the range of P's
/// own option of that name and type.
template <typename P>
void describe_as_in(std::string_view name, auto& value, auto&& option) {
  typename P::Options own{};
  P::Options::describe(own, [&](std::string_view other, const auto& member, const auto& range,
                                std::string_view unit, std::string_view phrase) {
    if constexpr (std::same_as<std::remove_cvref_t<decltype(member)>,
                               std::remove_cvref_t<decltype(value)>>)
      if (other == name) option(name, value, range, unit, phrase);
  });
}

/// Throws std::invalid_argument for a value out of its range: "RelativeRange: window must be in
/// [2, 2^24] observations, got 1".
template <typename T>
void check_option(std::string_view owner, std::string_view name, const T& value, const auto& range,
                  std::string_view unit = "") {
  if (!range.contains(value))
    detail::refuse(owner, name,
                   detail::range_text(range, std::integral<T>, unit == name ? "" : unit),
                   detail::value_text(value));
}

/// Checks every option and returns the options, so that a constructor can check them in its
/// initialiser list.
template <Described Options>
const Options& checked(std::string_view owner, const Options& options) {
  Options::describe(options, [&](std::string_view name, const auto& value, const auto& range,
                                 std::string_view unit, std::string_view) {
    check_option(owner, name, value, range, unit);
  });
  return options;
}

}  // namespace autodecay
