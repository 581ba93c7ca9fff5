#include "run/schedule.hpp"

#include "engine/engine.hpp"
#include "temporary_folder.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/optim/sgd.h>

#include <autodecay/archive.hpp>

using autodecay::Decision;
using trainer::Schedule;

namespace {

/// The decisions for some losses, one letter each, and the learning rate and batch size after them.
struct Trial {
  std::string decisions;
  double rate;
  std::int64_t batch_size = 8;
};

Trial trial(const std::string& text, const std::vector<double>& losses) {
  Schedule schedule(text);
  torch::optim::SGD optimizer({at::zeros({1})}, torch::optim::SGDOptions(1.0));
  Trial result{};
  for (const double loss : losses)
    result.decisions += to_string(schedule.step({optimizer, result.batch_size}, loss)).front();
  result.rate = optimizer.param_groups().front().options().get_lr();
  return result;
}

std::string error_in(const std::string& text) {
  return error_of([&] { Schedule schedule(text); });
}

}  // namespace

TEST_CASE("step decays after every interval and stops after its stages") {
  const Trial result = trial("step(2)", {1, 1, 1, 1, 1});
  CHECK(result.decisions == "hdhdh");
  CHECK(result.rate == 0.1 * 0.1);
  CHECK(trial("step(1, factor=0.5, stages=2)", {1, 1, 1}).decisions == "dss");
  CHECK(trial("step(1, factor=0.5, stages=2)", {1, 1, 1}).rate == 0.5);
}

TEST_CASE("at decays after the epochs it names") {
  const Trial result = trial("at(2, 3) | scale(0.5, floor=0.4)", {1, 1, 1, 1});
  CHECK(result.decisions == "hddh");
  CHECK(result.rate == 0.4);
  CHECK(trial("at(1, 2, 3) | stages(2)", {1, 1}).decisions == "ds");
}

TEST_CASE("grow enlarges the batch and keeps the rate; a sequence does both") {
  const Trial grown = trial("at(1, 2) | grow(10)", {1, 1, 1});
  CHECK(grown.decisions == "ddh");
  CHECK(grown.batch_size == 800);
  CHECK(grown.rate == 1.0);
  const Trial both = trial("step(1) | sequence(scale(0.5), grow(2))", {1});
  CHECK(both.batch_size == 16);
  CHECK(both.rate == 0.5);
  CHECK(trial("step(1)", {1}).batch_size == 8);
  CHECK(Schedule("auto | grow").grows_batch());
  CHECK(Schedule("step(1) | sequence(scale, grow)").grows_batch());
  CHECK_FALSE(Schedule("step(1) | sequence(scale)").grows_batch());
}

TEST_CASE("never holds") { CHECK(trial("never", {1, 1, 1, 1}).decisions == "hhhh"); }

TEST_CASE("a fixed schedule brings the rate to zero in one stage, and stops there") {
  const auto rates = [](const std::string& text) {
    std::vector<double> result;
    for (std::size_t epochs = 1; epochs <= 4; ++epochs)
      result.push_back(trial(text, std::vector<double>(epochs, 1.0)).rate);
    return result;
  };
  const auto check_close = [](const std::vector<double>& found,
                              const std::vector<double>& expected) {
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) CHECK(std::abs(found[i] - expected[i]) < 1e-15);
  };
  // After the last epoch, which stops, the rate is that of the last epoch.
  check_close(rates("linear(4)"), {0.75, 0.5, 0.25, 0.25});
  const double root = std::sqrt(0.5);
  check_close(rates("cosine(4)"), {(1 + root) / 2, 0.5, (1 - root) / 2, (1 - root) / 2});
  check_close(rates("wsd(4, tail=0.5)"), {1.0, 1.0, 0.5, 0.5});
  check_close(rates("wsd(5, tail=0.3)"), {1.0, 1.0, 1.0, 2.0 / 3.0});
  check_close(rates("every(4) | stages(1) | curve(4, tail=1, shape=root)"),
              {0.5, 1 - root, 1 - std::sqrt(0.75), 1 - std::sqrt(0.75)});
  for (const std::string text : {"linear(4)", "cosine(4)", "wsd(4, tail=0.5)"}) {
    CAPTURE(text);
    CHECK(trial(text, {1, 1, 1, 1, 1}).decisions == "hhhss");
    // An epoch without a finite loss does not count.
    CHECK(trial(text, {1, NAN, 1}).rate == trial(text, {1, 1}).rate);
    CHECK(trial(text, {1, NAN, 1, 1, 1}).decisions == "hhhhs");
  }
  CHECK(trial("cosine(1)", {1}).decisions == "s");
}

TEST_CASE("a fixed schedule is told everything") {
  CHECK(error_in("cosine").starts_with("cosine needs its option epochs\n"));
  CHECK(error_in("wsd(9)").starts_with("wsd needs its option tail\n"));
  CHECK(error_in("linear(0)").starts_with("epochs must be at least 1, got 0\n"));
  CHECK(error_in("wsd(9, tail=0)").starts_with("tail must be in (0, 1], got 0\n"));
}

