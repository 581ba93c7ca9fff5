#include "csv/csv.hpp"
#include "formats/event_format.hpp"
#include "formats/format.hpp"
#include "formats/json_format.hpp"
#include "formats/mlflow_format.hpp"
#include "formats/printed_format.hpp"
#include "formats/table_format.hpp"

#include <algorithm>
#include <cstddef>

namespace replay_tool {
namespace {

/// The first lines, shortened, for a message.
std::string first_lines(std::string_view head) {
  constexpr std::size_t most = 60;
  std::string lines;
  for (int line = 0; line < 3 && !head.empty(); ++line) {
    const std::string_view text = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(text.size() + 1, head.size()));
    if (!lines.empty()) lines += ", ";
    ((lines += '"') += text.substr(0, most)) += text.size() > most ? "...\"" : "\"";
  }
  return lines;
}

}  // namespace

std::span<const Format> formats() {
  // The last one would also recognise some files of the others.
  static constexpr Format all[] = {
      {"TensorBoard events", "tag", is_events, read_events},
      {"trainer_state.json of Hugging Face", "entry", is_trainer_state, read_trainer_state},
      {"JSON lines", "key", is_json_lines, read_json_lines, json_lines},
      {"MLflow metric files", "metric", is_mlflow_metric, read_mlflow_metric, mlflow_lines},
      {"what trainers print", "value", is_printed, read_printed, printed_lines},
      {"tables with a header (CSV)", "column", is_table, read_table},
  };
  return all;
}

const Format* format_of(std::string_view head) {
  for (const Format& format : formats())
    if (format.recognises(head)) return &format;
  return nullptr;
}

void throw_unknown_format(const std::string& file, std::string_view head) {
  std::string names;
  for (const Format& format : formats()) (names += names.empty() ? "" : ", ") += format.name;
  throw csv::MissingColumn(
      file, "has none of the formats that are known: " + names + "; it begins with " +
                first_lines(head) +
                "; its losses can be passed to replay - as one number per line");
}

}  // namespace replay_tool
