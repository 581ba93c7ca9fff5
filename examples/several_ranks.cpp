// Data-parallel training: the ranks average their gradients and their losses. All of them observe
// the same mean loss, so they all decide the same, and no decision is communicated. Their own losses
// would make the ranks decide at different times.

#include <array>
#include <barrier>
#include <cstddef>
#include <iostream>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <autodecay/all.hpp>

namespace {

constexpr std::size_t ranks = 4;  // threads here, processes in practice

/// Stands for the all-reduce of a communication library.
class Communicator {
 public:
  /// The means of the ranks' values, the same on every rank, bit for bit.
  std::vector<double> means(std::size_t rank, const std::vector<double>& values) {
    contributions_[rank] = values;
    barrier_.arrive_and_wait();  // every rank has contributed
    std::vector<double> means(values.size());
    for (const auto& contribution : contributions_)
      for (std::size_t i = 0; i < means.size(); ++i) means[i] += contribution[i] / ranks;
    barrier_.arrive_and_wait();  // every rank has read
    return means;
  }

 private:
  std::array<std::vector<double>, ranks> contributions_;
  std::barrier<> barrier_{ranks};
};

/// Trains as one of the ranks, and returns what its scheduler decided.
std::string train(std::size_t rank, Communicator& communicator) {
  std::mt19937_64 random(rank);  // each rank has its own data, uniform in [-1, 1)
  const auto sample = [&random] { return static_cast<double>(random() >> 11) * 0x1p-52 - 1.0; };

  std::vector<double> weights(10, 4.0);
  autodecay::LearningRate rate{1.5};
  autodecay::AutoDecay scheduler;
  autodecay::AutoDecay alone;  // observes this rank's own loss, for comparison
  std::optional<int> decided_alone;
  std::ostringstream decisions;

  for (int epoch = 1; epoch <= 200; ++epoch) {
    double loss = 0.0;
    for (int step = 0; step < 100; ++step) {
      std::vector<double> gradients;
      for (const double weight : weights) {
        const double difference = weight - sample();
        loss += 0.5 * difference * difference / 1000.0;
        gradients.push_back(difference);
      }
      gradients = communicator.means(rank, gradients);
      for (std::size_t i = 0; i < weights.size(); ++i) weights[i] -= rate.value * gradients[i];
    }

    if (alone.observe(loss) != autodecay::Decision::hold && !decided_alone) decided_alone = epoch;
    // [decide]
    const double mean_loss = communicator.means(rank, {loss}).front();
    const autodecay::Decision decision = scheduler.step(rate, mean_loss);
    // [decide]
    if (decision == autodecay::Decision::hold) continue;
    decisions << decision << " after epoch " << epoch << "; ";
    if (decision == autodecay::Decision::stop) break;
  }
  decisions << "by its own loss, first after epoch " << decided_alone.value();
  return decisions.str();
}

}  // namespace

int main() {
  Communicator communicator;
  std::vector<std::string> decisions(ranks);
  std::vector<std::thread> threads;
  for (std::size_t rank = 0; rank < ranks; ++rank)
    threads.emplace_back([&, rank] { decisions[rank] = train(rank, communicator); });
  for (auto& thread : threads) thread.join();
  for (std::size_t rank = 0; rank < ranks; ++rank)
    std::cout << "rank " << rank << ": " << decisions[rank] << '\n';
}
