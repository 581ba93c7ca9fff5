#include "trainer/program.hpp"

#include "trainer/error_text.hpp"
#include "trainer/usage_error.hpp"

#include <cstdio>
#include <exception>

namespace trainer {

int run_program(const char* name, const std::function<int()>& body) {
  const auto complain = [&](const char* what) { std::fprintf(stderr, "%s: %s\n", name, what); };
  try {
    return body();
  } catch (const UsageError& error) {
    complain(error.what());
    return 2;
  } catch (const std::exception& error) {
    complain(reason(error).c_str());
  }
  return 1;
}

}  // namespace trainer
