#include "transfer/features.hpp"

#include "data/augmentation.hpp"
#include "engine/platform.hpp"
#include "model/network.hpp"
#include "support/files.hpp"
#include "support/text.hpp"
#include "transfer/checksum.hpp"
#include "transfer/source.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ATen/Functions.h>
#include <c10/core/GradMode.h>
#include <torch/version.h>

namespace transfer {
namespace {

using support::to_text;

/// A file has one line with this text, the key, the number of rows and columns and the checksum of
/// the rest, followed by the raw numbers.
constexpr const char* format = "transfer-features 1";

constexpr std::uint64_t most_bytes = std::uint64_t{16} << 30;

/// Everything that a stage's features depend on except the images.
Checksum checksum_of(const Source& source, const SourceStage& stage,
                     const trainer::ChannelStatistics& statistics, at::Device device) {
  Checksum checksum;
  checksum.add(format).add(source.architecture).add(std::string_view(TORCH_VERSION));
  checksum.add(device.is_cuda() ? "cuda" : "cpu");
  checksum.add(stage.model);
  checksum.add(statistics.mean).add(statistics.deviation);
  return checksum;
}

std::string_view bytes_of(const at::Tensor& tensor) {
  return {static_cast<const char*>(tensor.data_ptr()), tensor.nbytes()};
}

std::string first_line(const std::string& key, std::int64_t rows, std::int64_t columns,
                       std::string_view numbers) {
  return support::joined(
             {format, key, to_text(rows), to_text(columns), Checksum().add(numbers).text()}, " ") +
         '\n';
}

/// The features in a file for `count` images; nothing if there is no such file or it is damaged.
std::optional<at::Tensor> read(const std::filesystem::path& path, const std::string& key,
                               std::int64_t rows) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  const std::string bytes = support::read_file(path, most_bytes);
  const std::size_t end = bytes.find('\n');
  if (end == bytes.npos) return std::nullopt;
  const std::string_view numbers = std::string_view(bytes).substr(end + 1);
  const std::int64_t count = static_cast<std::int64_t>(numbers.size() / sizeof(float));
  const std::int64_t columns = count / rows;
  if (bytes.compare(0, end + 1, first_line(key, rows, columns, numbers)) != 0) return std::nullopt;
  at::Tensor features = at::empty({rows, columns}, at::kFloat);
  if (features.nbytes() != numbers.size()) return std::nullopt;
  std::copy(numbers.begin(), numbers.end(), static_cast<char*>(features.data_ptr()));
  return features;
}

}  // namespace

std::optional<at::Tensor> features_of(const at::Tensor& images, trainer::FeatureNetwork& network,
                                      const trainer::ChannelStatistics& statistics,
                                      const trainer::Platform& platform,
                                      const std::function<bool()>& go_on) {
  const at::NoGradGuard no_gradients;
  network.eval();
  const at::Device device = statistics.mean.device();
  std::vector<at::Tensor> batches;
  for (const at::Tensor& batch : images.split(platform.evaluation_batch(images))) {
    const at::Tensor features = platform.logits([&] {
      return network.features(
          trainer::normalise(batch.to(device), statistics).contiguous(platform.layout()));
    });
    batches.push_back(features.cpu());
    if (!go_on()) return std::nullopt;
  }
  return at::cat(batches);
}

FeatureCache::FeatureCache(std::filesystem::path folder, at::Device device)
    : folder_(std::move(folder)), device_(device) {
  support::create_folders(folder_);
  support::remove_temporaries(folder_);
}

std::optional<Features> FeatureCache::features(const Source& source, const SourceStage& stage,
                                               const trainer::ImageSet& set,
                                               const trainer::ChannelStatistics& statistics,
                                               const std::function<bool()>& go_on) const {
  const std::string key = checksum_of(source, stage, statistics, device_).add(set.images).text();
  const std::filesystem::path path = folder_ / (key + ".features");
  std::optional<at::Tensor> values = read(path, key, set.size());
  if (!values) {
    const auto platform = trainer::platform_of(device_);
    const auto network =
        new_network(source, stage, static_cast<std::int64_t>(source.classes.size()), 0);
    network->to(device_);
    trainer::lay_out(*network, platform->layout());
    values = features_of(set.images, *network,
                         {statistics.mean.to(device_), statistics.deviation.to(device_)}, *platform,
                         go_on);
    if (!values) return std::nullopt;
    const std::string line = first_line(key, values->size(0), values->size(1), bytes_of(*values));
    support::write_atomically(path, {line, bytes_of(*values)});
  }
  return Features{*std::move(values), set.labels.cpu()};
}

std::optional<FeatureSets> FeatureCache::features(const Source& source, const SourceStage& stage,
                                                  const trainer::Dataset& target,
                                                  const std::function<bool()>& go_on) const {
  const trainer::ChannelStatistics statistics = normalisation(source, target.train.images);
  auto train = features(source, stage, target.train, statistics, go_on);
  if (!train) return std::nullopt;
  auto test = features(source, stage, target.test, statistics, go_on);
  if (!test) return std::nullopt;
  return FeatureSets{*std::move(train), *std::move(test)};
}

}  // namespace transfer
