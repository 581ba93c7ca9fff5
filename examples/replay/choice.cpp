#include "choice.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <cctype>
#include <span>

namespace replay_tool {
namespace {

constexpr std::string_view run_end = " - ";

using Words = std::vector<std::string>;
using Group = std::span<const std::string_view>;

constexpr std::string_view training[] = {"train", "training", "trn"};
constexpr std::string_view validation[] = {"val",        "valid", "validation", "eval",
                                           "evaluation", "test",  "dev",        "holdout"};
constexpr std::string_view accuracies[] = {
    "acc", "accuracy",  "top",    "auc",  "map",    "iou",   "miou", "dice",
    "f",   "precision", "recall", "bleu", "reward", "score", "psnr", "ap"};
constexpr std::string_view errors[] = {
    "error", "err", "rmse", "mse", "mae",        "l1",       "l2",     "rmsle", "mape",
    "nll",   "ppl", "wer",  "cer", "perplexity", "deviance", "merror", "cost",  "cross_entropy"};
constexpr std::string_view per_epoch[] = {"epoch"};
constexpr std::string_view factors[] = {"scale", "weight", "coef"};  // of mixed precision, of a sum
constexpr std::string_view fillers[] = {"epoch", "step", "s", "0"};  // "training's", "valid_0"

std::string_view metric_of(std::string_view name) {
  const std::size_t end = name.rfind(run_end);
  return end == name.npos ? name : name.substr(end + run_end.size());
}

/// The words of a name in lower case.
Words words_of(std::string_view name) {
  Words words;
  bool begins = true;
  bool after_lower = false;
  for (const char c : metric_of(name)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool upper = std::isupper(byte) != 0;
    if (std::isalnum(byte) == 0) {
      begins = true;
    } else {
      if (begins || (upper && after_lower)) words.emplace_back();
      words.back() += static_cast<char>(std::tolower(byte));
      begins = false;
    }
    after_lower = std::islower(byte) != 0;
  }
  return words;
}

bool in(Group group, const std::string& word) {
  return std::find(group.begin(), group.end(), word) != group.end();
}

bool any(const Words& words, Group group) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return in(group, word); });
}

bool is_bound(std::string_view name) { return name.ends_with("__MIN") || name.ends_with("__MAX"); }

/// The word without the digits at its end: top5 is a top.
std::string without_number(std::string word) {
  while (!word.empty() && std::isdigit(static_cast<unsigned char>(word.back())) != 0)
    word.pop_back();
  return word;
}

bool is_loss(const std::string& word) { return word.ends_with("loss"); }
bool is_error(const std::string& word) { return in(errors, word); }
bool is_accuracy_word(const std::string& word) { return in(accuracies, without_number(word)); }

/// The place of a name in the order of preference, from 0. Nothing if it has no such word.
template <typename IsKind>
std::optional<int> place(const Words& words, IsKind is_kind) {
  if (std::none_of(words.begin(), words.end(), is_kind)) return std::nullopt;
  const bool plain = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return is_kind(word) || in(training, word) || in(validation, word) || in(fillers, word);
  });
  const bool trains = any(words, training);
  const bool validates = any(words, validation);
  const int place = plain ? (trains ? 0 : validates ? 2 : 1) : (trains ? 3 : 4);
  return 2 * place + (any(words, per_epoch) ? 0 : 1);
}

std::optional<int> place_of_loss(const Words& words) {
  constexpr int after_losses = 100;
  if (const auto of_loss = place(words, is_loss)) return of_loss;
  if (const auto of_error = place(words, is_error)) return after_losses + *of_error;
  if (words == Words{"value"}) return 2 * after_losses;
  return std::nullopt;
}

std::optional<int> place_of_rate(const Words& words) {
  if (words == Words{"learning", "rate"}) return 0;
  if (words == Words{"lr"} || words == Words{"learningrate"}) return 1;
  const auto learning = std::find(words.begin(), words.end(), "learning");
  if (std::find(words.begin(), words.end(), "lr") != words.end() ||
      (learning != words.end() && learning + 1 != words.end() && learning[1] == "rate"))
    return 2;
  return std::nullopt;
}

std::optional<int> place_of(const std::string& name, Quantity quantity) {
  if (is_bound(name)) return std::nullopt;
  const Words words = words_of(name);
  if (words.empty() || in(factors, words.back())) return std::nullopt;
  switch (quantity) {
    case Quantity::loss:
      return place_of_loss(words);
    case Quantity::accuracy:
      return place(words, is_accuracy_word);
    case Quantity::learning_rate:
      return place_of_rate(words);
  }
  return std::nullopt;
}

