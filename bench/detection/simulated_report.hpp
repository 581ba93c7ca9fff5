#pragma once

#include "detection/simulated.hpp"
#include "support/text_table.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace detection {

/// A table of the false alarms, delays and run lengths of each family over all shapes and noises;
/// and below it a table of the false-alarm rates for each noise and each shape.
[[nodiscard]] std::string report_of(std::span<const SimulatedScores> scores,
                                    const SimulationOptions& options,
                                    std::string (*layout)(const support::TextRows&));

/// Writes simulated.csv and simulated-falls.csv, with one row per family, shape and noise, and the
/// report as simulated.txt and simulated.md into the folder, each atomically. Throws
/// std::system_error with the name of a file that cannot be written.
void write_results(std::span<const SimulatedScores> scores, const SimulationOptions& options,
                   const std::filesystem::path& folder);

}  // namespace detection
