#pragma once

// CLI11 is slow to compile: include this only where a program reads its command line.

#include "support/csv.hpp"
#include "support/usage_error.hpp"

#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <CLI/CLI.hpp>

#include <autodecay/number_text.hpp>

namespace support {

/// The type of an option's value, or of each of its values.
template <typename Value>
struct Element : std::type_identity<Value> {};
template <typename Value>
struct Element<std::optional<Value>> : std::type_identity<Value> {};
template <typename Value>
struct Element<std::vector<Value>> : std::type_identity<Value> {};

/// Accepts only decimal numbers in the type's range. CLI11 alone would also read other bases, 010 as
/// 8, and replace a number out of range.
template <typename Number>
[[nodiscard]] CLI::Validator decimal() {
  const auto read = [](std::string& text) -> std::string {
    if (const std::optional<Number> number = csv::parse_number<Number>(text)) {
      text = autodecay::to_text(*number);
      return {};
    }
    std::string expected = "a decimal number";
    if constexpr (std::integral<Number>)
      expected = "a whole number in " + autodecay::to_text(std::numeric_limits<Number>::min()) +
                 " … " + autodecay::to_text(std::numeric_limits<Number>::max());
    return "expected " + expected + ", got '" + text + '\'';
  };
  return {read, ""};
}

/// CLI11's add_option() for all options: their numbers are decimal.
template <typename Value>
CLI::Option* add_option(CLI::App& app, const std::string& name, Value& value,
                        const std::string& help) {
  using Part = typename Element<Value>::type;
  CLI::Option* const option = app.add_option(name, value, help);
  if constexpr (std::is_arithmetic_v<Part>) option->transform(decimal<Part>());
  return option;
}

/// Reads the command line. Returns false after printing the help or the version if it asks for one.
/// Throws UsageError for an invalid command line.
[[nodiscard]] inline bool parse_command_line(CLI::App& app, int argc, const char* const* argv) {
  try {
    app.parse(argc, argv);
    return true;
  } catch (const CLI::Success& request) {
    app.exit(request);
    return false;
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
}

}  // namespace support
