#pragma once

#include "support/text.hpp"
#include "temporary_folder.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// The columns of every run's metrics.csv, and those added by `imagenet`.
constexpr const char* common_columns =
    "epoch,stage,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,level,decision,"
    "method,batch_size,seconds,images_per_second";
constexpr const char* more_columns = ",train_top5,test_top5,images,skipped";

/// A run with stages of two epochs, each with a tenth of the previous rate, and 100 images and half
/// an hour per epoch.
struct MadeUpRun {
  std::string schedule = "step(2)";
  std::int64_t seed = 0;
  std::vector<double> top1 = {0.25, 0.5, 0.75, 0.75};  // one per epoch
  bool stops = false;                                  // its schedule stops it after the last epoch
  std::int64_t budget = 4;                             // epochs
  std::string settings = R"("model": "resnet50", "data": "/data/tiny")";
  bool has_more_columns = true;
  std::string train_loss = "1.5";
};

[[nodiscard]] inline std::string row_of(const MadeUpRun& run, std::size_t index) {
  using support::to_text;
  const std::size_t epoch = index + 1;
  const bool last = epoch == run.top1.size();
  const std::string decision = last && run.stops ? "stop" : epoch % 2 == 0 ? "decay" : "hold";
  const std::string rate = "0." + std::string(index / 2, '0') + '1';
  std::string row = to_text(epoch) + ',' + to_text(index / 2 + 1) + ',' + rate + ',' +
                    run.train_loss + ",0.5,1.25," + to_text(run.top1[index]) + ",1.5," + decision +
                    ",sgd,10,1800,0.0555";
  if (run.has_more_columns) row += ",0.75," + to_text(0.5 * (1.0 + run.top1[index])) + ",100,0";
  return row + '\n';
}

[[nodiscard]] inline std::string metrics_of(const MadeUpRun& run) {
  std::string metrics =
      common_columns + std::string(run.has_more_columns ? more_columns : "") + '\n';
  for (std::size_t i = 0; i < run.top1.size(); ++i) metrics += row_of(run, i);
  return metrics;
}

/// Writes a run into a folder of that name; returns the folder's path.
inline std::filesystem::path write_run(const TemporaryFolder& folder, const std::string& name,
                                       const MadeUpRun& run) {
  const std::string seed = support::to_text(run.seed);
  folder.write(name + "/config.json", R"({"schedule": ")" + run.schedule + R"(", "epochs": )" +
                                          support::to_text(run.budget) + R"(, "seed": )" + seed +
                                          R"(, "order-seed": )" + seed + ", " + run.settings + "}");
  folder.write(name + "/metrics.csv", metrics_of(run));
  return folder.path() / name;
}
