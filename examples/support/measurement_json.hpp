#pragma once

#include <optional>

#include <nlohmann/json.hpp>

#include <autodecay/measurement.hpp>

/// {"quantity": "spread", "value": 0.0091, "unit": "", "relation": "<", "limit": 0.01, "holds":
/// true}; null without a measurement. A number that JSON cannot represent is null.
inline nlohmann::ordered_json measurement_json(
    const std::optional<autodecay::Measurement>& measurement) {
  if (!measurement) return nullptr;
  return {{"quantity", measurement->quantity.name()},
          {"value", measurement->value},
          {"unit", measurement->quantity.unit()},
          {"relation", measurement->sign()},
          {"limit", measurement->limit},
          {"holds", measurement->holds()}};
}
