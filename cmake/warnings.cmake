# Warnings of our own build; never exported, so that no consumer meets them. The presets make errors
# of them (CMAKE_COMPILE_WARNING_AS_ERROR).
add_library(autodecay_warnings INTERFACE)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(autodecay_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                                      -Wnon-virtual-dtor)
endif()
