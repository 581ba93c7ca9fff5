# autodecay::module, with which a program says `import autodecay;`. Modules need CMake 3.28, the
# generator Ninja and a compiler that survives them: docs/packages.md says which were tried.
if(CMAKE_VERSION VERSION_LESS 3.28)
  message(FATAL_ERROR "AUTODECAY_WITH_MODULE: expected CMake 3.28 or newer, got ${CMAKE_VERSION}")
endif()
if((CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 17)
   OR (CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 16))
  message(FATAL_ERROR "AUTODECAY_WITH_MODULE: expected clang++ 17, g++ 16 or newer, got "
                      "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
endif()

add_library(autodecay_module STATIC)
add_library(autodecay::module ALIAS autodecay_module)
set_target_properties(autodecay_module PROPERTIES EXPORT_NAME module CXX_SCAN_FOR_MODULES ON)
target_link_libraries(autodecay_module PUBLIC autodecay)
target_sources(
  autodecay_module
  PUBLIC FILE_SET CXX_MODULES
         BASE_DIRS ${PROJECT_SOURCE_DIR}/include
         FILES ${PROJECT_SOURCE_DIR}/include/autodecay.cppm)
