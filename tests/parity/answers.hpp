#pragma once

#include "parity/peer_losses.hpp"
#include "parity/rates.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// The answers of other packages, written by record.py.
namespace test {

/// One run of a package.
struct Answers {
  bool same = true;  // false if autodecay decides differently on purpose
  std::string name;
  std::string options_text;
  std::map<std::string, std::string, std::less<>> options;
  std::vector<double> losses;
  std::vector<Rates> rates;  // the rates before the first loss, then one entry per change

  /// An option of the package, or `otherwise` if the run did not set it.
  [[nodiscard]] std::string text(std::string_view option, std::string otherwise) const {
    const auto found = options.find(option);
    return found == options.end() ? otherwise : found->second;
  }
  [[nodiscard]] double number(std::string_view option, double otherwise) const {
    const auto found = options.find(option);
    return found == options.end() ? otherwise : std::strtod(found->second.c_str(), nullptr);
  }
  [[nodiscard]] std::int64_t count(std::string_view option, std::int64_t otherwise) const {
    return static_cast<std::int64_t>(number(option, static_cast<double>(otherwise)));
  }

  /// The losses, negated if the package maximises them.
  [[nodiscard]] std::vector<double> minimised(std::string_view default_mode) const {
    std::vector<double> values = losses;
    if (text("mode", std::string(default_mode)) == "max")
      for (double& value : values) value = -value;
    return values;
  }
};

namespace detail {

inline std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(line);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

inline std::map<std::string, std::string, std::less<>> named(
    const std::vector<std::string>& words) {
  std::map<std::string, std::string, std::less<>> values;
  for (const std::string& word : words)
    if (const std::size_t at = word.find('='); at != std::string::npos)
      values[word.substr(0, at)] = word.substr(at + 1);
  return values;
}

inline std::vector<double> numbers(const std::vector<std::string>& words) {
  std::vector<double> values;
  for (const std::string& word : words) values.push_back(std::strtod(word.c_str(), nullptr));
  return values;
}

inline std::vector<double> losses_in(const std::vector<std::string>& words) {
  if (words.front() != "trainings") return numbers(words);
  auto arguments = named(words);
  const auto of = [&](const char* name, std::int64_t otherwise) {
    return arguments.contains(name) ? std::stoll(arguments[name]) : otherwise;
  };
  return losses_of({.count = static_cast<std::size_t>(of("count", 0)),
                    .seed = static_cast<std::uint64_t>(of("seed", 0)),
                    .length = of("length", 1),
                    .noise = of("noise", 0),
                    .offset = of("offset", 0),
                    .unit = of("unit", 1024)});
}

inline std::vector<Rates> rates_in(const std::vector<std::string>& words) {
  std::vector<Rates> rates;
  for (const std::string& word : words) {
    const std::size_t colon = word.find(':');
    if (colon == std::string::npos)
      rates.push_back({0, numbers(split(word, ','))});
    else
      rates.push_back({std::stoi(word), numbers(split(word.substr(colon + 1), ','))});
  }
  return rates;
}

}  // namespace detail

/// The runs in answers/<package>.txt. Throws std::runtime_error if the file is not valid.
[[nodiscard]] inline std::vector<Answers> answers_of(const std::string& package) {
  std::ifstream in(std::string(ANSWERS) + '/' + package + ".txt");
  std::vector<Answers> runs;
  std::string line;
  const auto rest_of = [&](const std::string& keyword) {
    if (!line.starts_with(keyword + ' ')) throw std::runtime_error(package + ": '" + line + "'");
    return line.substr(keyword.size() + 1);
  };
  while (std::getline(in, line)) {
    if (line.empty() || line.starts_with('#')) continue;
    Answers run;
    const std::string title = rest_of("run");
    run.same = title.starts_with("same ");
    run.name = title.substr(title.find(' ') + 1);
    std::getline(in, line);
    run.options_text = rest_of("options");
    run.options = detail::named(detail::split(run.options_text, ' '));
    std::getline(in, line);
    run.losses = detail::losses_in(detail::split(rest_of("losses"), ' '));
    std::getline(in, line);
    run.rates = detail::rates_in(detail::split(rest_of("rates"), ' '));
    runs.push_back(run);
  }
  if (runs.empty()) throw std::runtime_error(package + ": no answers");
  return runs;
}

/// The run of that name. Throws std::runtime_error if there is none.
[[nodiscard]] inline Answers answers_of(const std::string& package, std::string_view name) {
  for (const Answers& run : answers_of(package))
    if (run.name == name) return run;
  throw std::runtime_error(package + ": no run '" + std::string(name) + "'");
}

}  // namespace test
