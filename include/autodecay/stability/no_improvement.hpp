#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/known_level.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// Stable after `patience` consecutive levels without an improvement on the best level of the
/// stage:
///
///   level improves  <=>  level < best - max(relative_margin · |best|, absolute_margin)
///
/// This is the rule of every framework's reduce-on-plateau, without their defects. The margin is an
/// amount, so that on a negative loss a worsening is never an improvement. The best level belongs
/// to the stage, so that a lucky value of an earlier stage does not affect a later one.
///
/// The criterion holds at the patience-th observation without an improvement, as in Keras, optax
/// and Lightning; PyTorch waits for one more. Throws std::invalid_argument for an option out of
/// range.
///
/// Do not use it on single-batch losses unless they are smoothed: the best of many noisy values is
/// a lucky value. If both margins are 0, rounding errors of a smoothed constant can count as
/// improvements.
///
/// Cost: one comparison and one select per observation; 48 bytes.
class NoImprovement {  // NoImprovement{{.patience = 10}}
 public:
  struct Options {
    std::int64_t patience = 10;
    double relative_margin = 1e-4;
    double absolute_margin = 0.0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("patience", options.patience, at_least(1), "observations",
             "the stage ends after this many consecutive observations without an improvement");
      option("relative_margin", options.relative_margin, at_least(0), "share of the best",
             "an improvement must exceed this share of the best level");
      option("absolute_margin", options.absolute_margin, at_least(0), "loss",
             "an improvement must exceed this amount");
    }
  };

  NoImprovement() : NoImprovement(Options{}) {}

  explicit NoImprovement(Options options)  // NoImprovement{{.patience = 10}}
      : options_(checked("NoImprovement", options)) {}

  bool update(double level) noexcept {
    if (!best_.known || level < best_.value - margin()) {
      // Finite, because an infinite best would have an infinite margin, which no level exceeds.
      best_.set((std::min)(level, (std::numeric_limits<double>::max)()));
      without_improvement_ = 0;
    } else {
      ++without_improvement_;
    }
    return without_improvement_ >= options_.patience;
  }

  [[nodiscard]] Measurement measure() const noexcept {
    return {quantities::no_improvement, static_cast<double>(without_improvement_),
            Relation::at_least, static_cast<double>(options_.patience)};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {
    best_ = {};
    without_improvement_ = 0;
  }

  bool operator==(const NoImprovement&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("NoImprovement", 1);
    ar.options(self);
    detail::KnownLevel::archive("best", self.best_, ar);
    ar.field("without_improvement", self.without_improvement_, any_count);
  }

 private:
  [[nodiscard]] double margin() const noexcept {
    const double relative = options_.relative_margin * std::abs(best_.value);
    return relative > options_.absolute_margin ? relative : options_.absolute_margin;
  }

  Options options_;
  detail::KnownLevel best_;
  std::int64_t without_improvement_ = 0;
};

}  // namespace autodecay
