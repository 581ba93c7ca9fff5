// Trains a ResNet or WideResNet on ImageNet, or on any folders of images, by PyTorch's recipe. Runs
// differ only in the schedule (paper, section 4.3).
//
//   imagenet --data imagenet --schedule "step(30)" --out runs/step
//   imagenet --data imagenet --schedule auto --out runs/auto
//   torchrun --no_python --nproc_per_node 8 imagenet --data imagenet --out runs/auto
//   imagenet --out runs/auto --resume
//   imagenet verify runs/auto
//
// Also compares runs: Table 1 and Figure 8 of the paper.
//
//   imagenet table runs/step runs/auto
//   imagenet figure runs/step runs/auto --out figures

#include "imagenet/figure_8.hpp"
#include "imagenet/options.hpp"
#include "imagenet/table.hpp"
#include "imagenet/training.hpp"
#include "run/program.hpp"
#include "run/run_problems.hpp"
#include "run/verify.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace {

int run(int argc, char** argv) {
  const std::string_view command = argc > 1 ? argv[1] : "";
  if (command == "table") return imagenet::run_table(argc - 1, argv + 1);
  if (command == "figure") return imagenet::run_figure(argc - 1, argv + 1);
  if (command == "verify")
    return trainer::run_verify(argc - 1, argv + 1, [](const std::filesystem::path& folder) {
      return trainer::run_problems(folder, imagenet::Options::changeable());
    });
  const std::optional<imagenet::Options> options = imagenet::parse_options(argc, argv);
  if (!options) return 0;
  return imagenet::train(*options).exit_status();
}

}  // namespace

int main(int argc, char** argv) {
  return trainer::run_program("imagenet", [&] { return run(argc, argv); });
}
