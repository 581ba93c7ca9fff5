#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>
#include <string_view>

#include <autodecay/concepts.hpp>
#include <autodecay/measurement.hpp>
#include <autodecay/optimizer_traits.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// How a rate falls from 1 at x = 0 to 0 at x = 1.
enum class TailShape : std::uint8_t {
  linear,  ///< 1 - x
  root,    ///< 1 - √x
  cosine   ///< (1 + cos πx) / 2
};

[[nodiscard]] constexpr std::array<std::string_view, 3> names_of(TailShape) noexcept {
  return {"linear", "root", "cosine"};
}
[[nodiscard]] constexpr std::string_view type_name(TailShape) noexcept { return "TailShape"; }

/// The rate of this shape at x, in 0 … 1, as a share of the rate at 0.
[[nodiscard]] inline double rate_share(TailShape shape, double x) noexcept {
  if (shape == TailShape::linear) return 1.0 - x;
  if (shape == TailShape::root) return 1.0 - std::sqrt(x);
  return 0.5 * (1.0 + std::cos(std::numbers::pi * x));
}

/// When the training would stop, lowers every learning rate towards zero for a share of the
/// observations so far, and lets the training stop then. Its length need not be known beforehand:
///
///   // a constant rate until the plateau, and then a tail
///   Scheduler{LatestValue{}, RemainingImprovement{}, StageLimit{1}, Tail{{.share = 0.2}}}
///   // step decay while it is worth it, and then a tail
///   Scheduler{..., RelativeDrop{}, Sequence{ScaleLearningRate{}, Tail{}}}
///
/// If the training would stop after T observations with the rate r, the tail has
/// n = max(1, round(share · T)) of them, of which the k-th, from 1, has the rate
///
///   r · (floor + (1 - floor) · shape(k / (n + 1)))
///
/// The losses of the tail belong to the last stage, and no criterion sees them. A stop for
/// non-finite losses has no tail. A decay changes nothing. A Sequence lists a WarmUp before a Tail,
/// so that the evidence of the last observations is the tail's.
///
/// Throws std::invalid_argument for an option out of range. Cost: 56 bytes. Source: the cooldown of
/// Hägele et al., "Scaling Laws and Compute-Optimal Training Beyond Fixed Training Durations",
/// 2024; to begin it at a plateau is our choice.
class Tail {  // Tail{{.share = 0.2}}
 public:
  struct Options {
    double share = 0.2;
    TailShape shape = TailShape::linear;
    double floor = 0.0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("share", options.share, from_to(0, 1), "share of the observations so far",
             "length of the tail");
      option("shape", options.shape, any_name, "", "how the rates fall");
      option("floor", options.floor, from_to(0, 1), "last rate / first rate",
             "what the shape tends to");
    }
  };

  Tail() : Tail(Options{}) {}

  explicit Tail(Options options)  // Tail{{.share = 0.2}}
      : options_(checked("Tail", options)) {}

  template <Optimizer O>
  bool operator()(O&, const Stage&) const {
    return false;
  }

  [[nodiscard]] bool leads() const noexcept { return done_ < length_; }
  void advance() noexcept {
    ++observations_;
    done_ += leads();
  }
  bool end_training() noexcept {
    length_ = (std::max)(
        std::int64_t{1},
        static_cast<std::int64_t>(std::round(options_.share * static_cast<double>(observations_))));
    done_ = followed_ = 0;
    return true;
  }

  template <Optimizer O>
  void follow(O& optimizer) {
    const std::int64_t next = (std::min)(done_ + 1, length_);
    if (followed_ == next) return;
    const double ratio = multiple(next) / multiple(followed_);
    lower_learning_rates(optimizer, [ratio](double rate) { return ratio * rate; });
    followed_ = next;  // not before, because the optimizer may throw
  }

  /// Nothing before the tail.
  [[nodiscard]] std::optional<Measurement> measure() const noexcept {
    if (length_ == 0) return std::nullopt;
    return Measurement{quantities::tail, static_cast<double>(done_), Relation::at_least,
                       static_cast<double>(length_)};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept { *this = Tail(options_); }

  /// A stage that the caller begins ends the tail.
  void begin_stage() noexcept { length_ = done_ = followed_ = 0; }

  bool operator==(const Tail&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("Tail", 1);
    ar.options(self);
    ar.field("observations", self.observations_, any_count);
    ar.field("length", self.length_, any_count);
    ar.field("done", self.done_, from_to(0, static_cast<double>(self.length_)));
    ar.field("followed", self.followed_, from_to(0, static_cast<double>(self.length_)));
  }

 private:
  /// The rate of the k-th observation of the tail, relative to the rate before the tail.
  [[nodiscard]] double multiple(std::int64_t k) const noexcept {
    const double x = static_cast<double>(k) / static_cast<double>(length_ + 1);
    return options_.floor + (1.0 - options_.floor) * rate_share(options_.shape, x);
  }

  Options options_;
  std::int64_t observations_ = 0;  // so far
  std::int64_t length_ = 0;        // of the tail; 0 before it
  std::int64_t done_ = 0;          // observations of the tail so far
  std::int64_t followed_ = 0;      // observations of the tail that the rates are set for
};

}  // namespace autodecay
