#pragma once

#include "data/image_limits.hpp"

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

  /// The images at `indices` (int64, on the set's device).
  [[nodiscard]] ImageSet select(const at::Tensor& indices) const;

  /// A copy on another device.
  [[nodiscard]] ImageSet to(at::Device device) const;
};

/// A training and a test set over the same classes.
struct Dataset {
  ImageSet train;
  ImageSet test;
  std::vector<std::string> classes;
};

/// How many images of a data set to use; 0: all of them.
struct Limits {
  std::int64_t train = 0;  ///< balanced over the classes as far as possible, chosen from the seed
  std::int64_t test = 0;   ///< balanced likewise; the first images of each class
};

/// Loads the data that `source` names, on the CPU.
///
/// `source` is "patterns" (generated from `seed`, see make_patterns()), a folder that contains
/// CIFAR-10's binary batches (`data_batch_1.bin` … `test_batch.bin`) itself or in
/// `cifar-10-batches-bin/`, or a folder of class folders (`train/<class>/*.jpg|jpeg|png`,
/// `test/<class>/…`).
///
/// Throws std::runtime_error that names the file and the position for data that are missing, empty,
/// truncated or corrupt, for images that differ in size or exceed the limits, and for a class in
/// test that train lacks.
[[nodiscard]] Dataset load_dataset(const std::string& source, std::uint64_t seed,
                                   const ImageLimits& limits = {});

/// The part of a data set that the limits allow, in the original order. The choice of training
/// images depends on the seed. The choice of test images does not, so runs with different seeds are
/// tested on the same images.
[[nodiscard]] Dataset limited(const Dataset& data, const Limits& limits, std::uint64_t seed);

}  // namespace trainer
