#pragma once

#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/check.hpp>

namespace autodecay {

/// Stable on every `interval`-th observation of the stage, whatever the loss: the clock of
/// StepDecay. interval: observations, at least 1; std::invalid_argument otherwise. 16 bytes.
class EveryInterval {
 public:
  static constexpr bool counts_only = true;

  explicit EveryInterval(std::int64_t interval) : interval_(interval) {
    detail::check_option(interval >= 1, "EveryInterval", "interval", "at least 1 observation",
                         interval);
  }

  bool update(double) noexcept {
    if (count_ == interval_) count_ = 0;
    return ++count_ == interval_;
  }

  [[nodiscard]] Measurement measure() const noexcept {
    const bool elapsed = count_ == interval_;
    return {"count",
            static_cast<double>(count_),
            "",
            elapsed ? "=" : "<",
            static_cast<double>(interval_),
            elapsed};
  }

  [[nodiscard]] std::int64_t interval() const noexcept { return interval_; }

  void reset() noexcept { count_ = 0; }

  bool operator==(const EveryInterval&) const = default;

  void archive(auto& ar) {
    ar.type("EveryInterval", 1);
    ar.field("interval", interval_);
    ar.field("count", count_);
    ar.require(interval_ >= 1 && count_ >= 0 && count_ <= interval_,
               "interval >= 1 and count in [0, interval]");
  }

 private:
  std::int64_t interval_;
  std::int64_t count_ = 0;  // 1 … interval; 0 before the first observation
};

}  // namespace autodecay
