# Installs the headers, and the CMake package or with AUTODECAY_INSTALL_CPS the CPS file.
# autodecay::libtorch and autodecay::module are components of the CMake package with target files of
# their own: find_package(autodecay) alone looks neither for LibTorch nor for a compiler with modules.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

# Everything here belongs to the Debian package libautodecay-dev, see package.cmake.
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME libautodecay-dev)
set(package_folder ${CMAKE_INSTALL_DATADIR}/cmake/autodecay)

install(
  TARGETS autodecay
  EXPORT autodecay_targets
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILE_SET boost DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
if(AUTODECAY_INSTALL_CPS)
  include(${CMAKE_CURRENT_LIST_DIR}/install_cps.cmake)
  return()
endif()

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

if(AUTODECAY_WITH_MODULE)
  install(
    TARGETS autodecay_module
    EXPORT autodecay_module_targets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    FILE_SET CXX_MODULES DESTINATION ${CMAKE_INSTALL_DATADIR}/autodecay/module)
  install(
    EXPORT autodecay_module_targets
    FILE autodecay-module-targets.cmake
    NAMESPACE autodecay::
    DESTINATION ${package_folder}
    CXX_MODULES_DIRECTORY module)
endif()

# The package contains only headers, so one installation serves every architecture. While the major
# version is 0, a new minor version may change the interface.
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/autodecay-config-version.cmake
  COMPATIBILITY SameMinorVersion
  ARCH_INDEPENDENT)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/autodecay-config.cmake
              ${PROJECT_BINARY_DIR}/autodecay-config-version.cmake DESTINATION ${package_folder})
