#include "engine/step_memory.hpp"

#include "temporary_folder.hpp"

#include <limits>
#include <set>

#include <ATen/Functions.h>
#include <doctest/doctest.h>

using namespace trainer;

TEST_CASE("the memory of a step is linear in its number of images") {
  // 1000 bytes in any case, and a peak of 3000 bytes per image, of which 2000 are freed before the
  // end. Each tensor's size is a multiple of the allocator's granularity.
  const StepMemory memory = measure_step_memory([](std::int64_t images) {
    const at::Tensor base = at::empty({1024}, at::kByte);
    at::Tensor saved = at::empty({images, 2048}, at::kByte);
    const at::Tensor gradient = at::empty({images, 1024}, at::kByte);
    saved.reset();
    const at::Tensor small = at::empty({images, 512}, at::kByte);
  });
  CHECK(memory.base == doctest::Approx(1.1 * 1024).epsilon(1e-12));
  CHECK(memory.per_image == doctest::Approx(1.1 * 3072).epsilon(1e-12));
  CHECK(memory.bytes(100) == doctest::Approx(1.1 * (1024 + 307200)).epsilon(1e-12));
}

TEST_CASE("one-time allocations of a step do not count") {
  at::Tensor kept;
  const StepMemory memory = measure_step_memory([&](std::int64_t images) {
    if (!kept.defined()) kept = at::empty({1 << 20}, at::kByte);
    const at::Tensor own = at::empty({images, 1024}, at::kByte);
  });
  CHECK(memory.base == doctest::Approx(0.0).epsilon(1e-9));
  CHECK(memory.per_image == doctest::Approx(1.1 * 1024).epsilon(1e-12));
}

TEST_CASE("one-time allocations for each number of images do not count") {
  std::set<std::int64_t> known;
  const StepMemory memory = measure_step_memory(
      [&](std::int64_t images) {
        if (known.insert(images).second) (void)at::empty({images, 1 << 20}, at::kByte);
        const at::Tensor own = at::empty({images, 1024}, at::kByte);
      },
      4);
  CHECK(known == std::set<std::int64_t>{4, 12});
  CHECK(memory.per_image == doctest::Approx(1.1 * 1024).epsilon(1e-12));
}

TEST_CASE("a step without memory always fits") {
  const StepMemory memory = measure_step_memory([](std::int64_t) {});
  CHECK(memory.per_image == 1.0);
  CHECK(memory.images_in(2000) == 2000);
  CHECK(memory.images_in(std::numeric_limits<std::int64_t>::max()) ==
        std::numeric_limits<std::int64_t>::max());
  CHECK(memory.images_in(0) == 0);
}

TEST_CASE("too little memory is an error that says what would fit") {
  const StepMemory memory{.base = 1e9, .per_image = 2e6};
  CHECK(error_of([&] { require_memory(memory, 9500, 20'000'000'000); }).empty());
  CHECK(error_of([&] { require_memory(memory, 50'000, 20'000'000'000); }) ==
        "50000 images at once need about 101.0 GB of memory, and only 20.0 GB are free, enough for "
        "9500. "
        "Use only that many with --limit 9500, or all of them in chunks with --chunk-size 9500, "
        "which "
        "is an approximation, since each chunk has its own batch-norm statistics");
}

TEST_CASE("too little memory for a single image is an error") {
  CHECK(error_of([] { require_memory({.base = 3e8, .per_image = 1e6}, 20, 200'000'000); }) ==
        "20 images at once need about 320.0 MB of memory, and only 200.0 MB are free, which "
        "is too little for a single one");
}

TEST_CASE("the number of images that fit follows from the memory") {
  const StepMemory memory{.base = 1000.0, .per_image = 10.0};
  CHECK(memory.images_in(2000) == 100);
  CHECK(memory.images_in(2009) == 100);
  CHECK(memory.images_in(500) == 0);
}
