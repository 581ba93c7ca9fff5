#pragma once

#include <cmath>
#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>

namespace detection {

/// Flux.jl's plateau. Stable while each of the last `patience` losses differed from the one before
/// by less than a margin:
///
///   |loss(t) - loss(t-1)| < absolute
///
/// Neither the count nor the latest loss is reset by a decay: on constant losses every observation
/// decays from the first time on, until a loss moves.
///
/// | option   | unit           | range | default | Flux' name |
/// |----------|----------------|-------|---------|------------|
/// | patience | observations   | >= 1  | 3       | width      |
/// | absolute_margin | the loss's own | >= 0  | 1e-6    | min_dist   |
///
/// Flux has no default for width; 3 is its documentation's example. Throws std::invalid_argument
/// for an option out of range. Feed it raw losses, through LatestValue. Not for noisy losses, whose
/// differences never become small: the noise itself must fall below the margin.
///
/// Cost: a subtraction and a compare an observation; 40 bytes.
/// Source: Flux.jl's src/utils.jl, plateau and patience.
class Flux {
 public:
  struct Options {
    std::int64_t patience = 3;
    double absolute_margin = 1e-6;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("patience", options.patience, autodecay::at_least(1), "observations",
             "this many in a row end the stage");
      option("absolute_margin", options.absolute_margin, autodecay::at_least(0), "loss",
             "the least movement that counts");
    }
  };

  /// What it measures.
  static constexpr autodecay::Quantity quantity{"no movement for", "observations"};

  Flux() : Flux(Options{}) {}

  explicit Flux(Options options) : options_(autodecay::checked("Flux", options)) {}

  bool update(double level) noexcept {
    const bool close = started_ && std::abs(latest_ - level) < options_.absolute_margin;
    close_ = close ? close_ + 1 : 0;
    latest_ = level;
    started_ = true;
    return stable();
  }

  [[nodiscard]] autodecay::Measurement measure() const noexcept {
    return {quantity, static_cast<double>(close_), autodecay::Relation::at_least,
            static_cast<double>(options_.patience)};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {
    latest_ = 0.0;
    started_ = false;
    close_ = 0;
  }

  /// Keeps everything.
  void begin_stage() noexcept {}

  bool operator==(const Flux&) const = default;

 private:
  [[nodiscard]] bool stable() const noexcept { return close_ >= options_.patience; }

  Options options_;
  double latest_ = 0.0;
  bool started_ = false;
  std::int64_t close_ = 0;  // losses in a row that were close to the one before
};

}  // namespace detection
