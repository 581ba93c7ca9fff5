# Finds ensmallen by its header and defines ensmallen::ensmallen. The package that ensmallen installs
# links targets that it does not find. CMAKE_PREFIX_PATH or ENSMALLEN_INCLUDE_DIR select an ensmallen.
find_path(ENSMALLEN_INCLUDE_DIR ensmallen.hpp)
mark_as_advanced(ENSMALLEN_INCLUDE_DIR)
find_package(Armadillo QUIET)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ensmallen REQUIRED_VARS ENSMALLEN_INCLUDE_DIR ARMADILLO_LIBRARIES)

if(ensmallen_FOUND AND NOT TARGET ensmallen::ensmallen)
  add_library(ensmallen::ensmallen INTERFACE IMPORTED)
  target_include_directories(ensmallen::ensmallen SYSTEM INTERFACE ${ENSMALLEN_INCLUDE_DIR}
                                                                   ${ARMADILLO_INCLUDE_DIRS})
  target_link_libraries(ensmallen::ensmallen INTERFACE ${ARMADILLO_LIBRARIES})
endif()
