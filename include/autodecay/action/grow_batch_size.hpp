#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include <autodecay/batch_size_traits.hpp>
#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// Increases the batch size instead of lowering the rate: n' = min(round(factor · n), limit), and
/// never less than n. The noise scale of SGD is rate · N / n for N training examples and n << N.
/// Both actions therefore divide the noise by the same factor, but with larger batches an epoch
/// takes fewer steps.
///
/// Throws std::invalid_argument for an option out of range. Because of rounding, a size below 0.5 /
/// (factor - 1) never grows: a factor of 1.2 does not change a batch size of 2. A size of 0 or less
/// does not change either.
///
/// Once the size is at the limit, the next plateau ends the training. To lower the rate after that,
/// or at every decay, combine two actions:
///
///   Sequence{GrowBatchSize{{.factor = 4, .limit = 2048}}, ScaleLearningRate{{.factor = 0.5}}}
///
/// This multiplies the noise by 1/8 at each decay, and by 1/2 once the limit is reached. A LibTorch
/// optimizer holds no batch size: step the variable that holds it. To change the rate as well,
/// define a type of your own with both traits.
///
/// The data loader must read the size again after a decay. If an observation is a fixed number of
/// steps, it then covers more examples. Set a limit if the batch size could reach the size of the
/// data set or exceed the available memory. Do not use the action for a loss that is summed over
/// the batch, because its gradient would grow with the batch.
///
/// Source: Smith, Kindermans, Ying & Le, "Don't Decay the Learning Rate, Increase the Batch Size",
/// ICLR 2018, arXiv:1711.00489. The paper's hypothesis (section 3.4) is that lower noise begins a
/// new stage. Cost: 16 bytes; one multiplication per decay.
class GrowBatchSize {  // GrowBatchSize{{.factor = 4}}
 public:
  static constexpr std::int64_t unlimited = (std::numeric_limits<std::int64_t>::max)();

  struct Options {
    double factor = 10.0;
    std::int64_t limit = unlimited;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("factor", options.factor, finite_from(1), "new size / old size",
             "a decay multiplies the batch size by this");
      option("limit", options.limit, at_least(1), "examples", "no batch size grows above this");
    }
  };

  GrowBatchSize() : GrowBatchSize(Options{}) {}

  explicit GrowBatchSize(Options options)  // GrowBatchSize{{.factor = 4}}
      : options_(checked("GrowBatchSize", options)) {}

  template <HasBatchSize O>
  bool operator()(O& optimizer, const Stage&) const {
    std::int64_t before = 0;
    std::int64_t after = 0;
    BatchSizeTraits<O>::transform_batch_size(optimizer, [&](std::int64_t size) {
      before = size;
      return after = grown(size);
    });
    if (after == before) return false;
    // Read back, because its type may not hold the larger size.
    BatchSizeTraits<O>::transform_batch_size(optimizer,
                                             [&](std::int64_t size) { return after = size; });
    return after != before;
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {}

  bool operator==(const GrowBatchSize&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("GrowBatchSize", 1);
    ar.options(self);
  }

 private:
  [[nodiscard]] std::int64_t grown(std::int64_t size) const noexcept {
    if (size <= 0) return size;
    const double product = std::round(options_.factor * static_cast<double>(size));
    // 2^63 is the smallest double above every std::int64_t.
    const std::int64_t whole = product < 0x1p63 ? static_cast<std::int64_t>(product) : unlimited;
    const std::int64_t limited = whole < options_.limit ? whole : options_.limit;
    return limited > size ? limited : size;
  }

  Options options_;
};

}  // namespace autodecay
