#pragma once

#include <cstdint>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace trainer {

/// Parses JSON from an untrusted file. Refuses text nested so deeply that copying or printing it
/// could exhaust the stack. Throws std::runtime_error for that and for invalid JSON.
[[nodiscard]] nlohmann::ordered_json parse_json(std::string_view text);

/// The integer under a key of an object. Throws std::runtime_error unless it is an integer of 64
/// bits; nlohmann's own conversion accepts other types.
[[nodiscard]] std::int64_t integer_at(const nlohmann::ordered_json& object, const char* key);

}  // namespace trainer
