#pragma once

#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// Stable at every `interval`-th observation of the stage, independent of the loss. StepDecay uses
/// it. Throws std::invalid_argument unless the interval is at least 1 observation. Cost: 16 bytes.
class EveryInterval {  // EveryInterval{30}
 public:
  static constexpr bool counts_only = true;

  struct Options {
    std::int64_t interval;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("interval", options.interval, at_least(1), "observations",
             "number of observations between two decays");
    }
  };

  explicit EveryInterval(Options options) : options_(checked("EveryInterval", options)) {}
  explicit EveryInterval(std::int64_t interval) : EveryInterval(Options{interval}) {}

  bool update(double) noexcept {
    if (count_ == options_.interval) count_ = 0;
    return ++count_ == options_.interval;
  }

  [[nodiscard]] Measurement measure() const noexcept {
    return {quantities::count, static_cast<double>(count_), Relation::equal,
            static_cast<double>(options_.interval)};
  }

  [[nodiscard]] std::int64_t interval() const noexcept { return options_.interval; }
  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept { count_ = 0; }

  bool operator==(const EveryInterval&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("EveryInterval", 1);
    ar.options(self);
    ar.field("count", self.count_, from_to(0, static_cast<double>(self.interval())));
  }

 private:
  Options options_;
  std::int64_t count_ = 0;  // 1 … interval; 0 before the first observation
};

}  // namespace autodecay
