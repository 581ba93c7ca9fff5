#include "trainer/files.hpp"

#include "temporary_folder.hpp"

#include <filesystem>
#include <iterator>

#include <doctest/doctest.h>
#include <unistd.h>

using namespace trainer;

// Every write to /dev/full fails because the disk is full.
constexpr const char* full_disk = "/dev/full";

TEST_CASE("write_atomically concatenates its parts and replaces the old file") {
  const TemporaryFolder folder;
  const auto file = folder.write("a", "old");
  write_atomically(file, {"n", "", std::string_view("e\0w", 3)});
  CHECK(read_file(file) == std::string("ne\0w", 4));
  const std::filesystem::directory_iterator files(folder.path());
  CHECK(std::distance(begin(files), end(files)) == 1);
}

TEST_CASE("write_atomically leaves the old file on a full disk") {
  const TemporaryFolder folder;
  const auto file = folder.write("a", "old");
  const auto beside = folder.path() / ("a." + std::to_string(::getpid()) + ".new");
  std::filesystem::create_symlink(full_disk, beside);
  const std::string error = error_of([&] { write_atomically(file, {"new"}); });
  CHECK(error.find(file.string()) != error.npos);
  CHECK(error.find("No space left on device") != error.npos);
  CHECK(read_file(file) == "old");
  CHECK(!std::filesystem::exists(std::filesystem::symlink_status(beside)));
}

TEST_CASE("write_atomically leaves nothing beside a file it cannot replace") {
  const TemporaryFolder folder;
  folder.write("a/inner", "");
  const std::string error = error_of([&] { write_atomically(folder.path() / "a", {"new"}); });
  CHECK(error.find((folder.path() / "a").string()) != error.npos);
  const std::filesystem::directory_iterator files(folder.path());
  CHECK(std::distance(begin(files), end(files)) == 1);
}

TEST_CASE("append_line appends, and creates the file") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "rows";
  append_line(file, "one");
  append_line(file, "two");
  CHECK(read_file(file) == "one\ntwo\n");
}

TEST_CASE("append_line names the file and the reason") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "rows";
  std::filesystem::create_symlink(full_disk, file);
  const std::string error = error_of([&] { append_line(file, "one"); });
  CHECK(error == "cannot write " + file.string() + ": No space left on device");
}

TEST_CASE("read_file names a file that is missing") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "absent";
  CHECK(error_of([&] { (void)read_file(file); }) ==
        "cannot open " + file.string() + ": No such file or directory");
}

TEST_CASE("a FileLock excludes a second one until it is destroyed") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "lock";
  {
    FileLock first(file);
    CHECK(error_of([&] { FileLock second(file); }) ==
          file.string() + " is locked: another process is using it");
    const FileLock moved(std::move(first));
    CHECK(!error_of([&] { FileLock second(file); }).empty());
  }
  CHECK(error_of([&] { FileLock second(file); }).empty());
}
