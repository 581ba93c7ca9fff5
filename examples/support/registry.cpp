#include "support/registry.hpp"

#include <autodecay/runtime/standard_registry.hpp>

namespace support {

const autodecay::runtime::Registry& registry() {
  static const autodecay::runtime::Registry all = autodecay::runtime::standard_registry();
  return all;
}

}  // namespace support
