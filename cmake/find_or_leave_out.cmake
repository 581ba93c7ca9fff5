# autodecay_find_or_leave_out(<result> <what> <option> <package>…)
#
# Sets <result> to whether all packages are found. If one is missing, <what> is left out, and a message
# names the option that builds it, the package and its Debian packages. To get an error instead, set
# CMAKE_REQUIRE_FIND_PACKAGE_<package>, as the presets do.
list(APPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR})
set(autodecay_debian_Boost libboost-dev)
set(autodecay_debian_CLI11 libcli11-dev)
set(autodecay_debian_JPEG libjpeg-dev)
set(autodecay_debian_PNG libpng-dev)
set(autodecay_debian_Torch "libtorch-dev libopenblas0-pthread")
set(autodecay_debian_ZLIB zlib1g-dev)
set(autodecay_debian_benchmark libbenchmark-dev)
set(autodecay_debian_dlib "libdlib-dev libblas-dev liblapack-dev")
set(autodecay_debian_doctest doctest-dev)
set(autodecay_debian_ensmallen "libarmadillo-dev; ENSMALLEN_INCLUDE_DIR is the folder of ensmallen.hpp")
set(autodecay_debian_nlohmann_json nlohmann-json3-dev)

# A macro, since the caller needs the variables that a package sets.
macro(autodecay_find_or_leave_out result what option)
  set(${result} TRUE)
  foreach(autodecay_package IN ITEMS ${ARGN})
    find_package(${autodecay_package} QUIET)
    if(NOT ${autodecay_package}_FOUND)
      set(${result} FALSE)
      message(STATUS "${option}: ${what} left out because ${autodecay_package} is missing "
                     "(Debian: ${autodecay_debian_${autodecay_package}})")
      break()
    endif()
  endforeach()
endmacro()
