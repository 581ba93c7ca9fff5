# Debian packages, by `cpack -G DEB` in the build folder: libautodecay-dev, the headers, and
# autodecay-replay, the program replay where it is built. Their names are those of the install
# components. `cpack -D CPACK_PACKAGE_CONTACT="name <address>"` names another maintainer.
include(GNUInstallDirs)
find_program(GZIP_PROGRAM gzip)
mark_as_advanced(GZIP_PROGRAM)
if(NOT GZIP_PROGRAM)
  return()
endif()

set(CPACK_PACKAGE_NAME autodecay)
set(CPACK_PACKAGE_CONTACT "autodecay maintainers <maintainers@autodecay.example>")
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)

set(CPACK_COMPONENTS_ALL libautodecay-dev)
set(CPACK_DEBIAN_LIBAUTODECAY-DEV_PACKAGE_NAME libautodecay-dev)
set(CPACK_DEBIAN_LIBAUTODECAY-DEV_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_LIBAUTODECAY-DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBAUTODECAY-DEV_PACKAGE_SUGGESTS "libboost-dev, libtorch-dev")
set(CPACK_DEBIAN_LIBAUTODECAY-DEV_DESCRIPTION
    "This package contains the headers of a C++20 library that decides from the
noisy loss of a training when to lower the learning rate and when to stop,
for any optimizer: AutoDecay, StepDecay, ReduceOnPlateau and schedulers
composed of policies.")
if(TARGET replay)
  list(APPEND CPACK_COMPONENTS_ALL autodecay-replay)
  set(CPACK_DEBIAN_AUTODECAY-REPLAY_PACKAGE_NAME autodecay-replay)
  set(CPACK_DEBIAN_AUTODECAY-REPLAY_PACKAGE_SECTION science)
  set(CPACK_DEBIAN_AUTODECAY-REPLAY_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_AUTODECAY-REPLAY_PACKAGE_RECOMMENDS "gnuplot-nox | gnuplot")
  set(CPACK_DEBIAN_AUTODECAY-REPLAY_DESCRIPTION
      "This package contains the program replay. It reads the losses of recorded
or running trainings in the formats of TensorBoard, Hugging Face, Keras,
Lightning, MLflow, timm and others, and prints where a scheduler of the
library autodecay would have lowered the learning rate or stopped, and what
that saves.")
endif()

# The documents that Debian asks for. Only the packages contain them: an installation of one component
# includes what an installation of everything excludes.
file(READ ${PROJECT_SOURCE_DIR}/LICENSE license)
string(REGEX REPLACE "\n\n+" "\n.\n" license "\n${license}")
string(REGEX REPLACE "\n([^\n]+)" "\n \\1" license "${license}")
string(STRIP "${license}" license)
string(PREPEND license " ")
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
foreach(name IN ITEMS copyright changelog)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/debian/${name}.in
                 ${PROJECT_BINARY_DIR}/debian/${name} @ONLY)
endforeach()

# autodecay_compress(<source> <name>): <build>/debian/<name>, without a time in it.
function(autodecay_compress source name)
  execute_process(
    COMMAND ${GZIP_PROGRAM} -9nc ${source}
    OUTPUT_FILE ${PROJECT_BINARY_DIR}/debian/${name} COMMAND_ERROR_IS_FATAL ANY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
endfunction()
autodecay_compress(${PROJECT_SOURCE_DIR}/CHANGELOG.md changelog.gz)
autodecay_compress(${PROJECT_BINARY_DIR}/debian/changelog changelog.Debian.gz)

foreach(package IN LISTS CPACK_COMPONENTS_ALL)
  install(
    FILES ${PROJECT_BINARY_DIR}/debian/copyright ${PROJECT_BINARY_DIR}/debian/changelog.gz
          ${PROJECT_BINARY_DIR}/debian/changelog.Debian.gz
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package}
    COMPONENT ${package}
    EXCLUDE_FROM_ALL)
endforeach()
if(TARGET replay)
  autodecay_compress(${PROJECT_SOURCE_DIR}/examples/replay/replay.1 replay.1.gz)
  install(
    FILES ${PROJECT_BINARY_DIR}/debian/replay.1.gz
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man1
    COMPONENT autodecay-replay
    EXCLUDE_FROM_ALL)
endif()

include(CPack)
