#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace trainer {

/// Parses JSON from an untrusted file. Refuses text nested so deeply that copying or printing it
/// could exhaust the stack. Throws std::runtime_error for that and for invalid JSON.
[[nodiscard]] nlohmann::ordered_json parse_json(std::string_view text);

/// The value under a key of an object. Each of these throws std::runtime_error that names the key if it
/// is missing or has a value of another type; nlohmann's own conversions accept some other types.
[[nodiscard]] const nlohmann::ordered_json& value_at(const nlohmann::ordered_json& object,
                                                     const std::string& key);
[[nodiscard]] std::int64_t integer_at(const nlohmann::ordered_json& object,
                                      const std::string& key);  ///< of 64 bits
[[nodiscard]] std::uint64_t unsigned_at(const nlohmann::ordered_json& object,
                                        const std::string& key);  ///< the same, at least 0
[[nodiscard]] double number_at(const nlohmann::ordered_json& object, const std::string& key);
[[nodiscard]] std::string text_at(const nlohmann::ordered_json& object, const std::string& key);

}  // namespace trainer
