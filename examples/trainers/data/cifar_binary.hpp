#pragma once

#include "data/dataset.hpp"

#include <filesystem>

namespace trainer {

/// Whether `folder` holds a file of CIFAR-10's binary version.
[[nodiscard]] bool holds_cifar_binary(const std::filesystem::path& folder);

/// Loads CIFAR-10's binary version: `data_batch_1.bin` … `data_batch_5.bin` and `test_batch.bin`.
///
/// A file is a sequence of records of 3,073 bytes: the label, then 32 x 32 bytes each of red, green
/// and blue. The official files have 10,000 records; at least one is required here. The ten lines
/// of `batches.meta.txt` name the classes; without that file, they have their official names.
///
/// Throws std::runtime_error that names the file, and the record if there is one, for a file that
/// is missing, empty or not a whole number of records, for a label above 9, and unless there are
/// exactly ten names.
[[nodiscard]] Dataset load_cifar_binary(const std::filesystem::path& folder);

}  // namespace trainer
