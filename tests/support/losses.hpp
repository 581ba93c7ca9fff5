#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

/// Inputs of the tests. All are multiples of 1/1024 and small enough that the sum of a few thousand
/// of them is exact, so that results can be compared with ==.
namespace test {

/// Random numbers that are the same on every machine, from Knuth's MMIX generator.
class Lcg {
 public:
  explicit Lcg(std::uint64_t seed) : state_(seed) {}

  /// The next number in 0 … 1023, from the high bits, because the low bits have short periods.
  std::int64_t next() {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::int64_t>(state_ >> 54);
  }

 private:
  std::uint64_t state_;
};

/// `make(i)` for i = 0 … count-1, in units of 1/1024.
template <typename Make>
[[nodiscard]] std::vector<double> sequence(std::size_t count, Make make) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(static_cast<double>(make(static_cast<std::int64_t>(i))) / 1024.0);
  return values;
}

[[nodiscard]] inline std::vector<double> noise(std::size_t count, std::uint64_t seed = 1) {
  return sequence(count, [lcg = Lcg(seed)](std::int64_t) mutable { return lcg.next() - 512; });
}
[[nodiscard]] inline std::vector<double> falling(std::size_t count) {
  return sequence(count, [](std::int64_t i) { return 7 - 3 * i; });
}
[[nodiscard]] inline std::vector<double> rising(std::size_t count) {
  return sequence(count, [](std::int64_t i) { return 5 * i - 11; });
}
[[nodiscard]] inline std::vector<double> constant(std::size_t count) {
  return sequence(count, [](std::int64_t) { return 2311; });
}
[[nodiscard]] inline std::vector<double> saw(std::size_t count) {
  return sequence(count, [](std::int64_t i) { return i % 13 == 12 ? -40 : 3 * (i % 13); });
}

[[nodiscard]] inline std::vector<std::vector<double>> five_kinds(std::size_t count) {
  return {noise(count), falling(count), rising(count), constant(count), saw(count)};
}

/// A miniature training: a noisy loss that decreases towards a plateau.
[[nodiscard]] inline std::vector<double> noisy_descent(std::size_t count, std::uint64_t seed = 1) {
  return sequence(count, [lcg = Lcg(seed)](std::int64_t i) mutable {
    return 2048 + 40960 / (i + 4) + lcg.next() / 16;
  });
}

}  // namespace test
