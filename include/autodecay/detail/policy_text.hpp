#pragma once

#include <concepts>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <autodecay/detail/options_text.hpp>

/// Policies as expressions, in both directions.
namespace autodecay::runtime::detail {

/// P(argument). A GrammarError at the expression takes the place of std::invalid_argument.
template <typename P>
[[nodiscard]] P made(std::string_view text, const Expression& expression, auto argument) {
#if defined(__cpp_exceptions)
  try {
    return P(std::move(argument));
  } catch (const std::invalid_argument& error) {
    fail(text, expression.position, error.what());
  }
#else
  (void)text, (void)expression;
  return P(std::move(argument));
#endif
}

/// The arguments of an expression that takes none by name.
[[nodiscard]] inline const std::vector<Expression>& places(std::string_view text,
                                                           const Expression& expression) {
  for (const Expression& argument : expression.arguments)
    if (!argument.option.empty())
      fail(text, argument.begin,
           std::string(expression.name) + " has no option " + quoted(argument.option));
  return expression.arguments;
}

/// The policy that the arguments of an expression describe.
template <typename P>
[[nodiscard]] P read(std::string_view text, const Expression& expression) {
  if constexpr (requires { typename P::Options; }) {
    typename P::Options options{};
    read_options(text, expression, options_of(options), !std::default_initializable<P>);
    return made<P>(text, expression, options);
  } else {
    if (!expression.arguments.empty())
      fail(text, expression.arguments.front().begin,
           std::string(expression.name) + " has no options");
    return P();
  }
}

/// Options as the arguments of a P, as text or as code.
template <typename P>
[[nodiscard]] std::string written_options(typename P::Options options, bool code) {
  typename P::Options defaults{};
  const std::string text = options_as(
      options_of(options),
      std::default_initializable<P> ? options_of(defaults) : std::vector<Option>(), code);
  if (!code) return text;
  return text.empty() ? "{}" : "({" + text + "})";
}

/// The arguments of a policy, as text or as code.
template <typename P>
[[nodiscard]] std::string written(const P& policy, bool code) {
  if constexpr (requires { typename P::Options; })
    return written_options<P>(policy.options(), code);
  else
    return code ? "{}" : "";
}

}  // namespace autodecay::runtime::detail
