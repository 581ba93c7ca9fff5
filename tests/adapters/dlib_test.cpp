// OptimizerTraits and BatchSizeTraits recognise dlib's real dnn_trainer.

#include <type_traits>

#include <dlib/dnn.h>
#include <doctest/doctest.h>

#include <autodecay/action/grow_batch_size.hpp>
#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/action/sequence.hpp>
#include <autodecay/presets.hpp>
#include <autodecay/stability/every_interval.hpp>

using namespace autodecay;

namespace {

using Network = dlib::loss_binary_log<dlib::fc<1, dlib::input<dlib::matrix<double, 2, 1>>>>;
using Trainer = dlib::dnn_trainer<Network>;

static_assert(Optimizer<Trainer> && HasBatchSize<Trainer>);

}  // namespace

TEST_CASE("a dnn_trainer's learning rate is lowered") {
  Network network;
  Trainer trainer(network);
  trainer.set_learning_rate(0.5);
  StepDecay scheduler({.interval = 2, .factor = 0.25});
  CHECK(scheduler.step(trainer) == Decision::hold);
  CHECK(trainer.get_learning_rate() == 0.5);
  CHECK(scheduler.step(trainer) == Decision::decay);
  CHECK(trainer.get_learning_rate() == 0.125);
}

TEST_CASE("a dnn_trainer's mini-batch grows while its rate is lowered") {
  Network network;
  Trainer trainer(network);
  trainer.set_learning_rate(0.5);
  trainer.set_mini_batch_size(48);
  Scheduler scheduler{
      LatestValue{}, EveryInterval{1}, Unlimited{},
      Sequence{GrowBatchSize{{.factor = 4.0, .limit = 256}}, ScaleLearningRate{{.factor = 0.5}}}};
  CHECK(scheduler.step(trainer) == Decision::decay);
  CHECK(trainer.get_mini_batch_size() == 192);
  CHECK(trainer.get_learning_rate() == 0.25);
  CHECK(scheduler.step(trainer) == Decision::decay);
  CHECK(trainer.get_mini_batch_size() == 256);
  CHECK(trainer.get_learning_rate() == 0.125);
}
