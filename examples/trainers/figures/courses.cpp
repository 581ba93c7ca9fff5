#include "figures/courses.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace figures {
namespace {

/// A number of each training.
template <typename Number>
std::vector<double> each(const std::vector<Course>& courses, const Number& number) {
  std::vector<double> result;
  for (const Course& course : courses) result.push_back(std::invoke(number, course));
  return result;
}

}  // namespace

double Course::epochs_to(double accuracy) const {
  const auto found = std::find_if(accuracies.begin(), accuracies.end(),
                                  [&](double reached) { return reached >= accuracy; });
  if (found == accuracies.end()) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(found - accuracies.begin() + 1);
}

double Course::stage_length(std::int64_t stage) const {
  return static_cast<double>(std::count(stages.begin(), stages.end(), static_cast<double>(stage)));
}

Course Course::cut(double epochs) const {
  Course course = *this;
  const auto size = std::min(accuracies.size(), static_cast<std::size_t>(epochs));
  course.accuracies.resize(size);
  course.stages.resize(size);
  return course;
}

std::vector<double> Courses::epochs() const { return each(by_seed, &Course::epochs); }

std::vector<double> Courses::final_accuracies() const {
  return each(by_seed, [](const Course& course) { return course.accuracies.back(); });
}

std::vector<double> Courses::shares_saved(const Courses& other) const {
  std::vector<double> shares;
  for (std::size_t seed = 0; seed < by_seed.size(); ++seed)
    shares.push_back(1.0 - by_seed[seed].epochs() / other.by_seed.at(seed).epochs());
  return shares;
}

std::vector<double> Courses::stage_counts() const {
  return each(by_seed, [](const Course& course) { return course.stages.back(); });
}

std::int64_t Courses::most_stages() const {
  const std::vector<double> counts = stage_counts();
  return static_cast<std::int64_t>(*std::max_element(counts.begin(), counts.end()));
}

std::vector<double> Courses::stage_lengths(std::int64_t stage) const {
  return each(by_seed, [stage](const Course& course) { return course.stage_length(stage); });
}

std::vector<double> Courses::epochs_to(const std::vector<double>& accuracies) const {
  std::vector<double> result;
  for (std::size_t seed = 0; seed < by_seed.size(); ++seed)
    result.push_back(by_seed[seed].epochs_to(accuracies.at(seed)));
  return result;
}

Courses Courses::cut_where(const Courses& other, std::string name) const {
  Courses result{.method = std::move(name), .by_seed = {}};
  for (std::size_t seed = 0; seed < by_seed.size(); ++seed)
    result.by_seed.push_back(by_seed[seed].cut(other.by_seed.at(seed).epochs()));
  return result;
}

std::vector<double> accuracies_of(const Courses& step_decay) {
  std::vector<double> accuracies = step_decay.final_accuracies();
  for (double& accuracy : accuracies) accuracy -= same_accuracy;
  return accuracies;
}

}  // namespace figures
