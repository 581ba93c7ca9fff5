# Writes the whole library, including compat, as one header that includes only the standard library:
#
#   cmake -D HEADERS=include -D OUTPUT=autodecay.hpp -P cmake/single_header.cmake
#
# The target autodecay_single_header does it for a build.
cmake_minimum_required(VERSION 3.25)
set_property(GLOBAL PROPERTY text "")

# Appends a header, replacing each #include of a library header by its contents, once.
function(append header)
  get_property(done GLOBAL PROPERTY done)
  if(header IN_LIST done)
    return()
  endif()
  set_property(GLOBAL APPEND PROPERTY done ${header})
  file(READ ${HEADERS}/${header} rest)
  string(REPLACE "#pragma once\n" "" rest "${rest}")
  while(rest MATCHES "#include <(autodecay/[^>]*)>\n")
    set(included ${CMAKE_MATCH_1})
    set(line "${CMAKE_MATCH_0}")
    string(FIND "${rest}" "${line}" begin)
    string(LENGTH "${line}" length)
    math(EXPR end "${begin} + ${length}")
    string(SUBSTRING "${rest}" 0 ${begin} before)
    string(SUBSTRING "${rest}" ${end} -1 rest)
    set_property(GLOBAL APPEND_STRING PROPERTY text "${before}")
    append(${included})
  endwhile()
  set_property(GLOBAL APPEND_STRING PROPERTY text "${rest}")
endfunction()

append(autodecay/all.hpp)
append(autodecay/compat.hpp)
get_property(text GLOBAL PROPERTY text)
string(REGEX REPLACE "\n\n\n+" "\n\n" text "${text}")
file(READ ${HEADERS}/../LICENSE license)
string(STRIP "${license}" license)
string(REPLACE "\n" "\n// " license "${license}")
string(REPLACE "// \n" "//\n" license "${license}")
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "// autodecay in one header, made by cmake/single_header.cmake.
//
// @license@\n
#pragma once
@text@" @ONLY)
