#pragma once

#include "data/dataset.hpp"

#include <cstdint>

namespace trainer {

/// The patterns in an image; ImageSet::kinds stores the enumerator's number.
enum class PatternKind : std::uint8_t { easy_only, complex_only, both };

inline constexpr std::int64_t pattern_classes = 10;
inline constexpr std::int64_t pattern_side = 8;  ///< pixels, height and width
inline constexpr std::int64_t pattern_train_size = 4000;
inline constexpr std::int64_t pattern_test_size = 1000;

/// Generates images that a small network learns in stages.
///
/// Each class has two patterns of -1 and 1: an easy one, E, that lights one half of each channel
/// and belongs to no other class, and a complex one, Q, with a random sign per byte. An image of
/// class c is, clamped to 0 … 255,
///
///     128 + tint + 40 E_c                                    (easy only, one image in five)
///     128 + tint + (64 + a)/2 Q_c + (64 - a)/2 Q_d           (complex only, seven in ten)
///     128 + tint + 40 E_c + (64 + a)/2 Q_c + (64 - a)/2 Q_d  (both, one in ten)
///
/// with a tint of -50 … 50 per channel, some other class d, and an advantage a of 1 … 63, where the
/// value 1 is as likely as the range 32 … 63. So the gradient of an easy pattern is nearly the same
/// in every batch, while images whose complex patterns differ only by a small a have opposite
/// gradients: c over d in one, d over c in the other. The larger the learning rate, the larger the
/// advantage that is lost in the noise of SGD. The pixels have no noise of their own that would let
/// the network memorise images. (After the hypothesis in section 3.4 of "Learning Stages"; images
/// that carry one pattern or both follow Li, Wei and Ma, 2019, arXiv:1907.04595.)
///
/// Uses only the integers of std::mt19937_64, so a seed gives the same bytes everywhere. Both sets
/// come from the same distribution and have equally many images per class. Takes some milliseconds.
[[nodiscard]] Dataset make_patterns(std::uint64_t seed);

}  // namespace trainer
