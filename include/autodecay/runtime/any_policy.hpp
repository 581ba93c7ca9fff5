#pragma once

#include <concepts>
#include <memory>
#include <optional>
#include <utility>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/held_policy.hpp>
#include <autodecay/runtime/any_optimizer.hpp>

/// Policies whose types are chosen at run time. Each of AnyAverage, AnyCriterion, AnyDrop and
/// AnyAction holds any policy of its kind and is itself a policy of that kind: a copyable value
/// with == and with the saved form of the policy it holds.
///
///   AnyCriterion criterion = RelativeRange({.window = 10});
///   if (by_patience) criterion = NoImprovement{};
///
/// Cost: one virtual call per call, and one allocation per policy when it is made or copied.
/// Nothing is allocated afterwards.
namespace autodecay::runtime {

/// The common part of AnyAverage, AnyCriterion, AnyDrop and AnyAction.
template <typename Interface>
class AnyPolicy {
 public:
  AnyPolicy(const AnyPolicy& other) : held_(other.held_->copy()) {}
  AnyPolicy(AnyPolicy&&) noexcept = default;
  AnyPolicy& operator=(const AnyPolicy& other) {
    held_ = other.held_->copy();
    return *this;
  }
  AnyPolicy& operator=(AnyPolicy&&) noexcept = default;
  ~AnyPolicy() = default;

  void reset() noexcept { held_->reset(); }
  void begin_stage() noexcept { held_->begin_stage(); }

  /// The policy held, if it is a P; nullptr otherwise.
  template <typename P>
  [[nodiscard]] const P* get_if() const noexcept {
    return held_->type() == &detail::type_of<P> ? static_cast<const P*>(held_->policy()) : nullptr;
  }

  bool operator==(const AnyPolicy& other) const { return held_->equals(*other.held_); }

  /// The saved form of the policy held. Only a policy of the same type reads it back.
  static void archive(auto& self, auto& ar) { self.held_->archive(ar); }

 protected:
  explicit AnyPolicy(std::unique_ptr<Interface> held) noexcept : held_(std::move(held)) {}

  std::unique_ptr<Interface> held_;
};

namespace detail {
// What the constructors below ask first. Whether a class that holds an AnyAverage is a Policy
// depends on its copy constructor, which may ask whether it converts to an AnyAverage.
template <typename P, typename Any>
concept Updates = !std::same_as<P, Any> && requires(P & policy) {
  policy.update(0.0);
};
template <typename P, typename Any>
concept Judges = !std::same_as<P, Any> && requires(P & policy) {
  policy.significant(Stage{});
};
template <typename P, typename Any>
concept Acts =
    !std::same_as<P, Any> && requires(P & policy, AnyOptimizer& optimizer, const Stage& stage) {
  policy(optimizer, stage);
};
}  // namespace detail

/// Any MovingAverage.
class AnyAverage : public AnyPolicy<detail::AverageInterface> {
 public:
  template <typename P>
  requires detail::Updates<P, AnyAverage> && MovingAverage<P> AnyAverage(P policy)
      : AnyPolicy(std::make_unique<detail::HeldAverage<P>>(std::move(policy))) {}

  double update(double loss) noexcept { return held_->update(loss); }
};

/// Any StabilityCriterion.
class AnyCriterion : public AnyPolicy<detail::CriterionInterface> {
 public:
  template <typename P>
  requires detail::Updates<P, AnyCriterion> && StabilityCriterion<P> AnyCriterion(P policy)
      : AnyPolicy(std::make_unique<detail::HeldCriterion<P>>(std::move(policy))) {}

  bool update(double level) noexcept { return held_->update(level); }
  [[nodiscard]] std::optional<Measurement> measure() const noexcept { return held_->measure(); }
};

/// Any DropCriterion.
class AnyDrop : public AnyPolicy<detail::DropInterface> {
 public:
  template <typename P>
  requires detail::Judges<P, AnyDrop> && DropCriterion<P> AnyDrop(P policy)
      : AnyPolicy(std::make_unique<detail::HeldDrop<P>>(std::move(policy))) {}

  [[nodiscard]] bool significant(const Stage& stage) const noexcept {
    return held_->significant(stage);
  }
  [[nodiscard]] std::optional<Measurement> measure(const Stage& stage) const noexcept {
    return held_->measure(stage);
  }
};

/// Any DecayAction that works with every optimizer, such as ScaleLearningRate and GrowBatchSize. It
/// throws std::invalid_argument for an optimizer without what the action changes.
class AnyAction : public AnyPolicy<detail::ActionInterface> {
 public:
  template <typename P>
  requires detail::Acts<P, AnyAction> && DecayAction<P, AnyOptimizer> AnyAction(P policy)
      : AnyPolicy(std::make_unique<detail::HeldAction<P>>(std::move(policy))),
        may_lead_(held_->may_lead()) {}

  template <typename O>
  requires(Optimizer<O> || HasBatchSize<O>) bool operator()(O& optimizer, const Stage& stage) {
    AnyOptimizer any(optimizer);
    return held_->act(any, stage);
  }

  [[nodiscard]] bool may_lead() const noexcept { return may_lead_; }
  [[nodiscard]] bool leads() const noexcept { return may_lead_ && held_->leads(); }
  void advance() noexcept { held_->advance(); }
  bool end_training() noexcept { return held_->end_training(); }
  template <typename O>
  requires(Optimizer<O> || HasBatchSize<O>) void follow(O& optimizer) {
    AnyOptimizer any(optimizer);
    held_->follow(any);
  }
  [[nodiscard]] std::optional<Measurement> measure() const noexcept { return held_->measure(); }

  bool operator==(const AnyAction& other) const { return AnyPolicy::operator==(other); }

 private:
  bool may_lead_;  // saves a virtual call per observation if not
};

}  // namespace autodecay::runtime
