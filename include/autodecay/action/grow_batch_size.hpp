#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include <autodecay/batch_size_traits.hpp>
#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// Grows the batch where another action lowers the rate: n' = min(round(factor · n), limit), and
/// never less than n. The noise of SGD is of the scale rate · N / n for N training examples and
/// n << N, so that it falls by the factor either way; with larger batches an epoch takes fewer
/// steps.
///
/// | option | unit                | range                 | default   |
/// |--------|---------------------|-----------------------|-----------|
/// | factor | new size / old size | at least 1 and finite | 10        |
/// | limit  | examples in a batch | at least 1            | unlimited |
///
/// Throws std::invalid_argument for an option out of range. Rounding keeps a size below
/// 0.5 / (factor - 1) where it is: a factor of 1.2 never grows a batch of 2. A size of 0 or less
/// stays too.
///
/// Once the limit is met, the next plateau ends the training. If the rate should come down from there
/// on, or beside the batch, compose:
///
///   Sequence{GrowBatchSize{{.factor = 4, .limit = 2048}}, ScaleLearningRate{{.factor = 0.5}}}
///
/// lowers the noise to 1/8 at each decay, and to 1/2 after the limit. A LibTorch optimizer holds no
/// batch size: step the variable that does, or for both a type of your own with both traits.
///
/// Whatever makes the batches must read the size again after a decay; an observation of so many
/// steps covers more examples from then on. Do not use it unlimited where the batch could reach the
/// size of the data or outgrow the memory, nor for a loss that is summed over the batch, whose
/// gradient would grow with it.
///
/// Source: Smith, Kindermans, Ying & Le, "Don't Decay the Learning Rate, Increase the Batch Size",
/// ICLR 2018, arXiv:1711.00489; that less noise is what begins a stage is the paper's hypothesis
/// (section 3.4). Cost: 16 bytes; a multiplication a decay.
class GrowBatchSize {
 public:
  static constexpr std::int64_t unlimited = (std::numeric_limits<std::int64_t>::max)();

  struct Options {
    double factor = 10.0;
    std::int64_t limit = unlimited;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("factor", options.factor, finite_from(1), "new size / old size",
             "by which a decay multiplies the batch size");
      option("limit", options.limit, at_least(1), "examples", "above which no batch is grown");
    }
  };

  GrowBatchSize() : GrowBatchSize(Options{}) {}

  explicit GrowBatchSize(Options options) : options_(checked("GrowBatchSize", options)) {}

  template <HasBatchSize O>
  bool operator()(O& optimizer, const Stage&) const {
    bool changed = false;
    BatchSizeTraits<O>::transform_batch_size(optimizer, [&](std::int64_t size) {
      const std::int64_t larger = grown(size);
      changed = larger != size;
      return larger;
    });
    return changed;
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
    // 2^63 is the least double above every std::int64_t.
    const std::int64_t whole = product < 0x1p63 ? static_cast<std::int64_t>(product) : unlimited;
    const std::int64_t limited = whole < options_.limit ? whole : options_.limit;
    return limited > size ? limited : size;
  }

  Options options_;
};

}  // namespace autodecay
