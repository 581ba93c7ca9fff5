#pragma once

#include "csv/csv.hpp"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <autodecay/options.hpp>

namespace arguments {

/// The options in a text like "5,tolerance=0.01": first options by position, then options by name.
/// Reading an option also registers it for description().
///
/// All functions throw std::invalid_argument, whose message names the invalid option and the
/// reason.
class Arguments {
 public:
  explicit Arguments(std::string_view text);

  /// Reads the next option into `value`, a number or a bool. `value` is unchanged if the option is
  /// not given.
  template <typename Value>
  Arguments& read(std::string_view name, Value& value) {
    if (const std::optional<std::string_view> text = take(name))
      value = convert<Value>(name, *text);
    describe(name, to_text(value));
    return *this;
  }

  /// Reads an option without a default.
  template <typename Value>
  Arguments& read(std::string_view name, std::optional<Value>& value) {
    if (const std::optional<std::string_view> text = take(name))
      value = convert<Value>(name, *text);
    describe(name, value ? to_text(*value) : "");
    return *this;
  }

  /// Reads all remaining positional options, which have no names of their own.
  template <typename Value>
  Arguments& read_places(std::string_view name, std::vector<Value>& values) {
    for (Argument& argument : arguments_) {
      if (!argument.name.empty() || argument.read) continue;
      argument.read = true;
      values.push_back(convert<Value>(name, argument.text));
    }
    return *this;
  }

  /// From here on, options can only be given by name.
  Arguments& names_only() {
    names_only_ = true;
    return *this;
  }

  /// Reads the next option into `value` by one of its names.
  template <autodecay::NamedEnum Value>
  Arguments& read_name(std::string_view name, Value& value) {
    const auto names = names_of(value);
    if (const std::optional<std::string_view> text = take(name)) {
      const auto found = std::find(names.begin(), names.end(), *text);
      if (found == names.end()) refuse(name, listed(names), *text);
      value = static_cast<Value>(found - names.begin());
    }
    describe(name, names[static_cast<std::size_t>(value)]);
    return *this;
  }

  /// Reads the options that a struct describes, in the order of its description.
  template <autodecay::Described Options>
  Arguments& read(Options& options) {
    Options::describe(options, [this](std::string_view name, auto& member, const auto&...) {
      if constexpr (autodecay::NamedEnum<std::remove_reference_t<decltype(member)>>)
        this->read_name(name, member);
      else
        this->read(name, member);
    });
    return *this;
  }

  /// Throws if an option was given that has not been read.
  void finish() const;

  /// The options read, with their values: "window=5,tolerance=0.01".
  [[nodiscard]] const std::string& description() const { return description_; }

 private:
  struct Argument {
    std::string_view name;  ///< empty: positional
    std::string_view text;
    bool read = false;
  };

  template <typename Value>
  static Value convert(std::string_view name, std::string_view text) {
    if constexpr (std::same_as<Value, bool>) {
      if (text != "true" && text != "false") refuse(name, "true or false", text);
      return text == "true";
    } else {
      const std::optional<Value> number = csv::parse_number<Value>(text);
      if (!number) refuse(name, std::integral<Value> ? "a whole number" : "a number", text);
      return *number;
    }
  }

  static std::string to_text(bool value) { return value ? "true" : "false"; }
  static std::string to_text(std::integral auto value) { return std::to_string(value); }
  static std::string to_text(double value);

  static std::string listed(const auto& words) {
    std::string text;
    for (const std::string_view word : words) text.append(text.empty() ? "" : " or ").append(word);
    return text;
  }

  [[noreturn]] static void refuse(std::string_view name, const std::string& expected,
                                  std::string_view text);

  std::optional<std::string_view> take(std::string_view name);
  void describe(std::string_view name, std::string_view value);

  std::vector<Argument> arguments_;
  std::size_t next_place_ = 0;
  bool names_only_ = false;
  std::string description_;
};

}  // namespace arguments
