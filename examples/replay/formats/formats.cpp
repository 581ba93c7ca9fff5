#include "formats/event_format.hpp"
#include "formats/format.hpp"
#include "formats/json_format.hpp"
#include "formats/mlflow_format.hpp"
#include "formats/printed_format.hpp"
#include "formats/table_format.hpp"
#include "support/csv.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace replay_tool {
namespace {

bool is_binary(std::string_view head) {
  const std::string_view start = head.substr(0, 60);
  return std::any_of(start.begin(), start.end(), [](char c) { return c >= '\0' && c < '\t'; });
}

/// The first lines, shortened, for a message.
std::string first_lines(std::string_view head) {
  if (is_binary(head)) return "binary data";
  std::vector<std::string> lines;
  while (lines.size() < 3 && !head.empty())
    lines.push_back(csv::in_quotes(csv::take_until(head, '\n')));
  return support::joined(lines, ", ");
}

/// Whether the first line with a loss, as in "my loss: 2.5", has no other one, as of a validation.
bool prints_one_loss(std::string_view head) {
  while (!head.empty()) {
    const std::string_view line = csv::take_until(head, '\n');
    const std::size_t at = line.find("loss");
    if (at == line.npos) continue;
    const std::size_t number = line.find_first_not_of(" :=", at + 4);
    if (number < line.size() && number > at + 4 && line[number] >= '0' && line[number] <= '9')
      return line.find("loss", number) == line.npos;
  }
  return false;
}

/// What to do with a file of an unknown format.
std::string advice_on(std::string_view head) {
  if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff"))
    return "iconv -f UTF-16 -t UTF-8 FILE converts this text";
  if (!is_binary(head) && has_lone_return(head))
    return "lines must end in \\n, not in \\r alone: tr '\\r' '\\n' < FILE converts them";
  const std::string numbers = "losses are also taken as one number per line";
  // The expression takes the last loss of a line.
  if (!prints_one_loss(head)) return numbers;
  return numbers +
         ", such as those of sed -n 's/.*loss[ :=]*\\([0-9.e+-]*\\).*/\\1/p' FILE | replay -";
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
      {"tables with a header (CSV) or one number per line", "column", is_table, read_table},
  };
  return all;
}

const Format* format_of(std::string_view head) {
  for (const Format& format : formats())
    if (format.recognises(head)) return &format;
  return nullptr;
}

void throw_unknown_format(const std::string& file, std::string_view head) {
  const std::string names = support::joined(
      formats(), ", ", [](const Format& format) { return std::string(format.name); });
  throw csv::MissingColumn(file, "has none of the formats that are known: " + names +
                                     "; it begins with " + first_lines(head) + "; " +
                                     advice_on(head));
}

}  // namespace replay_tool
