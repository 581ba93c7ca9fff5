// Images per second of the trainers' pipeline from the file to the network input. Everything runs
// on one core, except the loader with two workers. The images are 500 x 375 JPEGs of about 100 kB,
// which is ImageNet's average, and 64 x 64 PNGs. They consist of smooth shapes and noise, and are
// read from the page cache.
//
// build/bin/image_loading_bench --benchmark_enable_random_interleaving=true
//   --benchmark_repetitions=9

#include "data/image_decoder.hpp"
#include "data/image_encoder.hpp"
#include "data/image_loader.hpp"
#include "data/image_view.hpp"
#include "data/resample.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#ifndef NDEBUG
#error "A benchmark with assertions measures the assertions: build it with NDEBUG."
#endif

namespace {

using trainer::Image;
using trainer::ImageList;
using trainer::ImageSize;
using trainer::View;

constexpr std::int64_t count = 64;

/// Encoded images in a separate folder, as the only class of a list.
class Files {
 public:
  template <typename Encode>
  explicit Files(Encode encode) : list_(folder_.path()) {
    std::filesystem::create_directory(folder_.path() / "images");
    std::vector<std::string> names;
    for (std::int64_t i = 0; i < count; ++i) {
      names.push_back(std::to_string(i));
      const std::string bytes = encode(static_cast<std::uint64_t>(i));
      bytes_ += static_cast<double>(bytes.size());
      support::write_atomically(folder_.path() / "images" / names.back(), {bytes});
    }
    list_.add_class("images", names);
  }

  [[nodiscard]] const ImageList& list() const { return list_; }
  [[nodiscard]] double mean_bytes() const { return bytes_ / count; }

 private:
  support::TemporaryFolder folder_{"autodecay-bench-"};
  ImageList list_;
  double bytes_ = 0.0;
};

const Files& jpegs() {
  static const Files files([](std::uint64_t seed) {
    return trainer::encode_jpeg(trainer::photograph(500, 375, seed, 30), {.quality = 92});
  });
  return files;
}

const Files& pngs() {
  static const Files files([](std::uint64_t seed) {
    return trainer::encode_png(trainer::photograph(64, 64, seed, 30));
  });
  return files;
}

/// Calls `handle` with the path and the number of each image in turn.
template <typename Handle>
void for_each_image(benchmark::State& state, const Files& files, Handle handle) {
  std::int64_t i = 0;
  for (auto _ : state) {
    handle(files.list().path(i), static_cast<std::uint64_t>(i));
    i = (i + 1) % count;
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["file_bytes"] = files.mean_bytes();
}

void decode_whole(benchmark::State& state) {
  for_each_image(state, jpegs(), [](const std::filesystem::path& file, std::uint64_t) {
    benchmark::DoNotOptimize(trainer::decode_image(file).pixels.data());
  });
}

void decode_training_view(benchmark::State& state) {
  for_each_image(state, jpegs(), [](const std::filesystem::path& file, std::uint64_t seed) {
    const Image part = trainer::decode_part(
        file, [&](ImageSize size) { return trainer::training_view(size, seed).region; });
    benchmark::DoNotOptimize(part.pixels.data());
  });
}

/// `view_of` chooses the part of the image that is resampled to size x size pixels.
template <typename ViewOf>
void decode_and_resample(benchmark::State& state, const Files& files, int size, ViewOf view_of) {
  std::vector<std::uint8_t> output(static_cast<std::size_t>(3 * size * size));
  for_each_image(state, files, [&](const std::filesystem::path& file, std::uint64_t seed) {
    View view;
    const Image part = trainer::decode_part(file, [&](ImageSize whole) {
      view = view_of(whole, seed);
      return view.region;
    });
    trainer::resample(part, view.box, size, view.mirrored, output.data());
    benchmark::DoNotOptimize(output.data());
  });
}

void resample_training_view(benchmark::State& state) {
  const Image image = trainer::photograph(500, 375, 1, 30);
  // A square with 57 % of the area, which is near the mean of the training views.
  const trainer::Box box{80.0, 25.0, 327.0, 327.0};
  std::vector<std::uint8_t> output(3 * 224 * 224);
  for (auto _ : state) {
    trainer::resample(image, box, 224, false, output.data());
    benchmark::DoNotOptimize(output.data());
  }
  state.SetItemsProcessed(state.iterations());
}

void training(benchmark::State& state) {
  decode_and_resample(state, jpegs(), 224, trainer::training_view);
}

void validation(benchmark::State& state) {
  decode_and_resample(state, jpegs(), 224, [](ImageSize size, std::uint64_t) {
    return trainer::validation_view(size, 224);
  });
}

void small_png(benchmark::State& state) {
  decode_and_resample(state, pngs(), 64, trainer::training_view);
}

void loader(benchmark::State& state, const Files& files, std::int64_t size) {
  std::vector<std::int64_t> order(4 * count);
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int64_t>(i) % count;
  trainer::ImageLoader images(
      files.list(), {.image_size = size, .augment = true, .seed = 1, .workers = state.range(0)});
  std::int64_t epoch = 0;
  for (auto _ : state) {
    images.start(order, count, ++epoch);
    while (const auto batch = images.next())
      benchmark::DoNotOptimize(batch->images.data_ptr<std::uint8_t>());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(order.size()));
}

BENCHMARK(decode_whole)->Unit(benchmark::kMicrosecond);
BENCHMARK(decode_training_view)->Unit(benchmark::kMicrosecond);
BENCHMARK(resample_training_view)->Unit(benchmark::kMicrosecond);
BENCHMARK(training)->Unit(benchmark::kMicrosecond);
BENCHMARK(validation)->Unit(benchmark::kMicrosecond);
BENCHMARK(small_png)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(loader, jpeg, jpegs(), 224)
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(loader, png, pngs(), 64)
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
