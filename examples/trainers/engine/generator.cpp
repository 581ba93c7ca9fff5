#include "engine/generator.hpp"

#include "support/random_bits.hpp"

#include <ATen/CPUGeneratorImpl.h>

namespace trainer {

at::Generator generator_of(std::uint64_t seed, std::int64_t epoch, std::int64_t step) {
  return at::make_generator<at::CPUGeneratorImpl>(support::seed_of(seed, epoch, step));
}

}  // namespace trainer
