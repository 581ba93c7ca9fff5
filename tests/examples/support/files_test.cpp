#include "support/files.hpp"

#include "support/watched_disk.hpp"
#include "temporary_folder.hpp"

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <set>
#include <string>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

// Every write to /dev/full fails because the disk is full.
constexpr const char* full_disk = "/dev/full";

TEST_CASE("write_atomically concatenates its parts and replaces the old file") {
  const TemporaryFolder folder;
  const auto file = folder.write("a", "old");
  support::write_atomically(file, {"n", "", std::string_view("e\0w", 3)});
  CHECK(support::read_file(file) == std::string("ne\0w", 4));
  const std::filesystem::directory_iterator files(folder.path());
  CHECK(std::distance(begin(files), end(files)) == 1);
}

TEST_CASE("write_atomically leaves the old file on a full disk") {
  for (std::size_t call = 0; call < 5; ++call) {  // open, write, fsync, rename, fsync of the folder
    CAPTURE(call);
    const TemporaryFolder folder;
    const auto file = folder.write("a", "old");
    WatchedDisk disk(folder.path());
    disk.fail_after(call, ENOSPC);
    const std::string error = error_of([&] { support::write_atomically(file, {"new"}); });
    CHECK(error.find(call < 4 ? file.string() : folder.path().string()) != error.npos);
    CHECK(error.find("No space left on device") != error.npos);
    CHECK((files_in(folder.path()) == Files{{"a", call < 4 ? "old" : "new"}}));
  }
}

TEST_CASE("a kill or a power cut anywhere in write_atomically leaves the old file or the new one") {
  const TemporaryFolder folder;
  const auto file = folder.write("a", "old");
  const WatchedDisk disk(folder.path());
  support::write_atomically(file, {"n", "ew"});
  CHECK(disk.calls() == 6);
  for (std::size_t calls = 0; calls <= disk.calls(); ++calls)
    for (const Files& files : disk.survivors(calls)) {
      CAPTURE(calls);
      const std::string& bytes = files.at("a");
      CHECK((bytes == "new" || (calls < disk.calls() && bytes == "old")));
    }
}

TEST_CASE("what a power cut may lose is known to the disk that is watched") {
  const TemporaryFolder folder;
  const auto file = folder.write("a", "old");
  const auto after = [&](const auto& change) {
    const WatchedDisk disk(folder.path());
    change();
    return disk.survivors(disk.calls());
  };
  // Without fsync the new name may be there before its bytes, and the old one too.
  const auto unsynced = after([&] {
    const support::Descriptor b(::open((folder.path() / "b").c_str(), O_WRONLY | O_CREAT, 0666));
    CHECK(::write(b.number(), "new", 3) == 3);
    support::rename_file(folder.path() / "b", file);
  });
  CHECK((unsynced == std::set<Files>{{{"a", "old"}},
                                     {{"a", "new"}},
                                     {{"a", ""}},
                                     {{"a", "old"}, {"b", ""}},
                                     {{"a", "old"}, {"b", "new"}}}));
  CHECK((after([&] { support::append_line(file, "er"); }) == std::set<Files>{{{"a", "newer\n"}}}));
}

TEST_CASE("what a killed process has left is removed, and nothing else") {
  const TemporaryFolder folder;
  for (const char* const name :
       {"a", "a.new", "a.0123456789abcde.new", "a.0123456789abcdex.new", ".new",
        "a.0123456789abcdef.old", "a.csv.0123456789abcdef.new", "last.ckpt.fedcba9876543210.new"})
    folder.write(name, "");
  support::remove_temporaries(folder.path());
  CHECK((files_in(folder.path()) == Files{{"a", ""},
                                          {"a.new", ""},
                                          {"a.0123456789abcde.new", ""},
                                          {"a.0123456789abcdex.new", ""},
                                          {".new", ""},
                                          {"a.0123456789abcdef.old", ""}}));
}

TEST_CASE("create_folders makes what is missing") {
  const TemporaryFolder folder;
  for (int i = 0; i < 2; ++i) support::create_folders(folder.path() / "a/b/c/");
  CHECK(std::filesystem::is_directory(folder.path() / "a/b/c"));
  folder.write("file", "");
  CHECK(!error_of([&] { support::create_folders(folder.path() / "file/b"); }).empty());
}

TEST_CASE("write_atomically leaves nothing beside a file it cannot replace") {
  const TemporaryFolder folder;
  folder.write("a/inner", "");
  const std::string error =
      error_of([&] { support::write_atomically(folder.path() / "a", {"new"}); });
  CHECK(error.find((folder.path() / "a").string()) != error.npos);
  const std::filesystem::directory_iterator files(folder.path());
  CHECK(std::distance(begin(files), end(files)) == 1);
}

TEST_CASE("append_line appends, and creates the file") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "rows";
  support::append_line(file, "one");
  support::append_line(file, "two");
  CHECK(support::read_file(file) == "one\ntwo\n");
}

TEST_CASE("append_line names the file and the reason") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "rows";
  std::filesystem::create_symlink(full_disk, file);
  const std::string error = error_of([&] { support::append_line(file, "one"); });
  CHECK(error == "cannot write " + file.string() + ": No space left on device");
}

TEST_CASE("read_file names a file that is missing") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "absent";
  CHECK(error_of([&] { (void)support::read_file(file); }) ==
        "cannot open " + file.string() + ": No such file or directory");
}

TEST_CASE("read_file refuses a file of more bytes than it may have, be they on the disk or not") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "sparse";
  folder.write("sparse", "start");
  CHECK(support::read_file(file, 5) == "start");
  CHECK(error_of([&] { (void)support::read_file(file, 4); }) ==
        file.string() + ": has 5 bytes; expected at most 4");
  std::filesystem::resize_file(file, std::uintmax_t{1} << 40);
  CHECK(error_of([&] { (void)support::read_file(file); }) ==
        file.string() + ": has 1099511627776 bytes; expected at most 1073741824");
}

TEST_CASE("a FileLock excludes a second one until it is destroyed") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "lock";
  {
    support::FileLock first(file);
    CHECK(error_of([&] { support::FileLock second(file); }) ==
          file.string() + " is locked: another process is using it");
    const support::FileLock moved(std::move(first));
    CHECK(!error_of([&] { support::FileLock second(file); }).empty());
  }
  CHECK(error_of([&] { support::FileLock second(file); }).empty());
}
