#include "imagenet/selection.hpp"

#include "data/subset.hpp"
#include "distributed/process_group.hpp"
#include "run/run_folder.hpp"
#include "support/text.hpp"

#include <cstddef>
#include <iterator>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

namespace imagenet {
namespace {

using support::to_text;
using trainer::ImageFolders;

std::vector<std::int64_t> labels_of(const trainer::ImageList& list) {
  std::vector<std::int64_t> labels;
  for (std::int64_t i = 0; i < list.size(); ++i) labels.push_back(list.label(i));
  return labels;
}

ImageFolders indexed(const Options& options, const trainer::ProcessGroup& group) {
  const auto index = [&] {
    return trainer::index_image_folders(options.data, trainer::default_cache(options.data));
  };
  if (!group.is_first()) {
    group.barrier();
    return index();
  }
  ImageFolders folders = index();
  group.barrier();
  return folders;
}

}  // namespace

ImageFolders listed_images(const Options& options, const trainer::ProcessGroup& group) {
  ImageFolders folders = indexed(options, group);
  for (const std::string& name : folders.classes)
    trainer::require_utf8(options.data + ": the names of class folders", name);
  return folders;
}

Selection select(const trainer::ImageFolders& folders, const Options& options) {
  const std::size_t classes = folders.classes.size();
  Selection selection = {
      trainer::balanced_subset(labels_of(folders.train), classes, options.limit, options.seed),
      trainer::balanced_subset(labels_of(folders.validation), classes, options.validation_limit)};
  if (std::ssize(selection.train) < options.batch_size)
    throw std::runtime_error(options.data +
                             ": too few training images for a batch: --batch-size is " +
                             to_text(options.batch_size) + ", but there are only " +
                             to_text(std::ssize(selection.train)));
  return selection;
}

nlohmann::ordered_json describe(const trainer::ImageFolders& folders, const Selection& selection) {
  return {{"classes", folders.classes},
          {"training_images", selection.train.size()},
          {"validation_images", selection.validation.size()},
          {"training_names", folders.train.checksum()},
          {"validation_names", folders.validation.checksum()}};
}

}  // namespace imagenet
