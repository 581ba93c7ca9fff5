#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include <autodecay/concepts.hpp>

namespace autodecay {

namespace detail {
template <typename P>
concept HasReset = requires(P& policy) {
  { policy.reset() }
  noexcept;
};

struct Nothing {
  bool operator==(const Nothing&) const = default;
};
}  // namespace detail

/// A policy in a place of its own, with the parts that a policy may leave out. Schedulers and
/// combinations hold their policies in it, and so does a policy that wraps others:
///
/// - reset() calls the policy's own. Without one the policy becomes again what it was when it was
///   given, of which a copy is kept; a drop criterion, which never changes, is left as it is.
/// - begin_stage() calls the policy's own. Without one an average or a stability criterion is reset,
///   since its levels belong to a stage, and any other policy is left as it is.
template <Policy P>
class Resettable {
  static constexpr bool keeps_copy = !detail::HasReset<P> && !DropCriterion<P>;
  static_assert(!keeps_copy || std::is_nothrow_copy_assignable_v<P>,
                "a policy that may throw when it is copied needs: void reset() noexcept");

 public:
  explicit Resettable(P policy) : policy_(std::move(policy)), given_(copied(policy_)) {}

  [[nodiscard]] P& operator*() noexcept { return policy_; }
  [[nodiscard]] const P& operator*() const noexcept { return policy_; }
  [[nodiscard]] P* operator->() noexcept { return &policy_; }
  [[nodiscard]] const P* operator->() const noexcept { return &policy_; }

  void reset() noexcept {
    if constexpr (keeps_copy)
      policy_ = given_;
    else if constexpr (detail::HasReset<P>)
      policy_.reset();
  }

  void begin_stage() noexcept {
    if constexpr (requires { policy_.begin_stage(); })
      policy_.begin_stage();
    else if constexpr (MovingAverage<P> || StabilityCriterion<P>)
      reset();
  }

  bool operator==(const Resettable&) const = default;

  /// The saved form of the policy, and of the copy where one is kept.
  static void archive(auto& self, auto& ar) {
    P::archive(self.policy_, ar);
    if constexpr (keeps_copy) ar.field("given", self.given_);
  }

 private:
  using Given = std::conditional_t<keeps_copy, P, detail::Nothing>;

  static Given copied(const P& policy) {
    if constexpr (keeps_copy)
      return policy;
    else
      return {};
  }

  P policy_;
  [[no_unique_address]] Given given_;
};

}  // namespace autodecay