TEST_CASE("auto ends the run after a stage without a drop, or after its stages") {
  const std::string text =
      "auto(beta=0, window=2, tolerance=0.1, ratio=0.6, epsilon=0, factor=0.5)";
  // The first stage improved to half of its start, the second did not improve.
  const Trial result = trial(text, {4, 2, 2, 2, 2});
  CHECK(result.decisions == "hhdhs");
  CHECK(result.rate == 0.5);
  const std::vector<double> flat = {2, 2, 2, 2, 2, 2};
  CHECK(trial("auto(0, 2, 0.1, 1)", flat).decisions == "hdhdhd");
  CHECK(trial("auto(0, 2, 0.1) | all(stages(2), drop(1))", flat).decisions == "hdhsss");
}

TEST_CASE("the rules of other libraries decay as they do, and end with their stages") {
  CHECK(trial("plateau(patience=2)", {3, 2, 2, 2, 2}).decisions == "hhhdh");
  CHECK(trial("pytorch(patience=2)", {3, 2, 2, 2, 2}).decisions == "hhhhd");
  CHECK(trial("pytorch(patience=0) | stages(2)", {2, 2, 2}).decisions == "hds");
  CHECK(trial("dlib(window=3, discard=0) | stages(1)", {2, 2, 2}).decisions == "hhs");
  // dlib's training ends where the next rate would be below its floor of 1e-5.
  CHECK(trial("dlib(window=3, factor=1e-6)", {2, 2, 2}).decisions == "hhs");
}

TEST_CASE("every schedule stops at three consecutive non-finite losses") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const std::string text : {"auto", "remaining_improvement", "improvement_test", "step(9)",
                                 "at(9)", "plateau", "pytorch", "dlib", "never", "cosine(9)"}) {
    CAPTURE(text);
    CHECK(trial(text, {1, infinity, -infinity, 1, NAN, NAN, NAN}).decisions == "hhhhhhs");
  }
}

TEST_CASE("an error in a text is shown with the text") {
  CHECK(error_in("sine").starts_with("there is no policy 'sine'; expected one of these\n"));
  CHECK(error_in("sine").ends_with("\n  sine\n  ^"));
  CHECK(error_in("never(1)") == "never has no options\n  never(1)\n        ^");
  CHECK(error_in("step:30") == "expected '|' or the end\n  step:30\n      ^");
}

TEST_CASE("each kind of schedule has a name for tables") {
  const auto method = [](const char* text) { return Schedule(text).method(); };
  CHECK(method("auto(beta=0.5) | stages(3)") == "AutoDecay");
  CHECK(method("step(30)") == "StepDecay");
  CHECK(method("at(30, 60)") == "StepDecay");
  CHECK(method("never") == "constant rate");
  CHECK(method("pytorch") == "PyTorch");
  CHECK(method("dlib(window=20)") == "dlib");
  CHECK(method("remaining_improvement(0.3)") == "RemainingImprovement");
  CHECK(method("cosine(60)") == "cosine");
  CHECK(method("linear(60)") == "linear");
  CHECK(method("wsd(60, tail=0.2)") == "WSD");
  CHECK(method("every(60) | stages(1) | curve(60, tail=1, shape=root)") == "root");
  CHECK(method("all(min_length(9), range)") == "AllOf");
}

TEST_CASE("a schedule that is saved and loaded continues like the original") {
  for (const std::string text :
       {"auto(beta=0.5, window=2, tolerance=0.2)", "step(2)", "at(1, 4)", "plateau(patience=2)",
        "never", "at(1, 2) | grow(2)", "remaining_improvement", "improvement_test",
        "pytorch(patience=1)", "dlib(window=3)", "cosine(8)", "linear(7)", "wsd(8, tail=0.5)"}) {
    CAPTURE(text);
    const std::vector<double> losses = {4, 3, 2.9, 2.9, 2.9, 1, 1, 1};
    for (std::size_t saved_at = 0; saved_at <= losses.size(); ++saved_at) {
      CAPTURE(saved_at);
      torch::optim::SGD optimizer({at::zeros({1})}, torch::optim::SGDOptions(1.0));
      torch::optim::SGD other({at::zeros({1})}, torch::optim::SGDOptions(1.0));
      std::int64_t batch_size = 8;
      std::int64_t other_size = 8;
      Schedule whole(text);
      Schedule first(text);
      Schedule second(text);
      for (std::size_t i = 0; i < losses.size(); ++i) {
        if (i == saved_at) second.load(first.save());
        const Decision expected = whole.step({optimizer, batch_size}, losses[i]);
        CHECK((i < saved_at ? first : second).step({other, other_size}, losses[i]) == expected);
        CHECK(trainer::learning_rate(other) == trainer::learning_rate(optimizer));
        CHECK(other_size == batch_size);
      }
    }
  }
}

TEST_CASE("a schedule does not load the state of another kind") {
  CHECK_THROWS_AS(Schedule("auto").load(Schedule("step(3)").save()), autodecay::ArchiveError);
}
