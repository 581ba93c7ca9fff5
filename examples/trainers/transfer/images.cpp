#include "transfer/images.hpp"

#include "data/subset.hpp"
#include "support/usage_error.hpp"
#include "transfer/checksum.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

namespace transfer {
namespace {

std::vector<TargetImage> chosen(const std::vector<TargetImage>& images, std::size_t classes,
                                std::int64_t limit, std::optional<std::uint64_t> seed) {
  std::vector<std::int64_t> labels;
  for (const TargetImage& image : images) labels.push_back(image.label);
  std::vector<TargetImage> result;
  for (const std::int64_t i : trainer::balanced_subset(labels, classes, limit, seed))
    result.push_back(images[static_cast<std::size_t>(i)]);
  return result;
}

/// Adds the file names within their folder, with labels and boxes, so a data set may be moved.
void add(Checksum& checksum, const std::vector<TargetImage>& images) {
  const auto number = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
  for (const TargetImage& image : images) {
    const std::filesystem::path& file = image.file;
    checksum.add((file.parent_path().filename() / file.filename()).string());
    checksum.add(number(image.label)).add(number(image.box.has_value()));
    if (!image.box) continue;
    for (const int side : {image.box->left, image.box->top, image.box->width, image.box->height})
      checksum.add(number(side));
  }
}

}  // namespace

Images::Images(const Options& options)
    : size_(static_cast<int>(options.image_size)), limits_(options.image_limits) {
  for (const std::string& folder : options.targets) {
    Target target = read_target(folder, options.layout);
    for (const auto& [option, limit] :
         {std::pair{"--limit", options.limit}, std::pair{"--test-limit", options.test_limit}})
      support::require(limit == 0 || limit >= std::ssize(target.classes), option,
                       "0 or at least " + support::to_text(target.classes.size()) +
                           ", the classes of " + target.name,
                       limit);
    for (const Target& other : targets_)
      if (other.name == target.name)
        throw support::UsageError("--target: two data sets are called " + target.name +
                                  "; rename the folder of one of them");
    targets_.push_back(limited(target, {.train = options.limit, .test = options.test_limit}, 0));
  }
}

std::vector<std::string> Images::names() const {
  std::vector<std::string> names;
  for (const Target& target : targets_) names.push_back(target.name);
  return names;
}

nlohmann::ordered_json Images::description(const std::string& name) const {
  const Target& target = this->target(name);
  Checksum files;
  add(files, target.train);
  add(files, target.test);
  return {{"name", name},
          {"layout", target.layout},
          {"classes", target.classes.size()},
          {"training_images", target.train.size()},
          {"test_images", target.test.size()},
          {"files", files.text()}};
}

const Target& Images::target(const std::string& name) const {
  return *std::find_if(targets_.begin(), targets_.end(),
                       [&](const Target& target) { return target.name == name; });
}

const trainer::Dataset& Images::decoded(const std::string& name) {
  if (!decoded_ || decoded_->name != name) {
    decoded_.reset();  // first, so that never two are in memory
    decoded_ = Decoded{name, decode(target(name), size_, limits_)};
  }
  return decoded_->data;
}

Target limited(const Target& target, const trainer::Limits& limits, std::uint64_t seed) {
  Target part = target;
  part.train = chosen(target.train, target.classes.size(), limits.train, seed);
  part.test = chosen(target.test, target.classes.size(), limits.test, {});
  return part;
}

}  // namespace transfer
