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

namespace autodecay::runtime {

/// An option of a policy, as a program shows it to its user.
struct OptionDescription {
  std::string name;
  std::string value;                 ///< its default as a text reads it; empty if it has none
  std::string unit;                  ///< "" for none
  std::string phrase;                ///< explains the option
  Range range{};                     ///< of a number
  bool whole = false;                ///< a whole number
  std::vector<std::string> names{};  ///< the values of an option that is no number
};

}  // namespace autodecay::runtime

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

/// Reads options from arguments: first by position, in the order of their description, then by name.
template <Described Options>
class OptionsReader {
 public:
  OptionsReader(std::string_view text, const Expression& expression)
      : text_(text), expression_(expression), read_(expression.arguments.size()) {
    for (const Expression& argument : expression.arguments) {
      if (argument.option.empty() && places_ < static_cast<std::size_t>(&argument - first()))
        fail(text_, argument.begin, "expected name=value after name=value");
      if (argument.option.empty()) ++places_;
    }
  }

  /// Throws GrammarError. Options that are not given keep their values, unless `required` asks for
  /// all of them.
  void read(Options& options, bool required) {
    std::vector<std::string> known;
    Options::describe(options, [&](std::string_view name, auto& member, const auto& range,
                                   std::string_view unit, std::string_view) {
      const Expression* const argument = find(name, known.size());
      known.emplace_back(name);
      if (argument == nullptr) {
        if (required)
          fail(text_, expression_.position,
               std::string(expression_.name) + " needs its option " + std::string(name));
        return;
      }
      using Value = std::remove_reference_t<decltype(member)>;
      member = value_of<Value>(text_, *argument, name);
      if (!range.contains(member))
        fail(text_, argument->position,
             std::string(name) + " must be " +
                 autodecay::detail::range_text<Value>(range, unit == name ? "" : unit) + ", got " +
                 std::string(argument->name));
    });
    refuse_others(known);
  }

 private:
  [[nodiscard]] const Expression* first() const noexcept { return expression_.arguments.data(); }

  const Expression* find(std::string_view name, std::size_t place) {
    const Expression* found = nullptr;
    for (const Expression& argument : expression_.arguments) {
      const auto i = static_cast<std::size_t>(&argument - first());
      if (argument.option.empty() ? i != place : argument.option != name) continue;
      if (found != nullptr) fail(text_, argument.begin, std::string(name) + " is given twice");
      read_[i] = true;
      found = &argument;
    }
    return found;
  }

  void refuse_others(const std::vector<std::string>& known) const {
    for (const Expression& argument : expression_.arguments) {
      if (read_[static_cast<std::size_t>(&argument - first())]) continue;
      const std::string own = known.empty() ? "it has none" : "it has " + listed(known);
      fail(text_, argument.begin,
           argument.option.empty()
               ? std::string(expression_.name) + " has no further option; " + own
               : std::string(expression_.name) + " has no option " + quoted(argument.option) +
                     "; " + own);
    }
  }

  std::string_view text_;
  const Expression& expression_;
  std::vector<bool> read_;
  std::size_t places_ = 0;  // number of arguments by position
};

/// A value as a text reads it, or as C++ code, where an enumeration with a type_name() has its type,
/// and the largest count its only name in the library.
template <typename Value>
[[nodiscard]] std::string value_as(const Value& value, bool code) {
  std::string text;
  if constexpr (NamedEnum<Value> && requires { type_name(value); })
    if (code) text.append(type_name(value)).append("::");
  if (is_unlimited(value)) return std::string(code ? "StageLimit::" : "").append(unlimited);
  autodecay::detail::append_text(text, value);
  return text;
}

/// An option's name and value.
using OptionText = std::pair<std::string_view, std::string>;

template <Described Options>
[[nodiscard]] std::vector<OptionText> option_texts(const Options& options, bool code) {
  std::vector<OptionText> texts;
  Options::describe(options, [&](std::string_view name, const auto& value, const auto&...) {
    texts.emplace_back(name, value_as(value, code));
  });
  return texts;
}

/// The options that differ from `usual`, which has the same options or none.
[[nodiscard]] inline std::string listed_options(const std::vector<OptionText>& options,
                                                const std::vector<OptionText>& usual, bool code) {
  std::vector<std::string> others;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (!usual.empty() && options[i] == usual[i]) continue;
    const auto& [name, value] = options[i];
    others.push_back(std::string(code ? "." : "").append(name).append(code ? " = " : "=") + value);
  }
  return listed(others);
}

/// The options that differ from `defaults`, or all without defaults: "window=10, tolerance=0.02", or
/// ".window = 10, .tolerance = 0.02" as C++ code.
template <Described Options>
[[nodiscard]] std::string options_as(const Options& options, const Options* defaults, bool code) {
  return listed_options(
      option_texts(options, code),
      defaults == nullptr ? std::vector<OptionText>() : option_texts(*defaults, code), code);
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
