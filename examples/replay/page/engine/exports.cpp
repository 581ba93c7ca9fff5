// What the page calls, by C names. Texts are UTF-8, and what is returned is valid until the next
// call. A call that returns JSON returns {"error": message} for an exception, with "missing": true
// for a file that has no loss, and with "series": the names of the others, if it can be one of
// these. A call that returns numbers returns them after their count; after an exception the count
// is -1, and last_error() has the message.

#include "engine/decide.hpp"
#include "engine/map.hpp"
#include "engine/opened_log.hpp"
#include "engine/registry_json.hpp"
#include "engine/view.hpp"
#include "log_files.hpp"
#include "support/csv.hpp"

#include <cstddef>
#include <exception>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <emscripten.h>

namespace {

using namespace replay_page;
using nlohmann::ordered_json;

std::vector<std::unique_ptr<OpenedLog>> logs;
std::string message;
std::vector<double> numbers;

const char* returned(std::string result) {
  message = std::move(result);
  return message.c_str();
}

const char* returned(const ordered_json& result) {
  return returned(result.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
}

template <typename Call>
const char* json_of(Call call) {
  try {
    return returned(call());
  } catch (const replay_tool::MissingSeries& error) {
    return returned(
        ordered_json{{"error", error.problem}, {"missing", true}, {"series", error.series}});
  } catch (const csv::MissingColumn& error) {
    return returned(ordered_json{{"error", error.what()}, {"missing", true}});
  } catch (const std::exception& error) {
    return returned(ordered_json{{"error", error.what()}});
  }
}

template <typename Call>
const double* numbers_of(Call call) {
  try {
    numbers = call();
    numbers.insert(numbers.begin(), static_cast<double>(numbers.size()));
  } catch (const std::exception& error) {
    numbers = {-1.0};
    message = error.what();
  }
  return numbers.data();
}

std::vector<double> flat(const std::vector<hindsight::Outcome>& outcomes) {
  std::vector<double> all;
  for (const hindsight::Outcome& outcome : outcomes)
    all.insert(all.end(), {outcome.saved, outcome.regret});
  return all;
}

std::vector<double> flat(const std::vector<MapOutcome>& outcomes) {
  std::vector<double> all;
  for (const MapOutcome& outcome : outcomes)
    all.insert(all.end(), {outcome.mean.saved, outcome.mean.regret, outcome.worst_regret});
  return all;
}

/// The logs of a list of indices: "0 2 3".
std::vector<OpenedLog*> listed(const char* indices) {
  std::vector<OpenedLog*> all;
  std::istringstream text(indices);
  for (std::size_t index = 0; text >> index;) all.push_back(logs.at(index).get());
  return all;
}

replay_tool::Rules rules_of(int course) {
  return {.course = static_cast<replay_tool::Course>(course)};
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* last_error() { return message.c_str(); }

EMSCRIPTEN_KEEPALIVE const char* registry() {
  return json_of([] { return registry_json(); });
}

/// {"files": [{"path", "from_folder"}], "errors": [message]} for a file or a folder.
EMSCRIPTEN_KEEPALIVE const char* find_logs(const char* path) {
  return json_of([path] {
    const replay_tool::LogFiles found = replay_tool::find_logs({path});
    ordered_json files = ordered_json::array();
    for (const replay_tool::LogFile& file : found.files)
      files.push_back({{"path", file.path}, {"from_folder", file.from_folder}});
    return ordered_json{{"files", files}, {"errors", found.errors}};
  });
}

/// The description of the log, with its index in "log".
EMSCRIPTEN_KEEPALIVE const char* open_log(const char* path, const char* column, int maximize) {
  return json_of([=] {
    auto opened = std::make_unique<OpenedLog>(
        path, replay_tool::Wanted{.column = column, .maximize = maximize != 0});
    ordered_json description = opened->description();
    description["log"] = logs.size();
    logs.push_back(std::move(opened));
    return description;
  });
}

EMSCRIPTEN_KEEPALIVE void close_log(int log) { logs.at(static_cast<std::size_t>(log)).reset(); }

EMSCRIPTEN_KEEPALIVE const char* decide(int log, const char* scheduler, int course) {
  return json_of(
      [=] { return decide(*logs.at(static_cast<std::size_t>(log)), scheduler, rules_of(course)); });
}

/// The text of replay's JSON.
EMSCRIPTEN_KEEPALIVE const char* json_lines(int log, const char* scheduler, int course) {
  return json_of([=] {
    return json_lines(*logs.at(static_cast<std::size_t>(log)), scheduler, rules_of(course));
  });
}

EMSCRIPTEN_KEEPALIVE const char* inspect(int log, const char* scheduler, double observation) {
  return json_of([=] {
    return inspect(*logs.at(static_cast<std::size_t>(log)), scheduler,
                   static_cast<std::int64_t>(observation));
  });
}

EMSCRIPTEN_KEEPALIVE const double* view(int log, double first, double last, int columns) {
  return numbers_of([=] {
    return view(*logs.at(static_cast<std::size_t>(log)),
                {static_cast<std::size_t>(first), static_cast<std::size_t>(last)},
                static_cast<std::size_t>(columns));
  });
}

/// [{"name", "pytorch": whether PyTorch has all of its settings}] of the schedulers to compare.
EMSCRIPTEN_KEEPALIVE const char* families() {
  return json_of([] { return families_json(); });
}

/// The number of the stages by which the settings are judged.
EMSCRIPTEN_KEEPALIVE const char* judge(const char* indices) {
  return json_of([=] { return ordered_json(count_stages(listed(indices))); });
}

/// saved, regret, worst regret of each setting.
EMSCRIPTEN_KEEPALIVE const double* map(const char* indices, const char* scheduler) {
  return numbers_of([=] {
    return flat(map_outcomes(replay_tool::family_of(scheduler, map_grid()), listed(indices)));
  });
}

/// The texts of the settings of a family.
EMSCRIPTEN_KEEPALIVE const char* settings(const char* scheduler) {
  return json_of([=] {
    ordered_json texts = ordered_json::array();
    for (const auto& setting : replay_tool::family_of(scheduler, map_grid()).settings)
      texts.push_back(setting.text);
    return texts;
  });
}

/// saved, regret at regrets from 0 to `regret`.
EMSCRIPTEN_KEEPALIVE const double* bound(const char* indices, double regret, int points) {
  return numbers_of([=] { return flat(bound_of(listed(indices), regret, points)); });
}
}
