#include "data/cifar_records.hpp"

#include <cstddef>
#include <sstream>
#include <stdexcept>

namespace trainer::cifar {

std::int64_t count_records(std::string_view bytes, const std::string& file) {
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (size == 0 || size % record_bytes != 0)
    throw std::runtime_error(file + ": " + std::to_string(size) +
                             " bytes, expected a positive multiple of " +
                             std::to_string(record_bytes));
  const std::int64_t count = size / record_bytes;
  for (std::int64_t record = 0; record < count; ++record) {
    const auto label =
        static_cast<unsigned char>(bytes[static_cast<std::size_t>(record * record_bytes)]);
    if (label >= class_count)
      throw std::runtime_error(file + ": record " + std::to_string(record + 1) + " of " +
                               std::to_string(count) + " has label " + std::to_string(label) +
                               ", expected 0 to 9");
  }
  return count;
}

std::vector<std::string> parse_classes(const std::string& text, const std::string& file) {
  std::istringstream words(text);
  std::vector<std::string> classes;
  for (std::string word; words >> word;) classes.push_back(word);
  if (classes.size() != class_count)
    throw std::runtime_error(file + ": " + std::to_string(classes.size()) +
                             " class names, expected " + std::to_string(class_count));
  return classes;
}

}  // namespace trainer::cifar
