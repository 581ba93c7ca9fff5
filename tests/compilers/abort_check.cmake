# PROGRAM, which is umbrella.cpp without exceptions, must succeed, and abort with the reason where it
# is given an argument.
execute_process(COMMAND ${PROGRAM} COMMAND_ERROR_IS_FATAL ANY)

execute_process(COMMAND ${PROGRAM} refused RESULT_VARIABLE result ERROR_VARIABLE message)
# An exit status is a number, and what ended by a signal says so in words.
if(result MATCHES "^[0-9]+$")
  message(FATAL_ERROR "expected the program to abort, got the exit status ${result}")
endif()
set(expected "RelativeRange: window must be in [2, 2^24] observations, got 1\n")
if(NOT message STREQUAL expected)
  message(FATAL_ERROR "expected the message '${expected}', got '${message}'")
endif()
