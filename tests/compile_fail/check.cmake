# Compiles CASE by the command COMPILE with MUST_FAIL defined, and fails if that succeeds. Each line
# "// expect: <text>" of the case must appear in the first six lines of the compiler's message: that is as
# much as a reader sees. With SKIP_QUOTES the lines that quote the program do not count.
# "// expect GNU: <text>" and "// expect Clang: <text>" are for one compiler. "// expect quote: <text>"
# is about the library's lines that the compiler quotes, within eight lines, since it also quotes two of
# the program's. A line "// option: <option>" gives the compilation one more option, after all others.
file(STRINGS ${CASE} options REGEX "^// option: ")
list(TRANSFORM options REPLACE "^// option: " "")
# The message in English, whatever the reader's language.
set(ENV{LC_ALL} C.UTF-8)
execute_process(COMMAND ${COMPILE} ${options} -DMUST_FAIL ${CASE} RESULT_VARIABLE result
                                                                  ERROR_VARIABLE message)
if(result EQUAL 0)
  message(FATAL_ERROR "${CASE} compiles with MUST_FAIL, and must not")
endif()

# Fails unless each "// expect<kind>: <text>" appears in the first lines of the message.
function(check_beginning lines kind)
  string(REPEAT "[^\n]*\n" ${lines} beginning)
  string(REGEX MATCH "^${beginning}" beginning "${message}")
  if(NOT beginning)
    set(beginning "${message}")
  endif()
  file(STRINGS ${CASE} expectations REGEX "^// expect${kind}: ")
  foreach(expectation IN LISTS expectations)
    string(REGEX REPLACE "^// expect[^:]*: " "" expectation "${expectation}")
    string(FIND "${beginning}" "${expectation}" position)
    if(position EQUAL -1)
      message(FATAL_ERROR "the message for ${CASE} does not begin with '${expectation}':\n${message}")
    endif()
  endforeach()
endfunction()

file(STRINGS ${CASE} expectations REGEX "^// expect( ${COMPILER_ID})?: ")
if(NOT expectations)
  message(FATAL_ERROR "${CASE} has no line '// expect: <text>' for ${COMPILER_ID}")
endif()
if(SKIP_QUOTES)
  string(REGEX REPLACE "\n *[0-9]* \\|[^\n]*" "" message "${message}")
else()
  check_beginning(8 " quote")
endif()
check_beginning(6 "( ${COMPILER_ID})?")
