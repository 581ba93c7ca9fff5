#pragma once

#include <initializer_list>
#include <vector>

/// Optimizers in the shapes that OptimizerTraits knows, without their libraries.
namespace test {

/// As LibTorch's: parameter groups with options, each with a learning rate.
class GroupedOptimizer {
 public:
  class Options {
   public:
    explicit Options(double rate) : rate_(rate) {}
    [[nodiscard]] double get_lr() const { return rate_; }
    void set_lr(double rate) { rate_ = rate; }

   private:
    double rate_;
  };

  class Group {
   public:
    explicit Group(double rate) : options_(rate) {}
    Options& options() { return options_; }

   private:
    Options options_;
  };

  GroupedOptimizer(std::initializer_list<double> rates) : groups_(rates.begin(), rates.end()) {}

  std::vector<Group>& param_groups() { return groups_; }

  [[nodiscard]] std::vector<double> rates() {
    std::vector<double> rates;
    for (Group& group : groups_) rates.push_back(group.options().get_lr());
    return rates;
  }

 private:
  std::vector<Group> groups_;
};

/// As ensmallen's SGD.
class StepSizeOptimizer {
 public:
  explicit StepSizeOptimizer(double rate) : step_size_(rate) {}
  [[nodiscard]] double StepSize() const { return step_size_; }
  double& StepSize() { return step_size_; }

 private:
  double step_size_;
};

/// As dlib's dnn_trainer.
class LearningRateOptimizer {
 public:
  explicit LearningRateOptimizer(double rate) : rate_(rate) {}
  [[nodiscard]] double get_learning_rate() const { return rate_; }
  void set_learning_rate(double rate) { rate_ = rate; }

 private:
  double rate_;
};

}  // namespace test
