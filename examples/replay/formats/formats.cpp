#include "formats/event_format.hpp"
#include "formats/format.hpp"
#include "formats/json_format.hpp"
#include "formats/mlflow_format.hpp"
#include "formats/printed_format.hpp"
#include "formats/table_format.hpp"

namespace replay_tool {

std::span<const Format> formats() {
  // The last one would also recognise some files of the others.
  static constexpr Format all[] = {
      {"TensorBoard events", "tag", is_events, read_events},
      {"trainer_state.json of Hugging Face", "entry", is_trainer_state, read_trainer_state},
      {"JSON lines", "key", is_json_lines, read_json_lines},
      {"MLflow metric files", "metric", is_mlflow_metric, read_mlflow_metric},
      {"what trainers print", "value", is_printed, read_printed},
      {"tables with a header (CSV)", "column", is_table, read_table},
  };
  return all;
}

const Format* format_of(std::string_view head) {
  for (const Format& format : formats())
    if (format.recognises(head)) return &format;
  return nullptr;
}

}  // namespace replay_tool
