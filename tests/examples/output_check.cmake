# Fails unless PROGRAM succeeds and prints what the file EXPECTED holds.
execute_process(
  COMMAND ${PROGRAM}
  OUTPUT_VARIABLE printed
  RESULT_VARIABLE status)
file(READ ${EXPECTED} expected)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with ${status}")
endif()
if(NOT printed STREQUAL expected)
  message(FATAL_ERROR "${PROGRAM} printed\n${printed}\nwhere ${EXPECTED} says\n${expected}")
endif()
