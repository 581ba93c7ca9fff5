#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace trainer {

/// Images and their labels, decoded once.
struct ImageSet {
  at::Tensor images;  ///< uint8, N x 3 x H x W
  at::Tensor labels;  ///< int64, N; indices into Dataset::classes

  [[nodiscard]] std::int64_t size() const { return images.defined() ? images.size(0) : 0; }
};

/// A training and a test set over the same classes.
struct Dataset {
  ImageSet train;
  ImageSet test;
  std::vector<std::string> classes;
};

/// Loads the data that `source` names, on the CPU.
///
/// `source` is "patterns" (generated from `seed`, see make_patterns()), a folder that holds
/// CIFAR-10's binary batches (`data_batch_1.bin` … `test_batch.bin`, or `cifar-10-batches-bin/`
/// with them), or a folder of class folders (`train/<class>/*.jpg|jpeg|png`, `test/<class>/…`).
/// `limit` keeps that many training images, balanced over the classes and chosen from `seed`; 0
/// keeps all.
///
/// Throws std::runtime_error that names the file and the place for missing, empty, truncated or
/// corrupt data, images that differ in size, and a class in test that train lacks.
[[nodiscard]] Dataset load_dataset(const std::string& source, std::int64_t limit,
                                   std::uint64_t seed);

}  // namespace trainer
