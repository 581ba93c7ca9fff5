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

/// Holds a policy and supplies the functions that the policy leaves out. Schedulers, combinations
/// and user-defined policies that wrap others hold their policies in it:
///
/// - reset() calls the policy's reset() if there is one. Otherwise it restores a copy of the policy
///   as it was given. A mere drop criterion never changes, so it is neither copied nor restored.
/// - begin_stage() calls the policy's begin_stage() if there is one. Otherwise it resets an average
///   or a stability criterion, because their levels belong to one stage, and leaves any other
///   policy unchanged.
template <Policy P>
class Resettable {
  static constexpr bool keeps_copy =
      !detail::HasReset<P> && (StabilityCriterion<P> || !DropCriterion<P>);
  static_assert(!keeps_copy || std::is_nothrow_copy_assignable_v<P>,
                "a policy that may throw when it is copied needs: void reset() noexcept");
  static_assert(
      !requires(P & policy) { policy.reset(); } || detail::HasReset<P>,
      "a policy's reset() needs noexcept");
  static_assert(
      !requires(P & policy) { policy.begin_stage(); } ||
          requires(P & policy) {
            { policy.begin_stage() }
            noexcept;
          },
      "a policy's begin_stage() needs noexcept");

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

  /// Saves the policy, and the copy if there is one.
  static void archive(auto& self, auto& ar) {
    static_assert(
        requires { P::archive(self.policy_, ar); },
        "a policy that is saved needs: static void archive(auto& self, auto& ar)");
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
