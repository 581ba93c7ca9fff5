#pragma once

#include <cstddef>

namespace test {

/// The number of this program's allocations so far. allocations_test.cpp counts them.
[[nodiscard]] std::size_t allocations() noexcept;

}  // namespace test
