#pragma once

#include <chrono>
#include <future>
#include <optional>
#include <thread>
#include <utility>

namespace trainer {

/// Calls `work` in a thread and returns its result, or nothing if that takes longer than `limit`.
/// For calls that may block for ever and that nothing can interrupt: the thread is then left behind,
/// so `work` must own everything it uses. Rethrows what `work` throws.
template <typename Work>
[[nodiscard]] auto within(std::chrono::milliseconds limit, Work work)
    -> std::optional<decltype(work())> {
  std::packaged_task<decltype(work())()> task(std::move(work));
  auto result = task.get_future();
  std::thread thread(std::move(task));
  if (result.wait_for(limit) == std::future_status::timeout) {
    thread.detach();
    return std::nullopt;
  }
  thread.join();
  return result.get();
}

}  // namespace trainer
