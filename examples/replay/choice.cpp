#include "choice.hpp"

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
  const std::vector<std::string> all = choosable(names, without);
  std::string list;
  for (std::size_t i = 0; i < std::min(all.size(), most); ++i)
    list += (list.empty() ? "" : ", ") + all[i];
  if (all.size() > most) list += " and " + std::to_string(all.size() - most) + " more";
  return list.empty() ? "none" : list;
}

}  // namespace replay_tool
