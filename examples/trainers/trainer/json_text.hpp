#pragma once

#include <cstdint>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace trainer {

/// Parses the JSON text of a file from anywhere: what is nested so deep that to copy or print it
/// could exhaust the stack is refused before it is kept. Throws std::runtime_error for that, and for
/// a text that is no JSON.
[[nodiscard]] nlohmann::ordered_json parse_json(std::string_view text);

/// The integer that an object has under a key. Throws std::runtime_error if it has none of 64 bits:
/// nlohmann's own conversion makes one of anything.
[[nodiscard]] std::int64_t integer_at(const nlohmann::ordered_json& object, const char* key);

}  // namespace trainer
