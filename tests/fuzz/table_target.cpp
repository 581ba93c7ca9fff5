#include "format_target.hpp"
#include "replay/formats/table_format.hpp"

namespace fuzz {

std::vector<std::string> seeds() {
  return {
      "epoch,train_loss\n1,0.5\n2,\n",
      "\xEF\xBB\xBF"
      "a;\"Loss; b\";lr\r\n1;2,5;0,1\r\n\r\n2; nan ;\r\n3;1",
      "a\tb\t\n1\t\"2\"\t\n\" 3\"\t4\t\n",
      "loss,note\n2.5,\"two\nlines\"\n3,4\n\"torn,5",
      "2.5\n\nnan\n2.25",
  };
}

std::string mended(std::string input) { return input; }

bool accepts(std::string_view input) {
  return accepts_format(input, replay_tool::is_table, replay_tool::read_table);
}

}  // namespace fuzz
