#include "engine/error_text.hpp"

#include "support/run_program.hpp"

#include <new>
#include <string_view>

#include <c10/util/Exception.h>

namespace trainer {

std::string reason(const std::exception& error) {
  const auto* const torch_error = dynamic_cast<const c10::Error*>(&error);
  std::string text =
      torch_error == nullptr ? support::reason(error) : torch_error->what_without_backtrace();
  if (text.starts_with('[') && text.find("] ") != std::string::npos)  // "[pair.cc:598] Connection…"
    text.erase(0, text.find("] ") + 2);
  return text;
}

bool is_out_of_memory(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return true;
  const std::string text = error.what();
  for (const std::string_view sign : {"out of memory", "can't allocate memory",
                                      "could not create a memory", "STATUS_ALLOC_FAILED"})
    if (text.find(sign) != std::string::npos) return true;
  return false;
}

}  // namespace trainer
