# Fails if a header has no test: include/autodecay/x/y.hpp wants tests/x/y_test.cpp. Not asked of
# the tables of contents and of detail/.
file(
  GLOB_RECURSE headers
  RELATIVE ${HEADERS}
  ${HEADERS}/*.hpp)
list(FILTER headers EXCLUDE REGEX "^(all.hpp|detail/.*)$")
if(NOT headers)
  message(FATAL_ERROR "no header found in ${HEADERS}")
endif()

foreach(header IN LISTS headers)
  string(REGEX REPLACE "\\.hpp$" "_test.cpp" test ${header})
  if(NOT EXISTS ${TESTS}/${test})
    list(APPEND missing "\n  autodecay/${header} wants tests/${test}")
  endif()
endforeach()
if(missing)
  message(FATAL_ERROR "headers without a test:" ${missing})
endif()
