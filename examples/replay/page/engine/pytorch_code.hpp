#pragma once

#include <optional>
#include <string>

#include <autodecay/runtime/any_scheduler.hpp>

namespace replay_page {

/// The call in torch.optim.lr_scheduler that decays at the same observations and to the same rates;
/// nothing if PyTorch has none. The schedulers of PyTorch never end a training, so the drop criterion
/// has no equivalent and is left out. Losses per epoch take one step() per epoch.
[[nodiscard]] std::optional<std::string> pytorch_code(
    const autodecay::runtime::AnyScheduler& scheduler);

}  // namespace replay_page
