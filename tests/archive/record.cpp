#include "saved_objects.hpp"

#include <fstream>
#include <iostream>
#include <string>

/// record_saved_forms FOLDER: writes each row's saved form, and what it answers afterwards.
int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: record_saved_forms FOLDER, such as tests/archive/0.2\n";
    return 2;
  }
  const std::string folder = arguments[1];
  std::ofstream answers(folder + "/answers.txt");
  const auto record = [&](const auto& row) {
    std::ofstream(folder + '/' + row.name + ".txt") << autodecay::save(row.object);
    answers << row.name << ' ' << saved::answers(row.object) << '\n';
  };
  std::apply([&](const auto&... row) { (record(row), ...); }, saved::rows());
  return answers.flush() ? 0 : 1;
}
