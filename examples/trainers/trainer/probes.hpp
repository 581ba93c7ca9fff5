#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace trainer {

class Engine;
class Network;

/// What a run measures at the end of each epoch beside its scores, kept as a table of its own in
/// the run's folder.
struct Probe {
  std::string name;                                   ///< the table is <name>.csv
  std::vector<std::string> columns = {};              ///< after the epoch
  std::function<std::vector<double>()> measure = {};  ///< a number for each column; may take long
};

/// The norms of each layer's parameters (paper, section 3.2 and A.4): columns "<layer>.weight" and
/// "<layer>.bias", the layer named as in the model.
///
/// A convolution is merged with the batch normalisation that follows it in the model, since that
/// makes the scale of the convolution's own weights meaningless: with gamma, beta, mean, var and eps
/// of the normalisation,
///
///   weight' = weight · gamma / sqrt(var + eps), channel by channel
///   bias'   = beta + (bias - mean) · gamma / sqrt(var + eps)
///
/// Where the outputs of several convolutions are added before they are normalised (a block's last
/// one and its shortcut), each is merged with that normalisation, and the bias, which is one for
/// all, is in the column of the first.
[[nodiscard]] Probe norm_probe(const Network& network);

/// How far gradients agree. With g_b the gradients, b = 1 … B, all of one shape, and g their mean:
///
///   noise  = sum_b |g_b - g|² / (B - 1)
///   signal = |g|² - noise / B          (without bias; below 0 where there is none to be seen)
///
/// and the ratio is signal / noise: infinite where all are the same, NaN where there are fewer than
/// two, or all are 0.
[[nodiscard]] double signal_to_noise(const std::vector<at::Tensor>& gradients);

/// Which kind of pattern is learned (paper, section 3.4), on generated data: columns
/// "easy_accuracy" and "complex_accuracy", on the test images that carry only such patterns, and
/// "easy_signal_to_noise" and "complex_signal_to_noise", how consistent the gradient of their loss
/// is across the mini-batches of the training set: signal_to_noise() of the gradients of the mean
/// loss over the images of one kind in each batch, batches mixed and normalised as in training.
///
/// The batches are of `batch_size` images whatever the run's size has become, of 128 if it is 0,
/// which stands for all images, and of half of the training set at most, since it takes two to
/// differ: at most 16 of them, the same ones after every epoch. NaN where fewer than two of them
/// hold an image of the kind. Throws std::invalid_argument for images without kinds.
[[nodiscard]] Probe pattern_probe(const Engine& engine, Network& network, std::int64_t batch_size);

}  // namespace trainer
