#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <autodecay/detail/policy_text.hpp>
#include <autodecay/detail/preset_options.hpp>
#include <autodecay/runtime/any_scheduler.hpp>
#include <autodecay/runtime/combined.hpp>
#include <autodecay/runtime/expression.hpp>

namespace autodecay::runtime {

/// The four policies of a scheduler.
struct Policies {
  AnyAverage average;
  AnyCriterion stability;
  AnyDrop drop;
  AnyAction action;
};

/// How texts, C++ code and help name a policy.
struct Entry {
  std::string name;    ///< in texts: "range"
  std::string type;    ///< in C++: "RelativeRange"
  std::string phrase;  ///< what it does, for help
  // Of a stability criterion: the average and the drop criterion if a text gives none.
  std::string average = "ema";
  std::string drop = "drop";
};

/// The policies that a text can name: one table for each kind, and one for whole pipelines.
///
///   Registry registry = standard_registry();
///   registry.add<TwoRises>({.name = "two_rises", .type = "TwoRises", .phrase = "two rises in a row"});
///   AnyScheduler scheduler = parse("two_rises | unlimited", registry);
///
/// A policy's options are those that its Options describe. A policy without Options has no options
/// and must be default-constructible.
class Registry {
 public:
  /// A row of a table.
  template <typename Any>
  struct Row : Entry {
    std::function<Any(const Registry&, std::string_view text, const Expression&)> make{};
    /// The arguments of a policy of this row, as text or as code; nothing for any other policy. Those
    /// of a pipeline are for policies that equal its own but for their state.
    std::function<std::optional<std::string>(const Registry&, const Any&, bool code)> arguments{};
    bool combination = false;  ///< whether its arguments are policies of the same kind
    std::string options{};     ///< with their defaults, for help
    std::vector<OptionDescription> described{};  ///< the options that have names
  };

  /// Adds a policy to the table of its kind, or a preset to that of the pipelines. Throws
  /// std::invalid_argument for a name that the table has, or that no text can contain.
  template <typename P>
  Registry& add(Entry entry) {
    if constexpr (requires(const P preset) { preset.stability(); })
      return add_row(row_of<P, Policies>(std::move(entry)));
    else if constexpr (MovingAverage<P>)
      return add_row(row_of<P, AnyAverage>(std::move(entry)));
    else if constexpr (StabilityCriterion<P>)
      return add_row(row_of<P, AnyCriterion>(std::move(entry)));
    else if constexpr (DropCriterion<P>)
      return add_row(row_of<P, AnyDrop>(std::move(entry)));
    else
      return add_row(row_of<P, AnyAction>(std::move(entry)));
  }

  /// Adds a policy whose arguments are numbers alone, such as AtMilestones. `numbers` returns them.
  template <typename Any, typename P, typename Number>
  Registry& add_list(Entry entry, const std::vector<Number>& (P::*numbers)() const noexcept) {
    Row<Any> row{std::move(entry)};
    row.options = "number, number, …";
    row.make = [](const Registry&, std::string_view text, const Expression& expression) -> Any {
      std::vector<Number> values;
      for (const Expression& argument : detail::places(text, expression))
        values.push_back(detail::value_of<Number>(text, argument, "each argument"));
      return detail::made<P>(text, expression, std::move(values));
    };
    row.arguments = [numbers](const Registry&, const Any& any,
                              bool code) -> std::optional<std::string> {
      const P* const policy = any.template get_if<P>();
      if (policy == nullptr) return std::nullopt;
      std::vector<std::string> texts;
      for (const Number number : (policy->*numbers)()) texts.push_back(to_text(number));
      return code ? "{" + detail::listed(texts) + "}" : detail::listed(texts);
    };
    return add_row(std::move(row));
  }

  /// Adds a policy whose arguments are policies of the kind Any.
  template <typename P, typename Any>
  Registry& add_combination(Entry entry) {
    Row<Any> row{std::move(entry)};
    row.combination = true;
    row.options = "policy, policy, …";
    row.make = [](const Registry& registry, std::string_view text,
                  const Expression& expression) -> Any {
      std::vector<Any> parts;
      for (const Expression& argument : detail::places(text, expression))
        parts.push_back(registry.make<Any>(text, argument));
      return detail::made<P>(text, expression, std::move(parts));
    };
    row.arguments = [](const Registry& registry, const Any& any,
                       bool code) -> std::optional<std::string> {
      const P* const policy = any.template get_if<P>();
      if (policy == nullptr) return std::nullopt;
      std::vector<std::string> texts;
      for (const Any& part : policy->parts()) texts.push_back(registry.text_of(part, code));
      return code ? "{" + detail::listed(texts) + "}" : detail::listed(texts);
    };
    return add_row(std::move(row));
  }

  /// The rows of a kind: AnyAverage, AnyCriterion, AnyDrop, AnyAction or Policies.
  template <typename Any>
  [[nodiscard]] const std::vector<Row<Any>>& rows() const noexcept {
    return std::get<std::vector<Row<Any>>>(tables_);
  }

  /// The row of that name; nullptr if there is none.
  template <typename Any>
  [[nodiscard]] const Row<Any>* find(std::string_view name) const noexcept {
    for (const Row<Any>& row : rows<Any>())
      if (row.name == name) return &row;
    return nullptr;
  }

