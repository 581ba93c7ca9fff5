#pragma once

#include <cmath>
#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>

namespace detection {

/// Flux.jl's plateau. Stable while each of the latest `patience` losses differs from the loss
/// before it by less than a margin:
///
///   |loss(t) - loss(t-1)| < absolute_margin
///
/// A decay resets neither the count nor the latest loss. After the first decay, constant losses
/// therefore cause a decay at every observation, until a loss changes.
///
/// | option          | Flux' name |
/// |-----------------|------------|
/// | patience        | width      |
/// | absolute_margin | min_dist   |
///
/// Flux has no default for width; 3 is the example in its documentation. Throws
/// std::invalid_argument for an option out of range. Observe raw losses, through LatestValue. Do
/// not use it for noisy losses, whose differences never become small unless the noise itself is
/// below the margin.
///
/// Cost: one subtraction and one comparison per observation; 40 bytes.
/// Source: Flux.jl's src/utils.jl, plateau and patience.
class Flux {
 public:
  struct Options {
    std::int64_t patience = 3;
    double absolute_margin = 1e-6;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("patience", options.patience, autodecay::at_least(1), "observations",
             "the stage ends after this many consecutive small changes");
      option("absolute_margin", options.absolute_margin, autodecay::at_least(0), "loss",
             "a change is small if it is below this amount");
    }
  };

  /// The measured quantity.
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
  std::int64_t close_ = 0;  // number of consecutive losses close to the loss before
};

}  // namespace detection