/// `advice` names options.
MissingSeries missing(const std::vector<std::string>& names, const Source& source,
                      const std::string& what, const std::string& advice = "") {
  const std::string note = (source.note.empty() ? "" : "; ") + source.note;
  MissingSeries error(source.file, source.line,
                      what + (names.empty() ? "" : advice) + "; there are " + listed(names) + note);
  error.problem = csv::FileError(source.file, source.line, what + note).what();
  error.series = choosable(names);
  return error;
}

}  // namespace

std::optional<std::size_t> likeliest(const std::vector<std::string>& names, Quantity quantity) {
  std::optional<std::size_t> best;
  std::optional<int> best_place;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::optional<int> place = place_of(names[i], quantity);
    if (!place || (best_place && *best_place <= *place)) continue;
    best = i;
    best_place = place;
  }
  return best;
}

std::optional<std::size_t> named(const std::vector<std::string>& names, std::string_view name) {
  auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    found = std::find_if(names.begin(), names.end(), [&](const std::string& full) {
      return full.find(run_end) != full.npos && metric_of(full) == name;
    });
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

bool is_accuracy(std::string_view name) {
  const Words words = words_of(name);
  return std::any_of(words.begin(), words.end(), is_accuracy_word) &&
         std::none_of(words.begin(), words.end(), is_loss);
}

std::vector<std::size_t> Chosen::columns() const {
  std::vector<std::size_t> places;
  if (loss) places.push_back(*loss);
  if (loss && rate && rate != loss) places.push_back(*rate);
  return places;
}

Chosen choose(const std::vector<std::string>& names, const Wanted& wanted, bool all) {
  Chosen chosen{.rate = likeliest(names, Quantity::learning_rate)};
  if (!wanted.column.empty()) {
    chosen.loss = named(names, wanted.column);
  } else {
    chosen.loss = likeliest(names, wanted.maximize ? Quantity::accuracy : Quantity::loss);
    if (!chosen.loss && all && names.size() == 1) chosen.loss = 0;
  }
  return chosen;
}

void check(const Chosen& chosen, const std::vector<std::string>& names, const Wanted& wanted,
           bool rates_required, const Source& source) {
  const std::string no = "no " + source.kind + ' ';
  if (!chosen.loss && !wanted.column.empty()) throw missing(names, source, no + wanted.column);
  if (!chosen.loss) {
    const bool grows =
        !wanted.maximize && source.maximizable && likeliest(names, Quantity::accuracy).has_value();
    throw missing(names, source, no + "looks like " + (wanted.maximize ? "an accuracy" : "a loss"),
                  std::string(": --column must name it") +
                      (grows ? ", or --maximize takes an accuracy" : ""));
  }
  if (std::count(names.begin(), names.end(), names[*chosen.loss]) > 1)
    throw csv::FileError(source.file, source.line,
                         "several columns are named " + names[*chosen.loss]);
  if (rates_required && !chosen.rate) throw missing(names, source, no + "learning_rate");
}

void throw_without_rates(const Source& source, const std::string& name) {
  throw csv::MissingColumn(
      source.file, source.kind + ' ' + name + " has no learning rate in any row with a loss");
}

std::string choice_of(const std::vector<std::string>& names, std::size_t taken,
                      const Wanted& wanted, std::string_view kind) {
  const std::string& name = names[taken];
  std::string choice;
  if (name != (wanted.column.empty() ? "train_loss" : wanted.column) && names.size() > 1)
    choice = "takes the " + std::string(kind) + ' ' + name +
             "; --column can name another: " + listed(names, taken);
  if (is_accuracy(name) && !wanted.maximize)
    choice += (choice.empty() ? "" : "; ") + name +
              " looks like an accuracy: --maximize is for a column that grows";
  return choice;
}

std::vector<std::string> choosable(const std::vector<std::string>& names,
                                   std::optional<std::size_t> without) {
  std::vector<std::string> chosen;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (i != without && !names[i].empty() && !is_bound(names[i])) chosen.push_back(names[i]);
  return chosen;
}

std::string listed(const std::vector<std::string>& names, std::optional<std::size_t> without) {
  constexpr std::size_t most = 20;
  std::vector<std::string> all = choosable(names, without);
  if (all.empty() && !without) all = names;
  const std::size_t shown = std::min(all.size(), most);
  const std::size_t more = all.size() - shown;
  all.resize(shown);
  for (std::string& name : all) name = csv::shortened(name, 200);
  std::string list = support::joined(all, ", ");
  if (more > 0) list += " and " + std::to_string(more) + " more";
  return list.empty() ? "none" : list;
}

}  // namespace replay_tool
