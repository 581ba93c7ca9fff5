#pragma once

#include "support/allocations.hpp"
#include "support/losses.hpp"
#include "support/optimizers.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/concepts.hpp>
#include <autodecay/hooks.hpp>
#include <autodecay/resettable.hpp>

/// The laws of every Policy.
namespace laws {

/// Losses that improve, stay constant and change sign, so that the answers of every kind of policy
/// vary over time.
inline std::vector<double> up_and_down() {
  std::vector<double> losses = test::noisy_descent(97);
  std::fill(losses.begin() + 30, losses.begin() + 50, 2.25);
  for (std::size_t i = 70; i < losses.size(); ++i) losses[i] = -losses[i];
  return losses;
}

inline double loss_at(std::int64_t i) {
  static const std::vector<double> losses = up_and_down();
  return losses[static_cast<std::size_t>(i) % losses.size()];
}

/// The loss, or now and then an infinite level, which the concepts allow.
inline double level_at(std::int64_t i) {
  return i % 97 == 60 ? std::numeric_limits<double>::infinity() : loss_at(i);
}

inline autodecay::Stage stage_at(std::int64_t i) {
  return {.index = i / 8 + 2,
          .observations = i % 8,
          .first_level = 3.0,
          .level = level_at(i),
          .previous_level = 4.0};
}

/// The policy's answer to observation i, as a number. A leading action leads it, and now and then to
/// the end of the training.
template <autodecay::Policy P>
double respond(P& policy, std::int64_t i) {
  using namespace autodecay;
  if constexpr (MovingAverage<P>) {
    return policy.update(loss_at(i));
  } else if constexpr (StabilityCriterion<P>) {
    return static_cast<double>(policy.update(level_at(i)));
  } else if constexpr (DropCriterion<P>) {
    return static_cast<double>(policy.significant(stage_at(i)));
  } else {
    test::LearningRateOptimizer optimizer(1.0, 3);
    if constexpr (LeadingAction<P>) {
      policy.advance();
      if (i % 30 == 20) (void)policy.end_training();
      policy.follow(optimizer);
    }
    policy(optimizer, stage_at(i));
    return optimizer.get_learning_rate() / static_cast<double>(optimizer.get_mini_batch_size());
  }
}

/// The answers to observations first … first+count-1.
template <autodecay::Policy P>
std::vector<double> responses(P& policy, std::int64_t first, std::int64_t count) {
  std::vector<double> answers;
  for (std::int64_t i = first; i < first + count; ++i) answers.push_back(respond(policy, i));
  return answers;
}

/// The numbers of losses after which the laws are tested: none, within the first window, many.
inline const std::vector<std::int64_t> histories{0, 1, 2, 3, 5, 8, 13, 40, 47, 200};

template <autodecay::Policy P>
void reset_equals_fresh(const P& fresh) {
  for (const std::int64_t history : histories) {
    CAPTURE(history);
    autodecay::Resettable used(fresh);
    responses(*used, 0, history);
    used.reset();
    CHECK(*used == fresh);
    P untouched = fresh;
    CHECK(responses(*used, 0, 150) == responses(untouched, 0, 150));
    CHECK(*used == untouched);
  }
}

template <autodecay::Policy P>
void copies_evolve_apart(const P& fresh) {
  for (const std::int64_t history : histories) {
    CAPTURE(history);
    P original = fresh;
    responses(original, 0, history);
    P copy = original, witness = original;
    CHECK(copy == original);
    responses(copy, 57, 31);
    CHECK(original == witness);
    CHECK(responses(original, history, 150) == responses(witness, history, 150));
    P assigned = fresh;
    assigned = original;
    CHECK(assigned == original);
    P moved = std::move(original);
    CHECK(moved == assigned);
  }
}

template <autodecay::Policy P>
void saved_and_loaded_is_the_same(const P& fresh) {
  for (const std::int64_t history : histories)
    for (const std::int64_t dirt : {0, 1, 6, 77}) {
      CAPTURE(history);
      CAPTURE(dirt);
      P saved = fresh;
      responses(saved, 0, history);
      const std::string text = autodecay::save(saved);
      P loaded = fresh;
      responses(loaded, 31, dirt);
      autodecay::load(text, loaded);
      CHECK(loaded == saved);
      CHECK(autodecay::save(loaded) == text);
      CHECK(responses(loaded, history, 150) == responses(saved, history, 150));
      CHECK(loaded == saved);
    }
}

template <autodecay::Policy P>
void nothing_is_allocated(const P& fresh) {
  autodecay::Resettable policy(fresh);
  respond(*policy, 0);  // makes the losses
  const std::size_t before = test::allocations();
  for (const std::int64_t stage_length : {100, 9}) {
    for (std::int64_t i = 0; i < 300; ++i) {
      respond(*policy, i);
      if constexpr (autodecay::DropCriterion<P>)
        (void)autodecay::measure(*policy, stage_at(i));
      else
        (void)autodecay::measure(*policy);
      if (i % stage_length == stage_length - 1) policy.begin_stage();
    }
    policy.reset();
  }
  const std::size_t after = test::allocations();
  CHECK(after == before);
}

/// All laws of a Policy.
template <autodecay::Policy P>
void is_a_policy(const P& fresh) {
  reset_equals_fresh(fresh);
  copies_evolve_apart(fresh);
  saved_and_loaded_is_the_same(fresh);
  nothing_is_allocated(fresh);
}

}  // namespace laws
