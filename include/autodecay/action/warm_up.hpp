#pragma once

#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/measurement.hpp>
#include <autodecay/optimizer_traits.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// Raises every learning rate to `factor` times its value over the first observations, before stage
/// 1:
///
///   Sequence{WarmUp{{.observations = 5, .factor = 10}}, ScaleLearningRate{}}
///
/// The optimizer starts with the low rate r, because the first observation comes after the first
/// steps. After k of the n observations the rate is r · (1 + (factor - 1) · k / n). During the
/// warm-up no criterion is asked, and stage 1 begins after it. So a schedule that counts, such as
/// AtMilestones{30}, decays n observations later. It does nothing at a decay. Used alone, it
/// therefore ends the training at the first plateau: combine it with another action.
///
/// Throws std::invalid_argument for an option out of range. Cost: 32 bytes. Source: Goyal et al.,
/// "Accurate, Large Minibatch SGD", 2017, section 2.2.
class WarmUp {  // WarmUp{{.observations = 5, .factor = 10}}
 public:
  struct Options {
    std::int64_t observations;
    double factor;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("observations", options.observations, at_least(0), "observations",
             "length of the warm-up, before stage 1");
      option("factor", options.factor, finite_from(1), "last rate / first rate",
             "the rates rise to this multiple");
    }
  };

  explicit WarmUp(Options options)  // WarmUp{{.observations = 5, .factor = 10}}
      : options_(checked("WarmUp", options)) {}

  template <Optimizer O>
  bool operator()(O&, const Stage&) const {
    return false;
  }

  [[nodiscard]] bool leads() const noexcept { return count_ < options_.observations; }
  void advance() noexcept { count_ += leads(); }
  bool end_training() noexcept { return false; }

  template <Optimizer O>
  void follow(O& optimizer) {
    if (followed_ == count_) return;
    const double ratio = multiple(count_) / multiple(followed_);
    OptimizerTraits<O>::transform_learning_rates(optimizer,
                                                 [ratio](double rate) { return ratio * rate; });
    followed_ = count_;  // not before, because the optimizer may throw
  }

  [[nodiscard]] Measurement measure() const noexcept {
    return {quantities::warm_up, static_cast<double>(count_), Relation::at_least,
            static_cast<double>(options_.observations)};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept { count_ = followed_ = 0; }

  bool operator==(const WarmUp&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("WarmUp", 1);
    ar.options(self);
    ar.field("count", self.count_, from_to(0, static_cast<double>(self.options_.observations)));
    ar.field("followed", self.followed_, from_to(0, static_cast<double>(self.count_)));
  }

 private:
  /// The rate after `count` observations, relative to the first rate.
  [[nodiscard]] double multiple(std::int64_t count) const noexcept {
    return 1.0 + (options_.factor - 1.0) * static_cast<double>(count) /
                     static_cast<double>(options_.observations);
  }

  Options options_;
  std::int64_t count_ = 0;     // observations of the warm-up so far
  std::int64_t followed_ = 0;  // the count that the rates are set for
};

}  // namespace autodecay
