# autodecay_add_missing(<name> <label> <text>)
#
# Adds a test in place of those that need a tool that is missing. It is skipped and prints the text; it
# fails if the tools are required: see support/required_tools.hpp.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  function(autodecay_add_missing name label text)
    message(STATUS "${name}: ${text}")
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} -D TEXT=${text} -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE})
    set_tests_properties(${name} PROPERTIES LABELS ${label} SKIP_REGULAR_EXPRESSION "left out: ")
  endfunction()
  return()
endif()

if("$ENV{AUTODECAY_TESTS_REQUIRE_TOOLS}" STREQUAL "1")
  message(FATAL_ERROR "${TEXT}")
endif()
message("left out: ${TEXT}")
