#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string_view>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// What a stage's last level is compared with.
enum class DropReference : std::uint8_t {
  first_level,    ///< ĝ(1) of the same stage, as in the paper
  previous_level  ///< the level at which the previous stage ended
};

[[nodiscard]] constexpr std::array<std::string_view, 2> names_of(DropReference) noexcept {
  return {"first_level", "previous_level"};
}
[[nodiscard]] constexpr std::string_view type_name(DropReference) noexcept {
  return "DropReference";
}

/// The paper's drop criterion (section 4.2). The stage earns another stage if
///
///   r = (ĝ(t) + ε) / (reference + ε) <= ζ
///
/// The reference is the level at which the previous stage ended. The paper compares a stage with
/// its own start: its formula refers to ĝ(0), which is 0/0 under bias correction, and its text to
/// ĝ(1), which is DropReference::first_level here. With one loss per epoch, ĝ(1) often comes after
/// most of the drop, and the paper's rule then stops although the stage was worth it. For a
/// negative reference, r is 1 - (reference - ĝ(t)) / (|reference| + ε), so that an improvement from
/// -1 to -2 is a drop, too.
///
/// Stage 1 is compared with the loss of the untrained model, set by Scheduler::begin(). If that
/// loss is not set, stage 1 always earns a second stage. Its first level may come after most of its
/// improvement, as the mean loss of a first epoch does, and no training should end before its first
/// decay.
///
/// The options are the ratio ζ, epsilon ε and the reference. Throws std::invalid_argument for an
/// option out of range. The criterion is asked only when a stage ends. Cost: 24 bytes.
class RelativeDrop {  // RelativeDrop{{.ratio = 0.95}}
 public:
  struct Options {
    double ratio = 0.95;
    double epsilon = 1e-12;
    DropReference reference = DropReference::previous_level;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("ratio", options.ratio, greater_than(0), "level / reference",
             "the stage earns another one if its ratio is at most this");
      option("epsilon", options.epsilon, at_least(0), "loss",
             "added to the level and the reference");
      option("reference", options.reference, any_name, "",
             "level that the stage's last level is compared with");
    }
  };

  RelativeDrop() : RelativeDrop(Options{}) {}

  explicit RelativeDrop(Options options)  // RelativeDrop{{.ratio = 0.95}}
      : options_(checked("RelativeDrop", options)) {}

  [[nodiscard]] bool significant(const Stage& stage) const noexcept {
    return !reference(stage) || drop_ratio(stage) <= options_.ratio;
  }

  /// The ratio r of the formula above; NaN if it is 0/0 or if there is no reference.
  [[nodiscard]] double drop_ratio(const Stage& stage) const noexcept {
    const double from = reference(stage).value_or(std::numeric_limits<double>::quiet_NaN());
    if (from < 0.0) return 1.0 - (from - stage.level) / (std::abs(from) + options_.epsilon);
    return (stage.level + options_.epsilon) / (from + options_.epsilon);
  }

  /// Nothing if there is no reference, as in stage 1 without an untrained loss.
  [[nodiscard]] std::optional<Measurement> measure(const Stage& stage) const noexcept {
    if (!reference(stage)) return std::nullopt;
    const Quantity quantity = stage.index == 1 ? quantities::drop_from_untrained
                              : options_.reference == DropReference::first_level
                                  ? quantities::drop_in_stage
                                  : quantities::drop_from_previous_stage;
    return Measurement{quantity, drop_ratio(stage), Relation::at_most, options_.ratio};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  bool operator==(const RelativeDrop&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("RelativeDrop", 1);
    ar.options(self);
  }

 private:
  [[nodiscard]] std::optional<double> reference(const Stage& stage) const noexcept {
    if (stage.index == 1 || options_.reference == DropReference::previous_level)
      return stage.previous_level;
    return stage.first_level;
  }

  Options options_;
};

}  // namespace autodecay
