#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <autodecay/detail/option_values.hpp>
#include <autodecay/options.hpp>
#include <autodecay/runtime/expression.hpp>
#include <autodecay/runtime/option_description.hpp>

/// Described options as the arguments of an expression, in both directions.
namespace autodecay::runtime::detail {

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
inline void read_options(std::string_view text, const Expression& expression,
                         const std::vector<Option>& options, bool required) {
  OptionArguments arguments(text, expression);
  for (const Option& option : options) {
    const Expression* const argument = arguments.take(option.name, required);
    if (argument == nullptr) continue;
    option.type->read(option.value, text, *argument, option.name);
    if (!option.range.contains(option.type->number(option.value)))
      fail(text, argument->position,
           std::string(option.name) + " must be " +
               autodecay::detail::range_text(option.range, option.type->whole,
                                             option.unit == option.name ? "" : option.unit) +
               ", got " + std::string(argument->name));
  }
  arguments.refuse_others();
}

/// The values of options as texts.
[[nodiscard]] inline std::vector<std::string> texts_of(const std::vector<Option>& options,
                                                       bool code) {
  std::vector<std::string> texts;
  for (const Option& option : options) texts.push_back(option.type->written(option.value, code));
  return texts;
}

/// The options that differ from their `defaults`, or all if these are empty: "window=10, tolerance=0.02",
/// or ".window = 10, .tolerance = 0.02" as C++ code.
[[nodiscard]] inline std::string options_as(const std::vector<Option>& options,
                                            const std::vector<Option>& defaults, bool code) {
  const std::vector<std::string> default_texts = texts_of(defaults, code);
  std::vector<std::string> all = texts_of(options, code);
  for (std::size_t i = options.size(); i-- > 0;)
    if (!defaults.empty() && all[i] == default_texts[i])
      all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
    else
      all[i].insert(0, code ? " = " : "=").insert(0, options[i].name).insert(0, code ? "." : "");
  return listed(all);
}

/// The options for help, with their values as defaults or without.
[[nodiscard]] inline std::vector<OptionDescription> described_options(
    const std::vector<Option>& options, bool defaults) {
  std::vector<OptionDescription> all;
  for (const Option& option : options)
    all.push_back({std::string(option.name),
                   defaults ? option.type->written(option.value, false) : "",
                   std::string(option.unit), std::string(option.phrase), option.range,
                   option.type->whole, option.type->names()});
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
