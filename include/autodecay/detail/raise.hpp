#pragma once

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace autodecay::detail {

/// Throws an Error made of the arguments. The library raises every error here. Under -fno-exceptions,
/// this function prints the error's message to standard error and aborts.
template <typename Error>
[[noreturn]] void raise(const auto&... arguments) {
#if defined(__cpp_exceptions)
  throw Error(arguments...);
#else
  std::fprintf(stderr, "%s\n", Error(arguments...).what());
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
