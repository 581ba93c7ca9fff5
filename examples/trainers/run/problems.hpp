#pragma once

#include "engine/error_text.hpp"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace trainer {

/// Gathers all that is wrong, each text once.
class Problems {
 public:
  /// Lets `check` throw what is wrong.
  template <typename Check>
  void attempt(const Check& check) {
    try {
      check();
    } catch (const std::exception& error) {
      add(reason(error));
    }
  }

  void add(std::string problem) {
    if (std::find(found_.begin(), found_.end(), problem) == found_.end())
      found_.push_back(std::move(problem));
  }

  [[nodiscard]] const std::vector<std::string>& found() const { return found_; }

 private:
  std::vector<std::string> found_;
};

}  // namespace trainer
