# Compiles CASE as it stands, which must succeed, and with MUST_FAIL, which must not. Each of its lines
# "// expect: <text>" must appear in the first six lines of the failure's message: that is as much as
# a reader sees.
set(compile ${COMPILER} ${OPTIONS} -Wall -Werror=unused-result -I${INCLUDE} -fsyntax-only ${CASE})

execute_process(COMMAND ${compile} COMMAND_ERROR_IS_FATAL ANY)

execute_process(COMMAND ${compile} -DMUST_FAIL RESULT_VARIABLE result ERROR_VARIABLE message)
if(result EQUAL 0)
  message(FATAL_ERROR "${CASE} compiles with MUST_FAIL, and must not")
endif()

set(line "[^\n]*\n")
string(REGEX MATCH "^${line}${line}${line}${line}${line}${line}" beginning "${message}")
if(NOT beginning)
  set(beginning "${message}")
endif()

file(STRINGS ${CASE} expectations REGEX "^// expect: ")
if(NOT expectations)
  message(FATAL_ERROR "${CASE} has no line '// expect: <text>'")
endif()
foreach(expectation IN LISTS expectations)
  string(REGEX REPLACE "^// expect: " "" expectation "${expectation}")
  string(FIND "${beginning}" "${expectation}" position)
  if(position EQUAL -1)
    message(FATAL_ERROR "the message for ${CASE} does not begin with '${expectation}':\n${message}")
  endif()
endforeach()
