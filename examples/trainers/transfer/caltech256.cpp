#include "transfer/layouts.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace transfer {
namespace {

namespace fs = std::filesystem;

constexpr const char* categories = "256_ObjectCategories";

/// Whether the name has the form "056.dog".
bool is_category(const std::string& name) {
  return name.size() > 4 && name[3] == '.' &&
         std::all_of(name.begin(), name.begin() + 3,
                     [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
}

}  // namespace

fs::path caltech256_folder(const fs::path& folder) {
  return folder.filename() == categories ? folder : folder / categories;
}

Target read_caltech256(const fs::path& folder, const TargetOptions& options) {
  // The published 198.spider contains a script RENAME2 and 056.dog a folder greg, which are no
  // images.
  const fs::path place = caltech256_folder(folder);
  std::vector<ClassImages> classes = list_classes(place);
  std::erase_if(classes, [&](const ClassImages& a_class) {
    return !is_category(a_class.name) || (!options.clutter && a_class.name == "257.clutter");
  });
  if (classes.empty())
    throw std::runtime_error(place.string() + ": no class folders, expected names like 001.ak47");
  return split(classes, place, options);
}

}  // namespace transfer
