#include "choice.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using replay_tool::is_accuracy;
using replay_tool::likeliest;
using replay_tool::listed;
using replay_tool::named;
using replay_tool::Quantity;

namespace {

using Names = std::vector<std::string>;

std::string chosen(const Names& names, Quantity quantity) {
  const auto found = likeliest(names, quantity);
  return found ? names[*found] : "";
}

std::string loss(const Names& names) { return chosen(names, Quantity::loss); }
std::string rate(const Names& names) { return chosen(names, Quantity::learning_rate); }

}  // namespace

TEST_CASE("a training loss comes before a validation loss before whatever is called loss") {
  CHECK(loss({"box_loss", "val_loss", "loss", "train_loss"}) == "train_loss");
  CHECK(loss({"box_loss", "val_loss", "loss"}) == "loss");
  CHECK(loss({"box_loss", "val_loss"}) == "val_loss");
  CHECK(loss({"accuracy", "box_loss"}) == "box_loss");
  CHECK(loss({"val/box_loss", "train/box_loss"}) == "train/box_loss");
  CHECK(loss({"eval-rmse", "train-rmse", "val loss"}) == "val loss");
  CHECK(loss({"eval-rmse", "train-rmse"}) == "train-rmse");
  CHECK(loss({"Wall time", "Step", "Value"}) == "Value");
  CHECK(loss({"epoch", "accuracy", "closset"}).empty());
  CHECK(loss({}).empty());
}

TEST_CASE("a factor is neither a loss nor a rate") {
  CHECK(loss({"loss_scale", "val_loss"}) == "val_loss");
  CHECK(loss({"loss/scale", "lossWeight", "kl_loss_coef"}).empty());
  CHECK(loss({"scale_loss"}) == "scale_loss");
  CHECK(rate({"lr_scale", "lr-Adam"}) == "lr-Adam");
  CHECK(rate({"lr_scale"}).empty());
}

TEST_CASE("names are compared by their words") {
  for (const std::string name : {"train_loss", "train/loss", "Train Loss", "trainLoss",
                                 "loss_train", "training.loss", "run 1 - train/loss"}) {
    CAPTURE(name);
    CHECK(loss({"loss", name}) == name);
  }
}

TEST_CASE("the first of equal names is taken, but the mean over an epoch before a step's") {
  CHECK(loss({"a - loss", "b - loss"}) == "a - loss");
  CHECK(loss({"train_loss_step", "train_loss_epoch"}) == "train_loss_epoch");
  CHECK(loss({"a - loss__MIN", "a - loss__MAX", "b - loss"}) == "b - loss");
}

TEST_CASE("the learning rate goes by its usual names") {
  for (const std::string name : {"learning_rate", "lr", "LearningRate", "LR", "train/learning_rate",
                                 "Learning Rate", "lr-SGD", "lr/pg0", "train_lr"}) {
    CAPTURE(name);
    CHECK(rate({"epoch", name, "loss"}) == name);
  }
  CHECK(rate({"lr-Adam", "lr", "learning_rate"}) == "learning_rate");
  CHECK(rate({"lr-Adam", "lr"}) == "lr");
  CHECK(rate({"rate of learning", "learned", "learning"}).empty());
}

TEST_CASE("accuracies are recognised") {
  for (const char* name : {"acc", "val_accuracy", "Acc@1", "top5", "metrics/mAP50(B)", "eval_f1"}) {
    CAPTURE(name);
    CHECK(is_accuracy(name));
  }
  for (const char* name : {"loss", "accuracy_loss", "epoch", "lr", ""}) {
    CAPTURE(name);
    CHECK_FALSE(is_accuracy(name));
  }
  CHECK(chosen({"val_acc", "acc"}, Quantity::accuracy) == "acc");
}

TEST_CASE("a name is that of a series, or that of a metric of the first run with it") {
  const Names names = {"Step", "a - loss", "b - loss", "loss"};
  CHECK(named(names, "loss") == 3);
  CHECK(named(names, "b - loss") == 2);
  CHECK(named({"Step", "a - loss", "b - loss"}, "loss") == 1);
  CHECK_FALSE(named(names, "Loss").has_value());
  CHECK_FALSE(named(names, "").has_value());
}

TEST_CASE("the only name of a log is what is wanted, but the only one of a line may not be") {
  using replay_tool::choose;
  CHECK(choose({"foo"}, {}).loss == 0);
  CHECK_FALSE(choose({"foo"}, {}, false).loss.has_value());
  CHECK_FALSE(choose({"foo"}, {.column = "loss"}).loss.has_value());
  CHECK(choose({"foo", "lr", "loss"}, {}).columns() == std::vector<std::size_t>{2, 1});
  CHECK(choose({"foo", "lr"}, {.column = "lr"}).columns() == std::vector<std::size_t>{1});
  CHECK(choose({"foo", "lr"}, {}).columns().empty());
}

TEST_CASE("lists of names are short") {
  CHECK(listed({}) == "none");
  CHECK(listed({"", "a", "b", "c", "a__MIN"}, 2) == "a, c");
  CHECK(listed(Names(25, "x")).ends_with("x and 5 more"));
  CHECK(listed({"a__MIN", "a__MAX"}) == "a__MIN, a__MAX");
  CHECK(listed({"a", "a__MIN"}, 0) == "none");
  CHECK(listed({std::string(1000, 'x')}).size() < 300);
  CHECK(replay_tool::choosable({"", "a", "b", "c", "a__MIN"}, 2) == Names{"a", "c"});
}
