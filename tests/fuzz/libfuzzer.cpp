#include "target.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>

// libFuzzer requires these names.

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::accepts({reinterpret_cast<const char*>(data), size});
  return 0;
}

/// libFuzzer's own mutations, which sometimes start from a seed and are usually repaired.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned int seed) {
  static const std::vector<std::string> seeds = fuzz::seeds();
  std::minstd_rand random(seed);
  const auto one_in = [&](unsigned int n) { return random() / 7 % n == 0; };
  const auto write = [&](const std::string& text) {
    size = std::min(text.size(), max_size);
    std::copy_n(text.begin(), size, data);
  };

  if (size < 2 || one_in(100)) write(seeds[random() / 7 % seeds.size()]);
  do {
    size = LLVMFuzzerMutate(data, size, max_size);
  } while (one_in(3));
  if (!one_in(5)) write(fuzz::mended({reinterpret_cast<const char*>(data), size}));
  return size;
}
