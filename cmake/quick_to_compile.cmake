# For programs that run for a moment, such as the tests of other programs: optimising them takes longer
# than they run.
add_library(autodecay_quick_to_compile INTERFACE)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(autodecay_quick_to_compile INTERFACE $<$<CONFIG:Release>:-O1>)
endif()
