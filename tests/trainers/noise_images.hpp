#pragma once

#include "data/image_encoder.hpp"
#include "temporary_folder.hpp"

#include <cstdint>
#include <string>
#include <utility>

/// Writes the class folders class0 to class2 with images of noise, 40 x 36 pixels, brighter for
/// later classes: this many per class for training, and for the set named `validation`.
inline void write_noise_images(const TemporaryFolder& folder, int training, int validating,
                               const std::string& validation = "val") {
  support::RandomBits random(7);
  for (int label = 0; label < 3; ++label)
    for (const auto& [set, count] :
         {std::pair{std::string("train"), training}, std::pair{validation, validating}})
      for (int i = 0; i < count; ++i) {
        trainer::Image image = {.width = 40, .height = 36, .pixels = {}};
        for (int byte = 0; byte < 3 * 40 * 36; ++byte)
          image.pixels.push_back(static_cast<std::uint8_t>(random.below(100 + 70 * label)));
        folder.write(set + "/class" + std::to_string(label) + "/" + std::to_string(i) + ".png",
                     trainer::encode_png(image));
      }
}
