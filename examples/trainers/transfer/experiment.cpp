#include "transfer/experiment.hpp"

#include "engine/device.hpp"
#include "run/interrupt.hpp"
#include "run/staged_run.hpp"
#include "support/files.hpp"
#include "support/printable.hpp"
#include "support/text.hpp"
#include "support/usage_error.hpp"
#include "transfer/features.hpp"
#include "transfer/folder.hpp"
#include "transfer/images.hpp"
#include "transfer/matrix.hpp"
#include "transfer/report.hpp"
#include "transfer/results.hpp"
#include "transfer/source.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace transfer {
namespace {

using support::to_text;

constexpr std::int64_t default_image_size = 64;

bool go_on() { return trainer::interrupted() == 0; }

Source source_of(const Options& options) {
  std::vector<std::filesystem::path> snapshots(options.source.begin(), options.source.end());
  if (snapshots.size() == 1 && std::filesystem::is_directory(snapshots.front()))
    snapshots = snapshots_in(snapshots.front());
  return read_source(snapshots);
}

/// Trains a cell; nothing if interrupted.
std::optional<CellOutcome> train(const Cell& cell, const Options& options, const Source& source,
                                 const FeatureCache& cache, const trainer::Dataset& data) {
  const SourceStage& stage = source.stages[static_cast<std::size_t>(cell.stage - 1)];
  if (cell.method == Method::finetune)
    return finetune(source, stage, data, options.finetune, trainer::select_device(options.device),
                    cell.seed, go_on);
  const std::optional<FeatureSets> features = cache.features(source, stage, data, go_on);
  if (!features) return std::nullopt;
  return train_fix(*features, std::ssize(data.classes), options.fix, cell.seed, go_on);
}

/// "  7/60  target_scene15, fix, stage 2, seed 0:  41.22 % after 35 epochs, 1.2 s".
void tell(std::size_t number, std::size_t count, const CellResult& result) {
  const std::string total = to_text(count);
  std::printf("%*zu/%s  %s:  %s %% after %s epochs, %s s\n", static_cast<int>(total.size()), number,
              total.c_str(), support::printable(text_of(result.cell)).c_str(),
              to_text(100.0 * result.accuracy, 2).c_str(), to_text(result.epochs).c_str(),
              to_text(result.seconds, 1).c_str());
  std::fflush(stdout);
}

/// Trains the unfinished cells until a signal arrives.
void train_all(const Options& options, const Matrix& matrix, const Source& source,
               const FeatureCache& cache, Images& images, Results& results) {
  const std::vector<Cell> cells = matrix.cells();
  std::size_t number = 0;
  for (const Cell& cell : cells) {
    ++number;
    if (results.contains(cell)) continue;
    const auto outcome = [&] {
      try {
        return train(cell, options, source, cache, images.decoded(cell.target));
      } catch (const trainer::Diverged& error) {
        throw trainer::Diverged(text_of(cell) + ": " + error.what());
      }
    }();
    if (!outcome) return;
    results.add({cell, outcome->accuracy(), outcome->train_accuracy, outcome->epochs,
                 outcome->seconds, outcome->hits});
    tell(number, cells.size(), results.all().back());
  }
}

}  // namespace

int run_experiment(Options options) {
  trainer::use_threads(options.threads);
  const Source source = source_of(options);
  if (options.image_size == 0)
    options.image_size = source.image_size > 0 ? source.image_size : default_image_size;
  Images images(options);
  for (const std::string& name : images.names())
    if (name == source.name())
      throw support::UsageError("--target: " + name +
                                " is also the name of the source's data; rename its folder");
  const nlohmann::ordered_json description = describe(options, source, images);
  const Matrix matrix = matrix_of(description);

  support::create_folders(options.out);
  const support::FileLock lock(options.out / "lock");
  support::remove_temporaries(options.out);
  update_description(options.out, description);
  Results results(options.out);
  const FeatureCache cache(options.out / "features", trainer::select_device(options.device));

  if (!source.statistics)
    std::printf(
        "the snapshots do not record how their images were normalised; using each target's own "
        "statistics\n");
  trainer::keep_freed_memory();
  trainer::catch_interrupts();
  train_all(options, matrix, source, cache, images, results);
  if (go_on()) report(options, matrix, results.all(), source, cache, images);
  if (go_on()) return 0;
  std::printf("interrupted; resume with: transfer --out '%s'\n", options.out.c_str());
  return 128 + trainer::interrupted();
}

}  // namespace transfer
