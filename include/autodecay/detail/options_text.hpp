#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <autodecay/detail/field_text.hpp>
#include <autodecay/options.hpp>
#include <autodecay/runtime/expression.hpp>
#include <autodecay/runtime/option_description.hpp>

/// Described options as the arguments of an expression, in both directions.
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

/// The arguments of an expression as options: first by position, in the order of their description, then
/// by name.
class OptionArguments {
 public:
  OptionArguments(std::string_view text, const Expression& expression)
      : text_(text), expression_(expression), taken_(expression.arguments.size()) {
    std::size_t places = 0;  // the number of arguments by position
    for (const Expression& argument : expression.arguments) {
      if (!argument.option.empty()) continue;
      if (places++ < index_of(argument))
        fail(text_, argument.begin, "expected name=value after name=value");
    }
  }

  /// Returns the argument of the next described option, or nullptr if it is not given. Throws
  /// GrammarError if the option is given twice, or if it is `required` and missing.
  const Expression* take(std::string_view name, bool required) {
    const Expression* found = nullptr;
    for (const Expression& argument : expression_.arguments) {
      if (argument.option.empty() ? index_of(argument) != known_.size() : argument.option != name)
        continue;
      if (found != nullptr) fail(text_, argument.begin, std::string(name) + " is given twice");
      taken_[index_of(argument)] = true;
      found = &argument;
    }
    known_.emplace_back(name);
    if (found == nullptr && required)
      fail(text_, expression_.position,
           std::string(expression_.name) + " needs its option " + std::string(name));
    return found;
  }

  /// Throws GrammarError if an argument was not taken.
  void refuse_others() const {
    for (const Expression& argument : expression_.arguments) {
      if (taken_[index_of(argument)]) continue;
      const std::string own = known_.empty() ? "it has none" : "it has " + listed(known_);
      fail(text_, argument.begin,
           argument.option.empty()
               ? std::string(expression_.name) + " has no further option; " + own
               : std::string(expression_.name) + " has no option " + quoted(argument.option) +
                     "; " + own);
    }
  }

 private:
  [[nodiscard]] std::size_t index_of(const Expression& argument) const noexcept {
    return static_cast<std::size_t>(&argument - expression_.arguments.data());
  }

  std::string_view text_;
  const Expression& expression_;
  std::vector<bool> taken_;
  std::vector<std::string> known_{};  // the options that were described
};

/// Reads options from arguments. Options that are not given keep their values, unless `required` asks for
/// all of them. Throws GrammarError.
template <Described Options>
void read_options(std::string_view text, const Expression& expression, Options& options,
                  bool required) {
  OptionArguments arguments(text, expression);
  Options::describe(options, [&](std::string_view name, auto& member, const auto& range,
                                 std::string_view unit, std::string_view) {
    const Expression* const argument = arguments.take(name, required);
    if (argument == nullptr) return;
    using Value = std::remove_reference_t<decltype(member)>;
    member = value_of<Value>(text, *argument, name);
    if (!range.contains(member))
      fail(text, argument->position,
           std::string(name) + " must be " +
               autodecay::detail::range_text<Value>(range, unit == name ? "" : unit) + ", got " +
               std::string(argument->name));
  });
  arguments.refuse_others();
}

/// A value as a text reads it, or as C++ code, where an enumeration with a type_name() has its type,
/// and the largest count its only name in the library.
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

/// The names of options and their values as texts, in the order of their description.
using OptionTexts = std::vector<std::pair<std::string_view, std::string>>;

template <Described Options>
[[nodiscard]] OptionTexts texts_of(const Options& options, bool code) {
  OptionTexts texts;
  Options::describe(options, [&](std::string_view name, const auto& value, const auto&...) {
    texts.emplace_back(name, value_as(value, code));
  });
  return texts;
}

/// The options that differ from their `defaults`, or all if these are empty: "window=10, tolerance=0.02",
/// or ".window = 10, .tolerance = 0.02" as C++ code.
[[nodiscard]] inline std::string options_as(const OptionTexts& options, const OptionTexts& defaults,
                                            bool code) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto& [name, value] = options[i];
    if (!defaults.empty() && value == defaults[i].second) continue;
    all.push_back(std::string(code ? "." : "").append(name).append(code ? " = " : "=") + value);
  }
  return listed(all);
}

/// The options as their struct describes them, with their defaults or without.
template <Described Options>
[[nodiscard]] std::vector<OptionDescription> described_options(bool defaults) {
  const Options options{};
  std::vector<OptionDescription> all;
  Options::describe(options, [&](std::string_view name, const auto& value, const auto& range,
                                 std::string_view unit, std::string_view phrase) {
    using Value = std::remove_cvref_t<decltype(value)>;
    OptionDescription option{std::string(name), defaults ? value_as(value, false) : "",
                             std::string(unit), std::string(phrase)};
    if constexpr (NamedEnum<Value>)
      for (const std::string_view one : names_of(value)) option.names.emplace_back(one);
    else if constexpr (std::same_as<Value, bool>)
      option.names = {"false", "true"};
    else
      option.range = range;
    option.whole = std::integral<Value>;
    all.push_back(std::move(option));
  });
  return all;
}

/// "window=5, tolerance=0.01", or "window, tolerance" without defaults.
[[nodiscard]] inline std::string options_help(const std::vector<OptionDescription>& options) {
  std::vector<std::string> all;
  for (const OptionDescription& option : options)
    all.push_back(option.name + (option.value.empty() ? "" : "=" + option.value));
  return listed(all);
}

}  // namespace autodecay::runtime::detail
