#include "model/safetensors.hpp"

#include "model/stored_tensors.hpp"
#include "safetensors_files.hpp"
#include "support/files.hpp"
#include "temporary_folder.hpp"
#include "tensors.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <sys/stat.h>

using namespace trainer;
using namespace std::string_literals;

namespace {

/// The error of reading a file in memory; empty if it is valid.
std::string error_in(const std::string& bytes) {
  return error_of([&] { (void)TensorFile(bytes, "f").read(); });
}

std::string error_in(const std::string& header, std::size_t data_size) {
  return error_in(safetensors_file(header, std::string(data_size, '\0')));
}

/// The description of a tensor.
std::string tensor(const std::string& name, const std::string& type, const std::string& shape,
                   const std::string& offsets) {
  return '"' + name + R"(":{"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" +
         offsets + '}';
}

/// The header of a file with one tensor of this description.
std::string one(const std::string& type, const std::string& shape, const std::string& offsets) {
  return '{' + tensor("a", type, shape, offsets) + '}';
}

std::string stored(const StateDict& state, const safetensors::Metadata& metadata = {}) {
  std::string bytes;
  const StoredTensors tensors(state, metadata);
  for (const std::string_view part : tensors.parts()) bytes += part;
  return bytes;
}

}  // namespace

TEST_CASE("a safetensors file has the bytes that the format specifies") {
  const StateDict state = {{"b", at::tensor({1.5F, -2.0F}).reshape({2, 1})},
                           {"a", at::scalar_tensor(258, at::kLong)}};
  // The eight-byte number comes first, so both are aligned; spaces pad the header.
  std::string header =
      R"({"__metadata__":{"k":"v"},"a":{"dtype":"I64","shape":[],"data_offsets":[0,8]},)"
      R"("b":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]}})";
  header.append((8 - header.size() % 8) % 8, ' ');
  const std::string numbers = "\2\1\0\0\0\0\0\0\0\0\xc0\x3f\0\0\0\xc0"s;
  CHECK(stored(state, {{"k", "v"}}) == safetensors_file(header, numbers));
}

TEST_CASE("tensors of every type are read back unchanged") {
  const at::Tensor numbers = at::arange(-3, 9);
  StateDict state;
  for (const at::ScalarType type : {at::kByte, at::kDouble, at::kHalf, at::kFloat, at::kBFloat16,
                                    at::kShort, at::kLong, at::kChar, at::kInt})
    state.emplace_back(c10::toString(type), numbers.abs().to(type));
  state.emplace_back("bool", numbers.gt(0));
  state.emplace_back("scalar", at::scalar_tensor(3, at::kLong));
  state.emplace_back("empty", at::empty({0, 2}));
  state.emplace_back("é\n", at::ones({1}));
  state.emplace_back("transposed", at::randn({2, 3, 4}).transpose(0, 2));
  state.emplace_back("part", at::randn({4, 3}).slice(0, 1, 3));
  state.emplace_back("channels last",
                     at::randn({2, 3, 4, 5}).contiguous(at::MemoryFormat::ChannelsLast));
  const safetensors::Metadata metadata = {{"", "empty"}, {"text", "\"é\"\n"}};

  const std::string bytes = stored(state, metadata);
  const TensorFile file(bytes, "f");
  CHECK(file.metadata() == metadata);
  const StateDict read = file.read();
  REQUIRE(read.size() == state.size());
  for (const auto& [name, expected] : state) {
    CAPTURE(name);
    const at::Tensor& found = tensor_named(read, name);
    CHECK((found.scalar_type() == expected.scalar_type()));
    CHECK(found.equal(expected));
    CHECK(found.is_contiguous());
    CHECK(reinterpret_cast<std::uintptr_t>(found.data_ptr()) % found.element_size() == 0);
  }
  CHECK(stored(read, metadata) == bytes);
}

TEST_CASE("equal tensors give equal bytes, whatever their layout") {
  const at::Tensor images = at::arange(120).to(at::kFloat).reshape({2, 3, 4, 5});
  const at::Tensor weights = at::ones({3}).requires_grad_(true);
  CHECK(stored({{"a", images}, {"b", weights}}) ==
        stored({{"a", images.contiguous(at::MemoryFormat::ChannelsLast)},
                {"b", at::ones({6}).slice(0, 0, 6, 2)}}));
}

TEST_CASE("tensors that a safetensors file cannot hold are refused") {
  CHECK(error_of([] {
          (void)stored({{"a", at::ones({1})}, {"a", at::ones({1})}});
        }) == "a safetensors file cannot have a tensor 'a' of type 'F32', or has it twice");
  CHECK(!error_of([] { (void)stored({{"__metadata__", at::ones({1})}}); }).empty());
  CHECK(!error_of([] { (void)stored({{"a", at::ones({1}, at::kComplexFloat)}}); }).empty());
}

TEST_CASE("the smallest file is valid, and so is one without gaps in any order") {
  CHECK(error_in("{}", 0).empty());
  CHECK(error_in("{}      ", 0).empty());
  CHECK(error_in('{' + tensor("a", "F32", "[2]", "[4,12]") + ',' +
                     tensor("b", "U8", "[2,2]", "[0,4]") + ',' +
                     tensor("none", "F32", "[0,7]", "[4,4]") + '}',
                 12)
            .empty());
  CHECK(TensorFile(safetensors_file("{}"), "f").read().empty());
}

TEST_CASE("a file with inconsistent lengths is refused") {
  CHECK(error_in("") == "f: has 0 bytes, too few for a safetensors file");
  CHECK(error_in("\2\0\0\0\0\0\0"s) == "f: has 7 bytes, too few for a safetensors file");
  CHECK(error_in("\2\0\0\0\0\0\0\0{"s) ==
        "f: claims a header of 2 bytes, but has 1 after its length: truncated or damaged");
  CHECK(error_in("\0\0\0\0\0\0\0\0"s) == "f: the header does not begin with '{'");
  CHECK(error_in("\xff\xff\xff\xff\xff\xff\xff\xff{}")
            .starts_with(
                "f: claims a header of 18446744073709551615 bytes, expected at most 100000000"));
  CHECK(error_in("\1\xe1\xf5\5\0\0\0\0{}"s).starts_with("f: claims a header of 100000001 bytes"));
  CHECK(error_in("\0\xe1\xf5\5\0\0\0\0{}"s)
            .starts_with("f: claims a header of 100000000 bytes, but"));
}

TEST_CASE("a malformed header is refused") {
  const auto error = [](const std::string& header) { return error_in(header, 0); };
  CHECK(error(" {}") == "f: the header does not begin with '{'");
  CHECK(error("[]") == "f: the header does not begin with '{'");
  CHECK(error("{") == "f: the header is not JSON: an error at its byte 2");
  CHECK(error("{}x") == "f: the header is not JSON: an error at its byte 3");
  CHECK(error("{}\0 {"s) == "f: the header is not JSON: an error at its byte 3");
  CHECK(error("{\"\xff\":{}}").starts_with("f: the header is not JSON"));
  CHECK(error(R"({"a":1})") == "f: the header has a number for 'a', expected an object");
  CHECK(error(R"({"a":null})") == "f: the header has null for 'a', expected an object");
  CHECK(error(R"({"a":[]})") == "f: the header has an array for 'a', expected an object");
  CHECK(error(R"({"a":{}})") == "f: tensor 'a' has no dtype");
  CHECK(error(R"({"a":{"dtype":"U8","shape":[0]}})") == "f: tensor 'a' has no data_offsets");
  CHECK(error(R"({"a":{"dtype":"U8","data_offsets":[0,0]}})") == "f: tensor 'a' has no shape");
  CHECK(error(R"({"a":{"type":"U8"}})") ==
        "f: the header has 'type' in tensor 'a', expected dtype, shape and data_offsets alone");
  CHECK(error(R"({"a":{"dtype":8}})") ==
        "f: the header has a number for 'dtype' in tensor 'a', expected a string");
  CHECK(error(R"({"a":{"dtype":["U8"]}})") ==
        "f: the header has an array for 'dtype' in tensor 'a', expected a string");
  CHECK(error(R"({"a":{"shape":2}})") ==
        "f: the header has a number for 'shape' in tensor 'a', expected an array");
  const std::string two =
      " for 'data_offsets' in tensor 'a', expected two integers of 0 … 2^63 - 1";
  CHECK(error(one("U8", "[0]", "[0]")) == "f: the header has fewer numbers" + two);
  CHECK(error(one("U8", "[0]", "[0,0,0]")) == "f: the header has more numbers" + two);
  CHECK(error(one("U8", "[0]", "[-1,0]")) == "f: the header has a negative number" + two);
  CHECK(error(one("U8", "[0]", "[0,0.5]")) ==
        "f: the header has a number that is not an integer" + two);
  CHECK(error(one("U8", "[0]", "[0,18446744073709551616]")) ==
        "f: the header has a number that is not an integer" + two);
  CHECK(error(one("U8", "[0]", "[0,9223372036854775808]")) ==
        "f: the header has 9223372036854775808" + two);
  CHECK(error(one("U8", "[0]", "[0,1e999]")).starts_with("f: the header is not JSON"));
  CHECK(error(one("U8", "[[0]]", "[0,0]")).starts_with("f: the header has an array for 'shape'"));
  CHECK(error(R"({"__metadata__":{"k":1}})") ==
        "f: the header has a number for 'k' in __metadata__, expected a string");
  CHECK(error(R"({"__metadata__":{"k":{}}})") ==
        "f: the header has an object for 'k' in __metadata__, expected a string");
  CHECK(error(R"({"__metadata__":"k"})") ==
        "f: the header has a string for '__metadata__', expected an object");
}

TEST_CASE("a name that occurs twice in a header is refused") {
  const std::string a = tensor("a", "U8", "[1]", "[0,1]");
  CHECK(error_in('{' + a + ',' + a + '}', 1) == "f: the header has 'a' twice");
  CHECK(error_in('{' + a + ',' + tensor("\\u0061", "U8", "[1]", "[1,2]") + '}', 2) ==
        "f: the header has 'a' twice");
  CHECK(error_in(R"({"a":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}})", 0) ==
        "f: the header has 'dtype' twice in tensor 'a'");
  CHECK(error_in(R"({"__metadata__":{"k":"1","k":"2"}})", 0) ==
        "f: the header has 'k' twice in __metadata__");
  CHECK(error_in(R"({"__metadata__":{},"__metadata__":{}})", 0) ==
        "f: the header has '__metadata__' twice");
}

TEST_CASE("a header that is nested a million times is refused at the first excess level") {
  const std::string many(1'000'000, '[');
  CHECK(error_in(R"({"a":)" + many, 0) == "f: the header has an array for 'a', expected an object");
  CHECK(error_in(R"({"a":{"shape":)" + many, 0)
            .starts_with("f: the header has an array for 'shape'"));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += R"({"a":)";
  CHECK(error_in(objects, 0).starts_with("f: the header has 'a' in tensor 'a', expected dtype"));
}

TEST_CASE("a tensor at a wrong position is refused") {
  CHECK(error_in(one("F32", "[2]", "[0,7]"), 7) ==
        "f: tensor 'a' is at bytes 0 … 7, expected 8 bytes for the shape [2] of F32");
  CHECK(error_in(one("F32", "[2]", "[8,0]"), 8).starts_with("f: tensor 'a' is at bytes 8 … 0, "));
  CHECK(
      error_in(one("F32", "[2]", "[0,8]"), 7) ==
      "f: tensor 'a' is at bytes 0 … 8 of the data, which has 7: the file is truncated or damaged");
  CHECK(error_in(one("F32", "[2]", "[0,8]"), 9) == "f: the tensors have 8 bytes, but there are 9");
  CHECK(error_in("{}", 1) == "f: the tensors have 0 bytes, but there are 1");
  CHECK(error_in(one("U8", "[1]", "[1,2]"), 2) ==
        "f: tensor 'a' begins at byte 1 of the data, expected 0: tensors must not overlap or leave "
        "gaps");
  const auto two = [](const std::string& b) {
    return error_in(
        '{' + tensor("a", "U8", "[4]", "[0,4]") + ',' + tensor("b", "U8", "[4]", b) + '}', 8);
  };
  CHECK(two("[4,8]").empty());
  for (const char* const overlapping : {"[0,4]", "[3,7]", "[1,5]"})
    CHECK(two(overlapping).starts_with("f: tensor 'b' begins at byte "));
  CHECK(error_in(one("F32", "[0]", "[9223372036854775807,9223372036854775807]"), 0)
            .find("truncated") != std::string::npos);
}

TEST_CASE("a shape whose product overflows is refused") {
  const std::string exceeds = ", which exceeds 2^63 - 1 bytes";
  // 2^62 * 4 and 2^32 * 2^32 are 0 in 64 bits; a size of 0 does not hide another one.
  for (const char* const shape :
       {"[4611686018427387904,4]", "[4294967296,4294967296]", "[0,4611686018427387904,4]",
        "[4611686018427387904,4,0]", "[9223372036854775807]", "[2305843009213693952]"}) {
    CAPTURE(shape);
    const std::string error = error_in(one("F32", shape, "[0,0]"), 0);
    CHECK(error.starts_with("f: tensor 'a' has the shape ["));
    CHECK(error.ends_with(exceeds));
  }
  CHECK(error_in(one("U8", "[9223372036854775807,0]", "[0,0]"), 0).empty());
  std::string ones = "1";
  for (int i = 1; i < 64; ++i) ones += ",1";
  CHECK(error_in(one("U8", '[' + ones + ']', "[0,1]"), 1).empty());
  CHECK(error_in(one("U8", '[' + ones + ",1]", "[0,1]"), 1)
            .starts_with("f: the header has more numbers for 'shape' in tensor 'a'"));
}

TEST_CASE("tensors of another type are refused") {
  for (const char* const type : {"F8_E4M3", "C64", "U64", "f32", ""}) {
    CAPTURE(type);
    CHECK(error_in(one(type, "[0]", "[0,0]"), 0) ==
          "f: tensor 'a' is of type '"s + type +
              "', expected F64, F32, F16, BF16, I64, I32, I16, I8, U8 or BOOL");
  }
  CHECK(error_in(safetensors_file(one("BOOL", "[2]", "[0,2]"), "\1\2")) ==
        "f: tensor 'a' has bools that are neither 0 nor 1");
}

// The inputs that the tests of the reference implementation give its reader, and those in the
// folder attacks/ of its repository, rewritten for this file.
TEST_CASE("the hostile cases published by the format's authors have the published outcome") {
  CHECK(error_in("<\0\0\0\0\xff\xff\xff{\"test\":{\"dtype\":\"I32\"}}"s)
            .starts_with("f: claims a header of "));
  CHECK(error_in("<\0\0\0\0\0\0\0"s).starts_with("f: claims a header of 60 bytes, but has 0"));
  CHECK(!error_in("\1\0\0\0\0\0\0\0\xff"s).empty());
  CHECK(!error_in("\1\0\0\0\0\0\0\0{"s).empty());
  CHECK(error_in("{}\r \t\n", 0).empty());
  CHECK(!error_in("\t\n{}\r ", 0).empty());
  CHECK(error_in(one("I32", "[2,0]", "[0,0]"), 0).empty());
  CHECK(!error_in(one("I32", "[2,2]", "[0,4]"), 4).empty());
  CHECK(!error_in(one("I32", "[2,18446744073709551614]", "[0,16]"), 16).empty());
  CHECK(!error_in(one("I32", "[2,9223372036854775807]", "[0,16]"), 16).empty());

  std::string claims_more = stored({{"weight", at::zeros({2, 2})}});
  claims_more.replace(0, 8, support::to_little_endian<std::uint64_t>(1000));
  CHECK(error_in(claims_more).starts_with("f: claims a header of 1000 bytes, but has "));

  // A hundred thousand tensors that share their bytes would take 16 GB.
  std::string header = "{";
  for (int i = 0; i < 100'000; ++i)
    header += (i == 0 ? "" : ",") +
              tensor("weight_" + std::to_string(i), "F32", "[200,200]", "[0,160000]");
  CHECK(error_in(header + '}', 160'000).find("must not overlap") != std::string::npos);
}

TEST_CASE("names in a message have no control characters and a limited length") {
  CHECK(error_in("{" + tensor("\\u001b[2J\\n", "X", "[0]", "[0,0]") + "}", 0)
            .starts_with("f: tensor '\\x1b[2J\\n' is of type 'X'"));
  CHECK(error_in("{" + tensor(std::string(10'000, 'a'), "X", "[0]", "[0,0]") + "}", 0).size() <
        400);
}

TEST_CASE("a file that is truncated anywhere or has an extra byte is refused") {
  const std::string whole = stored({{"weight", at::tensor({1.5F, -2.0F})}, {"n", at::ones({1})}},
                                   {{"metrics", "{\"epoch\":3}"}});
  CHECK(error_in(whole).empty());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(!error_in(whole.substr(0, size)).empty());
  }
  CHECK(!error_in(whole + '\0').empty());
}

TEST_CASE("a file is read like its bytes in memory, and named") {
  const TemporaryFolder folder;
  const StateDict state = {{"weight", at::randn({3, 4})}};
  const auto path = folder.write("a.safetensors", stored(state, {{"k", "v"}}));
  const TensorFile file(path);
  CHECK(file.metadata() == safetensors::Metadata{{"k", "v"}});
  CHECK(file.shapes() == StateShapes{{"weight", {3, 4}}});
  CHECK(file.numbers() == 12.0);
  CHECK(tensor_named(file.read(), "weight").equal(state[0].second));

  // The header was valid, but then the data were truncated.
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1);
  CHECK(error_of([&] { (void)file.read(); }) ==
        path.string() + ": became shorter while it was read");
  CHECK(error_of([&] { (void)TensorFile(path); }).starts_with(path.string() + ": tensor 'weight'"));
  CHECK(error_of([] { (void)TensorFile("/nowhere/a.safetensors"); }) ==
        "cannot open /nowhere/a.safetensors: No such file or directory");
}

TEST_CASE("a file that is not regular is refused without reading from it or blocking on it") {
  const TemporaryFolder folder;
  const auto pipe = folder.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  for (const std::filesystem::path& path :
       {pipe, folder.path(), std::filesystem::path("/dev/zero")}) {
    CAPTURE(path);
    CHECK(error_of([&] { (void)TensorFile(path); }) == path.string() + ": not a regular file");
    CHECK(error_of([&] { (void)support::read_file(path); }) ==
          path.string() + ": not a regular file");
  }
}

TEST_CASE("a file of torch.save is refused with instructions") {
  for (const std::string& start : {"PK\3\4\0\0\0\0"s, "\x80\2\x8a\x0a\x6c\xfc\x9c\x46"s}) {
    const std::string error = error_in(start + "rest");
    CHECK(
        error.find("a file of torch.save is not read because it can run code when it is loaded") !=
        std::string::npos);
    CHECK(error.find("safetensors.torch.save_file(model.state_dict(), ") != std::string::npos);
  }
}