  /// Whether the expression names a policy of this kind. A combination is of the kind of its first
  /// argument.
  template <typename Any>
  [[nodiscard]] bool knows(const Expression& expression) const noexcept {
    const Row<Any>* const row = find<Any>(expression.name);
    if (row == nullptr || !row->combination || expression.arguments.empty()) return row != nullptr;
    return knows<Any>(expression.arguments.front());
  }

  /// The policy that an expression names. Throws GrammarError.
  template <typename Any>
  [[nodiscard]] Any make(std::string_view text, const Expression& expression) const {
    if (const Row<Any>* const row = find<Any>(expression.name))
      return row->make(*this, text, expression);
    detail::fail(text, expression.position,
                 "expected " + listed_names<Any>() + "; got " + detail::quoted(expression.name));
  }

  /// A policy as text, or as C++ code. Throws std::invalid_argument for a policy of no row.
  template <typename Any>
  [[nodiscard]] std::string text_of(const Any& policy, bool code) const {
    for (const Row<Any>& row : rows<Any>())
      if (const auto arguments = row.arguments(*this, policy, code))
        return code ? row.type + *arguments
                    : row.name + (arguments->empty() ? "" : "(" + *arguments + ")");
    autodecay::detail::raise<std::invalid_argument>(
        "a policy that is not in the registry; pass the registry that it was added to");
  }

  /// The four policies in the order of the flow: "ema | range | drop | scale" as text.
  [[nodiscard]] std::string parts_of(const Policies& policies, bool code) const {
    const std::string_view separator = code ? ", " : " | ";
    return text_of(policies.average, code)
        .append(separator)
        .append(text_of(policies.stability, code))
        .append(separator)
        .append(text_of(policies.drop, code))
        .append(separator)
        .append(text_of(policies.action, code));
  }

  /// "ema, mean or latest"
  template <typename Any>
  [[nodiscard]] std::string listed_names() const {
    std::string names;
    for (const Row<Any>& row : rows<Any>())
      names.append(names.empty()                 ? ""
                   : &row == &rows<Any>().back() ? " or "
                                                 : ", ")
          .append(row.name);
    return names;
  }

 private:
  template <typename Any>
  std::vector<Row<Any>>& rows() noexcept {
    return std::get<std::vector<Row<Any>>>(tables_);
  }

  template <typename Any>
  Registry& add_row(Row<Any> row) {
    using autodecay::detail::raise;
    const auto refuse = [&](std::string_view why) {
      raise<std::invalid_argument>("Registry: " +
                                   detail::quoted(std::string_view(row.name)).append(why));
    };
    if (!ExpressionParser::is_name(row.name))
      refuse(" is no name; expected letters, digits and the characters _ . + -");
    if (find<Any>(row.name) != nullptr) refuse(" already names a policy of this kind");
    rows<Any>().push_back(std::move(row));
    return *this;
  }

  template <typename P, typename Any>
  static Row<Any> row_of(Entry entry) {
    Row<Any> row{std::move(entry)};
    row.make = made<P, Any>;
    row.arguments = arguments_of<P, Any>;
    if constexpr (requires { typename P::Options; }) {
      typename P::Options options{};
      row.described =
          detail::described_options(detail::options_of(options), std::default_initializable<P>);
      row.options = detail::options_help(row.described);
    }
    return row;
  }

  template <typename P, typename Any>
  static Any made(const Registry&, std::string_view text, const Expression& expression) {
    if constexpr (std::same_as<Any, Policies>)
      return policies_of(detail::read<P>(text, expression));
    else
      return Any(detail::read<P>(text, expression));
  }

  template <typename P, typename Any>
  static std::optional<std::string> arguments_of(const Registry& registry, const Any& any,
                                                 bool code) {
    if constexpr (std::same_as<Any, Policies>) {
      return arguments_of_preset<P>(registry, any, code);
    } else {
      const P* const policy = any.template get_if<P>();
      return policy == nullptr ? std::nullopt : std::optional(detail::written(*policy, code));
    }
  }

  template <typename P>
  static Policies policies_of(const P& preset) {
    return {erased<AnyAverage>(preset.average()), erased<AnyCriterion>(preset.stability()),
            erased<AnyDrop>(preset.drop()), erased<AnyAction>(preset.action())};
  }

  template <typename P>
  static std::optional<std::string> arguments_of_preset(const Registry& registry,
                                                        const Policies& policies, bool code) {
    if constexpr (requires { typename P::Options; }) {
      const auto options = detail::preset_options<P>(policies);
      if (registry.parts_of(policies_of(P(options)), false) == registry.parts_of(policies, false))
        return detail::written_options<P>(options, code);
    } else if (registry.parts_of(policies_of(P()), false) == registry.parts_of(policies, false)) {
      return code ? "{}" : "";
    }
    return std::nullopt;
  }

  std::tuple<std::vector<Row<Policies>>, std::vector<Row<AnyAverage>>,
             std::vector<Row<AnyCriterion>>, std::vector<Row<AnyDrop>>, std::vector<Row<AnyAction>>>
      tables_;
};

}  // namespace autodecay::runtime
