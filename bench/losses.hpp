#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {

/// Shapes of a loss that may affect the speed of a window's implementation.
enum class Shape : std::int64_t { noisy, falling, flat };

inline const char* name(Shape shape) {
  switch (shape) {
    case Shape::noisy:
      return "noisy";
    case Shape::falling:
      return "falling";
    default:
      return "flat";
  }
}

/// 65,536 losses in [1, 2]: uniform noise, a linear decrease, or a constant; the same in every run.
inline std::vector<double> losses(Shape shape) {
  constexpr std::size_t count = 65'536;
  std::vector<double> values(count, 1.5);
  std::uint64_t state = 1;
  for (std::size_t i = 0; i < count && shape != Shape::flat; ++i) {
    state = state * 6364136223846793005 + 1442695040888963407;  // Knuth's MMIX generator
    values[i] = shape == Shape::noisy ? 1.0 + static_cast<double>(state >> 11) * 0x1p-53
                                      : 2.0 - static_cast<double>(i) / static_cast<double>(count);
  }
  return values;
}

}  // namespace bench
