# Finds LibTorch as its own package describes it. CMAKE_PREFIX_PATH or Torch_DIR choose one; a
# Python installation's is `python3 -c "import torch; print(torch.utils.cmake_prefix_path)"`.

# The package looks for its libtorch in the system's folders before its own, where a distribution
# may have put another version.
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
  # GLOBAL, so that a project which adds this one as a folder sees the target that
  # autodecay::libtorch links.
  find_package(Torch REQUIRED GLOBAL)
endif()

# What PyPI's LibTorch asks of the programs that are linked with it, here and not of consumers.
if(PROJECT_IS_TOP_LEVEL)
  # Before 2.7 it has std::string as it was before C++11: then so must all that is linked with it.
  if(TORCH_CXX_FLAGS MATCHES "_GLIBCXX_USE_CXX11_ABI=0")
    add_compile_definitions(_GLIBCXX_USE_CXX11_ABI=0)
  endif()
  if(TARGET torch_cuda)
    # It exports parts of an older std::filesystem: the standard library's come first.
    add_link_options(LINKER:--push-state,--no-as-needed,-lstdc++,--pop-state)
    # Its libraries find those that they need beside them; the linker may see the system's older ones.
    add_link_options(LINKER:--allow-shlib-undefined)
  endif()
endif()
