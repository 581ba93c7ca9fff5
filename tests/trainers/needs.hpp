#pragma once

#include "support/required_tools.hpp"

#include <cstdlib>

#include <c10/util/Logging.h>  // before doctest, whose CHECK it would replace
#include <doctest/doctest.h>

/// TEST_CASE("…" * needs_gnuplot()): skipped if gnuplot is missing, unless the tools are required.
inline doctest::skip needs_gnuplot() {
  static const bool missing = std::system("gnuplot -e '' >/dev/null 2>&1") != 0;
  return doctest::skip(missing && !test::tools_are_required());
}

/// TEST_CASE("…" * needs_gloo()): skipped if several processes cannot train on a CPU, unless the tools
/// are required.
inline doctest::skip needs_gloo() {
#ifdef TRAINER_WITH_GLOO
  return doctest::skip(false);
#else
  return doctest::skip(!test::tools_are_required());
#endif
}
