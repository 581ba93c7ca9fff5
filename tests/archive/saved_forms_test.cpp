#include "saved_objects.hpp"
#include "support/message.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <doctest/doctest.h>

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What answers.txt of a version says, by name.
std::map<std::string, std::string> answers_of(const fs::path& folder) {
  std::ifstream file(folder / "answers.txt");
  REQUIRE(file);
  std::map<std::string, std::string> answers;
  for (std::string name, answer; file >> name >> answer;) answers[name] = answer;
  return answers;
}

std::string minor_version() {
  return std::to_string(AUTODECAY_VERSION_MAJOR) + '.' + std::to_string(AUTODECAY_VERSION_MINOR);
}

}  // namespace

TEST_CASE("saved forms of every released version load and decide as they did then") {
  for (const auto& version : fs::directory_iterator(SAVED_FORMS)) {
    if (!version.is_directory()) continue;
    CAPTURE(version.path().string());
    auto answers = answers_of(version.path());
    const auto check = [&](auto row) {
      const auto expected = answers.find(row.name);
      if (expected == answers.end()) return;  // newer than this version
      CAPTURE(row.name);
      row.object.reset();
      autodecay::load(text_of(version.path() / (row.name + ".txt")), row.object);
      CHECK(saved::answers(row.object) == expected->second);
      answers.erase(expected);
    };
    std::apply([&](auto... row) { (check(std::move(row)), ...); }, saved::rows());
    CHECK(answers.empty());  // no row has been taken away
  }
}

TEST_CASE(
    "the saved forms of this version are recorded: record_saved_forms tests/archive/<version>") {
  const fs::path folder = fs::path(SAVED_FORMS) / minor_version();
  REQUIRE(fs::is_directory(folder));
  const auto check = [&](const auto& row) {
    CAPTURE(row.name);
    CHECK(text_of(folder / (row.name + ".txt")) == autodecay::save(row.object));
  };
  std::apply([&](const auto&... row) { (check(row), ...); }, saved::rows());
}
