#include "formats/printed_format.hpp"

#include "formats/line_pattern.hpp"
#include "formats/torn_line.hpp"
#include "support/csv.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace replay_tool {
namespace {

/// The lines of the trainers. A new one is a row here. A line may have several of the forms.
constexpr LinePattern trainers_lines[] = {
    // Caffe
    {"Iteration {#}", ", "},
    {"Train net output #{_}:", "\t", "train output "},
    {"Test net output #{_}:", "\t", "test "},
    // Darknet, in its versions
    {"{#}: {loss}, {avg loss} avg, {learning rate} rate,"},
    {"{#}, {_}: {loss}, {avg loss} avg, {learning rate} rate,"},
    {"{#}: {loss}, {avg loss} avg loss, {learning rate} rate,"},
    // timm
    {"Train: {#} [{#}/{_} ({_}%)]", "  "},
    // torchvision's references
    {"Epoch: [{#}] [{#}/{_}]", "  "},
    // both
    {"Test: [{_}/{_}]", "  ", "test "},
    // Keras with verbose=2, and the like in one line
    {.line = "Epoch {#}/{_}", .between = " - ", .begins_bars = true},
    {.line = "{_}/{_} - {_}s -", .between = " - ", .is_state = true},
    // Keras 2 and 3 with a progress bar
    {.line = "{_}/{=} [* - {_}s", .between = " - ", .is_state = true},
    {.line = "{_}/{=} ━* {_}s", .between = " - ", .is_state = true},
    // nanoGPT, llm.c on a CPU
    {"iter {#}: loss {loss}"},
    {"step {#}: train loss {train loss}"},
    {"val loss {val loss}"},
    // llm.c, in its versions, and its main.log
    {"step {#}/{_} | loss {loss}"},
    {"step {#}/{_} | train loss {train loss}"},
    {"| lr {lr} |"},
    {"s:{#} trl:{train loss} lr:{lr}"},
    {"s:{#} tel:{val loss}"},
    // Hugging Face's Trainer, in its versions
    {"'loss': {loss}"},
    {"'loss': '{loss}'"},
    {"'eval_loss': {eval_loss}"},
    {"'eval_loss': '{eval_loss}'"},
    {"'learning_rate': {learning_rate}"},
    {"'learning_rate': '{learning_rate}'"},
    // LightGBM from Python, XGBoost
    {"[{#}]", "\t"},
    // LightGBM's program
    {"Iteration:{#},", "\t"},
};

/// The text without escape sequences, such as the colours of Keras 3.
std::string without_escapes(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const std::size_t escape = std::min(text.find("\x1b["), text.size());
    plain += text.substr(0, escape);
    const std::size_t last = text.find_first_not_of("0123456789;:<=>?", escape + 2);
    text.remove_prefix(std::min(last, text.size() - 1) + 1);
  }
  return plain;
}

class PrintedLines final : public NamedLines {
 public:
  explicit PrintedLines(std::istream& in) : in_(in) {}

  std::optional<LineNumbers> next() override {
    while (next_part()) {
      LineNumbers numbers = numbers_of_part();
      // The last number of a torn line may lack digits.
      if (rest_.empty() && in_.eof() && !numbers.values.empty())
        note_ = note_on_torn_line(line_);
      else if (!numbers.values.empty() || !numbers.step.empty())
        return numbers;
    }
    return std::nullopt;
  }

 private:
  /// A progress bar overwrites its line after a carriage return: each of its states is a part.
  bool next_part() {
    while (rest_.empty()) {
      if (!std::getline(in_, text_)) return false;
      ++line_;
      rest_ = text_;
      while (rest_.ends_with('\r')) rest_.remove_suffix(1);
    }
    part_ = without_escapes(csv::take_until(rest_, '\r'));
    return true;
  }

  LineNumbers numbers_of_part() {
    LineNumbers numbers;
    bool is_state = false;
    for (const LinePattern& pattern : trainers_lines) {
      if ((pattern.is_state && !rest_.empty()) || !match(pattern, part_, numbers)) continue;
      is_state = is_state || pattern.is_state;
      if (pattern.begins_bars) shown_.emplace();
    }
    if (is_state && shown_)
      std::erase_if(numbers.values, [this](const auto& value) { return !is_new(value.first); });
    return numbers;
  }

  /// Whether no state of this step has shown the name.
  bool is_new(const std::string& name) {
    if (std::find(shown_->begin(), shown_->end(), name) != shown_->end()) return false;
    shown_->push_back(name);
    return true;
  }

  std::istream& in_;
  std::string text_;
  std::string_view rest_;  // of the line, after the part
  std::string part_;
  std::int64_t line_ = 0;
  std::optional<std::vector<std::string>> shown_;  // by states in this step; nothing before a step
};

}  // namespace

std::size_t count_printed(std::string_view text) {
  std::istringstream in{std::string(text)};
  PrintedLines lines(in);
  std::size_t count = 0;
  while (const std::optional<LineNumbers> numbers = lines.next()) count += numbers->values.size();
  return count;
}

bool is_printed(std::string_view head) {
  return head.find('\0') == head.npos && count_printed(head) >= 2;
}

std::unique_ptr<NamedLines> printed_lines(std::istream& in, const std::string& /*file*/) {
  return std::make_unique<PrintedLines>(in);
}

Contents read_printed(std::istream& in, const std::string& /*file*/, const Keep& /*keep*/) {
  Contents contents;
  SeriesByName series;
  PrintedLines lines(in);
  std::string step;
  std::int64_t position = 0;
  while (const std::optional<LineNumbers> numbers = lines.next()) {
    const bool again =
        std::any_of(numbers->values.begin(), numbers->values.end(),
                    [&](const auto& value) { return series.ends_at(value.first, position); });
    if (again || (!numbers->step.empty() && numbers->step != step)) ++position;
    if (!numbers->step.empty()) step = numbers->step;
    if (!numbers->values.empty()) ++contents.rows;
    series.add(*numbers, position);
  }
  contents.series = std::move(series).take();
  contents.note = lines.note();
  return contents;
}

}  // namespace replay_tool
