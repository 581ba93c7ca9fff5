#pragma once

#include <string>

namespace test {

/// What the exception of type E says that `action` throws; "" if it throws none.
template <typename E, typename Action>
[[nodiscard]] std::string message(Action action) {
  try {
    action();
  } catch (const E& error) {
    return error.what();
  }
  return "";
}

}  // namespace test
