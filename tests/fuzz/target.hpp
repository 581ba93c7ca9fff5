#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

/// The functions that each fuzz target defines for one reader of files. libfuzzer.cpp runs them on
/// inputs that libFuzzer generates, and every_byte.cpp on the seeds, truncated and altered at every
/// byte.
namespace fuzz {

/// Inputs that the reader accepts, as a start.
std::vector<std::string> seeds();

/// The input with corrected checksums, so that the code behind the checks is also tested.
std::string mended(std::string input);

/// Passes the input to the reader. Returns true if it was accepted, and false if it was rejected
/// with the documented error. Everything else is a defect and ends the program.
bool accepts(std::string_view input);

/// Ends the program if an invariant of the reader's result does not hold.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "defect: not so: %s\n", what);
  std::abort();
}

}  // namespace fuzz
