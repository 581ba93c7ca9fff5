// Fits noisy data with ensmallen's SGD. A callback gives the loss of each epoch to AutoDecay, which
// lowers the optimizer's step size and ends the optimization.

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <utility>

#include <ensmallen.hpp>

#include <autodecay/all.hpp>

namespace {

/// Half the squared errors of a linear model, one function per column of the inputs.
class LeastSquares {
 public:
  LeastSquares(arma::mat inputs, arma::rowvec targets)
      : inputs_(std::move(inputs)), targets_(std::move(targets)) {}

  [[nodiscard]] std::size_t NumFunctions() const { return inputs_.n_cols; }
  void Shuffle() {}  // called before each epoch; the columns are in random order already

  double EvaluateWithGradient(const arma::mat& weights, std::size_t begin, arma::mat& gradient,
                              std::size_t count) const {
    const arma::mat batch = inputs_.cols(begin, begin + count - 1);
    const arma::rowvec errors = weights.t() * batch - targets_.cols(begin, begin + count - 1);
    gradient = batch * errors.t();
    return 0.5 * arma::dot(errors, errors);
  }

 private:
  arma::mat inputs_;
  arma::rowvec targets_;
};

// [callback]
/// ensmallen calls EndEpoch after each epoch, and ends the optimization if it returns true.
struct Schedule {
  autodecay::AutoDecay& scheduler;

  bool EndEpoch(auto& optimizer, auto& /*function*/, const auto& /*weights*/, std::size_t epoch,
                double mean_loss) {
    const autodecay::Decision decision = scheduler.step(optimizer, mean_loss);
    if (decision != autodecay::Decision::hold)
      std::cout << "epoch " << epoch << ": " << scheduler.evidence() << "; step size "
                << optimizer.StepSize() << '\n';
    return decision == autodecay::Decision::stop;
  }
};
// [callback]

LeastSquares noisy_data() {
  std::uint64_t state = 1;
  const auto noise = [&state] {  // uniform in [-1, 1), the same in every run
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>(state >> 11) * 0x1p-52 - 1.0;
  };
  arma::mat inputs(20, 400);
  inputs.imbue(noise);
  arma::rowvec targets(400);
  targets.imbue(noise);
  targets += arma::sum(inputs, 0);
  return {std::move(inputs), std::move(targets)};
}

}  // namespace

int main() {
  LeastSquares function = noisy_data();
  arma::mat weights(20, 1, arma::fill::zeros);
  constexpr std::size_t epochs = 300;
  // [optimize]
  ens::StandardSGD sgd(0.15, 1, epochs * function.NumFunctions());  // step size, batch size, steps
  sgd.Tolerance() = -1.0;  // switches off ensmallen's own rule for the end
  autodecay::AutoDecay scheduler;
  sgd.Optimize(function, weights, Schedule{scheduler});
  // [optimize]
}
