#include "model/safetensors.hpp"
#include "support/little_endian.hpp"
#include "target.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <stdexcept>

namespace fuzz {
namespace {

using namespace trainer::safetensors;

constexpr std::size_t length_bytes = length_size;

std::string with_length(const std::string& header, const std::string& data) {
  return support::to_little_endian<std::uint64_t>(header.size()) + header + data;
}

bool same(const Header& a, const Header& b) {
  const auto same_entry = [](const Entry& x, const Entry& y) {
    return x.name == y.name && x.type == y.type && x.shape == y.shape && x.begin == y.begin &&
           x.end == y.end;
  };
  if (a.metadata != b.metadata || a.tensors.size() != b.tensors.size()) return false;
  for (std::size_t i = 0; i < a.tensors.size(); ++i)
    if (!same_entry(a.tensors[i], b.tensors[i])) return false;
  return true;
}

}  // namespace

std::vector<std::string> seeds() {
  return {
      with_length(R"({"__metadata__":{"k":"v","é":"\n"},"a":{"dtype":"F32","shape":[2,1],)"
                  R"("data_offsets":[2,10]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})",
                  std::string(10, '\1')),
      with_length(R"({"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},)"
                  R"("e":{"dtype":"BF16","shape":[0,3],"data_offsets":[8,8]}}  )",
                  std::string(8, '\2')),
      with_length("{}", "")};
}

/// The header is made to end at the last brace and the spaces behind it.
std::string mended(std::string input) {
  if (input.size() < length_bytes) return input;
  std::size_t end = input.rfind('}');
  end = end == input.npos ? input.size() : input.find_first_not_of(' ', end + 1);
  end = std::clamp(end, length_bytes, input.size());
  const std::string header = input.substr(length_bytes, end - length_bytes);
  return with_length(header, input.substr(end));
}

bool accepts(std::string_view input) {
  Header header;
  std::uint64_t data_size = 0;
  try {
    const std::uint64_t length = header_length(input.substr(0, length_bytes), input.size());
    data_size = input.size() - length_bytes - length;
    header = parse(input.substr(length_bytes, static_cast<std::size_t>(length)), data_size);
  } catch (const std::runtime_error&) {
    return false;
  }
  std::uint64_t end = 0;
  std::set<std::string> names;
  for (const Entry& tensor : header.tensors) {
    require(names.insert(tensor.name).second, "a name occurs once");
    require(tensor.begin == end && tensor.end >= end, "tensors follow each other");
    require(tensor.end - tensor.begin == tensor.numbers() * number_size(tensor.type),
            "a tensor has the bytes of its shape");
    for (const std::int64_t size : tensor.shape) require(size >= 0, "no size is negative");
    end = tensor.end;
  }
  require(end == data_size, "the tensors are all there is");

  const std::string again = start_of_file(header.tensors, header.metadata);
  require(again.size() % 8 == 0, "the tensors' bytes are aligned");
  require(same(header, parse(std::string_view(again).substr(length_bytes), data_size)),
          "what was read and written reads as the same");
  return true;
}

}  // namespace fuzz
