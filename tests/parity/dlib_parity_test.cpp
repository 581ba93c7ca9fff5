// compat::DlibScheduler compared with dlib's dnn_trainer, and DlibPlateau compared with the
// functions that dnn_trainer calls.

#include "parity/peer_losses.hpp"
#include "parity/rates.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include <dlib/dnn.h>
#include <doctest/doctest.h>

#include <autodecay/compat/dlib_scheduler.hpp>

#ifdef __linux__
#include <sched.h>
#endif

using namespace autodecay;
using autodecay::compat::DlibPlateau;
using autodecay::compat::DlibScheduler;

namespace {

#ifdef __linux__
/// A test and its trainer's thread take turns. On the same processor, waking the other is several
/// times faster.
[[maybe_unused]] const bool on_one_processor = [] {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(static_cast<unsigned>(sched_getcpu()), &one);
  return sched_setaffinity(0, sizeof one, &one) == 0;
}();
#endif

/// A dlib loss layer whose loss is the label, independent of the network's output.
class LossIsLabel {
 public:
  using training_label_type = double;
  using output_label_type = double;

  template <typename Label, typename Subnet>
  double compute_loss_value_and_gradient(const dlib::tensor&, Label label, Subnet& subnet) const {
    subnet.get_gradient_input() = 0;
    return *label;
  }

  friend void serialize(const LossIsLabel&, std::ostream&) {}
  friend void deserialize(LossIsLabel&, std::istream&) {}
};

using LossNetwork =
    dlib::add_loss_layer<LossIsLabel, dlib::fc<1, dlib::input<dlib::matrix<double>>>>;

struct Rule {
  std::size_t window = 2000;
  double factor = 0.1;
  double floor = 1e-5;
};

/// The rates that a dnn_trainer sets at these losses, up to the end of its training.
std::vector<test::Rates> rates_of_dlib(const std::vector<double>& losses, const Rule& rule,
                                       double initial) {
  LossNetwork network;
  dlib::dnn_trainer<LossNetwork> trainer(network, dlib::sgd(0, 0));
  trainer.set_learning_rate(initial);
  trainer.set_learning_rate_shrink_factor(rule.factor);
  trainer.set_min_learning_rate(rule.floor);
  trainer.set_iterations_without_progress_threshold(rule.window);
  const std::vector<dlib::matrix<double>> samples{dlib::ones_matrix<double>(1, 1)};
  std::vector<test::Rates> rates{{0, {initial}}};
  for (std::size_t i = 0; i < losses.size(); ++i) {
    trainer.train_one_step(samples, {losses[i]});
    trainer.get_net();  // waits for the end of the step
    const double rate = trainer.get_learning_rate();
    if (rate != rates.back().rates.front()) rates.push_back({static_cast<int>(i) + 1, {rate}});
    if (rate < trainer.get_min_learning_rate()) break;  // where train() returns
  }
  return rates;
}

/// The rates that a DlibScheduler sets, up to the stop, where dlib lowers the rate once more.
std::vector<test::Rates> dlib_scheduler_rates(const std::vector<double>& losses, const Rule& rule,
                                              double initial) {
  DlibScheduler scheduler({.window = static_cast<std::int64_t>(rule.window),
                           .factor = rule.factor,
                           .floor = rule.floor});
  LearningRate rate{initial};
  std::vector<test::Rates> rates{{0, {initial}}};
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const Decision decision = scheduler.step(rate, losses[i]);
    if (decision == Decision::hold) continue;
    const bool stops = decision == Decision::stop;
    rates.push_back({static_cast<int>(i) + 1, {stops ? rule.factor * rate.value : rate.value}});
    if (stops) break;
  }
  return rates;
}

/// The observations at which a dnn_trainer with other values of probability and discard would
/// decay, which it has no options for. dlib's functions are called as dnn_trainer calls them (dlib
/// 19.24).
std::vector<int> decays_of_dlib(const std::vector<double>& losses, std::size_t window,
                                double probability, double discard) {
  std::deque<double> recent;
  std::size_t budget = 0;
  std::vector<int> positions;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    budget += 200;
    recent.push_back(losses[i]);
    if (recent.size() > window) recent.pop_front();
    if (budget <= window) continue;
    budget = 0;
    if (dlib::count_steps_without_decrease(recent, probability) < window) continue;
    if (dlib::count_steps_without_decrease_robust(recent, probability, discard) < window) continue;
    positions.push_back(static_cast<int>(i) + 1);
    for (std::size_t dropped = 0; dropped < 400 + window / 10 && !recent.empty(); ++dropped)
      recent.pop_front();
  }
  return positions;
}

}  // namespace

