#include "trainer/schedule.hpp"

#include "temporary_folder.hpp"

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

Trial run(const std::string& text, const std::vector<double>& losses) {
  Schedule schedule(text);
  torch::optim::SGD optimizer({at::zeros({1})}, torch::optim::SGDOptions(1.0));
  Trial trial{};
  for (const double loss : losses)
    trial.decisions += to_string(schedule.step({optimizer, trial.batch_size}, loss)).front();
  trial.rate = optimizer.param_groups().front().options().get_lr();
  return trial;
}

std::string error_in(const std::string& text) {
  return error_of([&] { Schedule schedule(text); });
}

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("step decays after every interval and stops after its stages") {
  const Trial trial = run("step:2", {1, 1, 1, 1, 1});
  CHECK(trial.decisions == "hdhdh");
  CHECK(trial.rate == 0.1 * 0.1);
  CHECK(run("step:1,stages=2,factor=0.5", {1, 1, 1}).decisions == "dss");
  CHECK(run("step:1,stages=2,factor=0.5", {1, 1, 1}).rate == 0.5);
}

TEST_CASE("a criterion's own options may be given by position") {
  const std::vector<double> losses = {2, 2, 2, 2, 2, 2};
  // beta, window, tolerance, ratio, epsilon
  CHECK(run("auto:0,2,0.1,1", losses).decisions == "hdhdhd");
  CHECK(run("auto:0,2,0.1,1,0", losses).decisions == "hdhdhd");
  CHECK(run("pytorch:0,stages=2", losses).decisions.substr(0, 3) == "hds");
}

TEST_CASE("at decays after the epochs it names") {
  const Trial trial = run("at:2,3,factor=0.5,floor=0.4", {1, 1, 1, 1});
  CHECK(trial.decisions == "hddh");
  CHECK(trial.rate == 0.4);
}

TEST_CASE("at stops after its stages") {
  CHECK(run("at:1,2,3,stages=2", {1, 1}).decisions == "ds");
}

TEST_CASE("grow enlarges the batch and keeps the rate unless a factor is given too") {
  const Trial grown = run("at:1,2,grow=10", {1, 1, 1});
  CHECK(grown.decisions == "ddh");
  CHECK(grown.batch_size == 800);
  CHECK(grown.rate == 1.0);
  const Trial both = run("step:1,grow=2,factor=0.5", {1});
  CHECK(both.batch_size == 16);
  CHECK(both.rate == 0.5);
  CHECK(run("step:1", {1}).batch_size == 8);
  CHECK(run("step:1,grow=2,factor=0.5,floor=0.7", {1}).rate == 0.7);
  CHECK(
      error_in("step:1,grow=2,floor=0.7") ==
      "'step:1,grow=2,floor=0.7': floor with grow needs a factor, since grow alone keeps the rate");
  CHECK(error_in("step:1,grow=0.5").find("factor must be at least 1") != std::string::npos);
}

TEST_CASE("never holds") { CHECK(run("never", {1, 1, 1, 1}).decisions == "hhhh"); }

TEST_CASE("plateau uses its patience") {
  CHECK(run("plateau:patience=2", {3, 2, 2, 2, 2}).decisions == "hhhdh");
  CHECK(run("plateau", {3, 2, 2, 2, 2}).decisions == "hhhhh");
}

TEST_CASE("pytorch waits for one more than its patience and accepts a cooldown") {
  CHECK(run("pytorch:patience=2", {3, 2, 2, 2, 2}).decisions == "hhhhd");
  CHECK(run("pytorch:patience=1,cooldown=2", {2, 2, 2, 2, 2, 2, 2}).decisions == "hhdhhhd");
}

TEST_CASE("plateau, pytorch and dlib end the run after the given number of stages") {
  CHECK(run("plateau:patience=1,stages=2", {2, 2, 2, 2}).decisions == "hdhs");
  CHECK(run("pytorch:patience=0,stages=2", {2, 2, 2}).decisions == "hds");
  CHECK(run("dlib:window=3,discard=0,stages=1", {2, 2, 2}).decisions == "hhs");
}

TEST_CASE(
    "remaining_improvement ends a stage that has stopped to fall, and the run by the stage's "
    "drop") {
  const std::vector<double> losses = {4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2};
  const Trial trial = run("remaining_improvement:share=0.4,ratio=0.6,factor=0.5", losses);
  const std::size_t decay = trial.decisions.find('d');
  REQUIRE(decay != std::string::npos);
  CHECK(decay >= 5);  // it can decay at the sixth observation at the earliest
  CHECK(trial.decisions.find('s') == decay + 6);  // the second stage has not improved at all
  CHECK(trial.rate == 0.5);
}

TEST_CASE("improvement_test uses its tolerance and its lookahead, and detects a plateau") {
  const std::vector<double> flat(100, 2.0);
  CHECK(run("improvement_test:tolerance=0.1,lookahead=10,ratio=1", flat).decisions.find('d') == 31);
}

TEST_CASE("auto accepts every option of the paper") {
  const std::string options = "auto:beta=0,window=2,tolerance=0.1,ratio=0.6,epsilon=0,factor=0.5";
  // The first stage improved to half of its start, the second did not improve.
  const Trial trial = run(options, {4, 2, 2, 2, 2});
  CHECK(trial.decisions == "hhdhs");
  CHECK(trial.rate == 0.5);
  // Compared with the end of the previous stage, the second stage's improvement to a half counts.
  const std::vector<double> losses = {4, 2, 2, 1, 1};
  CHECK(run(options, losses).decisions == "hhdhs");
  CHECK(run(options + ",reference=previous_level", losses).decisions == "hhdhd");
}

