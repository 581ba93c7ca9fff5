#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace trainer {

class Engine;
class Network;

/// A measurement at the end of each epoch in addition to the scores, stored in its own table in the
/// run's folder.
struct Probe {
  std::string name;                                   ///< the table is <name>.csv
  std::vector<std::string> columns = {};              ///< after the epoch
  std::function<std::vector<double>()> measure = {};  ///< one number per column; may be slow
};

/// The norms of each layer's parameters (paper, section 3.2 and A.4): columns "<layer>.weight" and
/// "<layer>.bias", with the layers' names in the model.
///
/// A convolution is merged with the batch normalisation that follows it in the model, because the
/// normalisation makes the scale of the convolution's own weights meaningless. With gamma, beta,
/// mean, var and eps of the normalisation,
///
///   weight' = weight · gamma / sqrt(var + eps), channel by channel
///   bias'   = beta + (bias - mean) · gamma / sqrt(var + eps)
///
/// If the outputs of several convolutions are added before they are normalised (a block's last
/// convolution and its shortcut), each is merged with that normalisation. Their common bias is in
/// the column of the first.
[[nodiscard]] Probe norm_probe(const Network& network);

/// How far gradients agree. Let g_b, b = 1 … B, be gradients of one shape, and g their mean:
///
///   noise  = sum_b |g_b - g|² / (B - 1)
///   signal = |g|² - noise / B          (unbiased; negative if no signal is detectable)
///
/// The ratio is signal / noise: infinite if all gradients are equal, NaN if there are fewer than
/// two or all are 0.
[[nodiscard]] double signal_to_noise(const std::vector<at::Tensor>& gradients);

/// Which kind of pattern is learned (paper, section 3.4), on generated data: columns
/// "easy_accuracy" and "complex_accuracy", the accuracy on the test images that carry only patterns
/// of this kind, and "easy_signal_to_noise" and "complex_signal_to_noise", the consistency of the
/// gradient of their loss across the mini-batches of the training set. The latter is
/// signal_to_noise() of the gradients of the mean loss over the images of one kind in each batch,
/// with batches mixed and normalised as in training.
///
/// The batches have `batch_size` images whatever the run's batch size has become, or 128 if it is
/// 0, which stands for all images, and at most half of the training set, since a comparison needs
/// two. There are at most 16 batches, the same ones after every epoch. NaN if fewer than two of
/// them contain an image of the kind. Throws std::invalid_argument for images without kinds.
[[nodiscard]] Probe pattern_probe(const Engine& engine, Network& network, std::int64_t batch_size);

}  // namespace trainer
