# The target site: the documentation as HTML, in the build's folder site. It needs pandoc.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(Python3_FOUND)
  add_custom_target(
    site
    COMMAND ${Python3_EXECUTABLE} -B ${PROJECT_SOURCE_DIR}/docs/site/build.py ${PROJECT_BINARY_DIR}/site
    USES_TERMINAL VERBATIM
    COMMENT "Rendering the documentation")
endif()
