#include "imagenet/methods.hpp"

#include "support/printable.hpp"
#include "support/statistics.hpp"
#include "support/text.hpp"
#include "support/usage_error.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <set>

namespace imagenet {
namespace {

using Names = std::set<std::string>;

const std::vector<std::string> of_machine = {"device", "threads", "workers"};

/// Whether runs of one method may differ in a setting.
bool is_free(const std::string& setting) {
  static const Names others = {"seed", "order-seed", "checkpoint-steps", "timeout"};
  return others.contains(setting) ||
         std::find(of_machine.begin(), of_machine.end(), setting) != of_machine.end();
}

/// The settings in which runs of several methods differ, in the order of their names.
Names differing(const std::vector<const RunReport*>& runs) {
  Names names;
  for (const RunReport* run : runs)
    for (const auto& [name, value] : run->settings) names.insert(name);
  std::erase_if(names, [&](const std::string& name) {
    return is_free(name) || std::all_of(runs.begin(), runs.end(), [&](const RunReport* run) {
             return run->setting(name) == runs.front()->setting(name);
           });
  });
  return names;
}

/// The unique name of a method: "AutoDecay (auto(window=3), model resnet18)".
std::string full_name(const Method& method, const std::vector<Method>& methods) {
  const RunReport& run = method.runs.front();
  std::vector<const RunReport*> namesakes;
  for (const Method& other : methods)
    if (other.runs.front().method == run.method) namesakes.push_back(&other.runs.front());
  std::vector<std::string> differences;
  for (const std::string& name : differing(namesakes)) {
    const std::string value = run.setting(name);
    if (name == "schedule")
      differences.insert(differences.begin(), value);
    else
      differences.push_back(value.empty() ? "without " + name : name + ' ' + value);
  }
  if (differences.empty()) return run.method;
  return run.method + " (" + support::joined(differences, ", ") + ')';
}

void check_named_once(const std::vector<std::filesystem::path>& folders) {
  std::set<std::filesystem::path> seen;
  for (const std::filesystem::path& folder : folders)
    if (!seen.insert(std::filesystem::weakly_canonical(folder / "")).second)
      throw support::UsageError("the run in " + folder.string() + " is named twice");
}

}  // namespace

bool Method::is_finished() const {
  return std::all_of(runs.begin(), runs.end(),
                     [](const RunReport& run) { return run.unfinished.empty(); });
}

std::vector<double> Method::values(const std::function<double(const RunReport&)>& number) const {
  std::vector<double> values;
  for (const RunReport& run : runs) values.push_back(number(run));
  return values;
}

std::vector<Method> read_methods(const std::vector<std::filesystem::path>& folders) {
  check_named_once(folders);
  std::vector<RunReport> runs;
  for (const std::filesystem::path& folder : folders) {
    runs.push_back(read_run(folder));
    if (const std::string& why = runs.back().unfinished; !why.empty())
      std::fprintf(stderr, "the run in %s is not finished: %s\n", folder.c_str(),
                   support::printable(why).c_str());
  }
  return grouped(runs);
}

std::vector<Method> grouped(const std::vector<RunReport>& runs) {
  std::vector<Method> methods;
  for (const RunReport& run : runs) {
    const auto found = std::find_if(methods.begin(), methods.end(), [&](const Method& method) {
      return differing({&method.runs.front(), &run}).empty();
    });
    Method& method = found == methods.end() ? methods.emplace_back() : *found;
    method.runs.push_back(run);
  }
  for (Method& method : methods) method.name = full_name(method, methods);
  return methods;
}

std::vector<std::string> other_differences(const std::vector<Method>& methods) {
  std::vector<const RunReport*> all;
  for (const Method& method : methods) all.push_back(&method.runs.front());
  Names names = differing(all);
  for (const char* const name : {"schedule", "epochs"}) names.erase(name);

  std::vector<std::string> texts;
  for (const std::string& name : names) {
    const auto value_of = [&](const Method& method) {
      const std::string value = method.runs.front().setting(name);
      return (value.empty() ? "not given" : value) + " (" + method.name + ')';
    };
    texts.push_back(name + ": " + support::joined(methods, ", ", value_of));
  }
  return texts;
}

std::vector<std::string> machine_differences(const std::vector<Method>& methods) {
  std::vector<std::string> names;
  for (const std::string& name : of_machine) {
    Names values;
    for (const Method& method : methods)
      for (const RunReport& run : method.runs) values.insert(run.setting(name));
    if (values.size() > 1) names.push_back(name);
  }
  return names;
}

}  // namespace imagenet
