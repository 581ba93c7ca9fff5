#pragma once

#include <cstdint>
#include <utility>

namespace support {

/// The increment of the splitmix64 generator (Steele, Lea and Flood, 2014).
inline constexpr std::uint64_t golden_step = 0x9e3779b97f4a7c15;

/// The output function of splitmix64: every bit of `x` affects all bits of the result.
[[nodiscard]] constexpr std::uint64_t spread(std::uint64_t x) {
  x += golden_step;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// A distinct seed for each epoch and each number within it, derived from a run's seed.
[[nodiscard]] constexpr std::uint64_t seed_of(std::uint64_t seed, std::int64_t epoch,
                                              std::int64_t number) {
  return spread(spread(spread(seed) + static_cast<std::uint64_t>(epoch)) +
                static_cast<std::uint64_t>(number));
}

/// Random numbers determined by a seed, the same with every standard library: splitmix64.
class RandomBits {
 public:
  explicit RandomBits(std::uint64_t seed) : state_(seed) {}

  /// 64 random bits.
  std::uint64_t next() { return spread(std::exchange(state_, state_ + golden_step)); }

  /// Uniform in [low, high), in steps of (high - low) / 2^53. `low` <= `high`.
  double uniform(double low, double high) {
    return low + (high - low) * (static_cast<double>(next() >> 11) * 0x1p-53);
  }

  /// One of 0 … count - 1, all equally likely to within count / 2^53. `count` >= 1.
  int below(int count) { return static_cast<int>(uniform(0.0, count)); }

 private:
  std::uint64_t state_;
};

}  // namespace support
