#pragma once

#include "formats/contents.hpp"
#include "formats/named_lines.hpp"

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace replay_tool {

/// Whether this begins like a JSON document with a key log_history.
[[nodiscard]] bool is_trainer_state(std::string_view head);

/// Reads the log_history of the trainer_state.json that Hugging Face's Trainer writes. The entry at
/// the end of training, which sums it up, is left out. The positions are the entries.
[[nodiscard]] Contents read_trainer_state(std::istream& in, const std::string& file,
                                          const Keep& keep);

/// Whether the first line is a JSON object.
[[nodiscard]] bool is_json_lines(std::string_view head);

/// Reads one JSON object per line. Numbers in objects within it are named like "train.loss". NaN and
/// Infinity, which Python writes although JSON has no such numbers, are read. The positions are the
/// lines.
[[nodiscard]] Contents read_json_lines(std::istream& in, const std::string& file, const Keep& keep);

/// The same as the lines arrive.
[[nodiscard]] std::unique_ptr<NamedLines> json_lines(std::istream& in, const std::string& file);

}  // namespace replay_tool
