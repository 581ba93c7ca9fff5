# Installs the CPS file (Common Package Specification), which tools other than CMake read too. It stands
# in for the CMake package: beside one, CMake 4.4 takes every component that the CPS file lacks for
# found. CPS cannot name LibTorch's targets, so the file has autodecay::autodecay alone.
if(CMAKE_VERSION VERSION_LESS 4.3)
  message(FATAL_ERROR "AUTODECAY_INSTALL_CPS: expected CMake 4.3 or newer, got ${CMAKE_VERSION}")
endif()
if(AUTODECAY_WITH_LIBTORCH OR AUTODECAY_WITH_MODULE)
  message(FATAL_ERROR "AUTODECAY_INSTALL_CPS: expected AUTODECAY_WITH_LIBTORCH=OFF and "
                      "AUTODECAY_WITH_MODULE=OFF, because the CPS file has no components")
endif()

install(
  PACKAGE_INFO autodecay
  EXPORT autodecay_targets
  DESTINATION ${CMAKE_INSTALL_DATADIR}/cps/autodecay
  VERSION ${PROJECT_VERSION}
  COMPAT_VERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}.0
  VERSION_SCHEMA simple
  LICENSE BSL-1.0
  DEFAULT_TARGETS autodecay)
