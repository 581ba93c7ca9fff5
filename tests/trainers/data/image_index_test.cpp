#include "data/image_index.hpp"

#include "support/files.hpp"
#include "temporary_folder.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using trainer::ImageFolders;
using trainer::ImageList;
using trainer::index_image_folders;

namespace fs = std::filesystem;

namespace {

/// Two classes with three and one training images, and one validation image each.
void write_images(const TemporaryFolder& folder, const std::string& validation = "val") {
  for (const char* name :
       {"train/dog/1.png", "train/cat/b.JPEG", "train/cat/c.Jpg", "train/cat/a.jpeg",
        "train/cat/readme.txt", "train/cat/.hidden.png", "train/.cache/x.png", "train/list.png"})
    (void)folder.write(name, "");
  (void)folder.write(validation + "/dog/z.PNG", "");
  (void)folder.write(validation + "/cat/y.png", "");
}

std::vector<std::string> paths(const ImageList& images, const fs::path& folder) {
  std::vector<std::string> all;
  for (std::int64_t i = 0; i < images.size(); ++i)
    all.push_back(images.path(i).lexically_relative(folder).string() + " " +
                  std::to_string(images.label(i)));
  return all;
}

/// Makes the folder look as if it had been changed later.
void touch(const fs::path& folder) {
  fs::last_write_time(folder, fs::last_write_time(folder) + std::chrono::nanoseconds(1000));
}

/// Sets an environment variable during its lifetime.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* const before = std::getenv(name)) before_ = before;
    set(value);
  }
  ~Variable() { set(before_ ? before_->c_str() : nullptr); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  void set(const char* value) const {
    value != nullptr ? ::setenv(name_, value, 1) : ::unsetenv(name_);
  }

  const char* name_;
  std::optional<std::string> before_;
};

}  // namespace

TEST_CASE("images are listed class by class, sorted by name") {
  for (const std::string validation : {"val", "test"}) {
    const TemporaryFolder folder;
    write_images(folder, validation);
    const ImageFolders found = index_image_folders(folder.path(), {});
    CHECK(found.classes == std::vector<std::string>{"cat", "dog"});
    CHECK(paths(found.train, folder.path()) ==
          std::vector<std::string>{"train/cat/a.jpeg 0", "train/cat/b.JPEG 0", "train/cat/c.Jpg 0",
                                   "train/dog/1.png 1"});
    CHECK(paths(found.validation, folder.path()) ==
          std::vector<std::string>{validation + "/cat/y.png 0", validation + "/dog/z.PNG 1"});
    CHECK(found.train.name(2) == "c.Jpg");
    CHECK_FALSE(found.from_cache);
    CHECK(found.cache_error.empty());
    CHECK_THROWS_AS((void)found.train.path(4), std::out_of_range);
    CHECK_THROWS_AS((void)found.train.path(-1), std::out_of_range);
  }
}

TEST_CASE("links to folders are followed") {
  const TemporaryFolder folder;
  const TemporaryFolder elsewhere;
  write_images(elsewhere);
  fs::create_directory(folder.path() / "train");
  fs::create_directory_symlink(elsewhere.path() / "val", folder.path() / "val");
  for (const char* name : {"cat", "dog"})
    fs::create_directory_symlink(elsewhere.path() / "train" / name, folder.path() / "train" / name);
  const ImageFolders found = index_image_folders(folder.path(), {});
  CHECK(found.train.size() == 4);
  CHECK(found.validation.size() == 2);
}

TEST_CASE("missing and superfluous folders are named") {
  const TemporaryFolder folder;
  const std::string path = folder.path().string();
  const auto error = [&] {
    return error_of([&] { (void)index_image_folders(folder.path(), {}); });
  };
  CHECK(error() == path + "/train: no such folder, expected one folder for each class");
  fs::create_directory(folder.path() / "train");
  CHECK(error() ==
        path + ": neither val nor test, expected one of them, with one folder for each class");
  fs::create_directory(folder.path() / "val");
  CHECK(error() == path + "/train: no class folders");
  write_images(folder);
  CHECK(error() == "");

  fs::create_directory(folder.path() / "test");
  CHECK(error() == path + ": both val and test, expected one of them: the images to validate with");
  fs::remove(folder.path() / "test");

  fs::create_directory(folder.path() / "val" / "bird");
  CHECK(error() == path + "/val: classes that " + path + "/train lacks: bird");
  fs::create_directory(folder.path() / "train" / "bird");
  CHECK(error() == path + "/train/bird: no .jpg, .jpeg or .png image of this class");
  (void)folder.write("train/bird/1.png", "");
  CHECK(error() == "");  // a class without validation images

  for (const char* name : {"f", "e", "d", "c", "b", "a", "g"})
    (void)folder.write("train/" + std::string(name) + "/1.png", "");
  CHECK(error() == path + "/train: classes that " + path + "/val lacks: a, b, c, d, e and 2 more");

  for (const auto& entry : fs::directory_iterator(folder.path() / "train"))
    if (entry.is_directory()) {
      fs::remove_all(folder.path() / "val" / entry.path().filename());
      fs::create_directory(folder.path() / "val" / entry.path().filename());
    }
  fs::remove_all(folder.path() / "val" / ".cache");
  CHECK(error() == path + "/val: no .jpg, .jpeg or .png image in its class folders");
}

