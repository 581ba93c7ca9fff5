# Finds LibTorch as its own package describes it. CMAKE_PREFIX_PATH or Torch_DIR choose one; a
# Python installation's is `python3 -c "import torch; print(torch.utils.cmake_prefix_path)"`.
#
# GLOBAL, so that a project which adds this one as a folder sees the target that
# autodecay::libtorch links.
find_package(Torch REQUIRED GLOBAL)
