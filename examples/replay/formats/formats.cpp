#include "formats/event_format.hpp"
#include "formats/format.hpp"
#include "formats/json_format.hpp"
#include "formats/mlflow_format.hpp"
#include "formats/printed_format.hpp"
#include "formats/table_format.hpp"
#include "support/csv.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace replay_tool {
namespace {

/// The first lines, shortened, for a message.
std::string first_lines(std::string_view head) {
  constexpr std::size_t most = 60;
  if (std::any_of(head.begin(), head.begin() + std::min<std::ptrdiff_t>(most, std::ssize(head)),
                  [](char c) { return c >= '\0' && c < '\t'; }))
    return "binary data";
  std::string lines;
  for (int line = 0; line < 3 && !head.empty(); ++line) {
    const std::string_view text = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(text.size() + 1, head.size()));
    if (!lines.empty()) lines += ", ";
    ((lines += '"') += text.substr(0, most)) += text.size() > most ? "...\"" : "\"";
  }
  return lines;
}

/// Whether a line names a loss, as in "loss = 2.5" or "my loss: 2.5".
bool prints_loss(std::string_view head) {
  for (std::size_t at = head.find("loss"); at != head.npos; at = head.find("loss", at + 1)) {
    const std::size_t number = head.find_first_not_of(" :=", at + 4);
    if (number != head.npos && number > at + 4 && head[number] >= '0' && head[number] <= '9')
      return true;
  }
  return false;
}

/// What to do with a file of an unknown format.
std::string advice_on(std::string_view head) {
  if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff"))
    return "iconv -f UTF-16 -t UTF-8 FILE converts this text";
  const std::string numbers = "losses are also taken as one number per line";
  if (!prints_loss(head)) return numbers;
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
  std::string names;
  for (const Format& format : formats()) (names += names.empty() ? "" : ", ") += format.name;
  throw csv::MissingColumn(file, "has none of the formats that are known: " + names +
                                     "; it begins with " + first_lines(head) + "; " +
                                     advice_on(head));
}

}  // namespace replay_tool