TEST_CASE("a cache gives the same list as the folders until one of them changes") {
  const TemporaryFolder folder;
  write_images(folder);
  const fs::path cache = folder.path() / "caches" / "deep" / "index";
  const auto find = [&] { return index_image_folders(folder.path(), cache); };
  const ImageFolders listed = find();
  CHECK_FALSE(listed.from_cache);
  CHECK(listed.cache_error.empty());
  const ImageFolders cached = find();
  CHECK(cached.from_cache);
  CHECK(cached.classes == listed.classes);
  CHECK(paths(cached.train, folder.path()) == paths(listed.train, folder.path()));
  CHECK(paths(cached.validation, folder.path()) == paths(listed.validation, folder.path()));

  for (const char* part : {"train", "val", "train/cat", "val/dog"}) {
    CAPTURE(part);
    touch(folder.path() / part);
    CHECK_FALSE(find().from_cache);
    CHECK(find().from_cache);
  }
  (void)folder.write("train/dog/2.png", "");
  touch(folder.path() / "train/dog");  // a file system's clock may be coarse
  CHECK(find().train.size() == 5);
  CHECK(find().from_cache);
  fs::rename(folder.path() / "val", folder.path() / "test");
  CHECK_FALSE(find().from_cache);
}

TEST_CASE("a damaged cache, or another data set's, is replaced") {
  const TemporaryFolder folder;
  const TemporaryFolder other;
  write_images(folder);
  write_images(other);
  const fs::path cache = folder.path() / "index";
  const auto find = [&] { return index_image_folders(folder.path(), cache); };
  (void)find();
  const std::string whole = support::read_file(cache);
  for (std::size_t i = 0; i < whole.size(); i += 29) {
    CAPTURE(i);
    std::string damaged = whole;
    damaged[i] ^= 1;
    (void)folder.write("index", damaged);
    CHECK_FALSE(find().from_cache);
    (void)folder.write("index", whole.substr(0, i));
    CHECK_FALSE(find().from_cache);
  }
  CHECK(support::read_file(cache) == whole);
  CHECK(find().from_cache);

  const ImageFolders others = index_image_folders(other.path(), cache);
  CHECK_FALSE(others.from_cache);
  CHECK(others.train.path(0) == other.path() / "train/cat/a.jpeg");
  CHECK_FALSE(find().from_cache);
}

TEST_CASE("failure to write the cache is reported, but not an error") {
  const TemporaryFolder folder;
  write_images(folder);
  const fs::path cache = folder.write("file", "") / "index";
  const ImageFolders found = index_image_folders(folder.path(), cache);
  CHECK(found.train.size() == 4);
  CHECK_FALSE(found.from_cache);
  CHECK(found.cache_error.find(folder.path().string() + "/file") != std::string::npos);
}

TEST_CASE("the default cache is one of the user's caches, with one file per folder") {
  const Variable home("HOME", "/home/someone");
  {
    const Variable caches("XDG_CACHE_HOME", nullptr);
    const fs::path cache = trainer::default_cache("/data/imagenet");
    CHECK(cache.parent_path() == "/home/someone/.cache/autodecay");
    CHECK(cache.filename().string().starts_with("index-"));
    CHECK(trainer::default_cache("/data/./imagenet/") == cache);
    CHECK(trainer::default_cache("/data/imagenet2") != cache);
  }
  const Variable caches("XDG_CACHE_HOME", "/caches");
  CHECK(trainer::default_cache("/data/imagenet").parent_path() == "/caches/autodecay");
  const Variable no_caches("XDG_CACHE_HOME", nullptr);
  const Variable no_home("HOME", nullptr);
  CHECK(trainer::default_cache("/data/imagenet").empty());
}
