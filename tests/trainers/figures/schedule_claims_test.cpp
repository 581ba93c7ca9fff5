#include "figures/schedule_claims.hpp"

#include "mentions.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace figures;

namespace {

/// Trainings that have 10 % until their last epoch; stages of 30 epochs.
Courses ending(const std::string& method, const std::vector<std::size_t>& epochs,
               const std::vector<double>& accuracies) {
  Courses courses{.method = method, .by_seed = {}};
  for (std::size_t seed = 0; seed < epochs.size(); ++seed) {
    Course course;
    for (std::size_t epoch = 1; epoch <= epochs[seed]; ++epoch) {
      course.accuracies.push_back(epoch == epochs[seed] ? accuracies[seed] : 0.1);
      course.stages.push_back(static_cast<double>((epoch - 1) / 30 + 1));
    }
    courses.by_seed.push_back(std::move(course));
  }
  return courses;
}

/// A training in stages of these lengths.
Course with_stages(const std::vector<std::size_t>& lengths) {
  Course course;
  for (std::size_t stage = 0; stage < lengths.size(); ++stage)
    course.stages.insert(course.stages.end(), lengths[stage], static_cast<double>(stage + 1));
  course.accuracies.resize(course.stages.size(), 0.5);
  return course;
}

const std::vector<double> same = {0.70, 0.72, 0.71};
const Courses step = ending("StepDecay", {90, 90, 90}, same);

}  // namespace

TEST_CASE(
    "a schedule arrives sooner if it saves a fifth of the epochs and loses less than 0.2 points") {
  const auto claim = [&](const std::vector<std::size_t>& epochs,
                         const std::vector<double>& accuracies) {
    return arrives_sooner(ending("AutoDecay", epochs, accuracies), step);
  };
  CHECK(claim({45, 45, 45}, same).verdict == Verdict::holds);
  CHECK(claim({45, 45, 45}, {0.699, 0.719, 0.709}).verdict == Verdict::holds);
  CHECK(claim({45, 45, 45}, {0.697, 0.717, 0.707}).verdict == Verdict::fails);
  CHECK(claim({71, 71, 71}, same).verdict == Verdict::holds);
  CHECK(claim({73, 73, 73}, same).verdict == Verdict::fails);
  // A mean saving of 50 %, and gains that cancel: both are uncertain.
  CHECK(claim({18, 72, 45}, same).verdict == Verdict::undecided);
  CHECK(claim({45, 45, 45}, {0.66, 0.76, 0.71}).verdict == Verdict::undecided);
  CHECK(
      mentions(claim({45, 54, 36}, {0.71, 0.73, 0.72}),
               "AutoDecay reaches the accuracy of StepDecay to within 0.2 points in at least 20 % "
               "fewer epochs: it saves 50 ± 10 % of the epochs (45 ± 9) and gains 1.00 ± 0.00 "
               "points (72 ± 1 %, StepDecay 71 ± 1 %)"));
}

TEST_CASE("a schedule is better than a control if the paired difference is certain") {
  const Courses own = ending("AutoDecay", {60, 50, 40}, {0.74, 0.75, 0.76});
  const auto claim = [&](const std::vector<double>& accuracies) {
    return is_better_at_equal_epochs(own, ending("cosine", {60, 50, 40}, accuracies));
  };
  // Differences of 2, 3 and 1 points have the margin 4.303 / sqrt(3), and the seeds' own scatter
  // does not matter.
  CHECK(claim({0.72, 0.72, 0.75}).verdict == Verdict::undecided);
  CHECK(mentions(claim({0.72, 0.72, 0.75}),
                 "AutoDecay is more accurate than cosine after the same number of epochs: it gains "
                 "2.00 ± 2.48 points (75 ± 1 % and 73 ± "));
  CHECK(claim({0.72, 0.73, 0.745}).verdict == Verdict::holds);
  CHECK(claim({0.76, 0.77, 0.775}).verdict == Verdict::fails);
  // One seed decides nothing.
  CHECK(is_better_at_equal_epochs(ending("AutoDecay", {60}, {0.9}), ending("cosine", {60}, {0.5}))
            .verdict == Verdict::undecided);
}

