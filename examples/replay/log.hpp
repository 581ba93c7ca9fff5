#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace replay_tool {

/// The losses of a training run, in the order of its log.
struct Log {
  std::vector<double> losses{};          ///< observation k is losses[k-1]; may be NaN or infinite
  std::vector<double> learning_rates{};  ///< beside them; NaN before the first; empty: not read
  std::size_t rows = 0;                  ///< of the table, with or without a loss; events: none
  std::string note{};                    ///< what is to be said of the file; "" if nothing is
};

/// Whether the column, or the tag, learning_rate is read as well.
enum class Rates { no, if_there, required };

/// Reads a CSV file, or an event file of TensorBoard if its name says that it is one (see
/// is_event_file). The losses are those rows that have a value in the column, or the scalars of the
/// tag `column` in the order of their steps. Where the rate is blank, not finite or not there, it is
/// the one before.
///
/// Throws csv::MissingColumn if there is no such column or tag, and csv::FileError for a file that
/// cannot be read, has no header, is damaged, or has text where a number belongs.
[[nodiscard]] Log read_log(const std::string& file, const std::string& column, Rates rates);

}  // namespace replay_tool
