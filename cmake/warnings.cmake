# Warnings of our own build; never exported, so that no consumer meets them. The presets make errors
# of them (CMAKE_COMPILE_WARNING_AS_ERROR).
add_library(autodecay_warnings INTERFACE)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(autodecay_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                                      -Wnon-virtual-dtor)
endif()
# GCC 12 sees overlapping copies in std::string's operator+ where there are none (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(autodecay_warnings INTERFACE -Wno-restrict)
endif()
