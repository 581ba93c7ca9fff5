#include "run/program.hpp"

#include "engine/error_text.hpp"
#include "support/run_program.hpp"

#include <stdexcept>

#include <c10/util/Exception.h>

namespace trainer {

int run_program(const char* name, const std::function<int()>& body) {
  return support::run_program(name, [&] {
    try {
      return body();
    } catch (const c10::Error& error) {
      throw std::runtime_error(reason(error));
    }
  });
}

}  // namespace trainer
