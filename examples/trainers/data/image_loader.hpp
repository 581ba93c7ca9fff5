#pragma once

#include "data/image_index.hpp"
#include "data/image_limits.hpp"

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

/// The images of one step, on the CPU.
struct Batch {
  at::Tensor images;  ///< uint8, n x 3 x S x S in the channels-last format; n may be 0
  at::Tensor labels;  ///< int64, n
};

/// An image that was left out of its batch.
struct SkippedImage {
  std::filesystem::path file;
  std::string reason;  ///< names the file too
};

struct LoaderOptions {
  std::int64_t image_size = 224;  ///< S, pixels per side; at least 1
  bool augment = false;           ///< training_view(), otherwise validation_view()
  std::uint64_t seed = 0;         ///< for the training views
  std::int64_t workers = 1;       ///< decoding threads; at least 1
  std::int64_t ahead = 4;         ///< batches to decode in advance; at least 1
  bool pin = false;               ///< use page-locked memory, which a GPU copies asynchronously
  ImageLimits limits = {};        ///< a file beyond them counts as damaged
};

/// Reads, decodes and resamples images on its own threads, and hands them out in batches, in order.
///
/// All threads work on the oldest batch that still has images to process, so a batch is spread over
/// all cores even if only a few batches are under way. The result for an image depends only on the
/// seed, the epoch and its index. A file that cannot be read or is not a valid image is left out,
/// and its batch is smaller.
///
/// Takes S * S * 3 bytes per image for `ahead` batches, and memory for one file and one decoded
/// image per thread. Only one thread may call the member functions. They allocate the tensors, so
/// page-locked memory belongs to the caller's device.
class ImageLoader {
 public:
  /// `images` must outlive the loader. Throws std::invalid_argument for an option out of range.
  ImageLoader(const ImageList& images, LoaderOptions options);

  /// Waits until every thread has finished its current image.
  ~ImageLoader();
  ImageLoader(const ImageLoader&) = delete;
  ImageLoader& operator=(const ImageLoader&) = delete;

  /// Starts loading the images with these indices, in this order, in batches of `batch_size`; the
  /// last batch may be smaller. Batches pending from an earlier call are dropped. Throws
  /// std::invalid_argument if an index is out of the list's range or `batch_size` is less than 1.
  void start(std::vector<std::int64_t> order, std::int64_t batch_size, std::int64_t epoch);

  /// Waits for the next batch; nothing once all have been handed out. Rethrows any other exception
  /// of a thread, such as std::bad_alloc; the batch is then lost.
  [[nodiscard]] std::optional<Batch> next();

  /// The images skipped in all batches handed out since construction, each file once.
  [[nodiscard]] const std::vector<SkippedImage>& skipped() const { return skipped_; }

 private:
  struct Work;

  void open_batches();
  void run(const std::stop_token& stop);
  void load(std::int64_t image, std::int64_t epoch, std::uint8_t* pixels) const;
  Batch finished(const Work& work);

  const ImageList& images_;
  LoaderOptions options_;

  // Used by the caller's thread only.
  std::vector<std::int64_t> order_;
  std::size_t opened_ = 0;  // how many of them are already in a batch
  std::int64_t batch_size_ = 1;
  std::int64_t epoch_ = 0;
  std::vector<SkippedImage> skipped_;
  std::unordered_set<std::int64_t> skipped_images_;

  std::mutex mutex_;
  std::condition_variable_any to_do_;       // there is more work
  std::condition_variable done_;            // a batch was completed
  std::deque<std::shared_ptr<Work>> work_;  // batches under way, the oldest first

  std::vector<std::jthread> threads_;  // last, so that they end before what they use
};

/// Throws std::runtime_error with the number of skipped images and the first ten of them if more
/// than one in 1,000 of `images` was skipped. `count` is their total, by default the size of the
/// list.
void require_few_skipped(const std::vector<SkippedImage>& skipped, std::int64_t images,
                         std::optional<std::int64_t> count = {});

}  // namespace trainer
