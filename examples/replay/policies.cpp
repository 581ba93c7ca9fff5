#include "policies.hpp"

#include "criteria.hpp"
#include "csv/csv.hpp"

#include <algorithm>
#include <iomanip>
#include <ostream>
#include <string_view>
#include <vector>

namespace replay_tool {
namespace {

using namespace autodecay;

/// A policy that can be chosen by name, like Criterion.
template <typename P>
struct Entry {
  std::string_view name;
  std::string_view help;
  P (*make)(Arguments& options, double epsilon);
};

const std::vector<Entry<Average>>& averages() {
  static const std::vector<Entry<Average>> all = {
      {"ema", "exponentially weighted mean with bias correction (the paper's average)",
       [](Arguments& options, double) -> Average {
         ExponentialMovingAverage::Options o;
         options.read(o).finish();
         return ExponentialMovingAverage(o);
       }},
      {"mean", "mean of the latest losses",
       [](Arguments& options, double) -> Average {
         SimpleMovingAverage::Options o{10};
         options.read(o).finish();
         return SimpleMovingAverage(o);
       }},
      {"none", "no smoothing",
       [](Arguments& options, double) -> Average {
         options.finish();
         return LatestValue();
       }},
  };
  return all;
}

const std::vector<Entry<Drop>>& drops() {
  static const std::vector<Entry<Drop>> all = {
      {"ratio", "the stage ended at or below a share of its reference (the paper's rule)",
       [](Arguments& options, double epsilon) -> Drop {
         RelativeDrop::Options o{.epsilon = epsilon};
         options.read(o).finish();
         return RelativeDrop(o);
       }},
      {"unlimited", "every stage earns another one",
       [](Arguments& options, double) -> Drop {
         options.finish();
         return Unlimited();
       }},
      {"stages", "a fixed number of stages",
       [](Arguments& options, double) -> Drop {
         StageLimit::Options o{3};
         options.read(o).finish();
         return StageLimit(o);
       }},
  };
  return all;
}

std::string_view name_of(std::string_view text) { return text.substr(0, text.find(':')); }

/// The entry that the text names. Throws UsageError if there is none.
template <typename Entry>
const Entry& find(const std::string& option, const std::vector<Entry>& entries,
                  std::string_view text) {
  std::string names;
  for (const Entry& entry : entries) {
    if (entry.name == name_of(text)) return entry;
    names += (names.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw UsageError(option + " must be one of " + names + ", with options as --list shows, got \"" +
                   std::string(text) + '"');
}

/// Makes the policy that the text describes. Throws UsageError if the text is invalid.
template <typename Entry>
auto parse(const std::string& option, const std::vector<Entry>& entries, std::string_view text,
           double epsilon) {
  const Entry& entry = find(option, entries, text);
  try {
    if (text.ends_with(':')) throw std::invalid_argument("nothing follows the colon");
    text.remove_prefix(std::min(entry.name.size() + 1, text.size()));
    Arguments options(text);
    return entry.make(options, epsilon);
  } catch (const std::invalid_argument& error) {
    throw UsageError(option + ' ' + std::string(entry.name) + ": " + error.what());
  }
}

double parse_epsilon(const std::string& text) {
  const auto value = csv::parse_number<double>(text);
  if (!value) throw UsageError("--epsilon must be a number, got \"" + text + '"');
  if (!(*value >= 0.0)) throw UsageError("--epsilon must be at least 0, got " + text);
  return *value;
}

template <typename Entry>
void print_entries(std::ostream& out, std::string_view title, const std::vector<Entry>& entries,
                   double epsilon) {
  constexpr int width = 24;
  out << title << '\n' << std::left;
  for (const Entry& entry : entries) {
    Arguments options("");
    (void)entry.make(options, epsilon);
    const auto line = [&](std::string_view first, std::string_view rest) {
      if (!rest.empty()) out << "  " << std::setw(width) << first << rest << '\n';
    };
    line(entry.name, entry.help);
    line("", options.description());
    if constexpr (requires { entry.drop; })
      line("",
           "with --average " + std::string(entry.average) + " --drop " + std::string(entry.drop));
  }
}

}  // namespace

Policies parse_policies(const PolicyTexts& texts) {
  const double epsilon = parse_epsilon(texts.epsilon);
  const Criterion& criterion = find("--stability", criteria(), texts.stability);
  const std::string average = texts.average.value_or(std::string(criterion.average));
  const std::string drop = texts.drop.value_or(std::string(criterion.drop));
  return {parse("--average", averages(), average, epsilon),
          parse("--stability", criteria(), texts.stability, epsilon),
          parse("--drop", drops(), drop, epsilon),
          average + ", " + texts.stability + ", " + drop + ", epsilon " + texts.epsilon};
}

void print_list(std::ostream& out) {
  const double epsilon = parse_epsilon(PolicyTexts{}.epsilon);
  out << "NAME, NAME:VALUE,VALUE,... in the order below, or NAME:OPTION=VALUE,... Options that "
         "are\n"
         "not given have the values below. The average and the drop listed with a criterion are "
         "its\n"
         "defaults.\n\n";
  print_entries(out, "--average: how the losses are smoothed", averages(), epsilon);
  print_entries(out, "\n--stability: when a stage is over", criteria(), epsilon);
  print_entries(out, "\n--drop: when a stage earns another one", drops(), epsilon);
}

}  // namespace replay_tool
