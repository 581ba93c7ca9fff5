#include "transfer/features.hpp"

#include "data/augmentation.hpp"
#include "engine/platform.hpp"
#include "model/network.hpp"
#include "support/files.hpp"
#include "temporary_folder.hpp"
#include "transfer/checksum.hpp"
#include "transfer/source.hpp"
#include "transfer_cells.hpp"
#include "transfer_sources.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include <ATen/Functions.h>
#include <doctest/doctest.h>

using namespace transfer;

namespace {

/// A source with one stage, and a cache that counts the computed batches.
struct Counted {
  TemporaryFolder folder;
  Source source = read_source({write_stage(folder, 1, 0.5)});
  FeatureCache cache{folder.path() / "cache", at::kCPU};
  int batches = 0;

  FeatureSets features(const trainer::Dataset& data) {
    batches = 0;
    return cache.features(source, source.stages.at(0), data, [&] { return ++batches > 0; }).value();
  }

  [[nodiscard]] std::set<std::filesystem::path> files() const {
    std::set<std::filesystem::path> found;
    for (const auto& file : std::filesystem::directory_iterator(folder.path() / "cache"))
      found.insert(file.path());
    return found;
  }
};

}  // namespace

TEST_CASE("features are those of the network on images normalised like the source's") {
  Counted counted;
  const trainer::Dataset data = two_kinds(6, 4, 8);
  const FeatureSets sets = counted.features(data);
  const auto network = small_network(1);
  network->eval();
  const at::Tensor images = trainer::normalise(data.train.images, *counted.source.statistics);
  const at::Tensor expected = network->features(images).detach();
  CHECK(sets.train.values.sizes() == at::IntArrayRef{6, 64});
  CHECK(at::allclose(sets.train.values, expected, 1e-4, 1e-5));
  CHECK(!sets.train.values.requires_grad());
  CHECK(sets.train.labels.equal(data.train.labels));
  CHECK(sets.test.values.size(0) == 4);
  CHECK(sets.test.labels.equal(data.test.labels));
}

TEST_CASE("features of more images than a batch are in the images' order") {
  const auto network = small_network(1);
  const auto platform = trainer::platform_of(at::kCPU);
  const at::Tensor images = noise_of_two_kinds(platform->evaluation_batch() + 3, 4, 5).images;
  const auto statistics = trainer::channel_statistics(images);
  const auto of = [&](const at::Tensor& some) {
    return *features_of(some, *network, statistics, *platform, always);
  };
  const at::Tensor all = of(images);
  CHECK(all.size(0) == images.size(0));
  CHECK(at::allclose(all.slice(0, -5), of(images.slice(0, -5)), 1e-4, 1e-5));
}

TEST_CASE("features are computed once, also by the next process") {
  Counted counted;
  const trainer::Dataset data = two_kinds(6, 4, 8);
  const FeatureSets first = counted.features(data);
  CHECK(counted.batches == 2);
  CHECK(counted.files().size() == 2);
  CHECK(counted.features(data).train.values.equal(first.train.values));
  CHECK(counted.batches == 0);
  counted.cache = FeatureCache(counted.folder.path() / "cache", at::kCPU);
  CHECK(counted.features(data).test.values.equal(first.test.values));
  CHECK(counted.batches == 0);

  // Labels do not matter.
  trainer::Dataset relabelled = data;
  relabelled.train.labels = 1 - data.train.labels;
  CHECK(counted.features(relabelled).train.labels.equal(relabelled.train.labels));
  CHECK(counted.batches == 0);
}

TEST_CASE("a damaged file is computed again") {
  Counted counted;
  const trainer::Dataset data = two_kinds(6, 4, 8);
  const FeatureSets whole = counted.features(data);
  for (const auto& path : counted.files()) {
    const std::string bytes = support::read_file(path);
    std::string flipped = bytes;
    flipped.back() = static_cast<char>(flipped.back() ^ 1);
    for (const std::string& damaged : {std::string(), bytes.substr(0, 30),
                                       bytes.substr(0, bytes.size() - 1), bytes + ' ', flipped}) {
      CAPTURE(damaged.size());
      support::write_atomically(path, {damaged});
      const FeatureSets again = counted.features(data);
      CHECK(counted.batches == 1);
      CHECK(again.train.values.equal(whole.train.values));
      CHECK(again.test.values.equal(whole.test.values));
      CHECK(support::read_file(path) == bytes);
    }
  }
}

TEST_CASE("another weight, pixel or normalisation gives another file") {
  Counted counted;
  const trainer::Dataset data = two_kinds(6, 4, 8);
  (void)counted.features(data);
  const auto computes = [&](const trainer::Dataset& set) {
    (void)counted.features(set);
    return counted.batches;
  };
  const auto& model = counted.source.stages[0].model;
  const auto weights = std::find_if(model.begin(), model.end(),
                                    [](const auto& entry) { return entry.first == "conv.weight"; });
  REQUIRE(weights != model.end());
  weights->second.flatten()[0].add_(1e-3);
  CHECK(computes(data) == 2);
  trainer::Dataset other = data;
  other.train.images = data.train.images.clone();
  other.train.images[5][2][7][7].bitwise_xor_(1);
  CHECK(computes(other) == 1);
  counted.source.statistics->mean.add_(1);
  CHECK(computes(data) == 2);
  CHECK(counted.files().size() == 2 + 2 + 1 + 2);
}

TEST_CASE("an interrupted computation returns no features and leaves no partial file") {
  Counted counted;
  const trainer::Dataset data = two_kinds(6, 4, 8);
  const auto features = [&](int most) {
    return counted.cache.features(counted.source, counted.source.stages[0], data,
                                  [=, asked = 0]() mutable { return ++asked <= most; });
  };
  CHECK(!features(0).has_value());
  CHECK(counted.files().empty());
  CHECK(!features(1).has_value());
  CHECK(counted.files().size() == 1);
  CHECK(features(1).has_value());  // the training images are done
}

TEST_CASE("a checksum distinguishes contents, their order, parts and shapes") {
  const auto of = [](auto... parts) {
    Checksum checksum;
    (checksum.add(parts), ...);
    return checksum.value();
  };
  using Text = std::string_view;
  const at::Tensor tensor = at::arange(12).to(at::kByte);
  const std::set<std::uint64_t> distinct = {of(Text("")),
                                            of(Text("a")),
                                            of(Text("ab")),
                                            of(Text("a"), Text("b")),
                                            of(Text("b"), Text("a")),
                                            of(Text("12345678")),
                                            of(Text("123456789")),
                                            of(Text("123456789\0", 10)),
                                            of(tensor),
                                            of(tensor.reshape({3, 4})),
                                            of(tensor.reshape({4, 3})),
                                            of(tensor.reshape({3, 4}).t()),
                                            of(tensor.to(at::kChar))};
  CHECK(distinct.size() == 13);
  CHECK(of(tensor.reshape({3, 4}).t()) == of(tensor.reshape({3, 4}).t().contiguous()));
  CHECK(Checksum().text() == "0000000000000000");
  CHECK(Checksum().add(Text("a")).text().size() == 16);
}
