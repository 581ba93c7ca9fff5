#include "data/image_loader.hpp"

#include "data/image_decoder.hpp"
#include "data/image_view.hpp"
#include "data/resample.hpp"
#include "support/random_bits.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>

namespace trainer {

/// A batch under way. The caller reads the results of the threads once `left` is 0.
struct ImageLoader::Work {
  std::int64_t epoch;
  std::vector<std::int64_t> indices;  // of the images
  at::Tensor images;
  std::uint8_t* pixels;              // of `images`
  std::vector<std::string> reasons;  // why an image was skipped; otherwise empty

  // Guarded by the loader's mutex.
  std::size_t next = 0;      // the first image that no thread has started
  std::size_t left;          // images that are not finished
  std::exception_ptr error;  // any other error

  Work(std::int64_t in_epoch, std::vector<std::int64_t> of_images, at::Tensor memory)
      : epoch(in_epoch),
        indices(std::move(of_images)),
        images(std::move(memory)),
        pixels(images.data_ptr<std::uint8_t>()),
        reasons(indices.size()),
        left(indices.size()) {}
};

namespace {

void require_at_least_1(const char* what, std::int64_t value) {
  if (value < 1)
    throw std::invalid_argument("ImageLoader: " + std::string(what) + " must be at least 1, got " +
                                support::to_text(value));
}

at::Tensor empty_images(std::int64_t count, const LoaderOptions& options) {
  const std::int64_t size = options.image_size;
  return at::empty({count, 3, size, size}, at::TensorOptions(at::kByte).pinned_memory(options.pin),
                   at::MemoryFormat::ChannelsLast);
}

}  // namespace

ImageLoader::ImageLoader(const ImageList& images, LoaderOptions options)
    : images_(images), options_(options) {
  require_at_least_1("image_size", options.image_size);
  require_at_least_1("workers", options.workers);
  require_at_least_1("ahead", options.ahead);
  for (std::int64_t i = 0; i < options.workers; ++i)
    threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
}

ImageLoader::~ImageLoader() {
  for (std::jthread& thread : threads_) thread.request_stop();  // stop all before joining the first
}

void ImageLoader::start(std::vector<std::int64_t> order, std::int64_t batch_size,
                        std::int64_t epoch) {
  require_at_least_1("batch_size", batch_size);
  for (const std::int64_t image : order)
    if (image < 0 || image >= images_.size())
      throw std::invalid_argument("ImageLoader: image " + support::to_text(image) +
                                  " of a list of " + support::to_text(images_.size()));
  {
    const std::lock_guard lock(mutex_);
    work_.clear();
  }
  order_ = std::move(order);
  opened_ = 0;
  batch_size_ = batch_size;
  epoch_ = epoch;
  open_batches();
}

std::optional<Batch> ImageLoader::next() {
  std::shared_ptr<Work> work;
  {
    std::unique_lock lock(mutex_);
    if (work_.empty()) return std::nullopt;
    done_.wait(lock, [&] { return work_.front()->left == 0; });
    work = std::move(work_.front());
    work_.pop_front();
  }
  open_batches();
  if (work->error) std::rethrow_exception(work->error);
  return finished(*work);
}

/// Opens batches until `ahead` are under way. Only the caller adds and removes batches, so their
/// number does not change meanwhile.
void ImageLoader::open_batches() {
  while (opened_ < order_.size()) {
    {
      const std::lock_guard lock(mutex_);
      if (work_.size() >= static_cast<std::size_t>(options_.ahead)) return;
    }
    const std::size_t count =
        std::min(order_.size() - opened_, static_cast<std::size_t>(batch_size_));
    const auto begin = order_.begin() + static_cast<std::ptrdiff_t>(opened_);
    auto work = std::make_shared<Work>(
        epoch_, std::vector(begin, begin + static_cast<std::ptrdiff_t>(count)),
        empty_images(static_cast<std::int64_t>(count), options_));
    opened_ += count;
    const std::lock_guard lock(mutex_);
    work_.push_back(std::move(work));
    to_do_.notify_all();
  }
}

/// A thread's loop until it is stopped: takes one image after another from the oldest batch.
void ImageLoader::run(const std::stop_token& stop) {
  const auto unfinished = [this] {
    return std::find_if(work_.begin(), work_.end(),
                        [](const auto& work) { return work->next < work->indices.size(); });
  };
  std::unique_lock lock(mutex_);
  while (to_do_.wait(lock, stop, [&] { return unfinished() != work_.end(); }) &&
         !stop.stop_requested()) {
    const std::shared_ptr<Work> work = *unfinished();
    const std::size_t i = work->next++;
    lock.unlock();
    const std::int64_t bytes = 3 * options_.image_size * options_.image_size;
    std::exception_ptr error;
    try {
      load(work->indices[i], work->epoch, work->pixels + static_cast<std::int64_t>(i) * bytes);
    } catch (const BadImage& bad) {
      work->reasons[i] = bad.what();
    } catch (const std::system_error& unreadable) {
      work->reasons[i] = unreadable.what();
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    if (error) work->error = error;
    if (--work->left == 0) done_.notify_one();
  }
}

void ImageLoader::load(std::int64_t image, std::int64_t epoch, std::uint8_t* pixels) const {
  const int size = static_cast<int>(options_.image_size);
  View view;
  const auto choose = [&](ImageSize whole) {
    view = options_.augment ? training_view(whole, support::seed_of(options_.seed, epoch, image))
                            : validation_view(whole, size);
    return view.region;
  };
  const Image part = decode_part(images_.path(image), choose, options_.limits);
  resample(part, view.box, size, view.mirrored, pixels);
}

/// The batch without the skipped images.
Batch ImageLoader::finished(const Work& work) {
  const std::int64_t bytes = 3 * options_.image_size * options_.image_size;
  std::vector<std::int64_t> labels;
  std::uint8_t* end = work.pixels;
  for (std::size_t i = 0; i < work.indices.size(); ++i) {
    const std::int64_t image = work.indices[i];
    if (!work.reasons[i].empty()) {
      if (skipped_images_.insert(image).second)
        skipped_.push_back({images_.path(image), work.reasons[i]});
      continue;
    }
    const std::uint8_t* const pixels = work.pixels + static_cast<std::int64_t>(i) * bytes;
    if (pixels != end) std::copy_n(pixels, bytes, end);
    end += bytes;
    labels.push_back(images_.label(image));
  }
  const auto count = static_cast<std::int64_t>(labels.size());
  at::Tensor label_tensor =
      at::empty({count}, at::TensorOptions(at::kLong).pinned_memory(options_.pin));
  std::copy(labels.begin(), labels.end(), label_tensor.data_ptr<std::int64_t>());
  return {work.images.narrow(0, 0, count), label_tensor};
}

void require_few_skipped(const std::vector<SkippedImage>& skipped, std::int64_t images,
                         std::optional<std::int64_t> count) {
  const std::int64_t all = count.value_or(std::ssize(skipped));
  if (all * 1000 <= images) return;
  const std::ptrdiff_t listed = std::min<std::ptrdiff_t>(std::ssize(skipped), 10);
  throw std::runtime_error(
      support::to_text(all) + " of " + support::to_text(images) +
      " images cannot be decoded, expected at most one in 1,000; " +
      (listed == 0
           ? "other processes name them"
           : "the first of them:\n  " +
                 support::joined(std::vector(skipped.begin(), skipped.begin() + listed), "\n  ",
                                 [](const SkippedImage& image) { return image.reason; })));
}

}  // namespace trainer
