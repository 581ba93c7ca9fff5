#include "run/record.hpp"

#include "run/problems.hpp"
#include "support/files.hpp"

#include <string_view>
#include <utility>

namespace trainer {

Record::Record(std::filesystem::path path, std::string header)
    : path_(std::move(path)), header_(std::move(header)) {}

void Record::begin() {
  checksums_ = {};
  support::write_atomically(path_, {header_.empty() ? "" : header_ + '\n'});
  if (!header_.empty()) checksums_.add(header_);
}

void Record::keep(const LineChecksums& lines) {
  const std::string text = support::read_file(path_);
  const std::string_view own = lines.own_part(text, path_.string());
  if (own.size() != text.size()) support::write_atomically(path_, {own});
  checksums_ = lines;
}

void Record::append(const std::string& line) {
  support::append_line(path_, line);
  checksums_.add(line);
}

std::vector<std::string> record_problems(const std::filesystem::path& folder,
                                         const RecordChecksums& written) {
  Problems problems;
  for (const auto& [name, lines] : written) {
    const std::filesystem::path file = folder / name;
    problems.attempt([&] { (void)lines.own_part(support::read_file(file), file.string()); });
  }
  return problems.found();
}

}  // namespace trainer
