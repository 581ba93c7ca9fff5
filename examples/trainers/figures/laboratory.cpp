#include "figures/laboratory.hpp"

#include "trainer/interrupt.hpp"
#include "trainer/run_folder.hpp"
#include "trainer/training.hpp"

#include <cstdio>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

namespace figures {

std::vector<double> numbers(const csv::Table& table, const std::string& column) {
  const std::size_t position = table.column(column);
  std::vector<double> result;
  for (const csv::Row& row : table.rows)
    result.push_back(
        table.number(row, position).value_or(std::numeric_limits<double>::quiet_NaN()));
  return result;
}

Laboratory::Laboratory(std::filesystem::path folder, trainer::Options common)
    : folder_(std::move(folder)), common_(std::move(common)) {}

Run Laboratory::train(const std::string& name, trainer::Options options) {
  options.out = folder_ / name;
  options.resume = trainer::holds_run(options.out);
  trainer::check(options);
  if (options.resume) {
    const std::string text = trainer::difference(trainer::read_configuration(options.out),
                                                 trainer::configuration(options));
    if (!text.empty())
      throw trainer::UsageError(options.out.string() + " is another run: " + text +
                                "; give another folder by --out");
  }
  std::printf("run %s\n", name.c_str());
  std::fflush(stdout);
  const trainer::Outcome outcome = trainer::train(
      options, {.load = [this](const std::string& source, std::uint64_t seed) -> trainer::Dataset {
                  return load(source, seed);
                },
                .verbose = false});
  if (outcome.signal != 0) throw Interrupted{outcome.signal};
  if (trainer::interrupted() != 0) throw Interrupted{trainer::interrupted()};
  return {options.out, csv::read((options.out / trainer::RunFolder::metrics_name).string())};
}

const trainer::Dataset& Laboratory::load(const std::string& source, std::uint64_t seed) {
  // Only what is generated depends on the seed.
  const std::pair key(source, source == "patterns" ? seed : 0);
  const auto found = data_.find(key);
  if (found != data_.end()) return found->second;
  return data_.emplace(key, trainer::load_dataset(source, seed)).first->second;
}

}  // namespace figures
