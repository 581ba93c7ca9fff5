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

using Members = std::vector<std::vector<std::int64_t>>;

/// The images of each class, in their order.
Members members_of(const ImageSet& set, std::size_t classes) {
  Members members(classes);
  for (std::int64_t i = 0; i < set.size(); ++i)
    members[static_cast<std::size_t>(set.labels.data_ptr<std::int64_t>()[i])].push_back(i);
  return members;
}

void shuffle(Members& members, std::uint64_t seed) {
  // std::shuffle differs from one standard library to the next.
  std::mt19937_64 random(seed);
  for (std::vector<std::int64_t>& group : members)
    for (std::size_t i = group.size(); i > 1; --i) std::swap(group[i - 1], group[random() % i]);
}

/// `limit` images in their order: the first members of each class, as many of one as of another
/// while both have some.
ImageSet balanced(const ImageSet& set, const Members& members, std::int64_t limit) {
  std::vector<std::int64_t> kept;
  for (std::size_t round = 0; std::ssize(kept) < limit; ++round)
    for (const std::vector<std::int64_t>& group : members)
      if (round < group.size() && std::ssize(kept) < limit) kept.push_back(group[round]);
  std::sort(kept.begin(), kept.end());
  return set.select(at::tensor(kept));
}

bool cuts(std::int64_t limit, const ImageSet& set) { return 0 < limit && limit < set.size(); }

}  // namespace

ImageSet ImageSet::select(const at::Tensor& indices) const {
  return {images.index_select(0, indices), labels.index_select(0, indices),
          kinds.defined() ? kinds.index_select(0, indices) : kinds};
}

ImageSet ImageSet::to(at::Device device) const {
  return {images.to(device), labels.to(device), kinds.defined() ? kinds.to(device) : kinds};
}

Dataset load_dataset(const std::string& source, std::uint64_t seed) {
  if (source == "patterns") return make_patterns(seed);
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

Dataset limited(const Dataset& data, const Limits& limits, std::uint64_t seed) {
  Dataset result = data;
  if (cuts(limits.train, data.train)) {
    Members members = members_of(data.train, data.classes.size());
    shuffle(members, seed);
    result.train = balanced(data.train, members, limits.train);
  }
  if (cuts(limits.test, data.test))
    result.test = balanced(data.test, members_of(data.test, data.classes.size()), limits.test);
  return result;
}

}  // namespace trainer
