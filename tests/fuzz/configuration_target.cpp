#include "run/json_text.hpp"
#include "target.hpp"

#include <cstdint>
#include <limits>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace fuzz {
namespace {

using Json = nlohmann::ordered_json;

/// The value under a key, as `read` reads it. Counts as a finding if it throws an undocumented error.
template <typename Read>
void try_to_read(const Json& object, const std::string& key, Read read) {
  try {
    const auto value = read(object, key);
    require(object.at(key) == value, "a value is read as it is");
  } catch (const std::runtime_error&) {
  }
}

}  // namespace

std::vector<std::string> seeds() {
  return {
      R"({"data": "patterns", "limit": 40, "augment": true, "learning-rate": 0.1, "seed": 0})",
      R"({"é\n\u00e9": [1e300, -0.0, 18446744073709551615, -9223372036854775808, null], "a": {}})",
      "[[[[\"x\"], false], 1], {}]", "7"};
}

std::string mended(std::string input) { return input; }

bool accepts(std::string_view input) {
  Json json;
  try {
    json = trainer::parse_json(input);
  } catch (const std::runtime_error&) {
    return false;
  }
  require(trainer::parse_json(json.dump()) == json,
          "what was parsed and printed parses as the same");
  if (!json.is_object()) return true;
  for (const auto& [key, value] : json.items()) {
    try_to_read(json, key, trainer::integer_at);
    try_to_read(json, key, trainer::unsigned_at);
    try_to_read(json, key, trainer::number_at);
    try_to_read(json, key, trainer::text_at);
  }
  return true;
}

}  // namespace fuzz
