#include "engine/pytorch_code.hpp"

#include <optional>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/runtime/parse.hpp>

namespace {

std::string code_of(const std::string& text) {
  return replay_page::pytorch_code(autodecay::runtime::parse(text)).value_or("none");
}

}  // namespace

TEST_CASE("PyTorch's own rules have their settings, with both kinds of threshold") {
  CHECK(code_of("pytorch") ==
        "torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.1, patience=10, "
        "threshold=1e-04, threshold_mode='rel', cooldown=0, min_lr=0, eps=1e-08)");
  CHECK(code_of("pytorch(patience=3, relative_margin=0, absolute_margin=0.5)")
            .find("threshold=0.5, threshold_mode='abs'") != std::string::npos);
  CHECK(code_of("step(30)") ==
        "torch.optim.lr_scheduler.StepLR(optimizer, step_size=30, gamma=0.1)");
  CHECK(code_of("at(30, 60) | scale(0.2)") ==
        "torch.optim.lr_scheduler.MultiStepLR(optimizer, milestones=[30, 60], gamma=0.2)");
}

TEST_CASE("what PyTorch cannot do has no settings") {
  CHECK(code_of("auto") == "none");
  CHECK(code_of("pytorch(absolute_margin=0.5)") == "none");               // both thresholds
  CHECK(code_of("mean(3) | pytorch_plateau | pytorch_decay") == "none");  // it does not smooth
  CHECK(code_of("every(30) | scale(0.1, 0.001)") == "none");              // StepLR has no floor
}