TEST_CASE("DlibScheduler sets the rates that a dnn_trainer sets, at the same observations") {
  struct Run {
    std::size_t window, count;
    std::int64_t length;
  };
  std::size_t total = 0;
  for (const Run run : {Run{5, 300, 60},
                        {20, 600, 150},
                        {50, 1000, 300},
                        {199, 3000, 900},
                        {200, 3000, 900},
                        {1000, 8000, 4000},
                        {2000, 9000, 5000}})
    for (const std::uint64_t seed : {1U, 2U})
      for (const std::int64_t noise : {200, 3000})
        for (const std::int64_t offset : {0, -5000}) {
          if (run.window >= 1000 && seed > 1) continue;  // these take seconds
          CAPTURE(run.window);
          CAPTURE(seed);
          CAPTURE(noise);
          CAPTURE(offset);
          const auto losses = test::losses_of({run.count, seed, run.length, noise, offset});
          const Rule rule{.window = run.window, .factor = 0.9, .floor = 1e-300};
          const auto expected = rates_of_dlib(losses, rule, 1.0);
          CHECK(dlib_scheduler_rates(losses, rule, 1.0) == expected);
          total += test::decays(expected).size();
        }
  CHECK(total > 500);
}

TEST_CASE("DlibScheduler stops where a dnn_trainer's training ends") {
  const auto losses = test::losses_of({9000, 5, 3000, 2000});
  const double initial = 0.01;
  for (const Rule& rule : {Rule{},
                           {.window = 20},
                           {.window = 20, .floor = 0.001},
                           {.window = 50, .factor = 0.3},
                           {.window = 50, .factor = 0.5, .floor = 0.01}}) {
    CAPTURE(rule.window);
    CAPTURE(rule.factor);
    CAPTURE(rule.floor);
    const auto expected = rates_of_dlib(losses, rule, initial);
    CHECK(dlib_scheduler_rates(losses, rule, initial) == expected);
    CHECK(expected.size() > 1);
    if (rule.window < 2000) CHECK(expected.back().rates.front() < rule.floor);
  }
}

TEST_CASE(
    "DlibScheduler and a dnn_trainer decay at the same observations if many losses are equal") {
  // Many losses are equal to the value of the rank, and enter or leave the fit together with it.
  for (const std::int64_t levels : {2, 3, 10, 11}) {
    const auto losses = test::sequence(3000, [lcg = test::Lcg(7), levels](std::int64_t) mutable {
      return 1024 * (1 + lcg.next() % levels);
    });
    CAPTURE(levels);
    const Rule rule{.window = 40, .factor = 0.9, .floor = 1e-300};
    CHECK(dlib_scheduler_rates(losses, rule, 1.0) == rates_of_dlib(losses, rule, 1.0));
  }
}

TEST_CASE("DlibPlateau and dlib decay at the same observations with other options") {
  std::size_t decays = 0;
  for (const double probability : {0.51, 0.6, 0.9})
    for (const double discard : {0.0, 0.1, 0.3, 0.75})
      for (const std::uint64_t seed : {1U, 2U}) {
        CAPTURE(probability);
        CAPTURE(discard);
        const auto losses = test::losses_of({1500, seed, 400, 800});
        const auto expected = decays_of_dlib(losses, 60, probability, discard);
        const DlibPlateau criterion{{.window = 60, .probability = probability, .discard = discard}};
        CHECK(test::decays(criterion, losses) == expected);
        decays += expected.size();
      }
  CHECK(decays > 100);
}

TEST_CASE("the probabilities agree with those of dlib") {
  const auto losses = test::losses_of({1000, 4, 300, 400});
  DlibPlateau criterion{{.window = 50, .probability = 0.9999, .discard = 0.0}};
  for (std::size_t i = 0; i < losses.size(); ++i) {
    criterion.update(losses[i]);
    if (i + 1 < 50) continue;
    dlib::running_gradient backwards;
    for (std::size_t j = 0; j < 50; ++j) backwards.add(losses[i - j]);
    CAPTURE(i);
    // dlib's prior of 1e-6 affects the seventh digit.
    CHECK(std::abs(criterion.probability_of_improvement() -
                   backwards.probability_gradient_greater_than(0)) < 2e-5);
  }
}
