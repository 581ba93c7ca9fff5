# find_package(autodecay)                       autodecay::autodecay
# find_package(autodecay COMPONENTS libtorch)   also autodecay::libtorch, which finds LibTorch
include(${CMAKE_CURRENT_LIST_DIR}/autodecay-targets.cmake)

foreach(component IN LISTS autodecay_FIND_COMPONENTS)
  if(component STREQUAL "libtorch" AND EXISTS
                                       ${CMAKE_CURRENT_LIST_DIR}/autodecay-libtorch-targets.cmake)
    include(CMakeFindDependencyMacro)
    find_dependency(Torch)
    include(${CMAKE_CURRENT_LIST_DIR}/autodecay-libtorch-targets.cmake)
    set(autodecay_libtorch_FOUND TRUE)
  elseif(autodecay_FIND_REQUIRED_${component})
    set(autodecay_FOUND FALSE)
    set(autodecay_NOT_FOUND_MESSAGE
        "this installation of autodecay has no component '${component}'. The only component, libtorch, is installed with AUTODECAY_WITH_LIBTORCH=ON"
    )
  endif()
endforeach()
