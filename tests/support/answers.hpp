#pragma once

#include <initializer_list>
#include <string>

#include <autodecay/resettable.hpp>

namespace test {

/// '1' where the criterion holds, '.' where it does not. As in a scheduler, a new stage begins
/// after each '1'.
template <typename Criterion, typename Levels>
[[nodiscard]] std::string stages(const Criterion& fresh, const Levels& levels) {
  autodecay::Resettable criterion(fresh);
  std::string answers;
  for (const double level : levels) {
    if (answers.ends_with('1')) criterion.begin_stage();
    answers += criterion->update(level) ? '1' : '.';
  }
  return answers;
}

template <typename Criterion>
[[nodiscard]] std::string stages(const Criterion& criterion, std::initializer_list<double> levels) {
  return stages<Criterion, std::initializer_list<double>>(criterion, levels);
}

/// The answers within one stage: no stage begins where the criterion holds.
template <typename Criterion>
[[nodiscard]] std::string answers(Criterion criterion, std::initializer_list<double> levels) {
  std::string answers;
  for (const double level : levels) answers += criterion.update(level) ? '1' : '.';
  return answers;
}

}  // namespace test
