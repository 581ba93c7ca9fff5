# The cost of including a header, compared with a translation unit that includes only <vector>:
#
#   cmake -DCOMPILER=g++ -P bench/include_cost.cmake
#
# Each is compiled REPETITIONS times in turn (5 by default); the shortest time counts.
cmake_minimum_required(VERSION 3.25)
if(NOT COMPILER)
  set(COMPILER c++)
endif()
if(NOT REPETITIONS)
  set(REPETITIONS 5)
endif()
get_filename_component(include ${CMAKE_CURRENT_LIST_DIR}/../include ABSOLUTE)
set(headers
    vector
    autodecay/concepts.hpp
    autodecay/presets.hpp
    autodecay/all.hpp
    autodecay/runtime/parse.hpp
    autodecay/adapters/boost_accumulators.hpp)
set(folder ${CMAKE_CURRENT_BINARY_DIR}/include_cost)
file(MAKE_DIRECTORY ${folder})

foreach(repetition RANGE 1 ${REPETITIONS})
  foreach(header IN LISTS headers)
    string(MAKE_C_IDENTIFIER ${header} name)
    file(WRITE ${folder}/${name}.cpp "#include <vector>\n#include <${header}>\n")
    string(TIMESTAMP begin "%s%f")
    execute_process(COMMAND ${COMPILER} -std=c++20 -O2 -I${include} -c ${folder}/${name}.cpp -o
                            ${folder}/${name}.o COMMAND_ERROR_IS_FATAL ANY)
    string(TIMESTAMP end "%s%f")
    math(EXPR milliseconds "(${end} - ${begin}) / 1000")
    if(NOT DEFINED least_${name} OR milliseconds LESS least_${name})
      set(least_${name} ${milliseconds})
    endif()
  endforeach()
endforeach()

foreach(header IN LISTS headers)
  string(MAKE_C_IDENTIFIER ${header} name)
  math(EXPR over "${least_${name}} - ${least_vector}")
  message("<${header}>: ${least_${name}} ms, ${over} ms over <vector>")
endforeach()
