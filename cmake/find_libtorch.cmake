# Finds LibTorch by its own package. CMAKE_PREFIX_PATH or Torch_DIR select one; the path of a Python
# installation is `python3 -c "import torch; print(torch.utils.cmake_prefix_path)"`.

# The package searches the system's folders before its own, and those may contain another version from
# the distribution.
foreach(folder IN LISTS Torch_DIR CMAKE_PREFIX_PATH)
  foreach(package IN ITEMS ${folder} ${folder}/Torch)
    if(EXISTS ${package}/TorchConfig.cmake)
      list(PREPEND CMAKE_LIBRARY_PATH ${package}/../../../lib)
    endif()
  endforeach()
endforeach()

if(AUTODECAY_WITH_LIBTORCH STREQUAL "AUTO")
  autodecay_find_or_leave_out(AUTODECAY_WITH_LIBTORCH "autodecay::libtorch and the trainers"
                              AUTODECAY_WITH_LIBTORCH Torch)
else()
  # GLOBAL, because a project that adds this one as a subdirectory needs the target that
  # autodecay::libtorch links.
  find_package(Torch REQUIRED GLOBAL)
endif()

# Requirements of PyPI's LibTorch for programs linked with it; not imposed on consumers.
if(PROJECT_IS_TOP_LEVEL)
  # Before 2.7 it uses the std::string from before C++11, and so must everything linked with it.
  if(TORCH_CXX_FLAGS MATCHES "_GLIBCXX_USE_CXX11_ABI=0")
    add_compile_definitions(_GLIBCXX_USE_CXX11_ABI=0)
  endif()
  if(TARGET torch_cuda)
    # It exports parts of an older std::filesystem, so the standard library must come first.
    add_link_options(LINKER:--push-state,--no-as-needed,-lstdc++,--pop-state)
    # Its libraries find their dependencies beside them, but the linker may see the system's older ones.
    add_link_options(LINKER:--allow-shlib-undefined)
  endif()
endif()
