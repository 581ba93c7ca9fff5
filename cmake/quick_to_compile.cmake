# For what is compiled longer than it runs: tests, and the parts of programs that leave their work to
# LibTorch.
add_library(autodecay_quick_to_compile INTERFACE)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(autodecay_quick_to_compile INTERFACE $<$<CONFIG:Release>:-O1>)
endif()
