#pragma once

#include "detection/recorded.hpp"
#include "detection/text_table.hpp"

#include <filesystem>
#include <string>

namespace detection {

/// How a table's rows become a text: as_text or as_markdown.
using Layout = std::string (*)(const TextRows&);

/// How much each family saves at each limit of the mean regret and by its default, beside the
/// hindsight bound; and below it the settings that do.
[[nodiscard]] std::string report_of(const RecordedResults& results, Layout layout);

/// What the results are of: "73 stages of 73 logs from 7 sources".
[[nodiscard]] std::string stages_text(const RecordedResults& results);

/// Writes into the folder
///
/// - detection-settings.csv: saving and regret of every setting,
/// - detection-frontier.csv: of those that no other setting of the family beats, and the corners of
///   the hindsight bound,
/// - detection-scores.csv: the table with its intervals,
/// - detection.txt and detection.md: the report,
///
/// each as a whole. Throws std::system_error that names a file which cannot be written.
void write_results(const RecordedResults& results, const std::filesystem::path& folder);

}  // namespace detection
