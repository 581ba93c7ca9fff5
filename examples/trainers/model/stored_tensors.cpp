#include "model/stored_tensors.hpp"

#include "support/files.hpp"
#include "support/printable.hpp"

#include <algorithm>
#include <bit>
#include <exception>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <ATen/Functions.h>

namespace trainer {
namespace {

static_assert(std::endian::native == std::endian::little, "the files' numbers are little-endian");

struct NumberType {
  at::ScalarType torch;
  std::string_view name;
};

constexpr NumberType types[] = {{at::kDouble, "F64"},    {at::kFloat, "F32"}, {at::kHalf, "F16"},
                                {at::kBFloat16, "BF16"}, {at::kLong, "I64"},  {at::kInt, "I32"},
                                {at::kShort, "I16"},     {at::kChar, "I8"},   {at::kByte, "U8"},
                                {at::kBool, "BOOL"}};

std::string name_of(const at::Tensor& tensor) {
  for (const NumberType& type : types)
    if (type.torch == tensor.scalar_type()) return std::string(type.name);
  return c10::toString(tensor.scalar_type());  // a name that start_of_file() refuses
}

at::ScalarType type_of(const safetensors::Entry& entry) {
  const auto is_it = [&](const NumberType& type) { return type.name == entry.type; };
  return std::find_if(std::begin(types), std::end(types), is_it)->torch;
}

/// Throws with instructions if the file is from torch.save: a zip archive or, before PyTorch 1.6, a
/// pickle.
void refuse_pickles(std::string_view start) {
  using namespace std::string_view_literals;
  if (start.starts_with("PK\x03\x04"sv) || start.starts_with("\x80\x02"sv))
    throw std::runtime_error(
        "a file of torch.save is not read because it can run code when it is loaded; convert it to "
        "a "
        "safetensors file in Python: safetensors.torch.save_file(model.state_dict(), "
        "\"weights.safetensors\")");
}

std::size_t bytes_of(const safetensors::Entry& entry) {
  return static_cast<std::size_t>(entry.end - entry.begin);
}

}  // namespace

StoredTensors::StoredTensors(const StateDict& state, const safetensors::Metadata& metadata) {
  std::vector<const StateDict::value_type*> ordered;
  for (const auto& item : state) ordered.push_back(&item);
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
    return a->second.element_size() > b->second.element_size();
  });
  std::vector<safetensors::Entry> entries;
  for (const auto* const item : ordered) {
    tensors_.push_back(item->second.detach().cpu().contiguous());
    entries.push_back(
        {.name = item->first, .type = name_of(item->second), .shape = item->second.sizes().vec()});
  }
  start_ = safetensors::start_of_file(std::move(entries), metadata);
}

std::vector<std::string_view> StoredTensors::parts() const {
  std::vector<std::string_view> parts = {start_};
  for (const at::Tensor& tensor : tensors_)
    parts.emplace_back(static_cast<const char*>(tensor.data_ptr()), tensor.nbytes());
  return parts;
}

TensorFile::TensorFile(const std::filesystem::path& path)
    : TensorFile([&] {
        auto file = std::make_shared<const support::RegularFile>(path);
        const std::uint64_t size = file->size();
        return TensorFile(
            path.string(), size,
            [file = std::move(file)](std::uint64_t position, char* bytes, std::size_t count) {
              return file->read(position, bytes, count);
            });
      }()) {}

TensorFile::TensorFile(std::string_view bytes, std::string name)
    : TensorFile(std::move(name), bytes.size(),
                 [bytes](std::uint64_t position, char* to, std::size_t count) {
                   return bytes.substr(position).copy(to, count);
                 }) {}

TensorFile::TensorFile(std::string name, std::uint64_t size, Copy copy)
    : name_(std::move(name)), copy_(std::move(copy)) {
  try {
    std::string text(safetensors::length_size, '\0');
    text.resize(copy_(0, text.data(), text.size()));
    refuse_pickles(text);
    const std::uint64_t length = safetensors::header_length(text, size);
    data_ = safetensors::length_size + length;
    text.resize(static_cast<std::size_t>(length));
    text.resize(copy_(safetensors::length_size, text.data(), text.size()));
    header_ = safetensors::parse(text, size - data_);
  } catch (const std::system_error&) {
    throw;  // names the file
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(name_ + ": " + error.what());
  }
}

StateShapes TensorFile::shapes() const {
  StateShapes shapes;
  for (const safetensors::Entry& entry : header_.tensors)
    shapes.emplace_back(entry.name, entry.shape);
  return shapes;
}

double TensorFile::numbers() const {
  double sum = 0.0;
  for (const safetensors::Entry& entry : header_.tensors)
    sum += static_cast<double>(entry.numbers());
  return sum;
}

StateDict TensorFile::read() const {
  StateDict state;
  for (const safetensors::Entry& entry : header_.tensors) {
    const bool is_bool = type_of(entry) == at::kBool;
    at::Tensor tensor = at::empty(entry.shape, is_bool ? at::kByte : type_of(entry));
    const std::size_t size = bytes_of(entry);
    if (copy_(data_ + entry.begin, static_cast<char*>(tensor.data_ptr()), size) != size)
      throw std::runtime_error(name_ + ": became shorter while it was read");
    if (is_bool) {
      if (tensor.gt(1).any().item<bool>())
        throw std::runtime_error(name_ + ": tensor '" + support::printable(entry.name) +
                                 "' has bools that are neither 0 nor 1");
      tensor = tensor.to(at::kBool);
    }
    state.emplace_back(entry.name, std::move(tensor));
  }
  return state;
}

}  // namespace trainer
