#include "figures/analytic.hpp"
#include "mentions.hpp"
#include "support/files.hpp"
#include "temporary_folder.hpp"

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace figures;

namespace {

/// The lines of a file that start with this text.
std::vector<std::string> lines_of(const std::filesystem::path& file, const std::string& begin) {
  std::vector<std::string> lines;
  std::istringstream text(support::read_file(file));
  for (std::string line; std::getline(text, line);)
    if (line.starts_with(begin)) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("figure 1 has the rates of StepDecay in 90 epochs") {
  const TemporaryFolder folder;
  const Claim claim = write_figure_1(folder.path());
  CHECK_MESSAGE(claim.verdict == Verdict::holds, claim.text);

  const auto rows = lines_of(folder.path() / "figure-1.csv", "");
  REQUIRE(rows.size() == 91);
  CHECK(rows[0] == "epoch,learning_rate");
  CHECK(rows[1] == "1,0.1");
  CHECK(rows[30] == "30,0.1");
  CHECK(rows[31].starts_with("31,0.01"));
  CHECK(rows[60].starts_with("60,0.01"));
  CHECK(rows[61].starts_with("61,0.001"));
  CHECK(rows[90].starts_with("90,0.001"));
}

TEST_CASE("figure 2 shows oscillation in the bowl, and a landscape that is not one") {
  const TemporaryFolder folder;
  const Claim claim = write_figure_2(folder.path());
  CHECK_MESSAGE(claim.verdict == Verdict::holds, claim.text);
  CHECK(mentions(claim, "40 times at rate 0.095"));
  CHECK(mentions(claim, "0 times at rate 0.01"));
  CHECK(mentions(claim, "a factor of 1 for the bowl"));

  const auto path = folder.path() / "figure-2-path.csv";
  CHECK(lines_of(path, "path,").front() == "path,learning_rate,step,x,y,loss");
  // (4.5² + 20 · 1.2²) / 2
  CHECK(lines_of(path, "large,0.095,0,").front() == "large,0.095,0,-4.5,1.2,24.525");
  CHECK(lines_of(path, "small,0.01,0,").front() == "small,0.01,0,-4.5,1.2,24.525");
  CHECK(lines_of(path, "large,").size() == 41);
  CHECK(lines_of(path, "small,").size() == 41);

  // 81 blocks of 81 points each, blank lines between them, and the header.
  for (const char* name : {"figure-2-bowl.csv", "figure-2-logistic.csv"}) {
    CAPTURE(name);
    CHECK(lines_of(folder.path() / name, "").size() == 1 + 81 * 81 + 80);
  }
  CHECK(lines_of(folder.path() / "figure-2-bowl.csv", "0,0,").front() == "0,0,0");
  CHECK(lines_of(folder.path() / "figure-2-bowl.csv", "5,0,").front() == "5,0,12.5");
  // With weight and bias 0, every point has probability 1/2.
  const std::string zero = lines_of(folder.path() / "figure-2-logistic.csv", "0,0,").front();
  CHECK(std::abs(std::stod(zero.substr(4)) - std::log(2.0)) < 1e-15);
}

TEST_CASE("figure 7 agrees with Eq. 3") {
  const TemporaryFolder folder;
  const Claim claim = write_figure_7(folder.path());
  CHECK_MESSAGE(claim.verdict == Verdict::holds, claim.text);
  CHECK(mentions(claim, "the limit is 0.0526 = 1/19"));

  const auto rows = lines_of(folder.path() / "figure-7.csv", "");
  REQUIRE(rows.size() == 51);
  CHECK(rows[0] == "t,theory,measured");
  CHECK(rows[1].starts_with("1,1,"));  // one loss is its own average
}

TEST_CASE("variances are compared with Eq. 3 within 4 standard errors") {
  // At β = 0 the average is the loss itself, of variance 1; the bound is 4 · √(2/200) = 0.4.
  CHECK(compare_variances(std::vector{1.0, 0.61, 1.39}, 0.0, 201).verdict == Verdict::holds);
  CHECK_FALSE(compare_variances(std::vector{1.0, 1.0, 1.41}, 0.0, 201).verdict == Verdict::holds);
  CHECK_FALSE(compare_variances(std::vector{0.59, 1.0, 1.0}, 0.0, 201).verdict == Verdict::holds);
}

TEST_CASE("a wrong theory does not agree with the simulated averages") {
  const std::vector<double> measured = simulate_variances(0.9, 10'000, 50);
  CHECK(compare_variances(measured, 0.9, 10'000).verdict == Verdict::holds);
  for (const double wrong : {0.88, 0.92}) {
    CAPTURE(wrong);
    CHECK_FALSE(compare_variances(measured, wrong, 10'000).verdict == Verdict::holds);
  }
  // Without bias correction the first average would be 0.1 times the loss.
  std::vector<double> uncorrected = measured;
  uncorrected.front() *= 0.01;
  CHECK_FALSE(compare_variances(uncorrected, 0.9, 10'000).verdict == Verdict::holds);
}

TEST_CASE("a figure names the file it cannot write") {
  const TemporaryFolder folder;
  const auto missing = folder.path() / "missing";
  CHECK(error_of([&] { (void)write_figure_1(missing); }).find("figure-1.csv") != std::string::npos);
  CHECK(error_of([&] { (void)write_figure_2(missing); }).find("figure-2") != std::string::npos);
  CHECK(error_of([&] { (void)write_figure_7(missing); }).find("figure-7.csv") != std::string::npos);
}
