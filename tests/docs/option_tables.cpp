// Prints the tables that the documentation shows of policies, for check.py: after a line with the
// table's kind and name, its rows, and an empty line.

#include "support/options.hpp"
#include "support/registry.hpp"

#include <algorithm>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>

using namespace autodecay;

namespace {

struct Planned : AutoDecay {
  using Options = AutoDecay::Plan;
};
struct SchedulerItself {
  using Options = SchedulerOptions;
};

std::vector<std::string_view> with_table;

template <typename P>
void options(std::string_view type) {
  with_table.push_back(type);
  std::cout << "options " << type << "\n| option | unit | range | default | meaning |\n"
            << "|---|---|---|---|---|\n";
  for (const auto& [name, row] : test::option_rows<P>())
    std::cout << "| `" << name << "` | " << row << " |\n";
  std::cout << '\n';
}

/// The rows of a table of the registry. Each policy with described options must have its own table.
template <typename Any>
void registered(std::string_view name, const runtime::Registry& registry) {
  std::cout << "registry " << name << "\n| in C++ | in a text | what it does | options |\n"
            << "|---|---|---|---|\n";
  for (const auto& row : registry.rows<Any>()) {
    const bool described = row.options.find("…") == std::string::npos && !row.options.empty();
    if (described && std::find(with_table.begin(), with_table.end(), row.type) == with_table.end())
      throw std::logic_error("option_tables.cpp prints no table for " + row.type);
    std::cout << "| `" << row.type << "` | `" << row.name << "` | " << row.phrase << " | "
              << row.options << " |\n";
  }
  std::cout << '\n';
}

}  // namespace

int main() {
  options<AutoDecay>("AutoDecay");
  options<Planned>("AutoDecay::planned");
  options<StepDecay>("StepDecay");
  options<ReduceOnPlateau>("ReduceOnPlateau");
  options<SchedulerItself>("Scheduler");
  options<ExponentialMovingAverage>("ExponentialMovingAverage");
  options<SimpleMovingAverage>("SimpleMovingAverage");
  options<RelativeRange>("RelativeRange");
  options<NoImprovement>("NoImprovement");
  options<MarginalImprovement>("MarginalImprovement");
  options<RemainingImprovement>("RemainingImprovement");
  options<ImprovementTest>("ImprovementTest");
  options<Linger<RelativeRange>>("Linger");
  options<EveryInterval>("EveryInterval");
  options<MinStageLength>("MinStageLength");
  options<RelativeDrop>("RelativeDrop");
  options<StageLimit>("StageLimit");
  options<ScaleLearningRate>("ScaleLearningRate");
  options<GrowBatchSize>("GrowBatchSize");
  options<WarmUp>("WarmUp");
  options<Tail>("Tail");
  options<compat::PyTorchPlateau>("compat::PyTorchPlateau");
  options<compat::PyTorchDecay>("compat::PyTorchDecay");
  options<compat::PyTorchScheduler>("compat::PyTorchScheduler");
  options<compat::KerasPlateau>("compat::KerasPlateau");
  options<compat::KerasScheduler>("compat::KerasScheduler");
  options<compat::OptaxPlateau>("compat::OptaxPlateau");
  options<compat::OptaxScheduler>("compat::OptaxScheduler");
  options<compat::DlibPlateau>("compat::DlibPlateau");
  options<compat::DlibDecay>("compat::DlibDecay");
  options<compat::DlibScheduler>("compat::DlibScheduler");

  const runtime::Registry& registry = support::registry();
  registered<runtime::Policies>("pipelines", registry);
  registered<runtime::AnyAverage>("averages", registry);
  registered<runtime::AnyCriterion>("stability", registry);
  registered<runtime::AnyDrop>("drop", registry);
  registered<runtime::AnyAction>("actions", registry);
}
