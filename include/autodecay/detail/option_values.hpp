#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <autodecay/detail/field_text.hpp>
#include <autodecay/options.hpp>
#include <autodecay/runtime/expression.hpp>

/// The values of described options as texts, in both directions, whatever their types.
namespace autodecay::runtime::detail {

[[noreturn]] inline void fail(std::string_view text, std::size_t position,
                              const std::string& what) {
  autodecay::detail::raise<GrammarError>(what, text, position);
}

[[nodiscard]] inline std::string quoted(std::string_view text) {
  return std::string("'").append(text).append("'");
}

/// "a, b, c"
[[nodiscard]] inline std::string listed(const auto& words) {
  std::string text;
  for (const auto& word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

inline constexpr std::string_view unlimited = "unlimited";

/// In texts, the largest count is called unlimited.
template <typename Value>
[[nodiscard]] bool is_unlimited(const Value& value) noexcept {
  if constexpr (std::same_as<Value, std::int64_t>)
    return value == (std::numeric_limits<std::int64_t>::max)();
  else
    return false;
}

/// The argument's number, bool or name. Throws GrammarError.
template <typename Value>
[[nodiscard]] Value value_of(std::string_view text, const Expression& expression,
                             std::string_view option) {
  Value value{};
  if (!expression.called && autodecay::detail::parse_text(expression.name, value)) return value;
  if constexpr (std::same_as<Value, std::int64_t>)
    if (expression.name == unlimited) return (std::numeric_limits<std::int64_t>::max)();
  std::string expected = std::integral<Value> ? "a whole number" : "a number";
  if constexpr (std::same_as<Value, bool>) expected = "true or false";
  if constexpr (NamedEnum<Value>) expected = "one of " + listed(names_of(value));
  fail(text, expression.position,
       std::string(option) + " must be " + expected + ", got " + quoted(expression.name));
}

/// A value as a text reads it, or as C++ code, where an enumeration with a type_name() has its type,
/// and the largest count is StageLimit::unlimited.
template <typename Value>
[[nodiscard]] std::string value_as(const Value& value, bool code) {
  std::string text;
  if constexpr (NamedEnum<Value> && requires { type_name(value); })
    if (code) text.append(type_name(value)).append("::");
  if constexpr (std::floating_point<Value>)
    if (code && value == std::numeric_limits<Value>::infinity())
      return "std::numeric_limits<double>::infinity()";
  if (is_unlimited(value)) return std::string(code ? "StageLimit::" : "").append(unlimited);
  autodecay::detail::append_text(text, value);
  return text;
}

/// What texts do with the values of one type.
struct ValueType {
  void (*read)(void* value, std::string_view text, const Expression& expression,
               std::string_view option);
  std::string (*written)(const void* value, bool code);
  void (*copy)(void* to, const void* from);
  double (*number)(const void* value);
  std::vector<std::string> (*names)();  // the values of a type that is no number
  bool whole;
};

template <typename Value>
[[nodiscard]] std::vector<std::string> names_in_text() {
  std::vector<std::string> names;
  if constexpr (NamedEnum<Value>)
    for (const std::string_view name : names_of(Value{})) names.emplace_back(name);
  if constexpr (std::same_as<Value, bool>) names = {"false", "true"};
  return names;
}

template <typename Value>
inline constexpr ValueType value_type{
    [](void* value, std::string_view text, const Expression& expression, std::string_view option) {
      *static_cast<Value*>(value) = value_of<Value>(text, expression, option);
    },
    [](const void* value, bool code) { return value_as(*static_cast<const Value*>(value), code); },
    [](void* to, const void* from) { *static_cast<Value*>(to) = *static_cast<const Value*>(from); },
    [](const void* value) { return static_cast<double>(*static_cast<const Value*>(value)); },
    names_in_text<Value>,
    std::integral<Value>};

/// An option of a struct, whatever its type.
struct Option {
  std::string_view name;
  void* value;
  const ValueType* type;
  Range range;  // of a number
  std::string_view unit;
  std::string_view phrase;
};

/// The options in the order of their description. From here on the struct's type does not matter, so
/// that little code is compiled for each policy.
template <Described Options>
[[nodiscard]] std::vector<Option> options_of(Options& options) {
  std::vector<Option> all;
  Options::describe(options,
                    [&]<typename Value>(std::string_view name, Value& value, const auto& range,
                                        std::string_view unit, std::string_view phrase) {
                      Option option{name, &value, &value_type<Value>, {}, unit, phrase};
                      if constexpr (std::convertible_to<decltype(range), Range>)
                        option.range = range;
                      all.push_back(option);
                    });
  return all;
}

}  // namespace autodecay::runtime::detail
