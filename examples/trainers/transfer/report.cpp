#include "transfer/report.hpp"

#include "engine/error_text.hpp"
#include "engine/generator.hpp"
#include "run/interrupt.hpp"
#include "support/command_line.hpp"
#include "support/files.hpp"
#include "support/paths.hpp"
#include "support/printable.hpp"
#include "support/text.hpp"
#include "support/text_table.hpp"
#include "support/usage_error.hpp"
#include "transfer/contact_sheet.hpp"
#include "transfer/distance.hpp"
#include "transfer/features.hpp"
#include "transfer/folder.hpp"
#include "transfer/gain_picture.hpp"
#include "transfer/images.hpp"
#include "transfer/recommend.hpp"
#include "transfer/results.hpp"
#include "transfer/source.hpp"
#include "transfer/table_2.hpp"
#include "transfer/transfer_claims.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <ATen/Functions.h>

namespace transfer {
namespace {

using support::TableFormat;
using support::to_text;

constexpr int most_images = 5'000;  // per data set, for a distance
constexpr int images_shown = 10;    // per data set, in Figure 9
constexpr int pixels_shown = 96;    // per side

/// The verdicts on the claims for each method, a line each.
std::string claims_text(const Matrix& matrix, const std::vector<CellResult>& results) {
  std::string text;
  for (const figures::Claim& claim : claims_of(matrix, results))
    text +=
        figures::line_of(claim,
                         "the claims were fixed before these trainings; the intervals over the "
                         "images were added after the results by seed of an earlier source run") +
        '\n';
  return text;
}

std::string recommendation_text(const Matrix& matrix, const std::vector<CellResult>& results) {
  std::string text;
  for (const Recommendation& recommendation : recommend_all(matrix, results))
    text += as_text(recommendation) + '\n';
  return text;
}

/// The source's images, at most as many as a distance uses.
Target source_target(const Options& options, const Source& source) {
  const std::string folder = options.source_images.empty() ? source.data : options.source_images;
  return limited(read_target(folder, options.layout), {.train = most_images, .test = most_images},
                 0);
}

/// The features of `count` images of a set, the same random ones in every run, or of all if there
/// are fewer.
at::Tensor some(const at::Tensor& features, std::int64_t count) {
  const at::Tensor order =
      at::randperm(features.size(0), trainer::generator_of(0, 0, 0), at::kLong);
  return features.index_select(0, order.slice(0, 0, count));
}

/// The distances of the targets from the source, and the smallest distance that means anything.
struct Measured {
  Distances distances;
  double yardstick = 0.0;   ///< between the source's training and test images
  std::int64_t images = 0;  ///< used for each of them
};

/// Measures them with the features of the last stage; nothing if interrupted.
std::optional<Measured> measure(const Options& options, const Source& source,
                                const Target& source_images, const FeatureCache& cache,
                                Images& images) {
  const auto go_on = [] { return trainer::interrupted() == 0; };
  const auto features_of = [&](const trainer::ImageSet& set, const trainer::Dataset& data) {
    return cache.features(source, source.stages.back(), set,
                          normalisation(source, data.train.images), go_on);
  };
  const trainer::Dataset own =
      decode(source_images, static_cast<int>(options.image_size), options.image_limits);
  const auto own_train = features_of(own.train, own);
  const auto own_test = features_of(own.test, own);
  if (!own_train || !own_test) return std::nullopt;
  std::vector<at::Tensor> tests;
  std::int64_t count = std::min(own.train.size(), own.test.size());
  for (const std::string& name : images.names()) {
    const trainer::Dataset& data = images.decoded(name);
    const auto features = features_of(data.test, data);
    if (!features) return std::nullopt;
    tests.push_back(features->values);
    count = std::min(count, data.test.size());
  }

  const auto fitted = [&](const at::Tensor& features) {
    return fit_gaussian(some(features, count));
  };
  const Gaussian here = fitted(own_test->values);
  Measured result = {.distances = {},
                     .yardstick = frechet_distance(fitted(own_train->values), here),
                     .images = count};
  for (std::size_t i = 0; i < tests.size(); ++i)
    result.distances[images.names()[i]] = frechet_distance(here, fitted(tests[i]));
  return result;
}

/// Draws a picture; if that fails, says so.
template <typename Draw>
void attempt(const char* what, const Draw& draw) {
  try {
    draw();
  } catch (const std::exception& error) {
    if (trainer::interrupted() == 0)
      std::fprintf(stderr, "transfer: no %s: %s\n", what,
                   support::printable(trainer::reason(error)).c_str());
  }
}

void draw_pictures(const Options& options, const Matrix& matrix,
                   const std::vector<CellResult>& results, const Source& source,
                   const FeatureCache& cache, Images& images) {
  std::optional<Target> own;
  attempt("distances from the source, and none of its images in Figure 9",
          [&] { own = source_target(options, source); });
  attempt("Figure 9", [&] {
    std::vector<SheetRow> rows;
    const auto add = [&](const Target& target) {
      rows.push_back({target.name, sample_images(target, images_shown, pixels_shown)});
    };
    if (own) add(*own);
    for (const std::string& name : images.names()) add(images.target(name));
    draw_contact_sheet(rows, options.out);
  });
  if (!own || matrix.stages() < 2) return;
  attempt("picture of the gains", [&] {
    const auto measured = measure(options, source, *own, cache, images);
    if (!measured) return;
    draw_gains(matrix, results, measured->distances,
               "Fréchet distance of features after stage " + to_text(matrix.stages()) + ", " +
                   to_text(measured->images) + " images each; within the source " +
                   support::rounded(measured->yardstick),
               options.out);
  });
}

}  // namespace

void report(const Options& options, const Matrix& matrix, const std::vector<CellResult>& results,
            const Source& source, const FeatureCache& cache, Images& images) {
  const std::string table = table_2(matrix, results, TableFormat::text);
  const std::string claims = claims_text(matrix, results);
  const std::string recommendation = recommendation_text(matrix, results);
  const auto write = [&](const char* name, const std::string& text) {
    support::write_atomically(options.out / name, {text});
  };
  write("table-2.txt", table);
  write("table-2.csv", table_2(matrix, results, TableFormat::csv));
  write("table-2.md", table_2(matrix, results, TableFormat::markdown));
  write("claims.txt", claims);
  write("recommendation.txt", recommendation);

  const std::string text = options.recommend ? recommendation : '\n' + table + '\n' + claims;
  std::fputs(support::printable_lines(text).c_str(), stdout);
  std::fflush(stdout);
  draw_pictures(options, matrix, results, source, cache, images);
}

int run_table(int argc, const char* const* argv) {
  std::filesystem::path folder;
  std::string name = "text";
  CLI::App app("Prints the current Table 2 of a folder.", "transfer table");
  support::add_option(app, "folder", folder, "the matrix's folder")
      ->required()
      ->check(support::existing_folder);
  support::add_option(app, "--format", name, "text, markdown or csv")->capture_default_str();
  if (!support::parse_command_line(app, argc, argv)) return 0;

  const support::TableFormat format = support::format_named(name);
  const std::vector<CellResult> results = read_results(folder);
  if (results.empty())
    throw std::runtime_error((folder / Results::file_name).string() + ": no cell is finished yet");
  std::fputs(support::printable_lines(table_2(read_matrix(folder), results, format)).c_str(),
             stdout);
  return 0;
}

}  // namespace transfer
