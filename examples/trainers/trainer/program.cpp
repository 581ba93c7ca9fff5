#include "trainer/program.hpp"

#include "text/printable.hpp"
#include "trainer/error_text.hpp"
#include "trainer/usage_error.hpp"

#include <cstdio>
#include <exception>
#include <string>

namespace trainer {

int run_program(const char* name, const std::function<int()>& body) {
  const auto complain = [&](const std::string& what) {
    std::fprintf(stderr, "%s: %s\n", name, text::printable_lines(what).c_str());
  };
  try {
    return body();
  } catch (const UsageError& error) {
    complain(error.what());
    return 2;
  } catch (const std::exception& error) {
    complain(reason(error));
  }
  return 1;
}

}  // namespace trainer
