#pragma once

#include <memory>
#include <optional>
#include <utility>

#include <autodecay/archive.hpp>
#include <autodecay/concepts.hpp>
#include <autodecay/hooks.hpp>
#include <autodecay/resettable.hpp>
#include <autodecay/runtime/any_optimizer.hpp>

/// Policies behind interfaces, one for each kind: what AnyAverage, AnyCriterion, AnyDrop and AnyAction
/// hold.
namespace autodecay::runtime::detail {

template <typename P>
inline constexpr char type_of{};  // its address identifies the type

/// What every policy can do.
template <typename Interface>
class AnyInterface {
 public:
  virtual ~AnyInterface() = default;
  [[nodiscard]] virtual std::unique_ptr<Interface> copy() const = 0;
  virtual void reset() noexcept = 0;
  virtual void begin_stage() noexcept = 0;
  [[nodiscard]] virtual bool equals(const Interface& other) const = 0;
  virtual void archive(autodecay::detail::ArchiveWriter& writer) const = 0;
  virtual void archive(autodecay::detail::ArchiveReader& reader) = 0;
  [[nodiscard]] virtual const void* type() const noexcept = 0;
  [[nodiscard]] virtual const void* policy() const noexcept = 0;
};

struct AverageInterface : AnyInterface<AverageInterface> {
  virtual double update(double loss) noexcept = 0;
};

struct CriterionInterface : AnyInterface<CriterionInterface> {
  virtual bool update(double level) noexcept = 0;
  [[nodiscard]] virtual std::optional<Measurement> measure() const noexcept = 0;
};

struct DropInterface : AnyInterface<DropInterface> {
  [[nodiscard]] virtual bool significant(const Stage& stage) const noexcept = 0;
  [[nodiscard]] virtual std::optional<Measurement> measure(const Stage& stage) const noexcept = 0;
};

struct ActionInterface : AnyInterface<ActionInterface> {
  virtual bool act(AnyOptimizer& optimizer, const Stage& stage) = 0;
  // Of a LeadingAction; any other one never leads.
  [[nodiscard]] virtual bool may_lead() const noexcept = 0;
  [[nodiscard]] virtual bool leads() const noexcept = 0;
  virtual void advance() noexcept = 0;
  virtual bool end_training() noexcept = 0;
  virtual void follow(AnyOptimizer& optimizer) = 0;
  [[nodiscard]] virtual std::optional<Measurement> measure() const noexcept = 0;
};

/// A policy P behind an interface. Self is the class that derives from this one.
template <typename Self, typename P, typename Interface>
class Held : public Interface {
 public:
  explicit Held(P policy) : policy_(std::move(policy)) {}

  [[nodiscard]] std::unique_ptr<Interface> copy() const final {
    return std::make_unique<Self>(static_cast<const Self&>(*this));
  }
  void reset() noexcept final { policy_.reset(); }
  void begin_stage() noexcept final { policy_.begin_stage(); }
  [[nodiscard]] bool equals(const Interface& other) const final {
    return other.type() == type() && static_cast<const Held&>(other).policy_ == policy_;
  }
  void archive(autodecay::detail::ArchiveWriter& writer) const final { archive(policy_, writer); }
  void archive(autodecay::detail::ArchiveReader& reader) final { archive(policy_, reader); }
  [[nodiscard]] const void* type() const noexcept final { return &type_of<P>; }
  [[nodiscard]] const void* policy() const noexcept final { return &*policy_; }

 protected:
  Resettable<P> policy_;

 private:
  static void archive(auto& policy, auto& ar) {
    if constexpr (requires { P::archive(*policy, ar); })
      Resettable<P>::archive(policy, ar);
    else
      autodecay::detail::raise<ArchiveError>(
          "a policy that is saved needs: static void archive(auto& self, auto& ar)");
  }
};

template <typename P>
struct HeldAverage final : Held<HeldAverage<P>, P, AverageInterface> {
  using Held<HeldAverage, P, AverageInterface>::Held;
  double update(double loss) noexcept override { return this->policy_->update(loss); }
};

template <typename P>
struct HeldCriterion final : Held<HeldCriterion<P>, P, CriterionInterface> {
  using Held<HeldCriterion, P, CriterionInterface>::Held;
  bool update(double level) noexcept override { return this->policy_->update(level); }
  [[nodiscard]] std::optional<Measurement> measure() const noexcept override {
    return autodecay::measure(*this->policy_);
  }
};

template <typename P>
struct HeldDrop final : Held<HeldDrop<P>, P, DropInterface> {
  using Held<HeldDrop, P, DropInterface>::Held;
  [[nodiscard]] bool significant(const Stage& stage) const noexcept override {
    return this->policy_->significant(stage);
  }
  [[nodiscard]] std::optional<Measurement> measure(const Stage& stage) const noexcept override {
    return autodecay::measure(*this->policy_, stage);
  }
};

template <typename P>
struct HeldAction final : Held<HeldAction<P>, P, ActionInterface> {
  using Held<HeldAction, P, ActionInterface>::Held;
  bool act(AnyOptimizer& optimizer, const Stage& stage) override {
    return autodecay::act(*this->policy_, optimizer, stage);
  }
  [[nodiscard]] bool may_lead() const noexcept override {
    return autodecay::may_lead(*this->policy_);
  }
  [[nodiscard]] bool leads() const noexcept override {
    if constexpr (LeadingAction<P>) return this->policy_->leads();
    return false;
  }
  void advance() noexcept override {
    if constexpr (LeadingAction<P>) this->policy_->advance();
  }
  bool end_training() noexcept override {
    if constexpr (LeadingAction<P>) return this->policy_->end_training();
    return false;
  }
  void follow([[maybe_unused]] AnyOptimizer& optimizer) override {
    if constexpr (LeadingAction<P>) this->policy_->follow(optimizer);
  }
  [[nodiscard]] std::optional<Measurement> measure() const noexcept override {
    return autodecay::measure(*this->policy_);
  }
};

}  // namespace autodecay::runtime::detail
