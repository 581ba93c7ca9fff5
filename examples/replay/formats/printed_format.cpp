#include "formats/printed_format.hpp"

#include "formats/line_pattern.hpp"
#include "formats/torn_line.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

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
    {"Epoch {#}/{_}", " - "},
    {"{_}/{_} - {_}s -", " - "},
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

LineNumbers numbers_in(std::string_view line) {
  LineNumbers numbers;
  for (const LinePattern& pattern : trainers_lines) match(pattern, line, numbers);
  return numbers;
}

class PrintedLines final : public NamedLines {
 public:
  explicit PrintedLines(std::istream& in) : in_(in) {}

  std::optional<LineNumbers> next() override {
    while (next_part()) {
      LineNumbers numbers = numbers_in(part_);
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
    }
    part_ = rest_.substr(0, rest_.find('\r'));
    rest_.remove_prefix(std::min(part_.size() + 1, rest_.size()));
    return true;
  }

  std::istream& in_;
  std::string text_;
  std::string_view rest_;  // of the line, after the part
  std::string_view part_;
  std::int64_t line_ = 0;
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
