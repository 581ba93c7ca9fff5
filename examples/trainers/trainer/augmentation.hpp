#pragma once

#include <cstdint>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

namespace trainer {

/// What normalise() takes off each channel; in units of 0 … 255.
struct ChannelStatistics {
  at::Tensor mean;  ///< float, 1 x C x 1 x 1
  at::Tensor
      deviation;  ///< float, 1 x C x 1 x 1; at least 1, so that one flat channel does no harm
};

/// Mean and standard deviation of each channel over all pixels of uint8 images (N x C x H x W,
/// N >= 1), on their device. Sums integers, so the same on every device and in every order; one
/// pass, with a copy of one channel's bytes at a time.
[[nodiscard]] ChannelStatistics channel_statistics(const at::Tensor& images);

/// (batch - mean) / deviation as float, for uint8 images (N x C x H x W) on the statistics' device.
[[nodiscard]] at::Tensor normalise(const at::Tensor& batch, const ChannelStatistics& statistics);

/// Zeros put around an image on each side before a part of its size is cut out, in pixels.
inline constexpr std::int64_t crop_padding = 4;

/// Mirrors each image left to right with probability 1/2, then cuts a random part out of it padded
/// by crop_padding: a shift of at most so many pixels on each axis, black moving in.
///
/// `batch` is N x C x H x W, of any type and on any device; so is the result. All images are moved
/// by one gather. Draws N numbers from `generator`, which must be a CPU generator: the same state
/// gives the same augmentation on every device.
[[nodiscard]] at::Tensor augment(const at::Tensor& batch, at::Generator generator);

}  // namespace trainer
