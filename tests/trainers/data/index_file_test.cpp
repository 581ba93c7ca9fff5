#include "data/index_file.hpp"

#include "temporary_folder.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <zlib.h>

using trainer::index_bytes;
using trainer::parse_index;
using trainer::Parts;

namespace {

/// An index of one class with these files.
std::string index_with(const std::vector<std::string>& files) {
  return index_bytes({.train = {.folder = "/train", .modified = 1, .classes = {{"cat", 2, files}}},
                      .validation = {}});
}

/// The bytes with the checksum that they should have.
std::string forged(const std::string& index, const std::string& from, const std::string& to) {
  std::string rest = index.substr(index.find('\n') + 1);
  REQUIRE(rest.find(from) != rest.npos);
  rest.replace(rest.find(from), from.size(), to);
  const auto checksum = ::crc32_z(0, reinterpret_cast<const Bytef*>(rest.data()), rest.size());
  return "autodecay image index 1 " + std::to_string(checksum) + '\n' + rest;
}

std::string bytes_of(std::int64_t number) {
  return {reinterpret_cast<const char*>(&number), sizeof number};
}

}  // namespace

TEST_CASE("an index is read as it was written") {
  const Parts parts = parse_index(index_with({"a.png", "b.png"}));
  REQUIRE(parts.train.classes.size() == 1);
  CHECK(parts.train.folder == "/train");
  CHECK(parts.train.classes[0].name == "cat");
  CHECK(parts.train.classes[0].files == std::vector<std::string>{"a.png", "b.png"});
  CHECK(parts.validation.classes.empty());
}

TEST_CASE("a number of files that an index cannot have is refused before memory is allocated") {
  const std::string index = index_with({"a.png", "b.png", "c.png"});
  for (const std::int64_t count : {std::int64_t{1} << 40, std::int64_t{-1}, std::int64_t{4}}) {
    CAPTURE(count);
    CHECK(error_of([&] { (void)parse_index(forged(index, bytes_of(3), bytes_of(count))); }) ==
          "no index of images");
  }
}

TEST_CASE("an index that leads out of the class folders is refused") {
  for (const char* const name : {"../a.png", "/etc/passwd", "..", ""}) {
    CAPTURE(name);
    CHECK(error_of([&] { (void)parse_index(index_with({name})); }) == "no index of images");
  }
  CHECK(error_of([&] {
          (void)parse_index(index_with({"b.png", "a.png"}));
        }) == "no index of images");
}
