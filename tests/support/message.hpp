#pragma once

#include <string>

namespace test {

/// The message of the exception of type E that `action` throws; "" if it throws none.
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
