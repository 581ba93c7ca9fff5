#include "support/run_program.hpp"

#include <filesystem>
#include <system_error>

#include <doctest/doctest.h>

TEST_CASE("the reason of a file system's error names the file, if the error does") {
  const auto absent = std::make_error_code(std::errc::no_such_file_or_directory);
  using std::filesystem::filesystem_error;
  CHECK(support::reason(filesystem_error("status", "/a/b", absent)) ==
        "/a/b: No such file or directory");
  const filesystem_error nameless("temp_directory_path", absent);
  CHECK(support::reason(nameless) == nameless.what());
}
