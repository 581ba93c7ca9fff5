#include "transfer/description.hpp"

#include "run/run_folder.hpp"
#include "support/files.hpp"
#include "transfer/checksum.hpp"

#include <exception>
#include <stdexcept>
#include <string>

namespace transfer {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* cells_key = "cells";
constexpr const char* checksum_key = "checksum";

std::string checksum_of(const Json& json) { return Checksum().add(json.dump()).text(); }

}  // namespace

std::filesystem::path description_file(const std::filesystem::path& folder) {
  return folder / trainer::RunFolder::configuration_name;
}

Description read_description(const std::filesystem::path& folder) {
  Json json = trainer::read_configuration(folder);
  const std::string damaged = description_file(folder).string() + " is damaged";
  const auto checksum = json.find(checksum_key);
  if (checksum == json.end())
    throw std::runtime_error(
        damaged + " or of an earlier version, which alone can resume it: it has no checksum");
  const Json there = *checksum;
  json.erase(checksum);
  if (there != checksum_of(json))
    throw std::runtime_error(damaged + ": its checksum does not match");
  try {
    Description description = {
        .content = {}, .cells = trainer::LineChecksums(json.at(cells_key).get<std::string>())};
    json.erase(cells_key);
    description.content = std::move(json);
    return description;
  } catch (const std::exception& error) {
    throw std::runtime_error(damaged + ": " + error.what());
  }
}

void write_description(const std::filesystem::path& folder, const Description& description) {
  Json json = description.content;
  json[cells_key] = description.cells.text();
  json[checksum_key] = checksum_of(json);
  support::write_atomically(description_file(folder), {json.dump(2), "\n"});
}

}  // namespace transfer
