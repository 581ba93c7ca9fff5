# Fails if <autodecay/all.hpp> has more than BOUND lines after preprocessing that <vector> has not.
# Lines, since they are the same on every run, whatever else the machine does.
separate_arguments(flags UNIX_COMMAND "${FLAGS}")

# Sets <result> to the number of lines of <header> and all that it includes; blank ones do not count.
function(count_lines header result)
  set(source ${FOLDER}/include_cost.cpp)
  file(WRITE ${source} "#include <${header}>\n")
  execute_process(COMMAND ${COMPILER} ${flags} ${OPTIONS} -I${INCLUDE} -E -P ${source}
                  OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX REPLACE "[ \t]*\n" "\n" text "${text}")
  string(REGEX REPLACE "\n+" "\n" text "${text}")
  string(REGEX REPLACE "[^\n]" "" newlines "${text}")
  string(LENGTH "${newlines}" length)
  set(${result} ${length} PARENT_SCOPE)
endfunction()

count_lines(vector vector)
count_lines(autodecay/all.hpp all)
math(EXPR more "${all} - ${vector}")
message(STATUS "<autodecay/all.hpp> has ${more} lines that <vector> has not: ${all} - ${vector}")
if(more GREATER BOUND)
  message(FATAL_ERROR "expected ${BOUND} at most: which header includes more than before?")
endif()
