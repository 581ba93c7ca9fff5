#include "transfer/linear_classifier.hpp"

#include "always.hpp"
#include "temporary_folder.hpp"
#include "transfer/features.hpp"
#include "transfer_cells.hpp"

#include <stdexcept>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <doctest/doctest.h>

using namespace transfer;

namespace {

/// Points around a separate centre for each of three classes, 0, 1, 2, 0, …
Features blobs(std::int64_t count, double deviation, std::uint64_t seed) {
  at::manual_seed(seed);
  const at::Tensor labels = at::arange(count).remainder(3);
  const at::Tensor centres = at::tensor({0.0F, 3.0F, 3.0F, 0.0F, -3.0F, -3.0F}).reshape({3, 2});
  return {centres.index_select(0, labels) + deviation * at::randn({count, 2}), labels};
}

FeatureSets blob_sets(double deviation) {
  return {blobs(300, deviation, 1), blobs(300, deviation, 2)};
}

/// One feature, 1 or -1, and labels that are 0 for three of four images with 1 and for one of four
/// images with -1.
Features noisy_bits(std::int64_t count) {
  const at::Tensor place = at::arange(count).remainder(8);
  const at::Tensor bit = place.lt(4);
  const at::Tensor odd = place.eq(3).logical_or(place.eq(7));
  return {(2 * bit.to(at::kFloat) - 1).reshape({-1, 1}),
          bit.logical_xor(odd).logical_not().to(at::kLong)};
}

CellOutcome trained(const FeatureSets& sets, const FixOptions& options = {},
                    std::uint64_t seed = 0) {
  return train_fix(sets, 3, options, seed, always).value();
}

bool same(const CellOutcome& a, const CellOutcome& b) {
  return a.accuracy() == b.accuracy() && a.train_accuracy == b.train_accuracy &&
         a.epochs == b.epochs;
}

FeatureSets changed(const FeatureSets& sets,
                    const std::function<at::Tensor(const at::Tensor&)>& change) {
  return {{change(sets.train.values), sets.train.labels},
          {change(sets.test.values), sets.test.labels}};
}

}  // namespace

TEST_CASE("a linear classifier separates separable classes") {
  for (const std::uint64_t seed : {0U, 1U, 2U}) {
    const CellOutcome outcome = trained(blob_sets(0.3), {}, seed);
    CHECK(outcome.accuracy() == 1.0);
    CHECK(outcome.train_accuracy == 1.0);
    CHECK(outcome.epochs >= 1);
    CHECK(outcome.epochs <= FixOptions{}.epochs);
    CHECK(outcome.seconds > 0.0);
  }
}

TEST_CASE("a linear classifier finds the best answers for noisy labels") {
  // No answer based on the feature is right more often than three times in four.
  const FeatureSets sets = {noisy_bits(800), noisy_bits(80)};
  const CellOutcome outcome = train_fix(sets, 2, {}, 0, always).value();
  CHECK(outcome.accuracy() == 0.75);
  CHECK(outcome.train_accuracy == 0.75);
}

TEST_CASE("neither the scale nor the offset of features makes a difference") {
  const FeatureSets sets = blob_sets(1.5);
  const CellOutcome plain = trained(sets);
  CHECK(plain.accuracy() < 1.0);
  CHECK(same(trained(changed(sets, [](const at::Tensor& x) { return 1024 * x; })), plain));
  CHECK(same(trained(changed(sets, [](const at::Tensor& x) { return x / 1024; })), plain));
  const CellOutcome moved = trained(changed(sets, [](const at::Tensor& x) { return x + 5; }));
  CHECK(std::abs(moved.accuracy() - plain.accuracy()) < 0.01);
}

TEST_CASE("a feature that is constant over the training images is ignored") {
  const auto with = [](const FeatureSets& sets, double in_test) {
    const auto beside = [](const at::Tensor& values, double constant) {
      return at::cat({values, at::full({values.size(0), 1}, constant, at::kFloat)}, 1);
    };
    return FeatureSets{{beside(sets.train.values, 0.1), sets.train.labels},
                       {beside(sets.test.values, in_test), sets.test.labels}};
  };
  const FeatureSets sets = blob_sets(1.5);
  CHECK(same(trained(with(sets, 0.1)), trained(with(sets, 1e6))));
}

TEST_CASE("the seed determines the result") {
  FixOptions short_options;
  short_options.epochs = 1;
  short_options.learning_rate = 1e-3;
  const FeatureSets sets = blob_sets(1.5);
  CHECK(same(trained(sets, short_options, 3), trained(sets, short_options, 3)));
  CHECK(!same(trained(sets, short_options, 3), trained(sets, short_options, 4)));
}

TEST_CASE("training ends when the schedule stops or the epochs are used up") {
  FixOptions options;
  options.schedule = "step(2, stages=2)";
  CHECK(trained(blob_sets(1.0), options).epochs == 4);
  options.epochs = 3;
  CHECK(trained(blob_sets(1.0), options).epochs == 3);
  options.schedule = "sometimes";
  CHECK_THROWS_AS((void)trained(blob_sets(1.0), options), std::invalid_argument);
}

TEST_CASE("an interrupted training has no result") {
  FixOptions options;
  options.batch_size = 100;
  int steps = 0;
  CHECK(!train_fix(blob_sets(1.0), 3, options, 0, [&] { return ++steps < 5; }).has_value());
  CHECK(steps == 5);
}
