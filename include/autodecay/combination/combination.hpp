#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/first_measurement.hpp>
#include <autodecay/hooks.hpp>
#include <autodecay/resettable.hpp>

namespace autodecay::detail {

/// The common base of AllOf, AnyOf and Sequence: several policies as one value.
template <typename... Ps>
class Combination {
  static_assert((std::equality_comparable<Ps> && ...),
                "a policy needs ==, such as: bool operator==(const P&) const = default;");

 public:
  explicit Combination(Ps... policies) : policies_(Resettable<Ps>(std::move(policies))...) {}

  /// Calls `use` with the policies in order, and returns its answer.
  decltype(auto) with_policies(auto&& use) const {
    return std::apply([&](const auto&... policy) { return use(*policy...); }, policies_);
  }

  void reset() noexcept {
    std::apply([](auto&... policy) { (policy.reset(), ...); }, policies_);
  }

  void begin_stage() noexcept {
    std::apply([](auto&... policy) { (policy.begin_stage(), ...); }, policies_);
  }

  bool operator==(const Combination&) const = default;

  /// Saves the policies under their positions: 1, 2, …
  static void archive_policies(auto& self, auto& ar) {
    int place = 0;
    std::apply([&](auto&... policy) { (ar.field(to_text(++place), policy), ...); }, self.policies_);
  }

 protected:
  /// See FirstMeasurement.
  template <typename... Arguments>
  [[nodiscard]] std::optional<Measurement> first_measurement(
      bool holds, const Arguments&... arguments) const noexcept {
    FirstMeasurement first(holds);
    std::apply(
        [&](const auto&... policy) {
          (first.consider(autodecay::measure(*policy, arguments...)), ...);
        },
        policies_);
    return first.chosen();
  }

  std::tuple<Resettable<Ps>...> policies_;
};

}  // namespace autodecay::detail
