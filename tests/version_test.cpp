#include <string>

#include <doctest/doctest.h>

#include <autodecay/version.hpp>

TEST_CASE("the version is one, in each of its forms and in CMake") {
  CHECK(std::string(autodecay::version) == CMAKE_VERSION_OF_PROJECT);
  CHECK(std::string(autodecay::version) == std::to_string(AUTODECAY_VERSION_MAJOR) + '.' +
                                               std::to_string(AUTODECAY_VERSION_MINOR) + '.' +
                                               std::to_string(AUTODECAY_VERSION_PATCH));
  CHECK(AUTODECAY_VERSION ==
        AUTODECAY_VERSION_MAJOR * 10000 + AUTODECAY_VERSION_MINOR * 100 + AUTODECAY_VERSION_PATCH);
#if AUTODECAY_VERSION < 100
  FAIL("the first version is 0.1.0");
#endif
}
