#include "distributed/process_group.hpp"

#include "distributed/communicator.hpp"
#include "distributed/rendezvous.hpp"
#include "engine/error_text.hpp"
#include "support/text.hpp"
#ifdef TRAINER_WITH_GLOO
#include "distributed/gloo_communicator.hpp"
#endif
#ifdef TRAINER_WITH_NCCL
#include "distributed/nccl_communicator.hpp"
#endif

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>

#include <ATen/core/Tensor.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/tensor.h>
#include <c10/core/GradMode.h>

namespace trainer {
namespace {

void require_backend(c10::Device device) {
  if (!device.is_cpu() && !device.is_cuda())
    throw std::invalid_argument("ProcessGroup: expected the device cpu or cuda, got " +
                                device.str());
#ifndef TRAINER_WITH_GLOO
  if (device.is_cpu()) throw std::invalid_argument(without_gloo);
#endif
#ifndef TRAINER_WITH_NCCL
  if (device.is_cuda()) throw std::invalid_argument(without_nccl);
#endif
}

std::unique_ptr<Communicator> communicator_of([[maybe_unused]] const Rendezvous& rendezvous,
                                              [[maybe_unused]] const Launch& launch,
                                              [[maybe_unused]] c10::Device device,
                                              [[maybe_unused]] std::chrono::milliseconds timeout) {
#ifdef TRAINER_WITH_NCCL
  if (device.is_cuda()) return nccl_communicator(rendezvous.store(), launch, device, timeout);
#endif
#ifdef TRAINER_WITH_GLOO
  if (device.is_cpu())
    return gloo_communicator(rendezvous.store(), launch, rendezvous.own_address(), timeout);
#endif
  return nullptr;
}

/// A part of a text around `place`.
std::string excerpt(const std::string& text, std::size_t place) {
  constexpr std::size_t length = 80;
  constexpr std::size_t before = 40;
  if (text.size() <= length) return text;
  const std::size_t first = place <= before ? 0 : place - before;
  return (first == 0 ? "" : "…") + text.substr(first, length) +
         (first + length < text.size() ? "…" : "");
}

/// "rank 2", or "another rank" if none has ended.
std::string lost_rank(const Rendezvous& rendezvous) {
  const std::vector<std::size_t> ended = rendezvous.ended_ranks();
  if (ended.empty()) return "another rank";
  return (ended.size() == 1 ? "rank " : "the ranks ") +
         support::joined(ended, ", ", [](std::size_t rank) { return support::to_text(rank); });
}

}  // namespace

c10::Device device_of_rank(const Launch& launch, c10::Device device, int visible) {
  if (!device.is_cuda() || device.has_index()) return device;
  if (launch.local_rank >= visible && visible != 1)
    throw std::invalid_argument(
        "rank " + support::to_text(launch.rank) + ": expected a GPU for each of a " +
        "machine's processes, of which this is number " + support::to_text(launch.local_rank) +
        " from 0, got " + support::to_text(visible));
  return {device.type(), static_cast<c10::DeviceIndex>(visible == 1 ? 0 : launch.local_rank)};
}

std::shared_ptr<ProcessGroup> ProcessGroup::join(const Launch& launch, c10::Device device,
                                                 std::chrono::seconds timeout) {
  std::shared_ptr<ProcessGroup> group(new ProcessGroup(device));
  if (launch.ranks == 1) return group;
  require_backend(device);
  group->rank_ = launch.rank;
  group->ranks_ = launch.ranks;
  group->rendezvous_ = std::make_shared<Rendezvous>(launch, timeout);
  group->communicator_ = communicator_of(*group->rendezvous_, launch, device, timeout);
  return group;
}

ProcessGroup::ProcessGroup(c10::Device device) : device_(device) {}

ProcessGroup::~ProcessGroup() {
  const bool together = communicator_ && !*lost_ && std::uncaught_exceptions() == 0;
  const std::chrono::seconds patience(10);
  try {
    if (together) {
      rendezvous_->meet("parting", patience);
      communicator_->shut_down();
    }
    communicator_.reset();
    if (together) rendezvous_->leave(patience);
  } catch (const std::exception&) {  // the store is gone, so there is nobody to wait for
  }
}

void ProcessGroup::broadcast(const std::vector<at::Tensor>& tensors) const {
  if (!communicator_) return;
  const at::NoGradGuard no_gradients;
  std::vector<at::Tensor> rest = tensors;
  while (!rest.empty()) {
    const auto type = rest.front().scalar_type();
    const auto others = std::stable_partition(
        rest.begin(), rest.end(), [&](const at::Tensor& t) { return t.scalar_type() == type; });
    std::vector<at::Tensor> parts;
    for (auto tensor = rest.begin(); tensor != others; ++tensor)
      parts.push_back(tensor->reshape(-1).to(device_));
    const at::Tensor flat = at::cat(parts);
    // As bytes because Gloo and NCCL do not support all types.
    watched([&] { return communicator_->broadcast(flat.view(at::kByte)); }, "broadcasting tensors")
        .wait();
    std::int64_t first = 0;
    for (auto tensor = rest.begin(); tensor != others; ++tensor) {
      tensor->copy_(flat.narrow(0, first, tensor->numel()).view(tensor->sizes()));
      first += tensor->numel();
    }
    rest.erase(rest.begin(), others);
  }
}

Pending ProcessGroup::sum(const at::Tensor& tensor, const std::string& what) const {
  if (tensor.device().type() != device_.type() || !tensor.is_non_overlapping_and_dense())
    throw std::invalid_argument("ProcessGroup::sum: expected a tensor on " + device_.str() +
                                " without gaps, got one on " + tensor.device().str() +
                                " with the strides " + support::printed(tensor.strides()));
  if (!communicator_) return {};
  return watched([&] { return communicator_->sum(tensor); }, "summing " + what);
}

std::vector<double> ProcessGroup::sum(const std::vector<double>& values) const {
  if (!communicator_ || values.empty()) return values;
  const at::Tensor tensor = at::tensor(values, at::kDouble).to(device_);
  sum(tensor, "numbers").wait();
  const at::Tensor sums = tensor.cpu();
  return {sums.data_ptr<double>(), sums.data_ptr<double>() + sums.numel()};
}

bool ProcessGroup::any(bool value) const { return sum({value ? 1.0 : 0.0}).front() > 0.0; }

void ProcessGroup::require_same(const std::string& what, const std::string& value) const {
  const std::vector<std::string> values = gather(value);
  const std::string& first = values.front();
  const auto other = std::find_if(values.begin(), values.end(),
                                  [&](const std::string& text) { return text != first; });
  if (other == values.end()) return;
  const auto place = static_cast<std::size_t>(
      std::mismatch(first.begin(), first.end(), other->begin(), other->end()).first -
      first.begin());
  throw std::runtime_error(
      "the ranks differ in " + what + ": rank 0 has '" + excerpt(first, place) + "', rank " +
      support::to_text(other - values.begin()) + " has '" + excerpt(*other, place) + '\'');
}

void ProcessGroup::barrier() const { (void)sum({0.0}); }

/// The texts of all ranks.
std::vector<std::string> ProcessGroup::gather(const std::string& text) const {
  const auto own = static_cast<std::size_t>(rank_);
  std::vector<double> sizes(static_cast<std::size_t>(ranks_));
  sizes[own] = static_cast<double>(text.size());
  sizes = sum(sizes);
  std::vector<std::string> texts;
  for (const double size : sizes) texts.emplace_back(static_cast<std::size_t>(size), '\0');
  texts[own] = text;
  // The other ranks have zeros in place of this rank's text, so the sum holds all texts.
  const std::string all = support::joined(texts, "");
  if (all.empty() || !communicator_) return texts;
  at::Tensor bytes = at::empty({static_cast<std::int64_t>(all.size())}, at::kByte);
  std::memcpy(bytes.data_ptr(), all.data(), all.size());
  bytes = bytes.to(device_);
  sum(bytes, "texts").wait();
  bytes = bytes.cpu();
  const char* next = static_cast<const char*>(bytes.data_ptr());
  for (std::string& part : texts) {
    part.assign(next, part.size());
    next += part.size();
  }
  return texts;
}

/// Starts an operation. Both the start and the wait for its end throw RankLost.
Pending ProcessGroup::watched(const std::function<std::function<void()>()>& begin,
                              const std::string& doing) const {
  const auto guarded = [lost = lost_, rendezvous = rendezvous_, rank = rank_,
                        doing](const auto& call) {
    try {
      return call();
    } catch (const std::exception& error) {
      *lost = true;
      throw RankLost("rank " + support::to_text(rank) + ": lost contact with " +
                     lost_rank(*rendezvous) + " while " + doing + " (" + reason(error) + ')');
    }
  };
  return Pending([guarded, wait = guarded(begin)] { guarded(wait); });
}

}  // namespace trainer
