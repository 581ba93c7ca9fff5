#pragma once

#include <cstdint>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

namespace trainer {

/// What normalise() takes off each channel; in units of 0 … 255.
struct ChannelStatistics {
  at::Tensor mean;  ///< float, 1 x C x 1 x 1
  at::Tensor
      deviation;  ///< float, 1 x C x 1 x 1; at least 1, so that one flat channel does no harm
};

/// The names under which a snapshot records those that its network was trained with, as lists of
/// numbers.
inline constexpr const char* channel_mean_key = "channel_mean";
inline constexpr const char* channel_deviation_key = "channel_deviation";

/// Mean and standard deviation of each channel over all pixels of uint8 images (N x C x H x W,
/// N >= 1), on their device. Sums integers, so the same on every device and in every order; one
/// pass, with a copy of one channel's bytes at a time.
[[nodiscard]] ChannelStatistics channel_statistics(const at::Tensor& images);

/// Mean and deviation of ImageNet's channels, which recipes for photographs take for all data.
[[nodiscard]] ChannelStatistics imagenet_statistics(at::Device device);

/// (batch - mean) / deviation as float, for uint8 images (N x C x H x W) on the statistics' device.
[[nodiscard]] at::Tensor normalise(const at::Tensor& batch, const ChannelStatistics& statistics);

/// Zeros put around an image on each side before a part of its size is cut out, in pixels.
inline constexpr std::int64_t crop_padding = 4;

/// What to do to each of N images, int64: mirrored or not, and one of the shifts on each axis, all
/// alike likely. From a CPU generator, so that the same state gives the same on every device.
[[nodiscard]] at::Tensor draw_choices(std::int64_t count, at::Generator generator);

/// Mirrors each image left to right or not, then cuts a part out of it padded by crop_padding: a
/// shift of at most so many pixels on each axis, black moving in.
///
/// `batch` is N x C x H x W, of any type and on any device; so is the result. `choices` are N drawn
/// ones, on that device. All images are moved by one gather.
[[nodiscard]] at::Tensor augment(const at::Tensor& batch, const at::Tensor& choices);

}  // namespace trainer