TEST_CASE("auto and the improvement tests end the run after the given stages, whatever the drop") {
  const std::string options = "auto:beta=0,window=2,tolerance=0.1,ratio=1";
  CHECK(run(options, {2, 2, 2, 2, 2, 2}).decisions == "hdhdhd");
  CHECK(run(options + ",stages=2", {2, 2, 2, 2}).decisions == "hdhs");
  // The drop can still end it earlier.
  CHECK(run("auto:beta=0,window=2,tolerance=0.1,stages=3", {2, 2, 2, 2}).decisions == "hdhs");
  const std::vector<double> flat(40, 2.0);
  CHECK(run("remaining_improvement:ratio=1,stages=1", flat).decisions.find('s') == 5);
  CHECK(run("improvement_test:ratio=1,stages=1", flat).decisions.find('s') == 31);
}

TEST_CASE("every schedule stops at three consecutive non-finite losses") {
  for (const std::string text : {"auto", "remaining_improvement", "improvement_test", "step:9",
                                 "at:9", "plateau", "pytorch", "dlib", "never"}) {
    CAPTURE(text);
    CHECK(run(text, {1, infinity, -infinity, 1, NAN, NAN, NAN}).decisions == "hhhhhhs");
  }
}

TEST_CASE("an error in a text is reported with the text") {
  const std::string expected = std::string("expected ") + trainer::schedule_kinds;
  CHECK(error_in("") == "'': " + expected);
  CHECK(error_in("cosine") == "'cosine': " + expected);
  CHECK(error_in("never:1") == "'never:1': an option too many, \"1\"; there is none");
  CHECK(error_in("auto:") == "'auto:': nothing follows the colon");
  CHECK(error_in("at:1,") == "'at:1,': an option is missing beside a comma");
  CHECK(error_in("at:stages=2") == "'at:stages=2': expected the epochs after which to decay");
  CHECK(error_in("step") == "'step': expected the number of epochs between two decays");
  CHECK(error_in("step:30,60") ==
        "'step:30,60': an option too many, \"60\"; there are interval=30,stages,factor,floor,grow");
  CHECK(error_in("auto:x=1") ==
        "'auto:x=1': no option x; there are beta=0.9,window=5,tolerance=0.01,ratio=0.95,"
        "epsilon=1e-12,reference=first_level,stages,factor,floor,grow");
  CHECK(error_in("step:1.5") == "'step:1.5': interval must be a whole number, got \"1.5\"");
  CHECK(error_in("at:1,x") == "'at:1,x': epochs must be a whole number, got \"x\"");
  CHECK(error_in("at:1,2,grow=2,3") ==
        "'at:1,2,grow=2,3': expected name=value after an option by name, got \"3\"");
  CHECK(error_in("auto:beta=x") == "'auto:beta=x': beta must be a number, got \"x\"");
  CHECK(error_in("auto:beta=0.9,beta=0.8") ==
        "'auto:beta=0.9,beta=0.8': option beta is given twice");
  CHECK(error_in("plateau:window=5") ==
        "'plateau:window=5': no option window; there are "
        "patience=10,relative_margin=1e-04,absolute_margin=0,"
        "stages,factor,floor,grow");
  CHECK(error_in("auto:reference=last") ==
        "'auto:reference=last': reference must be first_level or previous_level, got \"last\"");
  CHECK(error_in("auto:window=1") ==
        "'auto:window=1': RelativeRange: window must be in [2, 2^24] observations, got 1");
  CHECK(!error_in("auto:beta=nan").empty());
  CHECK(!error_in("at:5,5").empty());
  CHECK(!error_in("step:99999999999999999999").empty());
}

TEST_CASE("each kind of schedule has a name for tables") {
  CHECK(Schedule::method_of("auto:beta=0.5") == "AutoDecay");
  CHECK(Schedule::method_of("step:30") == "StepDecay");
  CHECK(Schedule::method_of("at:30,60") == "StepDecay");
  CHECK(Schedule::method_of("never") == "constant rate");
  CHECK_THROWS_AS((void)Schedule::method_of("cosine"), std::invalid_argument);
}

TEST_CASE("a schedule that is saved and loaded continues like the original") {
  for (const std::string text :
       {"auto:beta=0.5,window=2,tolerance=0.2", "step:2", "at:1,4", "plateau:patience=2", "never",
        "at:1,2,grow=2", "remaining_improvement", "improvement_test", "pytorch:patience=1",
        "dlib:window=3"}) {
    CAPTURE(text);
    const std::vector<double> losses = {4, 3, 2.9, 2.9, 2.9, 1, 1, 1};
    for (std::size_t saved_at = 0; saved_at <= losses.size(); ++saved_at) {
      CAPTURE(saved_at);
      torch::optim::SGD optimizer({at::zeros({1})}, torch::optim::SGDOptions(1.0));
      std::int64_t batch_size = 8;
      Schedule whole(text);
      Schedule first(text);
      Schedule second(text);
      for (std::size_t i = 0; i < losses.size(); ++i) {
        if (i == saved_at) second.load(first.save());
        const Decision expected = whole.step({optimizer, batch_size}, losses[i]);
        CHECK((i < saved_at ? first : second).step({optimizer, batch_size}, losses[i]) == expected);
      }
    }
  }
}

TEST_CASE("a schedule does not load the state of another kind") {
  CHECK_THROWS_AS(Schedule("auto").load(Schedule("step:3").save()), autodecay::ArchiveError);
}
