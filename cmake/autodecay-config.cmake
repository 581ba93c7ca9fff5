# find_package(autodecay)                       autodecay::autodecay
# find_package(autodecay COMPONENTS libtorch)   also autodecay::libtorch, which finds LibTorch
# find_package(autodecay COMPONENTS module)     also autodecay::module, for `import autodecay;`
include(${CMAKE_CURRENT_LIST_DIR}/autodecay-targets.cmake)

foreach(component IN LISTS autodecay_FIND_COMPONENTS)
  if(component MATCHES "^(libtorch|module)$"
     AND EXISTS ${CMAKE_CURRENT_LIST_DIR}/autodecay-${component}-targets.cmake)
    if(component STREQUAL "libtorch")
      if(autodecay_FIND_REQUIRED_libtorch)
        include(CMakeFindDependencyMacro)
        find_dependency(Torch)
      else()
        find_package(Torch QUIET)
        if(NOT Torch_FOUND)
          continue()
        endif()
      endif()
    endif()
    include(${CMAKE_CURRENT_LIST_DIR}/autodecay-${component}-targets.cmake)
    set(autodecay_${component}_FOUND TRUE)
  elseif(autodecay_FIND_REQUIRED_${component})
    set(autodecay_FOUND FALSE)
    set(autodecay_NOT_FOUND_MESSAGE
        "this installation of autodecay has no component '${component}'. There are libtorch and module, installed with AUTODECAY_WITH_LIBTORCH=ON and AUTODECAY_WITH_MODULE=ON"
    )
  endif()
endforeach()
