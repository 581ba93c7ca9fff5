#include "formats/printed_format.hpp"

#include "formats/line_pattern.hpp"
#include "formats/torn_line.hpp"

#include <algorithm>
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

/// Reads the lines of a stream.
class Reader {
 public:
  [[nodiscard]] Contents read(std::istream& in) {
    std::int64_t number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      // A progress bar overwrites its line after a carriage return.
      for (std::string_view rest = line; !rest.empty();) {
        const std::string_view part = rest.substr(0, rest.find('\r'));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        const LineNumbers numbers = numbers_in(part);
        // The last number of a torn line may lack digits.
        if (rest.empty() && in.eof() && !numbers.values.empty())
          contents_.note = note_on_torn_line(number);
        else
          add(numbers);
      }
    }
    contents_.series = std::move(series_).take();
    return std::move(contents_);
  }

 private:
  static LineNumbers numbers_in(std::string_view line) {
    LineNumbers numbers;
    for (const LinePattern& pattern : trainers_lines) match(pattern, line, numbers);
    return numbers;
  }

  void add(const LineNumbers& numbers) {
    const bool again =
        std::any_of(numbers.values.begin(), numbers.values.end(),
                    [this](const auto& value) { return series_.ends_at(value.first, position_); });
    if (again || (!numbers.step.empty() && numbers.step != step_)) ++position_;
    if (!numbers.step.empty()) step_ = numbers.step;
    if (!numbers.values.empty()) ++contents_.rows;
    for (const auto& [name, value] : numbers.values) series_.add(name, position_, value);
  }

  Contents contents_;
  SeriesByName series_;
  std::string step_;
  std::int64_t position_ = 0;
};

}  // namespace

bool is_printed(std::string_view head) {
  if (head.find('\0') != head.npos) return false;
  std::istringstream in{std::string(head)};
  std::size_t values = 0;
  for (const Series& series : Reader().read(in).series) values += series.size();
  return values >= 2;
}

Contents read_printed(std::istream& in, const std::string& /*file*/, const Keep& /*keep*/) {
  return Reader().read(in);
}

}  // namespace replay_tool
