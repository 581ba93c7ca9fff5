#include "engine/registry_json.hpp"

#include "support/registry.hpp"

namespace replay_page {
namespace {

using namespace autodecay::runtime;
using nlohmann::ordered_json;

/// JSON has no infinity: an infinite bound becomes null.
ordered_json option_json(const OptionDescription& option) {
  return {{"name", option.name},
          {"value", option.value.empty() ? ordered_json(nullptr) : ordered_json(option.value)},
          {"unit", option.unit},
          {"phrase", option.phrase},
          {"whole", option.whole},
          {"names", option.names},
          {"least", option.range.least},
          {"greatest", option.range.greatest},
          {"without_least", option.range.without_least},
          {"without_greatest", option.range.without_greatest}};
}

template <typename Any>
ordered_json rows_json(const Registry& registry) {
  ordered_json rows = ordered_json::array();
  for (const auto& row : registry.rows<Any>()) {
    if (row.described.empty() && !row.options.empty()) continue;
    ordered_json options = ordered_json::array();
    for (const OptionDescription& option : row.described) options.push_back(option_json(option));
    rows.push_back({{"name", row.name},
                    {"phrase", row.phrase},
                    {"compat", row.type.starts_with("compat::")},
                    {"average", row.average},
                    {"drop", row.drop},
                    {"options", options}});
  }
  return rows;
}

}  // namespace

ordered_json registry_json() {
  const Registry& registry = support::registry();
  return {{"pipelines", rows_json<Policies>(registry)},
          {"averages", rows_json<AnyAverage>(registry)},
          {"criteria", rows_json<AnyCriterion>(registry)},
          {"drops", rows_json<AnyDrop>(registry)},
          {"actions", rows_json<AnyAction>(registry)}};
}

}  // namespace replay_page
