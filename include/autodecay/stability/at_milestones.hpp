#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// Stable at the given observations, counted over the whole run and not within a stage:
/// AtMilestones{30, 60, 80}. The observations of a WarmUp are not counted. The milestones must be at
/// least 1 and strictly increasing; std::invalid_argument otherwise. An empty list is never stable.
/// Cost: 8 bytes per milestone.
class AtMilestones {
 public:
  static constexpr bool counts_only = true;

  AtMilestones(std::initializer_list<std::int64_t> milestones)
      : AtMilestones(std::vector(milestones)) {}

  explicit AtMilestones(std::vector<std::int64_t> milestones) : milestones_(std::move(milestones)) {
    check_each([](bool accepted, std::int64_t milestone) {
      if (!accepted)
        detail::refuse("AtMilestones", "each milestone",
                       "at least 1 and greater than the one before", to_text(milestone));
    });
  }

  bool update(double) noexcept {
    while (next_ < size() && milestone() <= count_) ++next_;
    ++count_;
    return next_ < size() && milestone() == count_;
  }

  [[nodiscard]] std::optional<Measurement> measure() const noexcept {
    if (next_ == size()) return std::nullopt;
    return Measurement{quantities::observation, static_cast<double>(count_), Relation::equal,
                       static_cast<double>(milestone())};
  }

  [[nodiscard]] const std::vector<std::int64_t>& milestones() const noexcept { return milestones_; }

  void reset() noexcept {
    count_ = 0;
    next_ = 0;
  }

  /// Keeps the count, because milestones refer to the whole run.
  void begin_stage() noexcept {}

  bool operator==(const AtMilestones&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("AtMilestones", 1);
    ar.field("milestones", self.milestones_);
    self.check_each(
        [&ar](bool accepted, std::int64_t) { ar.require(accepted, "increasing milestones"); });
    ar.field("count", self.count_, any_count);
    ar.field("next", self.next_, from_to(0, static_cast<double>(self.size())));
  }

 private:
  /// Calls check(accepted, milestone) for each milestone, in order.
  void check_each(auto check) const {
    std::int64_t previous = 0;
    for (const std::int64_t milestone : milestones_) {
      check(milestone > previous, milestone);
      previous = milestone;
    }
  }

  [[nodiscard]] std::int64_t size() const noexcept {
    return static_cast<std::int64_t>(milestones_.size());
  }
  [[nodiscard]] std::int64_t milestone() const noexcept {
    return milestones_[static_cast<std::size_t>(next_)];
  }

  std::vector<std::int64_t> milestones_;
  std::int64_t count_ = 0;
  std::int64_t next_ = 0;  // index of the first milestone >= count_
};

}  // namespace autodecay
