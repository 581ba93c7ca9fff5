#pragma once

#include <cstdint>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

namespace trainer {

/// The statistics that normalise() uses, per channel, in units of 0 … 255.
struct ChannelStatistics {
  at::Tensor mean;       ///< float, 1 x C x 1 x 1
  at::Tensor deviation;  ///< float, 1 x C x 1 x 1; at least 1, so a flat channel is harmless
};

/// A snapshot records its network's ChannelStatistics under these names, as lists of numbers.
inline constexpr const char* channel_mean_key = "channel_mean";
inline constexpr const char* channel_deviation_key = "channel_deviation";

/// Mean and standard deviation of each channel over all pixels of uint8 images (N x C x H x W, N >=
/// 1), on their device. Sums integers, so the result does not depend on the device or the order.
/// Takes one pass and a temporary copy of one channel at a time.
[[nodiscard]] ChannelStatistics channel_statistics(const at::Tensor& images);

/// Mean and deviation of ImageNet's channels, which recipes for photographs use for all data.
[[nodiscard]] ChannelStatistics imagenet_statistics(at::Device device);

/// (batch - mean) / deviation as float, for uint8 images (N x C x H x W) on the statistics' device.
[[nodiscard]] at::Tensor normalise(const at::Tensor& batch, const ChannelStatistics& statistics);

/// Pixels of zeros added on each side of an image before a crop of its original size is taken.
inline constexpr std::int64_t crop_padding = 4;

/// The augmentation of each of N images, int64: whether to mirror it, and its shift on each axis,
/// all equally likely. Uses a CPU generator, so the same state gives the same result on every
/// device.
[[nodiscard]] at::Tensor draw_choices(std::int64_t count, at::Generator generator);

/// Mirrors each image left to right or leaves it, then crops it after padding with crop_padding
/// zeros: the image shifts by at most that many pixels on each axis, with black moving in.
///
/// `batch` is N x C x H x W, of any type and on any device; so is the result. `choices` come from
/// draw_choices() for N images and are on the same device. One gather moves all images.
[[nodiscard]] at::Tensor augment(const at::Tensor& batch, const at::Tensor& choices);

}  // namespace trainer
