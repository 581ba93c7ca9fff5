#pragma once

#include "trainer/dataset.hpp"

#include <cstdint>

namespace trainer {

/// Which patterns an image carries; ImageSet::kinds has its number.
enum class PatternKind : std::uint8_t { easy_only, complex_only, both };

inline constexpr std::int64_t pattern_classes = 10;
inline constexpr std::int64_t pattern_side = 8;  ///< pixels, height and width
inline constexpr std::int64_t pattern_train_size = 4000;
inline constexpr std::int64_t pattern_test_size = 1000;

/// Generates images on which a small network trains in stages.
///
/// Each class has two patterns of -1 and 1: an easy one, E, that lights one half of each channel
/// and is no other class's, and a complex one, Q, of a random sign for each byte. An image of class
/// c is, clamped to 0 … 255,
///
///     128 + tint + 40 E_c                                    (easy only, one image in five)
///     128 + tint + (64 + a)/2 Q_c + (64 - a)/2 Q_d           (complex only, seven in ten)
///     128 + tint + 40 E_c + (64 + a)/2 Q_c + (64 - a)/2 Q_d  (both, one in ten)
///
/// with a tint of -50 … 50 for each channel, some other class d, and an advantage a of 1 … 63 that
/// is 1 as often as 32 … 63. So the gradient of an easy pattern is much the same in every batch;
/// those of a complex one are opposed between images that little but a sets apart, c's over d and
/// d's over c. The larger the learning rate, the larger the a that is lost in the noise of SGD.
/// The pixels have no noise of their own by which an image could be remembered instead. (After the
/// hypothesis in section 3.4 of "Learning Stages"; images that carry one pattern or both after Li,
/// Wei and Ma, 2019, arXiv:1907.04595.)
///
/// Integers from std::mt19937_64 alone: one seed gives the same bytes everywhere. Both sets come
/// from one distribution, with equally many images of each class. Takes some milliseconds.
[[nodiscard]] Dataset make_patterns(std::uint64_t seed);

}  // namespace trainer
