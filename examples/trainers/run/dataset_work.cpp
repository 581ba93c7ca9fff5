#include "run/dataset_work.hpp"

#include "model/network.hpp"
#include "model/weight_average.hpp"
#include "run/interrupt.hpp"
#include "run/schedule.hpp"

namespace trainer {
namespace {

bool not_interrupted() { return interrupted() == 0; }

}  // namespace

const std::vector<std::string>& DatasetWork::average_columns() {
  static const std::vector<std::string> names = {"average_test_loss", "average_test_accuracy"};
  return names;
}

DatasetWork::DatasetWork(Engine& engine, Network& network, const Schedule& schedule,
                         WeightAverage* average, bool evaluates_training)
    : engine_(engine),
      network_(network),
      schedule_(schedule),
      average_(average),
      evaluates_training_(evaluates_training) {}

std::int64_t DatasetWork::images() const { return engine_.data().train.size(); }

std::int64_t DatasetWork::steps(std::int64_t batch_size) const { return engine_.steps(batch_size); }

Epoch DatasetWork::begin(std::int64_t number, std::int64_t batch_size) const {
  return engine_.begin(number, batch_size);
}

std::optional<EpochResult> DatasetWork::run(Epoch& epoch, const std::function<bool()>& go_on) {
  if (!engine_.train(epoch, go_on)) return std::nullopt;
  const std::optional<Score> train =
      evaluates_training_ ? evaluate(engine_.data().train) : engine_.score(epoch);
  if (!train) return std::nullopt;
  const std::optional<Score> test = evaluate(engine_.data().test);
  if (!test) return std::nullopt;
  if (average_ == nullptr) return EpochResult{*train, *test};
  const std::optional<Score> average = advance_average();
  if (!average) return std::nullopt;
  return EpochResult{*train, *test, {average->loss, average->accuracy}};
}

std::optional<Score> DatasetWork::evaluate(const ImageSet& set) const {
  return engine_.evaluate(set, not_interrupted);
}

/// Adds the epoch's weights to the average, and scores it on the test images; nothing, and no
/// change, if interrupted.
std::optional<Score> DatasetWork::advance_average() {
  const std::vector<at::Tensor> means =
      average_->after(network_, schedule_.begins_stage() ? 1 : schedule_.stage().observations + 1);
  std::optional<Score> score;
  {
    const WeightGuard guard(network_, means);
    if (!engine_.renew_statistics(not_interrupted)) return std::nullopt;
    score = evaluate(engine_.data().test);
  }
  if (score) average_->set(means);
  return score;
}

}  // namespace trainer
