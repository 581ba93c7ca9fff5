#pragma once

#include <autodecay/runtime/registry.hpp>

namespace support {

/// autodecay::runtime::standard_registry(), which takes ten seconds to compile, compiled once for all
/// programs.
[[nodiscard]] const autodecay::runtime::Registry& registry();

}  // namespace support
