#pragma once

#include "support/csv.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The rules by which the series of a log are chosen by their names. Names are compared by their words,
/// whatever separates them: train_loss, train/loss, "Train Loss" and trainLoss are the same. The name
/// of a run before " - ", as W&B exports it, is left out, and its __MIN and __MAX are never chosen.
namespace replay_tool {

/// What a log is searched for.
enum class Quantity { loss, accuracy, learning_rate };

/// The likeliest series. Nothing if no name fits.
///
/// A loss: a training loss (train_loss, or loss alone), otherwise a validation loss, otherwise the
/// first in whose name "loss" occurs, otherwise an error such as rmse, in the same order, and
/// otherwise a column "value". The first of several equal ones, but a mean over an epoch before
/// a loss per step.
/// An accuracy: of the training, otherwise of the validation, otherwise the first.
/// A learning rate: learning_rate or lr alone, otherwise the first whose name has these words.
/// A name that ends with the word of a factor, such as loss_scale or lr_scale, counts as none of
/// these.
[[nodiscard]] std::optional<std::size_t> likeliest(const std::vector<std::string>& names,
                                                   Quantity quantity);

/// The series with this name; otherwise the first whose name is that of a run, " - " and this name.
[[nodiscard]] std::optional<std::size_t> named(const std::vector<std::string>& names,
                                               std::string_view name);

/// Whether the name is that of a quantity that grows in the course of a training.
[[nodiscard]] bool is_accuracy(std::string_view name);

/// Which series is read.
struct Wanted {
  std::string column{};   ///< its name; empty: the likeliest loss
  bool maximize = false;  ///< it grows: the loss is its distance from the best possible value
};

/// The places of the series that are read.
struct Chosen {
  std::optional<std::size_t> loss{};
  std::optional<std::size_t> rate{};

  /// Of the loss and, if it is another one, of the rate; none without a loss.
  [[nodiscard]] std::vector<std::size_t> columns() const;
};

/// Chooses the series that is wanted and the likeliest learning rate, each if there is one. If these
/// are `all` names of a log, a single one is what is wanted, whatever its name.
[[nodiscard]] Chosen choose(const std::vector<std::string>& names, const Wanted& wanted,
                            bool all = true);

/// What messages about the series of a log need to know.
struct Source {
  std::string file;
  std::string kind;         ///< what its format calls a series
  std::int64_t line = 0;    ///< of the names; 0 if they are in no particular one
  std::string note{};       ///< a warning about the file; may be empty
  bool maximizable = true;  ///< whether there is --maximize for it
};

/// A log without the series that is wanted.
struct MissingSeries : csv::MissingColumn {
  using MissingColumn::MissingColumn;
  std::string problem{};              ///< the message without the options that solve it
  std::vector<std::string> series{};  ///< those that can be chosen
};

/// Throws MissingSeries if the loss was not found, or the rate although it is required, and
/// csv::FileError if several series have the name of the loss.
void check(const Chosen& chosen, const std::vector<std::string>& names, const Wanted& wanted,
           bool rates_required, const Source& source);

/// Throws csv::MissingColumn for a series of rates that has none at any loss.
[[noreturn]] void throw_without_rates(const Source& source, const std::string& name);

/// Says which series was taken, where that is not obvious; otherwise empty. `kind` is what the format
/// calls a series.
[[nodiscard]] std::string choice_of(const std::vector<std::string>& names, std::size_t taken,
                                    const Wanted& wanted, std::string_view kind);

/// The names of all other series that can be chosen.
[[nodiscard]] std::vector<std::string> choosable(const std::vector<std::string>& names,
                                                 std::optional<std::size_t> without = {});

/// The same for messages: "a, b, c and 5 more". If none can be chosen, it has those that there are.
[[nodiscard]] std::string listed(const std::vector<std::string>& names,
                                 std::optional<std::size_t> without = {});

}  // namespace replay_tool
