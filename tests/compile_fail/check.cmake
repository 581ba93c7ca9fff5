# Compiles CASE as it stands and with MUST_FAIL. Its line "// expect: <name>[ <name>…]" says what the
# message of the failure must contain.
set(compile ${COMPILER} ${OPTIONS} -I${INCLUDE} -fsyntax-only ${CASE})

execute_process(COMMAND ${compile} COMMAND_ERROR_IS_FATAL ANY)

execute_process(COMMAND ${compile} -DMUST_FAIL RESULT_VARIABLE result ERROR_VARIABLE message)
if(result EQUAL 0)
  message(FATAL_ERROR "${CASE} compiles with MUST_FAIL, and must not")
endif()

file(STRINGS ${CASE} names REGEX "^// expect: ")
if(NOT names)
  message(FATAL_ERROR "${CASE} has no line '// expect: <name>[ <name>…]'")
endif()
string(REGEX REPLACE "^// expect: " "" names ${names})
string(REPLACE " " ";" names ${names})
foreach(name IN LISTS names)
  string(FIND "${message}" ${name} position)
  if(position EQUAL -1)
    message(FATAL_ERROR "the message for ${CASE} does not name ${name}:\n${message}")
  endif()
endforeach()
