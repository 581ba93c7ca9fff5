# Installs the headers and the CMake package. autodecay::libtorch is a separate component with its own
# target file, so find_package(autodecay) alone never looks for LibTorch.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_folder ${CMAKE_INSTALL_DATADIR}/cmake/autodecay)

install(
  TARGETS autodecay
  EXPORT autodecay_targets
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILE_SET boost DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(
  EXPORT autodecay_targets
  FILE autodecay-targets.cmake
  NAMESPACE autodecay::
  DESTINATION ${package_folder})

if(AUTODECAY_WITH_LIBTORCH)
  install(TARGETS autodecay_libtorch EXPORT autodecay_libtorch_targets
          FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(
    EXPORT autodecay_libtorch_targets
    FILE autodecay-libtorch-targets.cmake
    NAMESPACE autodecay::
    DESTINATION ${package_folder})
endif()

# The package contains only headers, so one installation serves every architecture. While the major
# version is 0, a new minor version may change the interface.
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/autodecay-config-version.cmake
  COMPATIBILITY SameMinorVersion
  ARCH_INDEPENDENT)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/autodecay-config.cmake
              ${PROJECT_BINARY_DIR}/autodecay-config-version.cmake DESTINATION ${package_folder})
