# The targets for consumers: autodecay::autodecay (standard library only), autodecay::libtorch (the
# same with LibTorch's headers and libraries) and autodecay::module (see module.cmake).
file(GLOB_RECURSE AUTODECAY_CORE_HEADERS CONFIGURE_DEPENDS
     ${PROJECT_SOURCE_DIR}/include/autodecay/*.hpp)
list(FILTER AUTODECAY_CORE_HEADERS EXCLUDE REGEX "/adapters/")

# The Boost adapter is installed with the core and has no target, since its users already have Boost.
add_library(autodecay INTERFACE)
add_library(autodecay::autodecay ALIAS autodecay)
target_compile_features(autodecay INTERFACE cxx_std_20)
target_sources(
  autodecay
  INTERFACE FILE_SET HEADERS
            BASE_DIRS ${PROJECT_SOURCE_DIR}/include
            FILES ${AUTODECAY_CORE_HEADERS}
            FILE_SET boost TYPE HEADERS
            BASE_DIRS ${PROJECT_SOURCE_DIR}/include
            FILES ${PROJECT_SOURCE_DIR}/include/autodecay/adapters/boost_accumulators.hpp)
set_target_properties(autodecay PROPERTIES INTERFACE_HEADER_SETS_TO_VERIFY HEADERS)

# The whole library as one file: single/autodecay.hpp in the build.
if(PROJECT_IS_TOP_LEVEL)
  set(AUTODECAY_SINGLE_HEADER ${PROJECT_BINARY_DIR}/single/autodecay.hpp)
  add_custom_command(
    OUTPUT ${AUTODECAY_SINGLE_HEADER}
    COMMAND ${CMAKE_COMMAND} -D HEADERS=${PROJECT_SOURCE_DIR}/include -D
            OUTPUT=${AUTODECAY_SINGLE_HEADER} -P ${CMAKE_CURRENT_LIST_DIR}/single_header.cmake
    DEPENDS ${AUTODECAY_CORE_HEADERS} ${CMAKE_CURRENT_LIST_DIR}/single_header.cmake
    VERBATIM)
  add_custom_target(autodecay_single_header DEPENDS ${AUTODECAY_SINGLE_HEADER})
endif()

if(CMAKE_VERIFY_INTERFACE_HEADER_SETS)
  find_package(Boost 1.74 CONFIG QUIET)
  if(Boost_FOUND)
    set_property(TARGET autodecay APPEND PROPERTY INTERFACE_HEADER_SETS_TO_VERIFY boost)
  endif()
endif()

if(AUTODECAY_WITH_MODULE)
  include(${CMAKE_CURRENT_LIST_DIR}/module.cmake)
endif()

if(AUTODECAY_WITH_LIBTORCH)
  include(${CMAKE_CURRENT_LIST_DIR}/find_libtorch.cmake)
endif()
if(AUTODECAY_WITH_LIBTORCH)
  add_library(autodecay_libtorch INTERFACE)
  add_library(autodecay::libtorch ALIAS autodecay_libtorch)
  set_target_properties(autodecay_libtorch PROPERTIES EXPORT_NAME libtorch)
  target_link_libraries(autodecay_libtorch INTERFACE autodecay torch)
  target_sources(
    autodecay_libtorch
    INTERFACE FILE_SET HEADERS
              BASE_DIRS ${PROJECT_SOURCE_DIR}/include
              FILES ${PROJECT_SOURCE_DIR}/include/autodecay/adapters/libtorch.hpp)
endif()
