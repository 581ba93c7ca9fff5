# For code that is compiled longer than it runs: tests of a moment, and in programs the rooms that leave
# their work to LibTorch.
add_library(autodecay_not_optimised INTERFACE)
add_library(autodecay_quick_to_compile INTERFACE)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(autodecay_not_optimised INTERFACE $<$<CONFIG:Release>:-O0>)
  target_compile_options(autodecay_quick_to_compile INTERFACE $<$<CONFIG:Release>:-O1>)
endif()

# g++ then collects its garbage less often. Where many headers are read, this saves a tenth of the time and
# takes a third more memory.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(--param=ggc-min-expand=1000)
endif()
