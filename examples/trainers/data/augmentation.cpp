#include "data/augmentation.hpp"

#include <utility>
#include <vector>

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/bincount.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/where.h>

namespace trainer {
namespace {

constexpr std::int64_t shifts = 2 * crop_padding + 1;  // on each axis

}  // namespace

ChannelStatistics channel_statistics(const at::Tensor& images) {
  const at::Tensor values = at::arange(256, images.options().dtype(at::kDouble));
  std::vector<at::Tensor> means, deviations;
  for (const at::Tensor& channel : images.unbind(1)) {
    const at::Tensor shares =
        at::bincount(channel.reshape(-1), {}, 256).to(at::kDouble).div(channel.numel());
    const at::Tensor mean = shares.dot(values);
    means.push_back(mean);
    deviations.push_back(shares.dot((values - mean).square()).sqrt().clamp_min(1));
  }
  const auto shaped = [](const std::vector<at::Tensor>& channels) {
    return at::stack(channels).to(at::kFloat).reshape({1, -1, 1, 1});
  };
  return {shaped(means), shaped(deviations)};
}

ChannelStatistics imagenet_statistics(at::Device device) {
  const auto channels = [&](const std::vector<float>& shares) {
    return at::tensor(shares).mul_(255).reshape({1, 3, 1, 1}).to(device);
  };
  return {channels({0.485F, 0.456F, 0.406F}), channels({0.229F, 0.224F, 0.225F})};
}

at::Tensor normalise(const at::Tensor& batch, const ChannelStatistics& statistics) {
  return batch.to(at::kFloat).sub_(statistics.mean).div_(statistics.deviation);
}

at::Tensor draw_choices(std::int64_t count, at::Generator generator) {
  // One number encodes both the shift and the mirroring.
  return at::randint(2 * shifts * shifts, {count}, std::move(generator), at::kLong);
}

at::Tensor augment(const at::Tensor& batch, const at::Tensor& choices) {
  const std::int64_t count = batch.size(0), channels = batch.size(1);
  const std::int64_t height = batch.size(2), width = batch.size(3);

  const at::Tensor choice = choices.reshape({count, 1, 1});
  const at::Tensor right = choice.remainder(shifts);
  const at::Tensor down = choice.floor_divide(shifts).remainder(shifts);
  const at::Tensor mirrored = choice.ge(shifts * shifts);

  const at::Tensor x = at::arange(width, choice.options());
  const at::Tensor y = at::arange(height, choice.options()).reshape({height, 1});
  // The source of each pixel in the padded image, N x H x W.
  const at::Tensor columns = right + at::where(mirrored, x.flip(0), x);
  const at::Tensor sources = (down + y) * (width + 2 * crop_padding) + columns;

  const at::Tensor padded =
      at::constant_pad_nd(batch, {crop_padding, crop_padding, crop_padding, crop_padding});
  return padded.reshape({count, channels, -1})
      .gather(2, sources.reshape({count, 1, -1}).expand({count, channels, height * width}))
      .reshape({count, channels, height, width});
}

}  // namespace trainer
