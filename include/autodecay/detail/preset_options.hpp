#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <autodecay/combination/all_of.hpp>
#include <autodecay/detail/held_policy.hpp>
#include <autodecay/options.hpp>
#include <autodecay/runtime/combined.hpp>

/// From the policies of a scheduler back to the options of a preset.
namespace autodecay::runtime::detail {

/// The value of an option, for an option of the same name and type.
struct OptionValue {
  std::string_view name;
  const void* type;
  std::variant<std::int64_t, double> value;  // of an enumeration or a bool, its number
};

template <typename Value>
[[nodiscard]] const void* option_type() noexcept {
  return &type_of<Value>;
}

/// Appends the options of `any` if it holds a P.
template <typename P, typename Any>
void collect(std::type_identity<P>, const Any& any, std::vector<OptionValue>& values) {
  if constexpr (requires { typename P::Options; }) {
    const P* const policy = any.template get_if<P>();
    if (policy == nullptr) return;
    const typename P::Options options = policy->options();
    P::Options::describe(options, [&](std::string_view name, const auto& value, const auto&...) {
      using Value = std::remove_cvref_t<decltype(value)>;
      using Kept = std::conditional_t<std::is_floating_point_v<Value>, double, std::int64_t>;
      values.push_back({name, option_type<Value>(), static_cast<Kept>(value)});
    });
  }
}

/// Appends the options of the parts of `any` if it combines policies as erased() does.
template <typename... Ps, typename Any>
void collect(std::type_identity<AllOf<Ps...>>, const Any& any, std::vector<OptionValue>& values) {
  if (const auto* const several = any.template get_if<Several<Any, true>>())
    for (const Any& part : several->parts()) (collect(std::type_identity<Ps>(), part, values), ...);
}

template <typename Part>
using Identity = std::type_identity<std::remove_cvref_t<Part>>;

/// The options of a Preset, taken from policies as far as they are of the Preset's types.
template <typename Preset>
[[nodiscard]] typename Preset::Options preset_options(const auto& policies) {
  using P = const Preset&;
  std::vector<OptionValue> values;
  collect(Identity<decltype(std::declval<P>().average())>(), policies.average, values);
  collect(Identity<decltype(std::declval<P>().stability())>(), policies.stability, values);
  collect(Identity<decltype(std::declval<P>().drop())>(), policies.drop, values);
  collect(Identity<decltype(std::declval<P>().action())>(), policies.action, values);

  typename Preset::Options options{};
  Preset::Options::describe(options, [&](std::string_view name, auto& member, const auto&...) {
    using Value = std::remove_reference_t<decltype(member)>;
    for (const OptionValue& one : values)
      if (one.name == name && one.type == option_type<Value>())
        member = std::visit([](auto value) { return static_cast<Value>(value); }, one.value);
  });
  return options;
}

}  // namespace autodecay::runtime::detail
