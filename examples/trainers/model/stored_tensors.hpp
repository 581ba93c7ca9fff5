#pragma once

#include "model/safetensors.hpp"
#include "model/state_dict.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <ATen/core/Tensor.h>

namespace trainer {

/// A state dict in the form of a safetensors file. Equal names, numbers and texts give equal bytes,
/// whatever the tensors' device and layout.
class StoredTensors {
 public:
  /// Allocates memory for the header, and for tensors that are not contiguous or not on the CPU;
  /// the others are shared. Tensors with larger elements come first, so that all are aligned.
  ///
  /// Throws std::invalid_argument for an element type that safetensors::number_size() does not know
  /// and for a name that occurs twice.
  StoredTensors(const StateDict& state, const safetensors::Metadata& metadata);

  /// The file's bytes as consecutive parts, which refer to this object.
  [[nodiscard]] std::vector<std::string_view> parts() const;

 private:
  std::string start_;
  std::vector<at::Tensor> tensors_;
};

/// An open safetensors file whose header has been read and checked. Nothing in the file can run
/// code, and no memory is allocated for tensors before read().
class TensorFile {
 public:
  /// Throws std::system_error for a file that cannot be read, NotRegular for one that is not
  /// regular, and std::runtime_error that names the file and says what is wrong with it. For a file
  /// written by Python's torch.save it also says how to convert it.
  explicit TensorFile(const std::filesystem::path& path);

  /// The same for a file in memory, called `name` in errors. The bytes must outlive this object.
  TensorFile(std::string_view bytes, std::string name);

  [[nodiscard]] const safetensors::Metadata& metadata() const { return header_.metadata; }

  /// The tensors' names and shapes, in the order of their bytes.
  [[nodiscard]] StateShapes shapes() const;

  /// The total number of elements of all tensors.
  [[nodiscard]] double numbers() const;

  /// The tensors, on the CPU and contiguous. Takes memory of the file's size. Throws
  /// std::system_error, and std::runtime_error for a file that has become shorter or a bool that is
  /// neither 0 nor 1.
  [[nodiscard]] StateDict read() const;

 private:
  /// Copies `count` bytes from a position on, fewer only at the end.
  using Copy = std::function<std::size_t(std::uint64_t position, char* bytes, std::size_t count)>;

  TensorFile(std::string name, std::uint64_t size, Copy copy);

  std::string name_;
  Copy copy_;
  std::uint64_t data_ = 0;  // where the tensors' bytes begin
  safetensors::Header header_;
};

}  // namespace trainer
