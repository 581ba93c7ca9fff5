#pragma once

// CLI11 is slow to compile: include this only where a program reads its command line.

#include "support/csv.hpp"
#include "support/usage_error.hpp"

#include <concepts>
#include <cstddef>
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

/// CLI11 takes a value in square brackets for a list, [runs] for runs. A control character before the
/// bracket, which no user types, keeps it whole.
inline constexpr char bracket_guard = '\x1f';

[[nodiscard]] inline std::string guarded(std::string word) {
  const std::size_t value = word.starts_with("--") ? word.find('=') + 1 : 0;
  if (word.substr(value).starts_with('[')) word.insert(value, 1, bracket_guard);
  return word;
}

[[nodiscard]] inline std::string unguarded(std::string text) {
  std::erase(text, bracket_guard);
  return text;
}

/// CLI11's add_option() for all options: their numbers are decimal, and their texts may be in brackets.
template <typename Value>
CLI::Option* add_option(CLI::App& app, const std::string& name, Value& value,
                        const std::string& help) {
  using Part = typename Element<Value>::type;
  CLI::Option* const option = app.add_option(name, value, help);
  if constexpr (std::is_arithmetic_v<Part>) option->transform(decimal<Part>());
  // The latest one comes first.
  return option->transform([](const std::string& text) { return unguarded(text); });
}

/// Reads the command line of options from support::add_option(). Returns false after printing the help
/// or the version if it asks for one. Throws UsageError for an invalid command line.
[[nodiscard]] inline bool parse_command_line(CLI::App& app, int argc, const char* const* argv) {
  std::vector<std::string> words;
  for (int i = 0; i < argc; ++i) words.push_back(i == 0 ? argv[i] : guarded(argv[i]));
  std::vector<const char*> pointers;
  for (const std::string& word : words) pointers.push_back(word.c_str());
  try {
    app.parse(argc, pointers.data());
    return true;
  } catch (const CLI::Success& request) {
    app.exit(request);
    return false;
  } catch (const CLI::ParseError& error) {
    throw UsageError(unguarded(error.what()));
  }
}

}  // namespace support
