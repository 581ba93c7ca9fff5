#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// At most `stages` stages: the training stops at the end of the last stage, independent of the
/// loss. Throws std::invalid_argument unless `stages` is at least 1. `unlimited` never stops the
/// training. Cost: 8 bytes.
class StageLimit {  // StageLimit{3}
 public:
  static constexpr bool counts_only = true;
  static constexpr std::int64_t unlimited = (std::numeric_limits<std::int64_t>::max)();

  struct Options {
    std::int64_t stages;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("stages", options.stages, at_least(1), "", "the training ends after this many stages");
    }
  };

  explicit StageLimit(Options options) : options_(checked("StageLimit", options)) {}
  explicit StageLimit(std::int64_t stages) : StageLimit(Options{stages}) {}

  [[nodiscard]] bool significant(const Stage& stage) const noexcept {
    return stage.index < options_.stages;
  }

  [[nodiscard]] std::optional<Measurement> measure(const Stage& stage) const noexcept {
    if (options_.stages == unlimited) return std::nullopt;
    return Measurement{quantities::stage, static_cast<double>(stage.index), Relation::less,
                       static_cast<double>(options_.stages)};
  }

  [[nodiscard]] std::int64_t stages() const noexcept { return options_.stages; }
  [[nodiscard]] Options options() const noexcept { return options_; }

  bool operator==(const StageLimit&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("StageLimit", 1);
    ar.options(self);
  }

 private:
  Options options_;
};

}  // namespace autodecay
