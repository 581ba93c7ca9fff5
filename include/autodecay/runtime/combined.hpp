#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <autodecay/combination/all_of.hpp>
#include <autodecay/concepts.hpp>
#include <autodecay/detail/first_measurement.hpp>
#include <autodecay/options.hpp>
#include <autodecay/runtime/any_policy.hpp>

/// AllOf, AnyOf and Sequence for policies that are chosen at run time. They decide and are saved as
/// the templates of the same names.
namespace autodecay::runtime {

namespace detail {

/// One or more policies of a kind, in order.
template <typename Any>
class Combined {
 public:
  void reset() noexcept {
    for (Any& part : parts_) part.reset();
  }
  void begin_stage() noexcept {
    for (Any& part : parts_) part.begin_stage();
  }

  [[nodiscard]] const std::vector<Any>& parts() const noexcept { return parts_; }

  bool operator==(const Combined&) const = default;

 protected:
  Combined(std::string_view name, std::vector<Any> parts) : parts_(std::move(parts)) {
    check_option(name, "the number of policies", parts_.size(), at_least(1));
  }

  /// See FirstMeasurement.
  [[nodiscard]] std::optional<Measurement> first_measurement(bool holds,
                                                             const auto&... stage) const noexcept {
    autodecay::detail::FirstMeasurement first(holds);
    for (const Any& part : parts_) first.consider(part.measure(stage...));
    return first.chosen();
  }

  static void archive_parts(auto& self, auto& ar) {
    for (std::size_t i = 0; i < self.parts_.size(); ++i) ar.field(to_text(i + 1), self.parts_[i]);
  }

  std::vector<Any> parts_;
};

}  // namespace detail

/// All of the criteria (`all`), or at least one of them, must hold. Any is AnyCriterion or AnyDrop.
template <typename Any, bool all>
class Several : public detail::Combined<Any> {
 public:
  static constexpr std::string_view name = all ? "AllOf" : "AnyOf";

  /// Throws std::invalid_argument for an empty list.
  explicit Several(std::vector<Any> parts) : detail::Combined<Any>(name, std::move(parts)) {}

  bool update(double level) noexcept requires std::same_as<Any, AnyCriterion> {
    bool holds = all;
    for (Any& part : this->parts_) {
      const bool one = part.update(level);  // every criterion sees every level
      holds = all ? holds && one : holds || one;
    }
    return holds;
  }

  [[nodiscard]] bool significant(
      const Stage& stage) const noexcept requires std::same_as<Any, AnyDrop> {
    for (const Any& part : this->parts_)
      if (part.significant(stage) != all) return !all;
    return all;
  }

  [[nodiscard]] std::optional<Measurement> measure(const auto&... stage) const noexcept {
    return this->first_measurement(!all, stage...);
  }

  bool operator==(const Several&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type(name, 1);
    self.archive_parts(self, ar);
  }
};

/// A policy whose type was chosen at compile time as one that is chosen at run time. An AllOf is
/// taken apart, so that a text can name its policies.
template <typename Any, typename P>
[[nodiscard]] Any erased(const P& policy) {
  return policy;
}
template <typename Any, typename... Ps>
[[nodiscard]] Any erased(const AllOf<Ps...>& all) {
  return all.with_policies([](const Ps&... policies) {
    return Several<Any, true>(std::vector<Any>{erased<Any>(policies)...});
  });
}

/// Applies all actions in order.
class ActionSequence : public detail::Combined<AnyAction> {
 public:
  /// Throws std::invalid_argument for an empty list.
  explicit ActionSequence(std::vector<AnyAction> parts)
      : detail::Combined<AnyAction>("Sequence", std::move(parts)) {}

  template <typename O>
  requires(Optimizer<O> || HasBatchSize<O>) bool operator()(O& optimizer, const Stage& stage) {
    bool changed = false;
    for (AnyAction& part : parts_) changed = part(optimizer, stage) || changed;
    return changed;
  }

  [[nodiscard]] bool may_lead() const noexcept {
    return std::any_of(parts_.begin(), parts_.end(),
                       [](const AnyAction& part) { return part.may_lead(); });
  }
  [[nodiscard]] bool leads() const noexcept {
    return std::any_of(parts_.begin(), parts_.end(),
                       [](const AnyAction& part) { return part.leads(); });
  }
  void advance() noexcept {
    for (AnyAction& part : parts_) part.advance();
  }
  bool end_training() noexcept {
    bool leads = false;
    for (AnyAction& part : parts_) leads = part.end_training() || leads;
    return leads;
  }
  template <typename O>
  requires(Optimizer<O> || HasBatchSize<O>) void follow(O& optimizer) {
    for (AnyAction& part : parts_) part.follow(optimizer);
  }

  [[nodiscard]] std::optional<Measurement> measure() const noexcept {
    return first_measurement(false);
  }

  bool operator==(const ActionSequence&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("Sequence", 1);
    self.archive_parts(self, ar);
  }
};

}  // namespace autodecay::runtime
