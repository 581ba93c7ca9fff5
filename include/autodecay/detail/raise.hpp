#pragma once

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace autodecay::detail {

/// Throws an Error with the message. The library raises every error here. Under -fno-exceptions,
/// this function prints the message to standard error and aborts.
template <typename Error>
[[noreturn]] void raise(const std::string& message) {
#if defined(__cpp_exceptions)
  throw Error(message);
#else
  std::fprintf(stderr, "%s\n", message.c_str());
  std::abort();
#endif
}

/// Raises std::invalid_argument "owner: option must be <allowed>, got <value>".
[[noreturn]] inline void refuse(std::string_view owner, std::string_view option,
                                std::string_view allowed, std::string_view value) {
  std::string message(owner);
  message.append(": ").append(option).append(" must be ").append(allowed).append(", got ");
  raise<std::invalid_argument>(message.append(value));
}

}  // namespace autodecay::detail
