#pragma once

#include <type_traits>
#include <utility>
#include <vector>

#include <autodecay/combination/all_of.hpp>
#include <autodecay/detail/option_values.hpp>
#include <autodecay/runtime/combined.hpp>

/// From the policies of a scheduler back to the options of a preset.
namespace autodecay::runtime::detail {

/// Gives `options` the values of those of `from` with the same name and type.
inline void assign(const std::vector<Option>& options, const std::vector<Option>& from) {
  for (const Option& to : options)
    for (const Option& one : from)
      if (one.name == to.name && one.type == to.type) to.type->copy(to.value, one.value);
}

/// Gives `options` the values that `any` has if it holds a P.
template <typename P, typename Any>
void collect(std::type_identity<P>, const Any& any, const std::vector<Option>& options) {
  if constexpr (requires { typename P::Options; }) {
    const P* const policy = any.template get_if<P>();
    if (policy == nullptr) return;
    typename P::Options own = policy->options();
    assign(options, options_of(own));
  }
}

/// Gives `options` the values that the parts of `any` have if it combines policies as erased() does.
template <typename... Ps, typename Any>
void collect(std::type_identity<AllOf<Ps...>>, const Any& any, const std::vector<Option>& options) {
  if (const auto* const several = any.template get_if<Several<Any, true>>())
    for (const Any& part : several->parts())
      (collect(std::type_identity<Ps>(), part, options), ...);
}

template <typename Part>
using Identity = std::type_identity<std::remove_cvref_t<Part>>;

/// The options of a Preset, taken from policies as far as they are of the Preset's types.
template <typename Preset>
[[nodiscard]] typename Preset::Options preset_options(const auto& policies) {
  using P = const Preset&;
  typename Preset::Options options{};
  const std::vector<Option> all = options_of(options);
  collect(Identity<decltype(std::declval<P>().average())>(), policies.average, all);
  collect(Identity<decltype(std::declval<P>().stability())>(), policies.stability, all);
  collect(Identity<decltype(std::declval<P>().drop())>(), policies.drop, all);
  collect(Identity<decltype(std::declval<P>().action())>(), policies.action, all);
  return options;
}

}  // namespace autodecay::runtime::detail
