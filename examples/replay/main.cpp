// Shows what a scheduler would have done on training logs.
//
//   replay log.csv
//   replay runs --scheduler "pytorch(patience=5)" --plots pictures
//   replay log.csv --column test_loss --scheduler "patience(10, 0.001)" --plot log.svg
//   tail -f log.csv | replay -
//   replay --compare log.csv --plot comparison.svg
//   replay --suggest logs

#include "commands.hpp"
#include "options.hpp"
#include "support/registry.hpp"
#include "support/run_program.hpp"

#include <iostream>
#include <optional>

#include <autodecay/runtime/help.hpp>

namespace {

using namespace replay_tool;

int run(const Options& options) {
  if (options.list) {
    std::cout << autodecay::runtime::help(support::registry());
    return 0;
  }
  if (options.compare) return compare(options);
  if (options.suggest) return suggest(options);
  return options.logs.front() == "-" ? replay_standard_input(options) : replay_files(options);
}

}  // namespace

int main(int argc, char** argv) {
  return support::run_program("replay", [&] {
    const std::optional<Options> options = parse_options(argc, argv);
    return options ? run(*options) : 0;
  });
}
