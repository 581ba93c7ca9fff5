#include "support/optimizers.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>

#include <doctest/doctest.h>

#include <autodecay/batch_size_traits.hpp>

using autodecay::BatchSizeTraits;
using autodecay::HasBatchSize;

namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

/// The size that the transform of `optimizer` is called with; 0 if it is never called.
template <typename O, typename Transform>
std::int64_t transform(O& optimizer, Transform transform) {
  std::int64_t seen = 0;
  int calls = 0;
  BatchSizeTraits<O>::transform_batch_size(optimizer, [&](std::int64_t size) {
    ++calls;
    return transform(seen = size);
  });
  CHECK(calls == 1);
  return seen;
}

constexpr auto twice_and_one = [](std::int64_t size) { return 2 * size + 1; };
constexpr auto same = [](std::int64_t size) { return size; };
constexpr auto to_the_largest = [](std::int64_t) { return largest; };

/// A user-defined loader that counts how often it is rebuilt.
class Loader {
 public:
  explicit Loader(int size) : size_(size) {}
  [[nodiscard]] int batch_size() const { return size_; }
  void set_batch_size(int size) {
    size_ = size;
    ++rebuilt_;
  }
  [[nodiscard]] int rebuilt() const { return rebuilt_; }

 private:
  int size_;
  int rebuilt_ = 0;
};

/// A type with an unknown structure.
struct Mine {
  std::int64_t batch = 8;
};

/// Sizes that cannot be set or are not integers.
struct ReadOnly {
  [[nodiscard]] int batch_size() const { return 8; }
};
struct WriteOnly {
  void set_batch_size(int) {}
};
struct RealSize {
  [[nodiscard]] double batch_size() const { return 8.0; }
  void set_batch_size(double) {}
};
struct BoolSize {
  [[nodiscard]] bool get_mini_batch_size() const { return true; }
  void set_mini_batch_size(bool) {}
};
struct ByValue {
  [[nodiscard]] std::size_t BatchSize() const { return 8; }
};
struct ConstReference {
  const std::size_t& BatchSize() { return size; }
  std::size_t size = 8;
};

}  // namespace

template <>
struct autodecay::BatchSizeTraits<Mine> {
  static void transform_batch_size(Mine& mine, auto&& transform) {
    mine.batch = transform(mine.batch);
  }
};

TEST_CASE_TEMPLATE("an integer variable is a batch size", T, signed char, char, short, int, long,
                   long long, unsigned char, unsigned short, unsigned, std::size_t,
                   unsigned long long) {
  T size = 32;
  CHECK(transform(size, twice_and_one) == 32);
  CHECK(size == T{65});
}

TEST_CASE_TEMPLATE("a size that the integer type cannot represent becomes its largest value", T,
                   signed char, char, short, int, unsigned char, unsigned short, unsigned) {
  T size = 32;
  transform(size, to_the_largest);
  CHECK(size == std::numeric_limits<T>::max());
}

TEST_CASE("a size above every std::int64_t is read as the largest and not changed") {
  std::uint64_t size = std::numeric_limits<std::uint64_t>::max();
  CHECK(transform(size, same) == largest);
  CHECK(size == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("a negative result for an unsigned size becomes 0") {
  unsigned size = 32;
  transform(size, [](std::int64_t n) { return -n; });
  CHECK(size == 0);
}

TEST_CASE("any type with batch_size() and set_batch_size() has a batch size") {
  Loader loader(32);
  CHECK(transform(loader, twice_and_one) == 32);
  CHECK(loader.batch_size() == 65);
  CHECK(loader.rebuilt() == 1);
  transform(loader, same);
  CHECK(loader.rebuilt() == 1);
  transform(loader, to_the_largest);
  CHECK(loader.batch_size() == std::numeric_limits<int>::max());
}

TEST_CASE("types with the structure of ensmallen's optimizers have a batch size") {
  test::StepSizeOptimizer optimizer(0.5, 32);
  CHECK(transform(optimizer, twice_and_one) == 32);
  CHECK(optimizer.BatchSize() == 65);
  CHECK(optimizer.StepSize() == 0.5);
}

TEST_CASE("types with the structure of dlib's dnn_trainer have a batch size") {
  test::LearningRateOptimizer optimizer(0.5, 32);
  CHECK(transform(optimizer, twice_and_one) == 32);
  CHECK(optimizer.get_mini_batch_size() == 65);
  CHECK(optimizer.get_learning_rate() == 0.5);
}

TEST_CASE("a specialisation supports any other batch size") {
  Mine mine;
  CHECK(transform(mine, twice_and_one) == 8);
  CHECK(mine.batch == 17);
}

static_assert(HasBatchSize<int> && HasBatchSize<std::int64_t> && HasBatchSize<std::size_t> &&
              HasBatchSize<Loader> && HasBatchSize<test::StepSizeOptimizer> &&
              HasBatchSize<test::LearningRateOptimizer> && HasBatchSize<Mine>);
static_assert(!HasBatchSize<bool> && !HasBatchSize<double> && !HasBatchSize<int*> &&
              !HasBatchSize<const int> && !HasBatchSize<const Loader> &&
              !HasBatchSize<test::GroupedOptimizer>);
static_assert(!HasBatchSize<ReadOnly> && !HasBatchSize<WriteOnly> && !HasBatchSize<RealSize> &&
              !HasBatchSize<BoolSize> && !HasBatchSize<ByValue> && !HasBatchSize<ConstReference>);
