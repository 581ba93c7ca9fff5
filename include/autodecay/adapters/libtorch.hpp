#pragma once

#include <string>

#include <torch/serialize/input-archive.h>
#include <torch/serialize/output-archive.h>

#include <autodecay/archive.hpp>

/// Schedulers in LibTorch's own archives, beside the model and the optimizer. Nothing else here
/// needs LibTorch: OptimizerTraits finds its optimizers by their structure.
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
  archive.write(key, c10::IValue(save(object)));
}

/// Makes `object` what was saved under `key`. Throws ArchiveError if there is no such key or no
/// string under it, or for what load() of archive.hpp refuses; `object` then stays as it was.
template <typename T>
void load(torch::serialize::InputArchive& archive, const std::string& key, T& object) {
  c10::IValue text;
  if (!archive.try_read(key, text) || !text.isString())
    throw ArchiveError("LibTorch archive: expected a string under '" + key + "'");
  load(text.toStringRef(), object);
}

}  // namespace autodecay
