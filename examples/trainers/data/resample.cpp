#include "data/resample.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <vector>

namespace trainer {
namespace {

/// One axis of a box, scaled to `size` pixels; the image has `limit` pixels on this axis.
struct Axis {
  double start;
  double step;  // input pixels per output pixel
  int limit;

  Axis(double start_at, double length, int size, int limit_at)
      : start(start_at), step(length / size), limit(limit_at) {}

  [[nodiscard]] double reach() const { return std::max(step, 1.0); }
  [[nodiscard]] double centre(int i) const { return start + (i + 0.5) * step; }
  [[nodiscard]] int first(int i) const {
    return std::max(0, static_cast<int>(std::floor(centre(i) - reach() + 0.5)));
  }
  [[nodiscard]] int end(int i) const {
    return std::min(limit, static_cast<int>(std::floor(centre(i) + reach() + 0.5)));
  }
  /// The unnormalised weight of input pixel j for output pixel i.
  [[nodiscard]] double weight(int i, int j) const {
    return std::max(0.0, 1.0 - std::abs(j + 0.5 - centre(i)) / reach());
  }
};

/// The input pixels that each output pixel of an axis averages, and their weights. All output
/// pixels have the same number, some with weight 0, because a loop of constant length is faster.
class Weights {
 public:
  void compute(const Axis& axis, int size) {
    count_ = 0;
    for (int i = 0; i < size; ++i) count_ = std::max(count_, axis.end(i) - axis.first(i));
    first_.clear();
    weights_.clear();
    for (int i = 0; i < size; ++i) {
      const int first = std::min(axis.first(i), axis.limit - count_);
      double sum = 0.0;
      for (int j = first; j < first + count_; ++j) sum += axis.weight(i, j);
      for (int j = first; j < first + count_; ++j)
        weights_.push_back(static_cast<float>(axis.weight(i, j) / sum));
      first_.push_back(first);
    }
  }

  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] int first(int i) const { return first_[static_cast<std::size_t>(i)]; }
  [[nodiscard]] const float* of(int i) const {
    return weights_.data() + std::ptrdiff_t{i} * count_;
  }

 private:
  int count_ = 0;
  std::vector<int> first_;
  std::vector<float> weights_;
};

/// sums[i] = the weighted mean over rows 0, 1, … at i; the rows of `length` bytes are consecutive.
void mean_of_rows(const std::uint8_t* rows, std::ptrdiff_t length, const float* weights, int count,
                  float* sums) {
  std::fill_n(sums, length, 0.0F);
  for (int row = 0; row < count; ++row, rows += length) {
    const float weight = weights[row];
    if (weight == 0.0F) continue;
    for (std::ptrdiff_t i = 0; i < length; ++i) sums[i] += weight * static_cast<float>(rows[i]);
  }
}

/// Four numbers that the processor handles at once.
using Quad [[gnu::vector_size(16)]] = float;

Quad load(const float* from) {
  Quad quad;
  std::memcpy(&quad, from, sizeof quad);
  return quad;
}

/// One row of the output from the averaged input row. Pixels are handled as four lanes whose fourth
/// is ignored, so this reads and writes one number past the last pixel. It takes two thirds of the
/// time if the compiler knows the number of weights; KnownCount 0 means that it does not.
template <int KnownCount>
void mean_of_columns(const float* row, const Weights& columns, int size, bool mirrored,
                     float* output) {
  const int count = KnownCount > 0 ? KnownCount : columns.count();
  for (int i = 0; i < size; ++i, output += 3) {
    const int column = mirrored ? size - 1 - i : i;
    const float* const weights = columns.of(column);
    const float* const pixels = row + std::ptrdiff_t{3} * columns.first(column);
    Quad mean = weights[0] * load(pixels);
    for (std::ptrdiff_t j = 1; j < count; ++j) mean += weights[j] * load(pixels + 3 * j);
    std::memcpy(output, &mean, sizeof mean);
  }
}

auto mean_of_columns_for(int count) {
  switch (count) {
    case 2:
      return mean_of_columns<2>;
    case 3:
      return mean_of_columns<3>;
    case 4:
      return mean_of_columns<4>;
    default:
      return mean_of_columns<0>;
  }
}

/// Rounds numbers in [0, 255] to the nearest integers.
void round_to_bytes(const float* values, std::ptrdiff_t count, std::uint8_t* bytes) {
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const float half_more = values[i] + 0.5F;
    bytes[i] = static_cast<std::uint8_t>(static_cast<int>(half_more));
  }
}

}  // namespace

void resample(const Image& image, const Box& box, int size, bool mirrored, std::uint8_t* output) {
  thread_local Weights rows, columns;
  thread_local std::vector<float> input_row, output_row;
  rows.compute(Axis(box.top, box.height, size, image.height), size);
  columns.compute(Axis(box.left, box.width, size, image.width), size);
  const std::ptrdiff_t input_length = std::ptrdiff_t{3} * image.width;
  const std::ptrdiff_t output_length = std::ptrdiff_t{3} * size;
  input_row.resize(static_cast<std::size_t>(input_length) + 1);  // see mean_of_columns()
  output_row.resize(static_cast<std::size_t>(output_length) + 1);

  const auto mean_across = mean_of_columns_for(columns.count());

  // Row by row, which keeps the values between the two axes in the processor's nearest cache.
  for (int y = 0; y < size; ++y) {
    mean_of_rows(image.pixels.data() + rows.first(y) * input_length, input_length, rows.of(y),
                 rows.count(), input_row.data());
    mean_across(input_row.data(), columns, size, mirrored, output_row.data());
    round_to_bytes(output_row.data(), output_length, output);
    output += output_length;
  }
}

Region pixels_for(const Box& box, int size, ImageSize image) {
  const Axis columns(box.left, box.width, size, image.width);
  const Axis rows(box.top, box.height, size, image.height);
  return {columns.first(0), rows.first(0), columns.end(size - 1) - columns.first(0),
          rows.end(size - 1) - rows.first(0)};
}

}  // namespace trainer
