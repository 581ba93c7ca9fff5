#pragma once

#include <optional>

#include <autodecay/measurement.hpp>

namespace autodecay::detail {

/// Chooses among the measurements of several policies, in order: the first for which holds() equals
/// `holds`, otherwise the last one. A policy that measures nothing is passed over.
class FirstMeasurement {
 public:
  explicit FirstMeasurement(bool holds) : holds_(holds) {}

  void consider(const std::optional<Measurement>& measurement) noexcept {
    if (found_ || !measurement) return;
    chosen_ = measurement;
    found_ = measurement->holds() == holds_;
  }

  [[nodiscard]] const std::optional<Measurement>& chosen() const noexcept { return chosen_; }

 private:
  bool holds_;
  bool found_ = false;
  std::optional<Measurement> chosen_;
};

}  // namespace autodecay::detail
