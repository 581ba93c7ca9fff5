#pragma once

#include <autodecay/runtime/registry.hpp>

namespace support {

/// autodecay::runtime::standard_registry(), which takes some seconds to compile, compiled once for all
/// programs and tests.
[[nodiscard]] const autodecay::runtime::Registry& registry();

}  // namespace support
