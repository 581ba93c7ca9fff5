// A policy is a value, and compares, within a combination too. g++ reads out how it got there first,
// and then says the same.
// expect Clang: a policy needs ==
// expect GNU: In instantiation of ‘class autodecay::detail::Combination<autodecay::RelativeRange, Stability>’
#include <autodecay/all.hpp>

struct Stability {
  bool update(double) noexcept { return false; }
#ifndef MUST_FAIL
  bool operator==(const Stability&) const = default;
#endif
};

using namespace autodecay;
AllOf policy{RelativeRange{}, Stability{}};
