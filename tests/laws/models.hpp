#pragma once

#include <cstddef>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include <autodecay/archive.hpp>

/// The models with which the laws are tested, by the names of their types. A test of the standard
/// registry compares them with its rows, so that no policy is without laws.
namespace laws {

/// The types in an object's saved form: "Scheduler LatestValue …". Without the parts of a combination,
/// whose fields are numbered, and without the copies that Resettable keeps.
template <typename T>
std::string name_of(const T& object) {
  constexpr std::string_view mark = "type = ";
  std::istringstream lines(autodecay::save(object));
  std::string name;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t type = line.find(mark);
    if (type == std::string::npos) continue;
    const std::string field = line.substr(0, type);
    if (field.find_first_of("0123456789") != std::string::npos || field.ends_with("given."))
      continue;
    const std::size_t from = type + mark.size();
    name.append(name.empty() ? "" : " ").append(line, from, line.rfind(' ') - from);
  }
  return name;
}

template <typename... Models>
std::set<std::string> names_of() {
  return {name_of(Models::fresh())...};
}

// Each in the test of its laws.
std::set<std::string> moving_averages();
std::set<std::string> stability_criteria();
std::set<std::string> drop_criteria();
std::set<std::string> decay_actions();
std::set<std::string> schedulers();

}  // namespace laws
