#include "data/patterns.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <random>
#include <string>

#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>

namespace trainer {
namespace {

constexpr int classes = static_cast<int>(pattern_classes);
constexpr int side = static_cast<int>(pattern_side);
constexpr std::size_t image_bytes = 3 * side * side;

using Random = std::mt19937_64;
using Pattern = std::array<int, image_bytes>;  // of -1 and 1, channel after channel

/// An integer from `low` to `high`. The bias of the remainder is at most 1 in 2^56.
int between(Random& random, int low, int high) {
  return low + static_cast<int>(random() % static_cast<std::uint64_t>(high - low + 1));
}

int draw_sign(Random& random) { return between(random, 0, 1) == 0 ? -1 : 1; }

/// One half of each channel is bright: left, upper, the quarters on a diagonal, or the opposite.
Pattern draw_easy(Random& random) {
  Pattern pattern{};
  std::size_t i = 0;
  for (int channel = 0; channel < 3; ++channel) {
    const int division = between(random, 0, 2);
    const int sign = draw_sign(random);
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        const bool left = x < side / 2;
        const bool upper = y < side / 2;
        const bool bright = division == 0 ? left : division == 1 ? upper : left == upper;
        pattern[i++] = bright ? sign : -sign;
      }
    }
  }
  return pattern;
}

Pattern draw_complex(Random& random) {
  Pattern pattern{};
  for (int& value : pattern) value = draw_sign(random);
  return pattern;
}

struct ClassPatterns {
  Pattern easy;
  Pattern complex;
};

using Patterns = std::array<ClassPatterns, classes>;

/// No two classes share an easy pattern, of which there are 216.
Patterns draw_patterns(Random& random) {
  Patterns patterns{};
  for (auto own = patterns.begin(); own != patterns.end(); ++own) {
    const auto taken = [own](const ClassPatterns& other) { return other.easy == own->easy; };
    do own->easy = draw_easy(random);
    while (std::any_of(patterns.begin(), own, taken));
    own->complex = draw_complex(random);
  }
  return patterns;
}

PatternKind draw_kind(Random& random) {
  const int tenth = between(random, 0, 9);
  return tenth < 2   ? PatternKind::easy_only
         : tenth < 9 ? PatternKind::complex_only
                     : PatternKind::both;
}

void draw_image(Random& random, const Patterns& patterns, int label, PatternKind kind,
                std::uint8_t* bytes) {
  const ClassPatterns& own = patterns[label];
  const ClassPatterns& other = patterns[(label + between(random, 1, classes - 1)) % classes];
  const int least = 1 << between(random, 0, 5);
  const int advantage = between(random, least, 2 * least - 1);
  const std::array<int, 3> tint{between(random, -50, 50), between(random, -50, 50),
                                between(random, -50, 50)};
  for (std::size_t i = 0; i < image_bytes; ++i) {
    int value = 128 + tint[i / (side * side)];
    if (kind != PatternKind::complex_only) value += 40 * own.easy[i];
    if (kind != PatternKind::easy_only)
      value += ((64 + advantage) * own.complex[i] + (64 - advantage) * other.complex[i]) / 2;
    bytes[i] = static_cast<std::uint8_t>(std::clamp(value, 0, 255));
  }
}

ImageSet draw_set(Random& random, const Patterns& patterns, std::int64_t size) {
  ImageSet set{at::empty({size, 3, side, side}, at::kByte),
               at::arange(size, at::kLong).remainder(classes), at::empty({size}, at::kByte)};
  auto* bytes = set.images.data_ptr<std::uint8_t>();
  for (std::int64_t i = 0; i < size; ++i) {
    const PatternKind kind = draw_kind(random);
    draw_image(random, patterns, static_cast<int>(i % classes), kind, bytes);
    set.kinds.data_ptr<std::uint8_t>()[i] = static_cast<std::uint8_t>(kind);
    bytes += image_bytes;
  }
  return set;
}

}  // namespace

Dataset make_patterns(std::uint64_t seed) {
  Random random(seed);
  const Patterns patterns = draw_patterns(random);
  Dataset data;
  data.train = draw_set(random, patterns, pattern_train_size);
  data.test = draw_set(random, patterns, pattern_test_size);
  for (int i = 0; i < classes; ++i) data.classes.push_back("pattern " + std::to_string(i));
  return data;
}

}  // namespace trainer
