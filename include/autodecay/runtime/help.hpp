#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <autodecay/runtime/registry.hpp>

namespace autodecay::runtime {

/// The tables of a registry as text for a terminal: per row its name, its phrase, and its options
/// with their defaults.
[[nodiscard]] inline std::string help(const Registry& registry) {
  std::string text =
      "AVERAGE | CRITERION | DROP CRITERION | ACTION, or PIPELINE | parts that replace its own.\n"
      "Each part is a name, with options as in range(5, tolerance=0.01). Every part can be left "
      "out.\n";
  const auto table = [&]<typename Any>(std::string_view title) {
    constexpr std::size_t width = 24;
    text.append("\n").append(title).append("\n");
    const auto line = [&](std::string_view name, std::string_view what) {
      text.append("  ").append(name).append(width - (std::min)(width - 1, name.size()), ' ');
      text.append(what).append("\n");
    };
    for (const auto& row : registry.rows<Any>()) {
      line(row.name, row.phrase);
      if (!row.options.empty()) line("", "(" + row.options + ")");
    }
  };
  table.template operator()<Policies>("whole pipelines");
  table.template operator()<AnyAverage>("averages: how the losses are smoothed");
  table.template operator()<AnyCriterion>("stability criteria: when a stage is over");
  table.template operator()<AnyDrop>("drop criteria: when a stage earns another one");
  table.template operator()<AnyAction>("actions: what a decay does");
  return text;
}

}  // namespace autodecay::runtime
