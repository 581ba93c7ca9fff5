#pragma once

#include "trainer/image_index.hpp"
#include "trainer/image_limits.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include <ATen/core/Tensor.h>

namespace trainer {

/// Images of one step, on the CPU.
struct Batch {
  at::Tensor images;  ///< uint8, n x 3 x S x S in the channels-last format; n may be 0
  at::Tensor labels;  ///< int64, n
};

/// An image that is left out of every batch.
struct SkippedImage {
  std::filesystem::path file;
  std::string reason;  ///< names the file, too
};

struct LoaderOptions {
  std::int64_t image_size = 224;  ///< S, pixels a side; at least 1
  bool augment = false;           ///< training_view(), or else validation_view()
  std::uint64_t seed = 0;         ///< of the training views
  std::int64_t workers = 1;       ///< threads that decode; at least 1
  std::int64_t ahead = 4;         ///< batches decoded before they are asked for; at least 1
  bool pin = false;               ///< in page-locked memory, from which a GPU copies without a wait
  ImageLimits limits = {};        ///< of a file; one beyond them counts as damaged
};

/// Reads, decodes and resamples images on threads of its own, and hands them out in batches, in
/// order.
///
/// All threads work on the oldest batch that still has images to do, so a batch is spread over all
/// cores however few there are. What an image becomes depends on the seed, the epoch and its index
/// alone. A file that is no sound image, or cannot be read, is left out: its batch is then smaller.
///
/// Takes memory for `ahead` batches of S * S * 3 bytes an image, and for each thread one file and
/// one decoded image. Only one thread may call its functions. Tensors are made in these calls, so
/// that page-locked memory belongs to the caller's device.
class ImageLoader {
 public:
  /// `images` must outlive the loader. Throws std::invalid_argument for an option out of range.
  ImageLoader(const ImageList& images, LoaderOptions options);

  /// Returns once every thread is done with the image it is at.
  ~ImageLoader();
  ImageLoader(const ImageLoader&) = delete;
  ImageLoader& operator=(const ImageLoader&) = delete;

  /// Begins with the images of these indices, in this order, so many a batch, the last with what
  /// remains. What is still under way from an earlier call is dropped. Throws std::invalid_argument
  /// if an index is not one of the list's, or `batch_size` is less than 1.
  void start(std::vector<std::int64_t> order, std::int64_t batch_size, std::int64_t epoch);

  /// The next batch, waited for if need be; nothing once all are handed out. Throws what else a
  /// thread threw over one of its images, such as std::bad_alloc. The batch is then lost.
  [[nodiscard]] std::optional<Batch> next();

  /// Of all batches handed out since the loader was made, each file once.
  [[nodiscard]] const std::vector<SkippedImage>& skipped() const { return skipped_; }

 private:
  struct Work;

  void open_batches();
  void run(const std::stop_token& stop);
  void load(std::int64_t image, std::int64_t epoch, std::uint8_t* pixels) const;
  Batch finished(const Work& work);

  const ImageList& images_;
  LoaderOptions options_;

  // The caller's alone.
  std::vector<std::int64_t> order_;
  std::size_t opened_ = 0;  // so many of them are in a batch
  std::int64_t batch_size_ = 1;
  std::int64_t epoch_ = 0;
  std::vector<SkippedImage> skipped_;
  std::unordered_set<std::int64_t> skipped_images_;

  std::mutex mutex_;
  std::condition_variable_any to_do_;       // there is more to do
  std::condition_variable done_;            // a batch is complete
  std::deque<std::shared_ptr<Work>> work_;  // batches under way, the oldest first

  std::vector<std::jthread> threads_;  // last, so that they end before what they use
};

/// Throws std::runtime_error that says how many there are, and lists the first ten, if more than one in
/// 1,000 of so many images were skipped: `count` in all, by default those in the list.
void require_few_skipped(const std::vector<SkippedImage>& skipped, std::int64_t images,
                         std::optional<std::int64_t> count = {});

}  // namespace trainer
