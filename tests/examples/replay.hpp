#pragma once

#include "csv/csv.hpp"
#include "process.hpp"

#include <string>

#include <doctest/doctest.h>

/// How the program replay is tried.
namespace test {

// Falls to a half, a quarter and no further: by the policies below decays after 3 and 7, and a stop
// after 9.
inline const std::string small_log =
    "epoch,learning_rate,train_loss\n1,0.1,8\n2,0.1,4\n3,0.1,4\n4,0.1,4\n5,0.1,2\n6,0.1,1\n"
    "7,0.1,1\n8,0.01,1\n9,0.01,1\n10,0.01,1\n11,0.01,1\n";
inline const std::string by_hand =
    " --average none --stability range:2,0.1 --drop ratio:0.5 --epsilon 0 ";

/// What replay answers to a log and options.
[[nodiscard]] inline Result replay(const std::string& log, const std::string& options) {
  const TemporaryFolder folder;
  folder.write("log.csv", log);
  return run(folder, REPLAY " log.csv " + options);
}

/// The lines of JSON with the first six fields alone, which are those of every version.
[[nodiscard]] inline std::string first_fields(const std::string& lines) {
  std::string kept;
  for (std::size_t begin = 0, end = 0; begin < lines.size(); begin = end + 1) {
    end = lines.find('\n', begin);
    const std::string line = lines.substr(begin, end - begin);
    kept += line.substr(0, line.find(",\"log\":")) + "}\n";
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
