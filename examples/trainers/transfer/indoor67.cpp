#include "support/text.hpp"
#include "transfer/layouts.hpp"
#include "transfer/list_file.hpp"

#include <map>
#include <utility>

namespace transfer {

namespace fs = std::filesystem;

Target read_indoor67(const fs::path& folder, const TargetOptions&) {
  const fs::path train_list = folder / "TrainImages.txt";
  const fs::path test_list = folder / "TestImages.txt";
  const std::vector<ListedImage> train = read_image_list(train_list, folder / "Images");
  const std::vector<ListedImage> test = read_image_list(test_list, folder / "Images");

  std::map<std::string, std::int64_t> labels;
  for (const auto* images : {&train, &test})
    for (const ListedImage& image : *images) labels.emplace(image.class_name, 0);
  Target target;
  for (auto& [name, label] : labels) {
    label = std::ssize(target.classes);
    target.classes.push_back(name);
  }

  std::map<fs::path, const ListLine*> lines;
  for (const ListedImage& image : train) {
    lines.emplace(image.file, &image.line);
    target.train.push_back({image.file, labels.at(image.class_name)});
  }
  for (const ListedImage& image : test) {
    if (const auto found = lines.find(image.file); found != lines.end())
      image.line.refuse("\"" + image.line.text + "\" is also a training image, in line " +
                        support::to_text(found->second->number) + " of " + train_list.string());
    target.test.push_back({image.file, labels.at(image.class_name)});
  }
  require_every_class(target, train_list, test_list);
  return target;
}

}  // namespace transfer
