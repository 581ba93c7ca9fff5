#pragma once

#include "trainer/safetensors.hpp"
#include "trainer/state_dict.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <ATen/core/Tensor.h>

namespace trainer {

/// A state dict as a safetensors file has it. Equal names, numbers and texts give equal bytes,
/// whatever the tensors' device and layout.
class StoredTensors {
 public:
  /// Takes memory for the header, and for tensors that are not contiguous or not on the CPU; the
  /// others are shared. Numbers of more bytes come first, so that all are aligned.
  ///
  /// Throws std::invalid_argument for a type of numbers that such a file does not hold here (see
  /// safetensors::number_size()) and for a name that occurs twice.
  StoredTensors(const StateDict& state, const safetensors::Metadata& metadata);

  /// The file's bytes, one part after the other. They belong to this.
  [[nodiscard]] std::vector<std::string_view> parts() const;

 private:
  std::string start_;
  std::vector<at::Tensor> tensors_;
};

/// A safetensors file that is open, its header read and checked. Nothing that the file says can run
/// code, and no memory is taken for a tensor before read().
class TensorFile {
 public:
  /// Throws std::system_error for a file that cannot be read, NotRegular for one that is not plain,
  /// and std::runtime_error that names the file and says what is wrong with it; of a file that
  /// Python's torch.save wrote also what to do.
  explicit TensorFile(const std::filesystem::path& path);

  /// The same of a file in memory, which must outlive this, as `name`.
  TensorFile(std::string_view bytes, std::string name);

  [[nodiscard]] const safetensors::Metadata& metadata() const { return header_.metadata; }

  /// The tensors' names and shapes, in the order of their bytes.
  [[nodiscard]] StateShapes shapes() const;

  /// All numbers of all tensors.
  [[nodiscard]] double numbers() const;

  /// The tensors, on the CPU, contiguous. Takes the memory of the file's size. Throws
  /// std::system_error, and std::runtime_error for a file that has become shorter meanwhile or a
  /// truth value that is neither 0 nor 1.
  [[nodiscard]] StateDict read() const;

 private:
  /// Copies so many bytes from a position on, fewer only at the end.
  using Copy = std::function<std::size_t(std::uint64_t position, char* bytes, std::size_t count)>;

  TensorFile(std::string name, std::uint64_t size, Copy copy);

  std::string name_;
  Copy copy_;
  std::uint64_t data_ = 0;  // where the tensors' bytes begin
  safetensors::Header header_;
};

}  // namespace trainer
