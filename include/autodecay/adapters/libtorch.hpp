#pragma once

#include <string>

#include <torch/serialize/input-archive.h>
#include <torch/serialize/output-archive.h>

#include <autodecay/archive.hpp>

/// Saves schedulers in LibTorch's own archives, next to the model and the optimizer. No other
/// header needs LibTorch: OptimizerTraits recognises LibTorch's optimizers by their structure.
///
///   torch::serialize::OutputArchive out;
///   autodecay::save(out, "scheduler", scheduler);
///   out.save_to("last.ckpt");
///
/// Compiles with LibTorch 1.13 to 2.14.
namespace autodecay {

/// Writes the saved form of `object` (archive.hpp) under `key`, as a string.
template <typename T>
void save(torch::serialize::OutputArchive& archive, const std::string& key, const T& object) {
  archive.write(key, c10::IValue(autodecay::save(object)));
}

/// Restores `object` from the saved form under `key`. Throws ArchiveError if there is no string
/// under `key`, or if load() of archive.hpp rejects the text. `object` is unchanged then.
template <typename T>
void load(torch::serialize::InputArchive& archive, const std::string& key, T& object) {
  c10::IValue text;
  if (!archive.try_read(key, text) || !text.isString())
    throw ArchiveError("LibTorch archive: expected a string under '" + key + "'");
  autodecay::load(text.toStringRef(), object);
}

}  // namespace autodecay
