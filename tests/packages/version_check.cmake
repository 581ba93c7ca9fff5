# Fails if a package or a document names another version than version.hpp.
include(${REPOSITORY}/cmake/version.cmake)
string(REGEX MATCH "^[0-9]+\\.[0-9]+" minor_version ${autodecay_version})

# expect(<file> <regular expression with the version as its group> <version>): the first match counts.
function(expect file pattern version)
  file(READ ${REPOSITORY}/${file} text)
  if(NOT text MATCHES "${pattern}" OR NOT CMAKE_MATCH_1 STREQUAL version)
    message(SEND_ERROR "${file}: expected version ${version}, got '${CMAKE_MATCH_1}'")
  endif()
endfunction()

expect(CHANGELOG.md "\n## \\[([0-9.]+)\\]" ${autodecay_version})
expect(cmake/vcpkg/ports/autodecay/vcpkg.json "\"version\": \"([^\"]*)\"" ${autodecay_version})
expect(CITATION.cff "\nversion: ([0-9.]+)" ${autodecay_version})
expect(docs/packages.md "autodecay/([0-9.]+)`" ${autodecay_version})
foreach(page IN ITEMS README.md docs/getting-started.md docs/packages.md)
  expect(${page} "find_package\\(autodecay ([0-9.]+)" ${minor_version})
endforeach()
