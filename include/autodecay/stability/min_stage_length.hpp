#pragma once

#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/check.hpp>

namespace autodecay {

/// Holds from the given observation of the stage on: a least stage length, to be combined as
/// AllOf{MinStageLength{10}, RelativeRange{}}. observations: at least 1; std::invalid_argument otherwise.
/// 16 bytes.
class MinStageLength {
 public:
  static constexpr bool counts_only = true;

  explicit MinStageLength(std::int64_t observations) : least_(observations) {
    detail::check_option(observations >= 1, "MinStageLength", "observations", "at least 1",
                         observations);
  }

  bool update(double) noexcept {
    if (count_ < least_) ++count_;
    return count_ == least_;
  }

  [[nodiscard]] Measurement measure() const noexcept {
    const bool enough = count_ == least_;
    return {
        "count", static_cast<double>(count_), "", enough ? ">=" : "<", static_cast<double>(least_),
        enough};
  }

  [[nodiscard]] std::int64_t observations() const noexcept { return least_; }

  void reset() noexcept { count_ = 0; }

  bool operator==(const MinStageLength&) const = default;

  void archive(auto& ar) {
    ar.type("MinStageLength", 1);
    ar.field("observations", least_);
    ar.field("count", count_);
    ar.require(least_ >= 1 && count_ >= 0 && count_ <= least_,
               "observations >= 1 and count in [0, observations]");
  }

 private:
  std::int64_t least_;
  std::int64_t count_ = 0;  // no further than least_: more makes no difference
};

}  // namespace autodecay
