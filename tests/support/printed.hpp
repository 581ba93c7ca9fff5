#pragma once

#include <sstream>
#include <string>

namespace test {

/// What operator<< prints.
template <typename T>
[[nodiscard]] std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

}  // namespace test
