#pragma once

#include "run/epoch_work.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace trainer {

class Network;
class Schedule;
class WeightAverage;

/// The work of an epoch on a data set that is on the device.
class DatasetWork final : public EpochWork {
 public:
  /// The additional columns of metrics.csv with an average: the scores of the averaged weights, with
  /// their own batch-norm statistics.
  static const std::vector<std::string>& average_columns();

  /// The schedule tells how far its stage is for `average`, which may be null. With
  /// `evaluates_training`, see EpochResult::train.
  DatasetWork(Engine& engine, Network& network, const Schedule& schedule, WeightAverage* average,
              bool evaluates_training);

  [[nodiscard]] std::int64_t images() const override;
  [[nodiscard]] std::int64_t steps(std::int64_t batch_size) const override;
  [[nodiscard]] Epoch begin(std::int64_t number, std::int64_t batch_size) const override;
  [[nodiscard]] std::optional<EpochResult> run(Epoch& epoch,
                                               const std::function<bool()>& go_on) override;

 private:
  [[nodiscard]] std::optional<Score> evaluate(const ImageSet& set) const;
  [[nodiscard]] std::optional<Score> advance_average();

  Engine& engine_;
  Network& network_;
  const Schedule& schedule_;
  WeightAverage* average_;
  bool evaluates_training_;
};

}  // namespace trainer
