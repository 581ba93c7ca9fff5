#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

/// What each fuzz target defines for one reader of files. libfuzzer.cpp runs it over inputs that
/// libFuzzer makes up, every_byte.cpp over the seeds, cut off and altered everywhere.
namespace fuzz {

/// Inputs that the reader accepts, to begin with.
std::vector<std::string> seeds();

/// The input with its checksums made right, so that what they guard is tried as well.
std::string mended(std::string input);

/// Gives the input to the reader: true if it was accepted, false if it was refused as the reader
/// says it refuses. Everything else is a defect, and ends the program.
bool accepts(std::string_view input);

/// Ends the program unless what must be true of the reader's result is.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "defect: not so: %s\n", what);
  std::abort();
}

}  // namespace fuzz
