# The libraries under replay's reader, for WebAssembly: nlohmann_json::nlohmann_json and ZLIB::ZLIB from
# Debian's packages nlohmann-json3-dev, libfast-float-dev and binutils-source, which has zlib's sources.
# The headers are linked into a folder of their own, because /usr/include is for another system.
enable_language(C)
set(wasm_include ${PROJECT_BINARY_DIR}/include)
file(MAKE_DIRECTORY ${wasm_include})

function(link_headers folder header package)
  find_path(headers_of_${folder} ${folder}/${header} PATHS /usr/include NO_CMAKE_FIND_ROOT_PATH)
  if(NOT headers_of_${folder})
    message(FATAL_ERROR "${folder}/${header} is missing (Debian: ${package})")
  endif()
  file(CREATE_LINK ${headers_of_${folder}}/${folder} ${wasm_include}/${folder} SYMBOLIC)
endfunction()

link_headers(nlohmann json.hpp nlohmann-json3-dev)
link_headers(fast_float fast_float.h libfast-float-dev)
add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED)
include_directories(SYSTEM ${wasm_include})

file(GLOB archive /usr/src/binutils/binutils-*.tar.xz)
if(NOT archive)
  message(FATAL_ERROR "zlib's sources are missing (Debian: binutils-source)")
endif()
get_filename_component(archive_name ${archive} NAME_WLE)
get_filename_component(archive_name ${archive_name} NAME_WLE)
set(zlib ${PROJECT_BINARY_DIR}/${archive_name}/zlib)
if(NOT EXISTS ${zlib}/inflate.c)
  # CMake's own tar stumbles over the files that the archive holds twice.
  execute_process(COMMAND tar --extract --file ${archive} --directory ${PROJECT_BINARY_DIR} --wildcards
                          "*/zlib/*.[ch]" COMMAND_ERROR_IS_FATAL ANY)
endif()
set(zlib_sources adler32.c crc32.c gzlib.c gzread.c inffast.c inflate.c inftrees.c zutil.c)
list(TRANSFORM zlib_sources PREPEND ${zlib}/)
add_library(zlib STATIC ${zlib_sources})
target_include_directories(zlib SYSTEM INTERFACE ${zlib})
target_compile_definitions(zlib PUBLIC HAVE_UNISTD_H) # its headers depend on it
target_compile_options(zlib PRIVATE -w) # not our code
set_target_properties(zlib PROPERTIES UNITY_BUILD OFF) # its files have static names in common
add_library(ZLIB::ZLIB ALIAS zlib)
