#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The files of CIFAR-10's binary version, see load_cifar_binary().
namespace trainer::cifar {

inline constexpr std::int64_t class_count = 10;
inline constexpr std::int64_t side = 32;
inline constexpr std::int64_t image_bytes = 3 * side * side;
inline constexpr std::int64_t record_bytes = 1 + image_bytes;

/// The number of records in the bytes of a batch, each with a label below class_count. Throws
/// std::runtime_error that names the file, and the record if there is one, for any other bytes.
[[nodiscard]] std::int64_t count_records(std::string_view bytes, const std::string& file);

/// The names in the text of batches.meta.txt. Throws std::runtime_error that names the file unless
/// there are class_count of them.
[[nodiscard]] std::vector<std::string> parse_classes(const std::string& text,
                                                     const std::string& file);

}  // namespace trainer::cifar
