#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace figures {

/// A training epoch by epoch.
struct Course {
  std::vector<double> accuracies;  ///< on the test images after each epoch, 0 … 1
  std::vector<double> stages;      ///< of each epoch, from 1

  [[nodiscard]] double epochs() const { return static_cast<double>(accuracies.size()); }

  /// The number of epochs until the accuracy is first reached; NaN if it never is.
  [[nodiscard]] double epochs_to(double accuracy) const;

  /// The epochs of a stage; 0 if there is no such stage.
  [[nodiscard]] double stage_length(std::int64_t stage) const;

  /// The first epochs of this training, as if it had been cut.
  [[nodiscard]] Course cut(double epochs) const;
};

/// The trainings with one schedule from the same starts as those with another: one per seed, in the
/// order of the seeds.
struct Courses {
  std::string method = {};  ///< a name for tables, without blanks
  std::vector<Course> by_seed = {};

  /// The number of epochs, and the accuracy after the last one, per seed.
  [[nodiscard]] std::vector<double> epochs() const;
  [[nodiscard]] std::vector<double> final_accuracies() const;

  /// The share of another schedule's epochs that this one saves, per seed.
  [[nodiscard]] std::vector<double> shares_saved(const Courses& other) const;

  /// The number of stages per seed, and the largest of them.
  [[nodiscard]] std::vector<double> stage_counts() const;
  [[nodiscard]] std::int64_t most_stages() const;

  [[nodiscard]] std::vector<double> stage_lengths(std::int64_t stage) const;

  /// The number of epochs until each seed's accuracy is first reached; NaN where it never is.
  [[nodiscard]] std::vector<double> epochs_to(const std::vector<double>& accuracies) const;

  /// Each training cut where another schedule's training of the same seed ends.
  [[nodiscard]] Courses cut_where(const Courses& other, std::string name) const;
};

/// Accuracies that differ by less count as the same: 0.2 points.
constexpr double same_accuracy = 0.002;

/// The accuracies that count as those of StepDecay: its final ones less 0.2 points, per seed.
[[nodiscard]] std::vector<double> accuracies_of(const Courses& step_decay);

}  // namespace figures
