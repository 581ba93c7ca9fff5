// Trains a WideResNet and shows its learning stages (paper, section 3): the loss improves, settles,
// and improves again after the learning rate is lowered. `--schedule` determines when this happens;
// `auto` detects it (section 4).
//
//   learning_stages --data cifar-10-batches-bin --schedule "at(100, 200)" --out runs/at
//   learning_stages --data cifar-10-batches-bin --schedule auto --out runs/auto
//   learning_stages --out runs/auto --resume
//   learning_stages verify runs/auto
//
// Also draws the figures of the paper's section 3 with all the trainings that they need:
//
//   learning_stages figure 3 --data cifar-10-batches-bin --scale small --out figures

#include "figures/command.hpp"
#include "run/options.hpp"
#include "run/picture.hpp"
#include "run/program.hpp"
#include "run/run_problems.hpp"
#include "run/training.hpp"
#include "run/verify.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace {

int train_and_draw(const trainer::Options& options) {
  const trainer::Outcome outcome = trainer::train(options);
  if (outcome.signal == 0)
    trainer::draw_picture(options.out,
                          trainer::is_bgd(options) ? trainer::method_text(options) : "");
  return outcome.exit_status();
}

int run(int argc, char** argv) {
  const std::string_view command = argc > 1 ? argv[1] : "";
  if (command == "figure") return figures::run_command(argc - 1, argv + 1);
  if (command == "verify")
    return trainer::run_verify(argc - 1, argv + 1, [](const std::filesystem::path& folder) {
      return trainer::run_problems(folder, trainer::Options::changeable());
    });
  const std::optional<trainer::Options> options = trainer::parse_options(argc, argv);
  return options ? train_and_draw(*options) : 0;
}

}  // namespace

int main(int argc, char** argv) {
  return trainer::run_program("learning_stages", [&] { return run(argc, argv); });
}
