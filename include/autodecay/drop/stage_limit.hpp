#pragma once

#include <cstdint>
#include <limits>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/check.hpp>

namespace autodecay {

/// At most `stages` stages: the end of the last one stops the training, whatever the loss.
/// stages: at least 1; std::invalid_argument otherwise. `unlimited` never stops. 8 bytes.
class StageLimit {
 public:
  static constexpr bool counts_only = true;
  static constexpr std::int64_t unlimited = (std::numeric_limits<std::int64_t>::max)();

  explicit StageLimit(std::int64_t stages) : stages_(stages) {
    detail::check_option(stages >= 1, "StageLimit", "stages", "at least 1", stages);
  }

  [[nodiscard]] bool significant(const Stage& stage) const noexcept {
    return stage.index < stages_;
  }

  [[nodiscard]] Measurement measure(const Stage& stage) const noexcept {
    if (stages_ == unlimited) return {};
    const bool within = significant(stage);
    return {"stage",
            static_cast<double>(stage.index),
            "",
            within ? "<" : ">=",
            static_cast<double>(stages_),
            within};
  }

  [[nodiscard]] std::int64_t stages() const noexcept { return stages_; }

  bool operator==(const StageLimit&) const = default;

  void archive(auto& ar) {
    ar.type("StageLimit", 1);
    ar.field("stages", stages_);
    ar.require(stages_ >= 1, "stages >= 1");
  }

 private:
  std::int64_t stages_;
};

}  // namespace autodecay
