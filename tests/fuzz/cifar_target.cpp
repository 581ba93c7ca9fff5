#include "data/cifar_records.hpp"
#include "target.hpp"

#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace fuzz {
namespace {

using namespace trainer::cifar;

constexpr auto record_size = static_cast<std::size_t>(record_bytes);

bool accepts_records(std::string_view input) {
  std::int64_t count = 0;
  try {
    count = count_records(input, "batch");
  } catch (const std::runtime_error&) {
    return false;
  }
  require(count >= 1, "a batch has records");
  require(static_cast<std::size_t>(count) * record_size == input.size(),
          "records are all there is");
  for (std::size_t at = 0; at < input.size(); at += record_size)
    require(static_cast<unsigned char>(input[at]) < class_count, "a label is that of a class");
  return true;
}

bool accepts_classes(std::string_view input) {
  std::vector<std::string> names;
  try {
    names = parse_classes(std::string(input), "names");
  } catch (const std::runtime_error&) {
    return false;
  }
  require(names.size() == class_count, "each class has a name");
  for (const std::string& name : names) require(!name.empty(), "a name is a word");
  return true;
}

}  // namespace

std::vector<std::string> seeds() {
  std::string records(2 * record_size, '\1');
  records[record_size] = '\0';
  return {records, "airplane\nbird cat\r\n\nd e f\tg h i j\n"};
}

/// Whole records with labels of classes.
std::string mended(std::string input) {
  input.resize((input.size() / record_size + 1) * record_size);
  for (std::size_t at = 0; at < input.size(); at += record_size)
    input[at] = static_cast<char>(static_cast<unsigned char>(input[at]) % class_count);
  return input;
}

bool accepts(std::string_view input) {
  const bool has_records = accepts_records(input);
  return accepts_classes(input) || has_records;
}

}  // namespace fuzz
