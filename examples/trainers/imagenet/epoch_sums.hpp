#pragma once

#include "engine/engine.hpp"

#include <cstdint>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

namespace imagenet {

/// The elements of an epoch's sums: the images' losses, the number of correct answers, those with the
/// label among the first five, the number of images, and the number that could not be decoded.
enum Sum : std::int64_t { losses, first, among_five, images_seen, skipped, sum_count };

/// Zeros on a device.
[[nodiscard]] at::Tensor no_sums(at::Device device);

/// The sum of a batch's losses.
[[nodiscard]] at::Tensor loss_of(const at::Tensor& answers, const at::Tensor& labels);

/// Adds a batch's losses and correct answers to an epoch's sums.
void add_to(at::Tensor& sums, const at::Tensor& loss, const at::Tensor& answers,
            const at::Tensor& labels);

struct Means {
  trainer::Score score;
  double top5;
};

/// The means over all images of the sums. Waits for the device.
[[nodiscard]] Means means_of(const at::Tensor& sums);

}  // namespace imagenet
