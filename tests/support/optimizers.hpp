#pragma once

#include <cstddef>
#include <initializer_list>
#include <stdexcept>
#include <vector>

/// Optimizers with the structures that OptimizerTraits and BatchSizeTraits recognise, without their
/// libraries.
namespace test {

/// Like LibTorch's optimizers: parameter groups with options, each with a learning rate.
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

/// Like ensmallen's SGD.
class StepSizeOptimizer {
 public:
  explicit StepSizeOptimizer(double rate, std::size_t size = 32)
      : step_size_(rate), batch_size_(size) {}
  [[nodiscard]] double StepSize() const { return step_size_; }
  double& StepSize() { return step_size_; }
  [[nodiscard]] std::size_t BatchSize() const { return batch_size_; }
  std::size_t& BatchSize() { return batch_size_; }

 private:
  double step_size_;
  std::size_t batch_size_;
};

/// Like dlib's dnn_trainer.
class LearningRateOptimizer {
 public:
  explicit LearningRateOptimizer(double rate, unsigned long size = 128)
      : rate_(rate), mini_batch_size_(size) {}
  [[nodiscard]] double get_learning_rate() const { return rate_; }
  void set_learning_rate(double rate) { rate_ = rate; }
  [[nodiscard]] unsigned long get_mini_batch_size() const { return mini_batch_size_; }
  void set_mini_batch_size(unsigned long size) { mini_batch_size_ = size; }

 private:
  double rate_;
  unsigned long mini_batch_size_;
};

/// Throws std::runtime_error instead of setting its rate for the n-th time.
class FailingOptimizer {
 public:
  FailingOptimizer(double rate, int n) : rate_(rate), left_(n) {}
  [[nodiscard]] double get_learning_rate() const { return rate_; }
  void set_learning_rate(double rate) {
    if (--left_ == 0) throw std::runtime_error("the rate cannot be set");
    rate_ = rate;
  }

 private:
  double rate_;
  int left_;  // until it throws
};

}  // namespace test
