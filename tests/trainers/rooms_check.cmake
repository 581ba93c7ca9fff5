# Fails if a file of the programs includes one of a floor above its own, or if the benchmarks include
# the tests: cmake -D SOURCE=<repository> -P rooms_check.cmake

# From the ground up. A file may include those of its own floor and of the floors before it.
set(floors support data model engine run distributed)

function(check_folder folder allowed forbidden)
  file(GLOB_RECURSE files ${folder}/*.hpp ${folder}/*.cpp)
  if(NOT files)
    message(SEND_ERROR "${folder} has no sources")
  endif()
  list(JOIN forbidden "|" forbidden)
  foreach(file IN LISTS files)
    file(STRINGS ${file} lines REGEX "^#include \"(${forbidden})/")
    foreach(line IN LISTS lines)
      message(SEND_ERROR "${file}: expected includes of ${allowed} at most, got ${line}")
    endforeach()
  endforeach()
endfunction()

set(above ${floors} figures imagenet transfer replay detection tests)
foreach(floor IN LISTS floors)
  list(APPEND allowed ${floor})
  list(REMOVE_ITEM above ${floor})
  set(folder ${SOURCE}/examples/trainers/${floor})
  if(floor STREQUAL "support")
    set(folder ${SOURCE}/examples/support)
  endif()
  check_folder(${folder} "${allowed}" "${above}")
endforeach()

# The benchmarks of detectors need no trainer.
check_folder(${SOURCE}/bench/detection "support" "data;model;engine;run;distributed;tests")
