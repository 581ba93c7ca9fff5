#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace replay_tool {

/// The losses of a training run, in the order of its log.
struct Log {
  std::vector<double> losses{};          ///< observation k is losses[k-1]; may be NaN or infinite
  std::vector<double> learning_rates{};  ///< one per loss; NaN before the first; empty: not read
  std::size_t rows = 0;  ///< of the table, with or without a loss; 0 for event files
  std::string note{};    ///< a warning about the file; may be empty
};

/// Whether the column or tag learning_rate is read, too.
enum class Rates { no, if_there, required };

/// Reads a CSV file, or a TensorBoard event file if the name identifies it as one (see
/// is_event_file). The losses are the values in the column, or the scalars of the tag `column` in
/// the order of their steps. A blank, non-finite or missing rate repeats the previous rate.
///
/// Throws csv::MissingColumn if there is no such column or tag, and csv::FileError for a file that
/// cannot be read, has no header, is damaged, or has text in place of a number.
[[nodiscard]] Log read_log(const std::string& file, const std::string& column, Rates rates);

}  // namespace replay_tool
