#include "run/json_text.hpp"

#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

namespace trainer {

nlohmann::ordered_json parse_json(std::string_view text) {
  using Json = nlohmann::ordered_json;
  constexpr int deepest = 100;
  const auto check_depth = [](int depth, Json::parse_event_t, Json&) {
    if (depth > deepest) throw std::runtime_error("nested more than 100 levels deep");
    return true;
  };
  // The parser takes a zero byte for the end.
  if (text.find('\0') != text.npos) throw std::runtime_error("not JSON: it has a zero byte");
  try {
    return Json::parse(text, check_depth);
  } catch (const Json::parse_error& error) {
    throw std::runtime_error("not JSON: an error at byte " + std::to_string(error.byte));
  } catch (const Json::out_of_range&) {
    throw std::runtime_error("not JSON: a number is too large");
  }
}

const nlohmann::ordered_json& value_at(const nlohmann::ordered_json& object,
                                       const std::string& key) {
  const auto found = object.find(key);
  if (found == object.end()) throw std::runtime_error(key + " is missing");
  return *found;
}

std::int64_t integer_at(const nlohmann::ordered_json& object, const std::string& key) {
  const auto& value = value_at(object, key);
  const bool fits = value.is_number_integer() &&
                    (!value.is_number_unsigned() || value.get<std::uint64_t>() <= INT64_MAX);
  if (!fits) throw std::runtime_error(key + " must be an integer of 64 bits");
  return value.get<std::int64_t>();
}

std::uint64_t unsigned_at(const nlohmann::ordered_json& object, const std::string& key) {
  const auto& value = value_at(object, key);
  if (!value.is_number_unsigned())
    throw std::runtime_error(key + " must be an integer of 64 bits, at least 0");
  return value.get<std::uint64_t>();
}

double number_at(const nlohmann::ordered_json& object, const std::string& key) {
  const auto& value = value_at(object, key);
  if (!value.is_number()) throw std::runtime_error(key + " must be a number");
  return value.get<double>();
}

std::string text_at(const nlohmann::ordered_json& object, const std::string& key) {
  const auto& value = value_at(object, key);
  if (!value.is_string()) throw std::runtime_error(key + " must be a text");
  return value.get<std::string>();
}

}  // namespace trainer
