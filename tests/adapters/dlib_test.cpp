// The shape of optimizers that OptimizerTraits calls dlib's is that of dlib.

#include <type_traits>

#include <dlib/dnn.h>
#include <doctest/doctest.h>

#include <autodecay/auto_decay.hpp>
#include <autodecay/step_decay.hpp>

using namespace autodecay;

namespace {

using Network = dlib::loss_binary_log<dlib::fc<1, dlib::input<dlib::matrix<double, 2, 1>>>>;
using Trainer = dlib::dnn_trainer<Network>;

static_assert(Optimizer<Trainer>);

}  // namespace

TEST_CASE("a dnn_trainer's learning rate is lowered") {
  Network network;
  Trainer trainer(network);
  trainer.set_learning_rate(0.5);
  StepDecay scheduler{{.interval = 2, .factor = 0.25}};
  CHECK(scheduler.step(trainer) == Decision::hold);
  CHECK(trainer.get_learning_rate() == 0.5);
  CHECK(scheduler.step(trainer) == Decision::decay);
  CHECK(trainer.get_learning_rate() == 0.125);
}
