#pragma once

#include <nlohmann/json.hpp>

namespace replay_page {

/// The registry, for the page's lists and sliders:
///
///   {"pipelines": [row, …], "averages": […], "criteria": […], "drops": […], "actions": […]}
///
/// A row has "name", "phrase", "compat" (whether it is a framework's), "average" and "drop" (those
/// that a criterion brings along), and "options": [{"name", "value", "unit", "phrase", "whole",
/// "names", "least", "greatest", "without_least", "without_greatest"}]. A bound that is infinite is
/// null, and so is the value of an option without a default. Rows whose arguments have no names,
/// such as combinations, are left out: only a text can name them.
[[nodiscard]] nlohmann::ordered_json registry_json();

}  // namespace replay_page
