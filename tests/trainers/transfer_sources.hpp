#pragma once

#include "data/dataset.hpp"
#include "model/network.hpp"
#include "model/snapshot.hpp"
#include "model/wide_resnet.hpp"
#include "temporary_folder.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <nlohmann/json.hpp>

/// The metadata that learning_stages records for a stage of a run of WRN-10-1 on three classes.
inline nlohmann::ordered_json about_stage(std::int64_t stage, double accuracy) {
  return {{"architecture", "wide_resnet"},
          {"configuration", {{"data", "/somewhere/letters"}, {"depth", 10}, {"widen", 1}}},
          {"data",
           {{"classes", {"a", "b", "c"}},
            {"channel_mean", {100.0, 110.0, 120.0}},
            {"channel_deviation", {50.0, 60.0, 70.0}}}},
          {"metrics", {{"stage", stage}, {"test_accuracy", accuracy}}}};
}

/// WRN-10-1 with weights drawn from a seed.
inline std::shared_ptr<trainer::FeatureNetwork> small_network(std::uint64_t seed,
                                                              std::int64_t classes = 3) {
  at::manual_seed(seed);
  return trainer::wide_resnet({.depth = 10, .widen = 1, .classes = classes});
}

/// Writes stage-<stage>.safetensors with small_network(stage).
inline std::filesystem::path write_stage(const TemporaryFolder& folder, std::int64_t stage,
                                         const nlohmann::ordered_json& about) {
  const auto path = folder.path() / ("stage-" + std::to_string(stage) + ".safetensors");
  trainer::write_snapshot(
      path, trainer::state_dict(*small_network(static_cast<std::uint64_t>(stage))), about);
  return path;
}

inline std::filesystem::path write_stage(const TemporaryFolder& folder, std::int64_t stage,
                                         double accuracy) {
  return write_stage(folder, stage, about_stage(stage, accuracy));
}

/// Images of noise of classes 0, 1, 0, 1, …; those of class 1 are brighter.
inline trainer::ImageSet noise_of_two_kinds(std::int64_t count, std::int64_t side,
                                            std::uint64_t seed) {
  at::manual_seed(seed);
  const at::Tensor labels = at::arange(count).remainder(2);
  const at::Tensor noise = at::randint(120, {count, 3, side, side}, at::kLong);
  return {(noise + 120 * labels.reshape({count, 1, 1, 1})).to(at::kByte), labels};
}

/// A data set with such images.
inline trainer::Dataset two_kinds(std::int64_t train, std::int64_t test, std::int64_t side) {
  return {
      noise_of_two_kinds(train, side, 1), noise_of_two_kinds(test, side, 2), {"dark", "bright"}};
}
