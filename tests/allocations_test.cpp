#include "support/allocations.hpp"

#include <cstdlib>
#include <new>

#include <doctest/doctest.h>

namespace {
std::size_t counted_allocations = 0;
}  // namespace

// Counts every allocation of this program.
// Not inlined, because GCC would report a mismatched free() in the caller.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++counted_allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

std::size_t test::allocations() noexcept { return counted_allocations; }

TEST_CASE("allocations are counted") {
  const std::size_t before = test::allocations();
  // An explicit call, because a compiler may elide the allocations of new-expressions and
  // containers.
  ::operator delete(::operator new(100));
  CHECK(test::allocations() == before + 1);
}
