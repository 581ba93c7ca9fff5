#include "trainer/pickle.hpp"

#include "temporary_folder.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace trainer;
using namespace std::string_literals;

namespace {

/// Storages of three floats, 1, 2 and 3, and of none.
std::string_view storage(const std::string& key) {
  static const std::array<float, 3> numbers = {1.0F, 2.0F, 3.0F};
  if (key == "none") return {};
  return {reinterpret_cast<const char*>(numbers.data()), sizeof numbers};
}

PickleValue read(const std::string& pickle) { return unpickle(pickle, storage); }

std::string error(const std::string& pickle) {
  return error_of([&] { (void)read(pickle); });
}

/// A short text in a pickle.
std::string text(const std::string& value) {
  return "X" + std::string(1, static_cast<char>(value.size())) + "\0\0\0"s + value;
}

/// The reference to a storage.
std::string reference(const std::string& type, const std::string& key, char count) {
  return "(" + text("storage") + "ctorch\n" + type + "\n" + text(key) + text("cuda:0") + "K" +
         count + "tQ";
}

std::string rebuilt(const std::string& storage_and_view) {
  return "ctorch._utils\n_rebuild_tensor_v2\n(" + storage_and_view + "\x89)tR.";
}

/// A tensor of a storage of three floats: offset, sizes and strides.
std::string floats(const std::string& view) {
  return rebuilt(reference("FloatStorage", "three", 3) + view);
}

const at::Tensor& tensor(const PickleValue& value) { return value.as<at::Tensor>("a tensor"); }

}  // namespace

TEST_CASE("a pickle has the bytes that Python's pickle module defines") {
  // As Python 3.11's pickletools.dis() reads them.
  Pickler pickler;
  pickler.begin_dict();
  pickler.add("n");
  pickler.add({nullptr, true, false, -2, 4294967296, 18446744073709551615U, 0.5});
  pickler.end_dict();
  CHECK(std::move(pickler).finish() == "\x80\x02}("s + text("n") +
                                           "](N\x88\x89"
                                           "J\xfe\xff\xff\xff"
                                           "\x8a\x08\0\0\0\0\1\0\0\0"
                                           "\x8a\x09\xff\xff\xff\xff\xff\xff\xff\xff\0"
                                           "G\x3f\xe0\0\0\0\0\0\0"
                                           "eu."s);
}

TEST_CASE("a pickle takes no binary value") {
  Pickler pickler;
  CHECK(error_of([&] { pickler.add(nlohmann::ordered_json::binary({1})); }) ==
        "a pickle takes null, booleans, numbers, strings, arrays and objects, got binary");
}

TEST_CASE("a pickle is read as its operations say") {
  CHECK(read("K\x7f.").as<std::int64_t>("an integer") == 127);
  CHECK(read("M\xff\xff.").as<std::int64_t>("an integer") == 65535);
  CHECK(read("J\xff\xff\xff\xff.").as<std::int64_t>("an integer") == -1);
  CHECK(read("\x8a\0."s).as<std::int64_t>("an integer") == 0);
  CHECK(read("\x8a\x01\x80.").as<std::int64_t>("an integer") == -128);
  CHECK(read("\x8a\x02\x80\0."s).as<std::int64_t>("an integer") == 128);
  CHECK(read("\x8a\x09\0\0\0\0\0\0\0\x80\0."s).as<std::uint64_t>("an integer") == 1ULL << 63);
  CHECK(read("\x8a\x09\0\0\0\0\0\0\0\0\1."s).get<PickleLargeInteger>() != nullptr);
  CHECK(read("G\xbf\xe0\0\0\0\0\0\0."s).as<double>("a number") == -0.5);
  CHECK(read("(K\1K\2K\3t.").as<std::shared_ptr<PickleList>>("a tuple")->size() == 3);
}

TEST_CASE("a list that a pickle has in two places is one list") {
  // A pair of it and itself; it again, with 5 appended.
  const PickleValue value = read("]q\1h\1\x86h\1K\5a\x86.");
  const PickleList& outer = *value.as<std::shared_ptr<PickleList>>("a tuple");
  const PickleList& pair = *outer[0].as<std::shared_ptr<PickleList>>("a tuple");
  for (const PickleValue& list : {pair[0], pair[1], outer[1]})
    CHECK(list.as<std::shared_ptr<PickleList>>("a list")->size() == 1);
}

