// Transfers the snapshots of a run's stages to other data sets, with the features unchanged or with
// everything trained, and reports what each stage has gained: Table 2 and Figure 9 of the paper.
//
//   transfer --source runs/auto --target caltech256 --target cub --target indoor67 --target sketches
//   transfer --out transfer                      resumes, or prints the table again
//   transfer --source runs/auto --target mine --methods fix --recommend
//   transfer table transfer --format markdown
//   transfer verify transfer

#include "run/program.hpp"
#include "run/verify.hpp"
#include "transfer/experiment.hpp"
#include "transfer/folder_problems.hpp"
#include "transfer/options.hpp"
#include "transfer/report.hpp"

#include <optional>
#include <string_view>

int main(int argc, char** argv) {
  return trainer::run_program("transfer", [&] {
    const std::string_view command = argc > 1 ? argv[1] : "";
    if (command == "table") return transfer::run_table(argc - 1, argv + 1);
    if (command == "verify")
      return trainer::run_verify(argc - 1, argv + 1, transfer::folder_problems);
    const std::optional<transfer::Options> options = transfer::parse_options(argc, argv);
    return options ? transfer::run_experiment(*options) : 0;
  });
}
