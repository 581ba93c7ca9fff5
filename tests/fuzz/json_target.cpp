#include "format_target.hpp"
#include "replay/formats/json_format.hpp"

namespace fuzz {

std::vector<std::string> seeds() {
  return {
      "{\"loss\": 2.5, \"a\": {\"b\": {\"c\": NaN}}}\n{\"loss\": \"1e-3\", \"s\": \"N\\\"aN\"}\n",
      "{\"log_history\": [{\"loss\": 2.5, \"step\": 1}, {\"train_runtime\": 1}, 3]}\n",
      "\n{\"loss\": \"text\", \"a\": " + std::string(50, '[') + "{}" + std::string(50, ']') + "}\n",
  };
}

std::string mended(std::string input) { return input; }

bool accepts(std::string_view input) {
  using namespace replay_tool;
  const bool lines = accepts_format(input, is_json_lines, read_json_lines);
  const bool state = accepts_format(input, is_trainer_state, read_trainer_state);
  return lines || state;
}

}  // namespace fuzz
