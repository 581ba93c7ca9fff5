#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <autodecay/all.hpp>

namespace test {

/// Whether a policy can be made without options, from the criterion that it wraps if it wraps one.
template <typename P>
constexpr bool has_defaults =
    std::default_initializable<P> || std::constructible_from<P, autodecay::RelativeRange>;

/// The value of an option as the documentation shows it.
template <typename Value>
std::string shown(const Value& value) {
  if constexpr (std::same_as<Value, std::int64_t>)
    if (value == (std::numeric_limits<std::int64_t>::max)()) return "unlimited";
  if constexpr (autodecay::NamedEnum<Value>)
    return std::string(names_of(value)[static_cast<std::size_t>(value)]);
  else
    return autodecay::to_text(value);
}

/// "at least 1", or the names of an enumeration.
template <typename Value>
std::string shown_range(const Value& value, const auto& range) {
  if constexpr (autodecay::NamedEnum<Value>) {
    std::string names;
    for (const std::string_view name : names_of(value))
      names.append(names.empty() ? "" : ", ").append(name);
    return names;
  } else {
    return range.text();
  }
}

/// The options of P as its Options describe them: their names, and unit, range, default and phrase
/// as the cells of a table.
template <typename P>
std::vector<std::pair<std::string, std::string>> option_rows() {
  std::vector<std::pair<std::string, std::string>> rows;
  typename P::Options options{};
  P::Options::describe(options, [&](std::string_view name, const auto& value, const auto& range,
                                    std::string_view unit, std::string_view phrase) {
    std::ostringstream row;
    row << unit << " | " << shown_range(value, range) << " | "
        << (has_defaults<P> ? shown(value) : "required") << " | " << phrase;
    rows.emplace_back(name, row.str());
  });
  return rows;
}

}  // namespace test
