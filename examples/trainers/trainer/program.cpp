#include "trainer/program.hpp"

#include "trainer/usage_error.hpp"

#include <cstdio>
#include <exception>

#include <c10/util/Exception.h>

namespace trainer {

int run_program(const char* name, const std::function<int()>& body) {
  const auto complain = [&](const char* what) { std::fprintf(stderr, "%s: %s\n", name, what); };
  try {
    return body();
  } catch (const UsageError& error) {
    complain(error.what());
    return 2;
  } catch (const c10::Error& error) {
    complain(error.what_without_backtrace());
  } catch (const std::exception& error) {
    complain(error.what());
  }
  return 1;
}

}  // namespace trainer
