#include "trainer/dataset.hpp"

#include "trainer/cifar_binary.hpp"
#include "trainer/image_folder.hpp"
#include "trainer/patterns.hpp"

#include <algorithm>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <utility>

#include <ATen/Functions.h>

namespace trainer {
namespace {

Dataset load_all(const std::string& source, std::uint64_t seed) {
  if (source == "patterns") return make_patterns(seed).dataset;
  const std::filesystem::path folder = source;
  if (!std::filesystem::is_directory(folder))
    throw std::runtime_error(source + ": no such folder; expected \"patterns\" or a folder");
  const std::filesystem::path inner = folder / "cifar-10-batches-bin";
  if (holds_cifar_binary(folder)) return load_cifar_binary(folder);
  if (holds_cifar_binary(inner)) return load_cifar_binary(inner);
  if (std::filesystem::is_directory(folder / "train")) return load_image_folder(folder);
  throw std::runtime_error(source +
                           ": no data here; expected data_batch_1.bin, "
                           "cifar-10-batches-bin/data_batch_1.bin or train/<class>/");
}

/// `limit` images in their order, as many of each class as of another while both have some.
ImageSet balanced(const ImageSet& set, std::size_t classes, std::int64_t limit,
                  std::uint64_t seed) {
  std::vector<std::vector<std::int64_t>> members(classes);
  for (std::int64_t i = 0; i < set.size(); ++i)
    members[static_cast<std::size_t>(set.labels.data_ptr<std::int64_t>()[i])].push_back(i);

  // std::shuffle differs from one standard library to the next.
  std::mt19937_64 random(seed);
  for (std::vector<std::int64_t>& group : members)
    for (std::size_t i = group.size(); i > 1; --i) std::swap(group[i - 1], group[random() % i]);

  std::vector<std::int64_t> kept;
  for (std::size_t round = 0; std::ssize(kept) < limit; ++round)
    for (const std::vector<std::int64_t>& group : members)
      if (round < group.size() && std::ssize(kept) < limit) kept.push_back(group[round]);
  std::sort(kept.begin(), kept.end());
  const at::Tensor indices = at::tensor(kept);
  return {set.images.index_select(0, indices), set.labels.index_select(0, indices)};
}

}  // namespace

Dataset load_dataset(const std::string& source, std::int64_t limit, std::uint64_t seed) {
  Dataset dataset = load_all(source, seed);
  if (0 < limit && limit < dataset.train.size())
    dataset.train = balanced(dataset.train, dataset.classes.size(), limit, seed);
  return dataset;
}

}  // namespace trainer
