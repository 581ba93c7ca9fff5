#include "data/dataset.hpp"

#include "data/cifar_binary.hpp"
#include "data/image_folder.hpp"
#include "data/patterns.hpp"
#include "data/subset.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <stdexcept>

#include <ATen/core/Tensor.h>
#include <ATen/ops/tensor.h>

namespace trainer {
namespace {

/// The subset that balanced_subset() chooses.
ImageSet balanced(const ImageSet& set, std::size_t classes, std::int64_t limit,
                  std::optional<std::uint64_t> seed = {}) {
  if (limit == 0 || limit >= set.size()) return set;
  const std::span labels(set.labels.data_ptr<std::int64_t>(), static_cast<std::size_t>(set.size()));
  return set.select(at::tensor(balanced_subset(labels, classes, limit, seed)));
}

}  // namespace

ImageSet ImageSet::select(const at::Tensor& indices) const {
  return {images.index_select(0, indices), labels.index_select(0, indices),
          kinds.defined() ? kinds.index_select(0, indices) : kinds};
}

ImageSet ImageSet::to(at::Device device) const {
  return {images.to(device), labels.to(device), kinds.defined() ? kinds.to(device) : kinds};
}

Dataset load_dataset(const std::string& source, std::uint64_t seed, const ImageLimits& limits) {
  if (source == "patterns") return make_patterns(seed);
  const std::filesystem::path folder = source;
  if (!std::filesystem::is_directory(folder))
    throw std::runtime_error(source + ": no such folder; expected \"patterns\" or a folder");
  const std::filesystem::path inner = folder / "cifar-10-batches-bin";
  if (holds_cifar_binary(folder)) return load_cifar_binary(folder);
  if (holds_cifar_binary(inner)) return load_cifar_binary(inner);
  if (std::filesystem::is_directory(folder / "train")) return load_image_folder(folder, limits);
  throw std::runtime_error(source +
                           ": no data here; expected data_batch_1.bin, "
                           "cifar-10-batches-bin/data_batch_1.bin or train/<class>/");
}

Dataset limited(const Dataset& data, const Limits& limits, std::uint64_t seed) {
  const std::size_t classes = data.classes.size();
  return {.train = balanced(data.train, classes, limits.train, seed),
          .test = balanced(data.test, classes, limits.test),
          .classes = data.classes};
}

}  // namespace trainer