TEST_CASE("a schedule keeps up with a control if it is certainly less than 0.2 points below") {
  const Courses own = ending("AutoDecay", {60, 50, 40}, {0.74, 0.75, 0.76});
  const auto claim = [&](const std::vector<double>& accuracies) {
    return keeps_up_at_equal_epochs(own, ending("cosine", {60, 50, 40}, accuracies));
  };
  CHECK(claim({0.741, 0.751, 0.761}).verdict == Verdict::holds);
  CHECK(claim({0.743, 0.753, 0.763}).verdict == Verdict::fails);
  CHECK(claim({0.73, 0.76, 0.76}).verdict == Verdict::undecided);
  CHECK(
      mentions(claim({0.741, 0.751, 0.761}),
               "AutoDecay is at most 0.2 points less accurate than cosine after the same number of "
               "epochs: it gains -0.10 ± 0.00 points (75 ± 1 % and 75.1 ± 1 %)"));
}

TEST_CASE("epochs are counted until the accuracy is first reached") {
  const Course course = {.accuracies = {0.5, 0.7, 0.6, 0.8}, .stages = {1, 1, 2, 2}};
  CHECK(course.epochs_to(0.5) == 1.0);
  CHECK(course.epochs_to(0.65) == 2.0);
  CHECK(course.epochs_to(0.71) == 4.0);
  CHECK(std::isnan(course.epochs_to(0.81)));
  CHECK(course.cut(3.0).accuracies == std::vector<double>{0.5, 0.7, 0.6});
  CHECK(course.cut(3.0).stages == std::vector<double>{1, 1, 2});
  CHECK(course.cut(9.0).epochs() == 4.0);
}

TEST_CASE("StepDecay is cut where the training of the same seed ends") {
  const Courses cut = step.cut_where(ending("AutoDecay", {45, 90, 89}, same), "StepDecay-cut");
  CHECK(cut.method == "StepDecay-cut");
  CHECK(cut.epochs() == std::vector<double>{45, 90, 89});
  CHECK(cut.final_accuracies() == std::vector<double>{0.1, 0.72, 0.1});
}

TEST_CASE("the accuracy of StepDecay is reached sooner only if it is from every start") {
  const auto claim = [&](const std::vector<std::size_t>& epochs,
                         const std::vector<double>& accuracies) {
    return reaches_accuracy_sooner(ending("AutoDecay", epochs, accuracies), step);
  };
  const Claim sooner = claim({60, 61, 62}, {0.699, 0.719, 0.709});
  CHECK(sooner.verdict == Verdict::holds);
  CHECK(mentions(sooner, "by 29.0 ± 2.5 epochs, in 3 of 3 seeds (StepDecay after 90 epochs)"));
  CHECK(claim({60, 61, 62}, {0.699, 0.719, 0.707}).verdict == Verdict::undecided);
  CHECK(mentions(claim({60, 61, 62}, {0.699, 0.719, 0.707}), "in 2 of 3 seeds"));
  CHECK(claim({60, 61, 62}, {0.697, 0.717, 0.707}).verdict == Verdict::fails);
  CHECK(mentions(claim({60, 61, 62}, {0.697, 0.717, 0.707}), "it never comes there"));
  CHECK(claim({94, 95, 96}, same).verdict == Verdict::fails);
}

TEST_CASE("epochs are saved stage by stage, and a stage that is missing saves all of its epochs") {
  const Courses own = {
      .method = "AutoDecay",
      .by_seed = {with_stages({29, 10}), with_stages({28, 10, 10}), with_stages({27, 10, 20})}};
  const Claim saved = saves_in_first_stage(own, step);
  CHECK(saved.verdict == Verdict::undecided);  // 1, 2 and 3 epochs
  CHECK(saved.text ==
        "AutoDecay saves epochs in the first stage: 2.0 ± 2.5 of 30; stage 2: 20.0 ± "
        "0.0 of 30; stage 3: 20.0 ± 24.8 of 30");
  CHECK(own.stage_lengths(3) == std::vector<double>{0, 10, 20});
  CHECK(own.stage_counts() == std::vector<double>{2, 3, 3});
  const Courses late = {.method = "AutoDecay",
                        .by_seed = {with_stages({40}), with_stages({41}), with_stages({42})}};
  CHECK(saves_in_first_stage(late, step).verdict == Verdict::fails);
}
