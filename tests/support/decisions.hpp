#pragma once

#include <string>

#include <doctest/doctest.h>

#include <autodecay/concepts.hpp>

/// doctest prints a decision by its name.
template <>
struct doctest::StringMaker<autodecay::Decision> {
  static String convert(autodecay::Decision decision) {
    return std::string(autodecay::to_string(decision)).c_str();
  }
};

namespace test {

/// The answers to all the losses: '.' for hold, 'd' for decay, 's' for stop.
template <typename Scheduler, typename Losses>
std::string decisions(Scheduler& scheduler, const Losses& losses) {
  std::string answers;
  for (const double loss : losses) answers += ".ds"[static_cast<int>(scheduler.observe(loss))];
  return answers;
}

template <typename Scheduler>
std::string decisions(Scheduler& scheduler, std::initializer_list<double> losses) {
  return decisions<Scheduler, std::initializer_list<double>>(scheduler, losses);
}

}  // namespace test
