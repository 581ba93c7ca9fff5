#include "engine/pytorch_code.hpp"

#include "support/losses.hpp"
#include "support/registry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/replay.hpp>
#include <autodecay/runtime/grammar.hpp>

namespace {

std::string code_of(const std::string& text) {
  return replay_page::pytorch_code(autodecay::runtime::parse(text, support::registry()))
      .value_or("none");
}

/// The observations after which the rate is lowered.
std::vector<std::int64_t> decisions_of(const std::string& text) {
  std::vector<std::int64_t> decisions;
  for (const auto& stage : autodecay::replay(autodecay::runtime::parse(text, support::registry()),
                                             test::noisy_descent(400)))
    decisions.push_back(stage.last);
  return decisions;
}

}  // namespace

TEST_CASE("PyTorch's own rules have their settings, with both kinds of threshold") {
  CHECK(
      code_of("pytorch") ==
      "scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.1, patience=10, "
      "threshold=1e-04, threshold_mode='rel', cooldown=0, min_lr=0, eps=1e-08)\n"
      "scheduler.step(loss)");
  CHECK(code_of("pytorch(patience=3, relative_margin=0, absolute_margin=0.5)")
            .find("threshold=0.5, threshold_mode='abs'") != std::string::npos);
  CHECK(code_of("step(30)") ==
        "scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=30, gamma=0.1)\n"
        "scheduler.step()");
  CHECK(code_of("at(30, 60) | scale(0.2)") ==
        "scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, milestones=[30, 60], "
        "gamma=0.2)\n"
        "scheduler.step()");
}

TEST_CASE("the rules of Keras and optax have the settings of PyTorch's that decide alike") {
  CHECK(
      code_of("keras(patience=5, absolute_margin=0.01, cooldown=3)")
          .find("patience=4, threshold=0.01, threshold_mode='abs', cooldown=2, min_lr=0, eps=0)") !=
      std::string::npos);
  CHECK(code_of("keras").starts_with("# The patience is one less than in Keras or optax, "));
  CHECK(decisions_of("keras(patience=5, absolute_margin=0.01, cooldown=3)") ==
        decisions_of("pytorch(patience=4, relative_margin=0, absolute_margin=0.01, cooldown=2)"));
  CHECK(decisions_of("keras(patience=1, absolute_margin=0)") ==
        decisions_of("pytorch(patience=0, relative_margin=0)"));
  CHECK(code_of("optax(patience=7, relative_margin=0.02, cooldown=2)")
            .find("patience=6, threshold=0.02, threshold_mode='rel', cooldown=2") !=
        std::string::npos);
  CHECK(decisions_of("optax(patience=7, relative_margin=0.02, cooldown=2)") ==
        decisions_of("pytorch(patience=6, relative_margin=0.02, cooldown=2)"));
  CHECK(code_of("optax(interval=2)") == "none");
}

TEST_CASE("what PyTorch cannot do has no settings") {
  CHECK(code_of("auto") == "none");
  CHECK(code_of("pytorch(absolute_margin=0.5)") == "none");               // both thresholds
  CHECK(code_of("mean(3) | pytorch_plateau | pytorch_decay") == "none");  // it does not smooth
  CHECK(code_of("every(30) | scale(0.1, 0.001)") == "none");              // StepLR has no floor
}
