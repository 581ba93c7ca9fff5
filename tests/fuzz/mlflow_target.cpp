#include "format_target.hpp"
#include "replay/formats/mlflow_format.hpp"

namespace fuzz {

std::vector<std::string> seeds() {
  return {
      "1795871964316 2.5 0\n1795871964317 nan 1\n\n1795871964318 -inf 2 0",
  };
}

std::string mended(std::string input) { return input; }

bool accepts(std::string_view input) {
  return accepts_format(input, replay_tool::is_mlflow_metric, replay_tool::read_mlflow_metric);
}

}  // namespace fuzz
