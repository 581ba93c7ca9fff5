#pragma once

#include "replay/formats/contents.hpp"
#include "support/csv.hpp"
#include "target.hpp"

#include <cstddef>
#include <numeric>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

/// Passes the input to the reader of a format, whether it recognises it or not.
template <typename Recognises, typename Read>
bool accepts_format(std::string_view input, Recognises recognises, Read read) {
  const bool recognised = recognises(input);
  std::istringstream in{std::string(input)};
  replay_tool::Contents contents;
  try {
    contents = read(in, "log", [](const std::vector<std::string>& names) {
      std::vector<std::size_t> all(names.size());
      std::iota(all.begin(), all.end(), std::size_t{0});
      return all;
    });
  } catch (const csv::FileError&) {
    return false;
  }
  std::size_t numbers = 0;
  for (const replay_tool::Series& series : contents.series) {
    numbers += series.size();
    for (std::size_t i = 1; i < series.size(); ++i)
      require(series.position(i - 1) <= series.position(i), "positions do not decrease");
  }
  require(numbers <= input.size(), "no more numbers than bytes");
  return recognised;
}

}  // namespace fuzz
