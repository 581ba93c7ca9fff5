# Warnings for our own build, which are never exported to consumers. The presets turn them into errors
# (CMAKE_COMPILE_WARNING_AS_ERROR).
add_library(autodecay_warnings INTERFACE)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(autodecay_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                                      -Wnon-virtual-dtor)
endif()
# GCC 12 wrongly reports overlapping copies in std::string's operator+ (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(autodecay_warnings INTERFACE -Wno-restrict)
endif()
# clang++ also warns where a local name of one file is a global name of another file of the unity.
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND CMAKE_UNITY_BUILD)
  target_compile_options(autodecay_warnings INTERFACE -Wno-shadow)
endif()
