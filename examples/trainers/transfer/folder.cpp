#include "transfer/folder.hpp"

#include "run/json_text.hpp"
#include "transfer/checksum.hpp"
#include "transfer/description.hpp"
#include "transfer/images.hpp"
#include "transfer/option_ranges.hpp"
#include "transfer/results.hpp"
#include "transfer/source.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace transfer {
namespace {

using Json = nlohmann::ordered_json;

Json describe(const Source& source) {
  Json stages = Json::array();
  for (const SourceStage& stage : source.stages)
    stages.push_back({{"stage", stage.number},
                      {"accuracy", stage.accuracy},
                      {"weights", Checksum().add(stage.model).text()}});
  return {{"name", source.name()}, {"architecture", source.architecture}, {"stages", stages}};
}

[[noreturn]] void refuse(const std::string& what, const Json& there, const Json& here) {
  throw std::runtime_error(what + " has changed since this was started: " + there.dump() +
                           " then, " + here.dump() + " now; choose another folder with --out");
}

/// Throws unless both descriptions agree. A target without results may change.
void check_unchanged(const Json& there, const Json& here, const std::vector<CellResult>& results) {
  const auto has_results = [&](const Json& target) {
    return std::any_of(results.begin(), results.end(), [&](const CellResult& result) {
      return result.cell.target == target.at("name");
    });
  };
  if (there.at("source") != here.at("source"))
    refuse("--source", there.at("source"), here.at("source"));
  for (const Json& before : there.at("targets"))
    for (const Json& now : here.at("targets"))
      if (before.at("name") == now.at("name") && before != now && has_results(now))
        refuse("--target " + now.at("name").get<std::string>(), before, now);
}

}  // namespace

Json describe(const Options& options, const Source& source, const Images& images) {
  Json targets = Json::array();
  for (const std::string& name : images.names()) targets.push_back(images.description(name));
  return {{"settings", settings_of(options)},
          {"source", describe(source)},
          {"targets", std::move(targets)}};
}

void update_description(const std::filesystem::path& folder, Json content) {
  const std::filesystem::path file = description_file(folder);
  Description description;
  if (std::filesystem::exists(file)) {
    description = read_description(folder);
    try {
      check_unchanged(description.content, content, read_results(folder));
    } catch (const Json::exception& error) {
      throw std::runtime_error(file.string() + " is damaged: " + error.what());
    }
  } else if (std::filesystem::exists(folder / Results::file_name)) {
    throw std::runtime_error(file.string() + " is missing, and nothing else records what " +
                             Results::file_name +
                             " was made with; choose another folder with --out");
  }
  description.content = std::move(content);
  write_description(folder, description);
}

Matrix matrix_of(const Json& description) {
  const Json& settings = description.at("settings");
  Matrix matrix;
  matrix.source.name = description.at("source").at("name");
  for (const Json& stage : description.at("source").at("stages"))
    matrix.source.accuracies.push_back(stage.at("accuracy"));
  for (const Json& target : description.at("targets")) matrix.targets.push_back(target.at("name"));
  for (const Json& method : settings.at("methods")) {
    const auto known = method_named(method.get<std::string>());
    if (!known) throw std::runtime_error("methods: expected finetune or fix, got " + method.dump());
    const std::int64_t seeds = trainer::integer_at(settings, std::string(name(*known)) + "-seeds");
    require_seeds(*known, seeds);
    matrix.seeds[*known] = seeds;
  }
  return matrix;
}

Matrix read_matrix(const std::filesystem::path& folder) {
  const Json content = read_description(folder).content;
  try {
    return matrix_of(content);
  } catch (const std::exception& error) {
    throw std::runtime_error(description_file(folder).string() + " is damaged: " + error.what());
  }
}

}  // namespace transfer
