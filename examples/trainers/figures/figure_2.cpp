#include "figures/analytic.hpp"
#include "support/csv_writer.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace figures {
namespace {

/// The second derivatives of a function of x and y.
struct Hessian {
  double xx = 0.0;
  double xy = 0.0;
  double yy = 0.0;

  /// The larger of its eigenvalues.
  [[nodiscard]] double largest_curvature() const {
    return (xx + yy) / 2.0 + std::hypot((xx - yy) / 2.0, xy);
  }
};

struct Bowl {
  double a = 1.0;
  double b = 20.0;

  [[nodiscard]] double loss(double x, double y) const { return (a * x * x + b * y * y) / 2.0; }
  [[nodiscard]] Hessian hessian(double, double) const { return {a, 0.0, b}; }
};

/// The mean cross-entropy of the model P(label = 1) = 1 / (1 + exp(-(weight·feature + bias))). No
/// line separates the labels, so the loss has a minimum.
struct LogisticRegression {
  struct Point {
    double feature;
    int label;
  };
  static constexpr Point points[] = {{-3.0, 0}, {-1.5, 0}, {-0.5, 1}, {0.5, 0}, {1.0, 1}, {2.5, 1}};

  [[nodiscard]] static double loss(double weight, double bias) {
    double sum = 0.0;
    for (const auto [feature, label] : points) {
      const double score = weight * feature + bias;
      const double margin = label == 1 ? score : -score;
      // log(1 + exp(-margin)), in a form that does not overflow
      sum += std::max(-margin, 0.0) + std::log1p(std::exp(-std::abs(margin)));
    }
    return sum / std::size(points);
  }

  [[nodiscard]] static Hessian hessian(double weight, double bias) {
    Hessian mean;
    for (const auto [feature, label] : points) {
      const double half = std::cosh((weight * feature + bias) / 2.0);
      const double slope = 1.0 / (4.0 * half * half);  // p·(1 - p)
      mean.xx += slope * feature * feature / std::size(points);
      mean.xy += slope * feature / std::size(points);
      mean.yy += slope / std::size(points);
    }
    return mean;
  }
};

struct Window {
  double x;  ///< the grid extends from -x to x
  double y;
};

/// Writes the losses on a grid; returns the factor by which the largest curvature varies over it.
template <typename Landscape>
double write_landscape(const Landscape& landscape, Window window,
                       const std::filesystem::path& file) {
  constexpr int half = 40;
  double least = std::numeric_limits<double>::infinity();
  double greatest = 0.0;
  csv::Writer csv("x,y,loss");
  for (int j = -half; j <= half; ++j) {
    for (int i = -half; i <= half; ++i) {
      const double x = window.x * i / half;
      const double y = window.y * j / half;
      csv.row(x, y, landscape.loss(x, y));
      const double curvature = landscape.hessian(x, y).largest_curvature();
      least = std::min(least, curvature);
      greatest = std::max(greatest, curvature);
    }
    if (j < half) csv.gap();
  }
  csv.write(file);
  return greatest / least;
}

constexpr int steps = 40;

struct Descent {
  int sign_changes = 0;  ///< of the steep coordinate
  double loss = 0.0;     ///< after the last step
};

Descent descend(const Bowl& bowl, std::string_view name, double rate, csv::Writer& csv) {
  double x = -4.5;
  double y = 1.2;
  Descent descent;
  for (int step = 0; step <= steps; ++step) {
    descent.loss = bowl.loss(x, y);
    csv.row(name, rate, step, x, y, descent.loss);
    const double before = y;
    if (step == steps) break;
    x -= rate * bowl.a * x;
    y -= rate * bowl.b * y;
    if (y * before < 0.0) ++descent.sign_changes;
  }
  return descent;
}

}  // namespace

Claim write_figure_2(const std::filesystem::path& folder) {
  const Bowl bowl;
  const double large_rate = 1.9 / bowl.b;
  const double small_rate = 0.2 / bowl.b;

  csv::Writer paths("path,learning_rate,step,x,y,loss");
  const Descent large = descend(bowl, "large", large_rate, paths);
  const Descent small = descend(bowl, "small", small_rate, paths);
  paths.write(folder / "figure-2-path.csv");

  const double bowl_factor =
      write_landscape(bowl, {.x = 5.0, .y = 1.5}, folder / "figure-2-bowl.csv");
  const double logistic_factor = write_landscape(LogisticRegression{}, {.x = 8.0, .y = 12.0},
                                                 folder / "figure-2-logistic.csv");

  const auto described = [](const Descent& descent, double rate) {
    return support::to_text(descent.sign_changes) + " times at rate " + support::rounded(rate) +
           " (loss " + support::rounded(descent.loss) + " at the end)";
  };
  return {verdict_of(large.sign_changes == steps && small.sign_changes == 0 && bowl_factor == 1.0 &&
                     logistic_factor > 10.0),
          "oscillation at a large rate is typical of a bowl, but even the loss of a logistic "
          "regression is not a bowl: in " +
              support::to_text(steps) +
              " steps of gradient descent the steep coordinate of the bowl changes its sign " +
              described(large, large_rate) + " and " + described(small, small_rate) +
              "; the largest curvature varies over the window by a factor of " +
              support::rounded(bowl_factor) + " for the bowl and " +
              support::rounded(logistic_factor) + " for the logistic regression"};
}

}  // namespace figures
