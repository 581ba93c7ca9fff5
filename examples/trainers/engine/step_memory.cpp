#include "engine/step_memory.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

namespace trainer {
namespace {

// The type of the totals differs between LibTorch's versions.
template <typename Total>
Total type_of_total(void (c10::MemoryReportingInfoBase::*)(void*, std::int64_t, Total, Total,
                                                           c10::Device));
using Total = decltype(type_of_total(&c10::MemoryReportingInfoBase::reportMemoryUsage));

/// Observes every allocation of LibTorch's during its lifetime.
class PeakMemory final : public c10::MemoryReportingInfoBase {
 public:
  void reportMemoryUsage(void*, std::int64_t size, Total, Total, c10::Device) override {
    held_ += size;
    peak_ = std::max(peak_, held_);
  }
  [[nodiscard]] bool memoryProfilingEnabled() const override { return true; }

  [[nodiscard]] std::int64_t peak() const { return peak_; }

 private:
  std::int64_t held_ = 0;
  std::int64_t peak_ = 0;
};

std::string size_text(double bytes) {
  return bytes < 1e9 ? support::to_text(bytes / 1e6, 1) + " MB"
                     : support::to_text(bytes / 1e9, 1) + " GB";
}

double peak_of(const std::function<void(std::int64_t)>& step, std::int64_t images) {
  const auto memory = std::make_shared<PeakMemory>();
  const c10::DebugInfoGuard guard(c10::DebugInfoKind::PROFILER_STATE, memory);
  step(images);
  return static_cast<double>(memory->peak());
}

}  // namespace

std::int64_t StepMemory::images_in(std::int64_t free) const {
  const double images = (static_cast<double>(free) - base) / per_image;
  if (!(images > 0.0)) return 0;
  return images < static_cast<double>(free) ? static_cast<std::int64_t>(images) : free;
}

void require_memory(const StepMemory& memory, std::int64_t images, std::int64_t free) {
  if (memory.bytes(images) <= static_cast<double>(free)) return;
  const std::int64_t fit = memory.images_in(free);
  const std::string reason = support::to_text(images) + " images at once need about " +
                             size_text(memory.bytes(images)) + " of memory, and only " +
                             size_text(static_cast<double>(free)) + " are free, ";
  if (fit == 0) throw std::runtime_error(reason + "which is too little for a single one");
  throw std::runtime_error(
      reason + "enough for " + support::to_text(fit) + ". Use only that many with --limit " +
      support::to_text(fit) + ", or all of them in chunks with --chunk-size " +
      support::to_text(fit) +
      ", which is an approximation, since each chunk has its own batch-norm statistics");
}

StepMemory measure_step_memory(const std::function<void(std::int64_t)>& step, std::int64_t few) {
  const std::int64_t more = 3 * few;
  constexpr double margin = 1.1;
  // One-time allocations, such as the algorithms that cuDNN tries for each size.
  step(few);
  step(more);
  const double of_few = peak_of(step, few);
  const double per_image = (peak_of(step, more) - of_few) / static_cast<double>(more - few);
  return {margin * (of_few - static_cast<double>(few) * per_image),
          std::max(1.0, margin * per_image)};
}

}  // namespace trainer
