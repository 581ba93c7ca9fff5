#pragma once

#include "process.hpp"
#include "support/csv.hpp"

#include <sstream>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <autodecay/number_text.hpp>

/// Helpers for testing the program replay.
namespace test {

// Drops to a half, to a quarter and no further. With the policies below, it decays after 3 and 7
// and stops after 9.
inline const std::string small_log =
    "epoch,learning_rate,train_loss\n1,0.1,8\n2,0.1,4\n3,0.1,4\n4,0.1,4\n5,0.05,2\n6,0.05,1\n"
    "7,0.05,1\n8,0.01,1\n9,0.01,1\n10,0.01,1\n11,0.01,1\n";
inline const std::string by_hand =
    " --scheduler 'latest | range(2, 0.1, 0) | drop(0.5, 0, first_level)' ";

/// Runs replay with a log and options.
[[nodiscard]] inline Result replay(const std::string& log, const std::string& options) {
  const TemporaryFolder folder;
  folder.write("log.csv", log);
  return run(folder, REPLAY " log.csv " + options);
}

/// Runs replay with the lines of a log, as if the decisions were carried out. Returns the lines of
/// the decisions, up to the first stop.
[[nodiscard]] inline std::string carried_out(const std::string& log, const std::string& options) {
  const TemporaryFolder folder;
  folder.write("log.csv", log);
  std::istringstream lines(run(folder, REPLAY " - --json --every " + options + " < log.csv").out);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(R"("decision":"hold")") != line.npos) continue;
    kept += line + '\n';
    if (line.find(R"("decision":"stop")") != line.npos) break;
  }
  return kept;
}

/// The lines of JSON, each as the fields that most tests compare.
[[nodiscard]] inline std::string first_fields(const std::string& lines) {
  using nlohmann::json;
  const auto text_of = [](const json& value) {
    return value.is_number() ? autodecay::to_text(value.get<double>()) : value.dump();
  };
  const auto measured = [&](const json& measurement, const char* quantity) {
    return measurement.is_object() && measurement.at("quantity") == quantity
               ? text_of(measurement.at("value"))
               : "null";
  };
  std::string kept;
  std::istringstream text(lines);
  for (std::string line; std::getline(text, line);) {
    const json read = json::parse(line);
    kept += "{\"observation\":" + text_of(read.at("observation")) +
            ",\"stage\":" + text_of(read.at("stage")) +
            ",\"decision\":" + text_of(read.at("decision")) +
            ",\"level\":" + text_of(read.at("level")) +
            ",\"spread\":" + measured(read.at("stability"), "spread") +
            ",\"drop_ratio\":" + measured(read.at("drop"), "loss at") + "}\n";
  }
  return kept;
}

/// The number that a line of JSON has under a name.
[[nodiscard]] inline double number(const std::string& line, const std::string& name) {
  const std::size_t begin = line.find('"' + name + "\":") + name.size() + 3;
  const std::string text = line.substr(begin, line.find_first_of(",}", begin) - begin);
  return csv::parse_number<double>(text).value();
}

}  // namespace test