TEST_CASE("a tensor is a view of its storage") {
  CHECK(tensor(read(floats("K\1K\2\x85K\1\x85"))).equal(at::tensor({2.0F, 3.0F})));
  CHECK(tensor(read(floats("K\0K\2\x85K\2\x85"s))).equal(at::tensor({1.0F, 3.0F})));
  CHECK(tensor(read(floats("K\2))"))).equal(at::scalar_tensor(3.0F)));
  CHECK(tensor(read(floats("K\0K\2K\3\x86K\0K\1\x86"s)))
            .equal(at::tensor({1.0F, 2.0F, 3.0F, 1.0F, 2.0F, 3.0F}).reshape({2, 3})));
  CHECK(tensor(read(rebuilt(reference("LongStorage", "none", 0) + "K\0K\0\x85K\1\x85"s)))
            .equal(at::empty({0}, at::kLong)));
}

TEST_CASE("a tensor that exceeds its storage is refused") {
  const std::string exceeds = "its pickle has a tensor that exceeds its storage";
  CHECK(error(floats("K\2K\2\x85K\1\x85")) == exceeds);
  CHECK(error(floats("K\0K\2\x85K\3\x85"s)) == exceeds);
  CHECK(error(floats("K\3))")) == exceeds);
  CHECK(error(floats("J\xff\xff\xff\xff))")) == exceeds);
  CHECK(error(floats("K\2K\2\x85J\xff\xff\xff\xff\x85")) == exceeds);
  CHECK(error(floats("K\0K\2\x85)"s)) == exceeds);
  // 2^62 * 4 is 0 in 64 bits.
  CHECK(error(floats("K\0\x8a\x08\1\0\0\0\0\0\0\x40\x85K\4\x85"s)) == exceeds);
  CHECK(error(rebuilt(reference("FloatStorage", "three", 2) + "K\0))"s)) ==
        "its storage three has 12 bytes, expected 2 numbers of 4");
  CHECK(error(rebuilt(reference("DoubleStorage", "three", 1) + "K\0))"s)) ==
        "its storage three has 12 bytes, expected 1 numbers of 8");
}

TEST_CASE("a storage has one type") {
  CHECK(error("(" + reference("FloatStorage", "three", 3) + reference("IntStorage", "three", 3) +
              "t.") == "its pickle refers to the storage three in two ways");
}

TEST_CASE("what a pickle names is never called") {
  CHECK(error("cos\nsystem\n" + text("true") + "\x85R.") ==
        "its pickle names os.system, which is no part of plain values and tensors; save these "
        "alone");
  CHECK(error("cos\nsystem\n.").starts_with("its pickle names os.system"));
  CHECK(error("cbuiltins\neval\n.").starts_with("its pickle names builtins.eval"));
  CHECK(error("ctorch\nload\n.").starts_with("its pickle names torch.load"));
  // Protocol 4 names things by another operation.
  CHECK(error(text("os") + text("system") + "\x93.") ==
        "its pickle has the operation 147, which torch.save does not use for plain values and "
        "tensors");
}

TEST_CASE("a damaged pickle is refused") {
  CHECK(error("") == "its pickle ends too early");
  CHECK(error("X\xff\xff\xff\xff") == "its pickle ends too early");
  CHECK(error("ctorch") == "its pickle ends too early");
  CHECK(error(".") == "its pickle lacks a value");
  CHECK(error("(.") == "its pickle lacks a value");
  CHECK(error("N(\x85.") == "its pickle lacks a value");
  CHECK(error("t.") == "its pickle lacks a mark");
  CHECK(error("h\1.") == "its pickle refers to a value that it has not kept");
  CHECK(error("}(Nu.") == "its pickle has a key without a value");
  CHECK(error("NNa.") == "its pickle has something else in place of a list");
  CHECK(error("]NNs.") == "its pickle has something else in place of a dict");
  CHECK(error("NNR.") == "its pickle has something else in place of a function");
  CHECK(error("NQ.") == "its pickle has something else in place of a list");
  CHECK(error(")Q.") == "its pickle has a storage of another form");
  CHECK(error("ctorch._utils\n_rebuild_tensor_v2\n)R.") ==
        "its pickle calls torch._utils._rebuild_tensor_v2 with 0 arguments");
  CHECK(error("ctorch\nFloatStorage\n)R.") ==
        "its pickle calls torch.FloatStorage with 0 arguments");
}
