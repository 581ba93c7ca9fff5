#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace test {

/// The error that says `what`, repeats `text` and points to the character at `position`, from 0.
inline std::string pointing(std::string what, std::string_view text, std::size_t position) {
  return what.append("\n  ").append(text).append("\n  ").append(position, ' ').append("^");
}

}  // namespace test
