#pragma once

#include "detection/simulated.hpp"
#include "detection/text_table.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace detection {

/// False alarms, delays and run lengths of each family over all shapes and noises; and below them
/// the rate of false alarms for each noise and each shape.
[[nodiscard]] std::string report_of(std::span<const SimulatedScores> scores,
                                    const SimulationOptions& options,
                                    std::string (*layout)(const TextRows&));

/// Writes into the folder simulated.csv and simulated-falls.csv, with a row for each family, shape
/// and noise, and the report as simulated.txt and simulated.md, each as a whole. Throws
/// std::system_error that names a file which cannot be written.
void write_results(std::span<const SimulatedScores> scores, const SimulationOptions& options,
                   const std::filesystem::path& folder);

}  // namespace detection
