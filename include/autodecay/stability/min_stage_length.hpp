#pragma once

#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// Stable from the given observation of the stage on. It sets a minimum stage length in
/// combinations such as AllOf{MinStageLength{10}, RelativeRange{}}. Throws std::invalid_argument
/// unless the number of observations is at least 1. Cost: 16 bytes.
class MinStageLength {  // MinStageLength{10}
 public:
  static constexpr bool counts_only = true;

  struct Options {
    std::int64_t observations;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("observations", options.observations, at_least(1), "observations",
             "no stage ends before this observation");
    }
  };

  explicit MinStageLength(Options options) : options_(checked("MinStageLength", options)) {}
  explicit MinStageLength(std::int64_t observations) : MinStageLength(Options{observations}) {}

  bool update(double) noexcept {
    if (count_ < options_.observations) ++count_;
    return count_ == options_.observations;
  }

  [[nodiscard]] Measurement measure() const noexcept {
    return {quantities::count, static_cast<double>(count_), Relation::at_least,
            static_cast<double>(options_.observations)};
  }

  [[nodiscard]] std::int64_t observations() const noexcept { return options_.observations; }
  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept { count_ = 0; }

  bool operator==(const MinStageLength&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("MinStageLength", 1);
    ar.options(self);
    ar.field("count", self.count_, from_to(0, static_cast<double>(self.options_.observations)));
  }

 private:
  Options options_;
  std::int64_t count_ = 0;  // saturates at options_.observations
};

}  // namespace autodecay
