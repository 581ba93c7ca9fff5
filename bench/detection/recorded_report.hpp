#pragma once

#include "detection/recorded.hpp"
#include "support/text_table.hpp"

#include <filesystem>
#include <string>

namespace detection {

/// The format of a table: support::left_aligned_text or support::left_aligned_markdown.
using Layout = std::string (*)(const support::TextRows&);

/// A table of the savings of each family at each limit of the mean regret and with its default,
/// together with the hindsight bound; below it a table of the settings that give these savings, one of
/// what a plan is worth, and one of the defaults for each plan factor, if there are several.
[[nodiscard]] std::string report_of(const RecordedResults& results, Layout layout);

/// The data of the results: "73 stages of 73 logs from 7 sources".
[[nodiscard]] std::string stages_text(const RecordedResults& results);

/// Writes into the folder
///
/// - detection-settings.csv: saving and regret of every setting,
/// - detection-frontier.csv: the settings that no other setting of the family beats, and the
///   corners of the hindsight bound,
/// - detection-scores.csv: the table with its intervals,
/// - detection.txt and detection.md: the report,
///
/// each atomically. Throws std::system_error with the name of a file that cannot be written.
void write_results(const RecordedResults& results, const std::filesystem::path& folder);

}  // namespace detection
