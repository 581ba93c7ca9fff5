#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <autodecay/runtime/any_scheduler.hpp>
#include <autodecay/runtime/expression.hpp>
#include <autodecay/runtime/registry.hpp>

/// Schedulers as text, of the policies in a registry, in the order of the flow:
///
///   ema(0.9) | range(window=5, tolerance=0.01) | drop(0.95) | scale(0.1)
///
/// Any part can be left out, but not all. A text can begin with a whole pipeline, and the parts
/// after it replace the pipeline's own: "auto(window=10) | all(drop, stages(3))". Without a
/// pipeline, a criterion brings the average and the drop criterion of its row in the registry; the
/// default criterion is range, and the default action is scale. Options are given by position, in
/// the order of their description, or by name.
///
/// parse.hpp has the same functions for the standard registry, whose policies take some seconds to
/// compile. A registry of your own needs this header alone.
namespace autodecay::runtime {

namespace detail {

/// Puts the parts of a text into the places of the flow.
class Assembly {
 public:
  Assembly(std::string_view text, const Registry& registry) : text_(text), registry_(registry) {}

  [[nodiscard]] Policies policies() {
    const std::vector<Expression> parts = ExpressionParser(text_).pipeline();
    for (const Expression& part : parts) {
      const bool first = &part == &parts.front();
      if (const auto* const row = first ? registry_.find<Policies>(part.name) : nullptr) {
        Policies all = row->make(registry_, text_, part);
        average_ = std::move(all.average);
        stability_ = std::move(all.stability);
        drop_ = std::move(all.drop);
        action_ = std::move(all.action);
      } else if (!(place(part, 1, average_) || place(part, 2, stability_) ||
                   place(part, 3, drop_) || place(part, 4, action_))) {
        refuse(part, first);
      }
    }
    if (!stability_) stability_ = by_default<AnyCriterion>("stability criterion", "range");
    if (!average_) average_ = by_default<AnyAverage>("average", criterion_->average);
    if (!drop_) drop_ = by_default<AnyDrop>("drop criterion", criterion_->drop);
    if (!action_) action_ = by_default<AnyAction>("action", "scale");
    return {*std::move(average_), *std::move(stability_), *std::move(drop_), *std::move(action_)};
  }

 private:
  /// Puts the part into its place in the flow, if it can stand there after the parts before it.
  template <typename Any>
  bool place(const Expression& part, int place, std::optional<Any>& policy) {
    if (place <= latest_ || !registry_.knows<Any>(part)) return false;
    latest_ = place;
    policy = made<Any>(part);
    return true;
  }

  template <typename Any>
  Any made(const Expression& part) {
    if constexpr (std::same_as<Any, AnyCriterion>)
      criterion_ = registry_.find<AnyCriterion>(part.name);
    return registry_.make<Any>(text_, part);
  }

  template <typename Any>
  Any by_default(std::string_view place, std::string_view name) {
    if (registry_.find<Any>(name) == nullptr)
      fail(text_, text_.size(),
           std::string("the text names no ").append(place).append(", and the default ") +
               quoted(name) + " is not in the registry");
    return made<Any>(Expression{name, text_.size()});
  }

  [[noreturn]] void refuse(const Expression& part, bool first) const {
    const auto known = [&]<typename Any>(std::string_view kind) {
      if (registry_.knows<Any>(part))
        fail(text_, part.position,
             quoted(part.name) + " is " + std::string(kind) +
                 "; the order is average | criterion | drop criterion | action, each at most once");
      for (const auto& row : registry_.template rows<Any>())
        if (row.type == part.name)
          fail(text_, part.position,
               quoted(part.name) + " is called " + quoted(std::string_view(row.name)) + " here");
    };
    known.template operator()<Policies>("a whole pipeline, which comes first");
    known.template operator()<AnyAverage>("an average");
    known.template operator()<AnyCriterion>("a stability criterion");
    known.template operator()<AnyDrop>("a drop criterion");
    known.template operator()<AnyAction>("an action");
    if (latest_ == 4) fail(text_, part.position, "expected the end after the action");
    std::string expected;
    const auto add = [&](bool possible, const std::string& names) {
      if (possible) expected.append("\n  ").append(names);
    };
    add(first, "pipeline: " + registry_.listed_names<Policies>());
    add(latest_ < 1, "average: " + registry_.listed_names<AnyAverage>());
    add(latest_ < 2, "stability criterion: " + registry_.listed_names<AnyCriterion>());
    add(latest_ < 3, "drop criterion: " + registry_.listed_names<AnyDrop>());
    add(true, "action: " + registry_.listed_names<AnyAction>());
    fail(text_, part.position,
         "there is no policy " + quoted(part.name) + "; expected one of these" + expected);
  }

  std::string_view text_;
  const Registry& registry_;
  int latest_ = 0;  // the place of the latest part in the flow, from 1
  const Registry::Row<AnyCriterion>* criterion_ = nullptr;
  std::optional<AnyAverage> average_;
  std::optional<AnyCriterion> stability_;
  std::optional<AnyDrop> drop_;
  std::optional<AnyAction> action_;
};

}  // namespace detail

/// The policies that a text names. Throws GrammarError.
[[nodiscard]] inline Policies parse_policies(std::string_view text, const Registry& registry) {
  return detail::Assembly(text, registry).policies();
}

/// The scheduler that a text names. Throws GrammarError for the text, and std::invalid_argument for
/// the options.
[[nodiscard]] inline AnyScheduler parse(std::string_view text, const Registry& registry,
                                        SchedulerOptions options = {}) {
  Policies policies = parse_policies(text, registry);
  return AnyScheduler(std::move(policies.average), std::move(policies.stability),
                      std::move(policies.drop), std::move(policies.action), options);
}

namespace detail {
[[nodiscard]] inline Policies policies_of(const AnyScheduler& scheduler) {
  return {scheduler.average(), scheduler.stability(), scheduler.drop(), scheduler.action()};
}
}  // namespace detail

/// The shortest text of all four parts from which parse() makes the scheduler's policies, without
/// their state. Throws std::invalid_argument for a policy that is not in the registry.
[[nodiscard]] inline std::string to_text(const AnyScheduler& scheduler, const Registry& registry) {
  return registry.parts_of(detail::policies_of(scheduler), false);
}

/// The C++ expression of a scheduler with these policies, for a program with
/// `using namespace autodecay`: the first pipeline of the registry that has them, as in
/// "AutoDecay({.window = 10})", and otherwise "Scheduler{ExponentialMovingAverage{}, …}". Throws like
/// to_text().
[[nodiscard]] inline std::string to_cpp(const AnyScheduler& scheduler, const Registry& registry) {
  const Policies policies = detail::policies_of(scheduler);
  for (const auto& row : registry.rows<Policies>())
    if (const auto arguments = row.arguments(registry, policies, true))
      return row.type + *arguments;
  return "Scheduler{" + registry.parts_of(policies, true) + "}";
}

}  // namespace autodecay::runtime
