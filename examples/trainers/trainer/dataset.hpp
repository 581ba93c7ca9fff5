#pragma once

#include "trainer/image_limits.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

namespace trainer {

/// Images and their labels, decoded once.
struct ImageSet {
  at::Tensor images;      ///< uint8, N x 3 x H x W
  at::Tensor labels;      ///< int64, N; indices into Dataset::classes
  at::Tensor kinds = {};  ///< uint8, N; the PatternKind of generated images, undefined for others

  [[nodiscard]] std::int64_t size() const { return images.defined() ? images.size(0) : 0; }

  /// Those at `indices` (int64, on the set's device).
  [[nodiscard]] ImageSet select(const at::Tensor& indices) const;

  /// On another device.
  [[nodiscard]] ImageSet to(at::Device device) const;
};

/// A training and a test set over the same classes.
struct Dataset {
  ImageSet train;
  ImageSet test;
  std::vector<std::string> classes;
};

/// How many images of a data set to use; 0: all.
struct Limits {
  std::int64_t train = 0;  ///< as many of each class while there are, chosen from the seed
  std::int64_t test = 0;   ///< the same for the test set, the first of each class
};

/// Loads the data that `source` names, on the CPU.
///
/// `source` is "patterns" (generated from `seed`, see make_patterns()), a folder that holds
/// CIFAR-10's binary batches (`data_batch_1.bin` … `test_batch.bin`, or `cifar-10-batches-bin/`
/// with them), or a folder of class folders (`train/<class>/*.jpg|jpeg|png`, `test/<class>/…`).
///
/// Throws std::runtime_error that names the file and the place for missing, empty, truncated or
/// corrupt data, images that differ in size or exceed the limits, and a class in test that train lacks.
[[nodiscard]] Dataset load_dataset(const std::string& source, std::uint64_t seed,
                                   const ImageLimits& limits = {});

/// As much of a data set as the limits allow, in its order. Training images that are left out
/// depend on the seed; test images do not, so that runs of several seeds are tested alike.
[[nodiscard]] Dataset limited(const Dataset& data, const Limits& limits, std::uint64_t seed);

}  // namespace trainer
