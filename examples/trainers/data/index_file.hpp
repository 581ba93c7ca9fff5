#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace trainer {

/// A class folder. Times are in nanoseconds since 1970.
struct ClassFolder {
  std::string name;
  std::int64_t modified = 0;
  std::vector<std::string> files = {};
};

/// `train`, `val` or `test`.
struct Part {
  std::filesystem::path folder;
  std::int64_t modified = 0;
  std::vector<ClassFolder> classes = {};
};

struct Parts {
  Part train;
  Part validation;
};

/// The bytes of an index: the file that stores the list of a data set's images.
[[nodiscard]] std::string index_bytes(const Parts& parts);

/// The parts that an index describes. The names of classes and files are sorted, and each is that of an
/// entry of its folder. Throws std::runtime_error for any other bytes.
[[nodiscard]] Parts parse_index(std::string_view bytes);

}  // namespace trainer
