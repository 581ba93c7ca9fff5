#pragma once

#include "trainer/dataset.hpp"

#include <filesystem>

namespace trainer {

/// Whether `folder` holds a file of CIFAR-10's binary version.
[[nodiscard]] bool holds_cifar_binary(const std::filesystem::path& folder);

/// Loads CIFAR-10's binary version: `data_batch_1.bin` … `data_batch_5.bin` and `test_batch.bin`.
///
/// A file is a sequence of records of 3,073 bytes: the label, then 32 x 32 bytes of red, as many of
/// green, as many of blue; 10,000 records in the official files, at least one here. Classes are
/// named by the ten lines of `batches.meta.txt` or, without that file, as in the official one.
///
/// Throws std::runtime_error that names the file, and the record where there is one, for a file
/// that is missing, empty or no whole number of records, a label above 9, other than ten names.
[[nodiscard]] Dataset load_cifar_binary(const std::filesystem::path& folder);

}  // namespace trainer
