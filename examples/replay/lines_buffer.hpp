#pragma once

#include "support/csv.hpp"

#include <istream>
#include <streambuf>
#include <string>
#include <string_view>
#include <utility>

namespace replay_tool {

/// Reads a stream line by line, so that a reader never waits for more than the next line. What has
/// been read can be read again. A byte order mark of UTF-8 is left out.
class LinesBuffer : public std::streambuf {
 public:
  explicit LinesBuffer(std::istream& in) : in_(in) {}

  /// Waits for the next line and keeps it for the reader; false at the end.
  bool look_ahead() {
    std::string line;
    if (!std::getline(in_, line)) return false;
    if (!in_.eof()) line += '\n';
    latest_ = kept_.size();
    kept_ += std::exchange(first_, false) ? csv::without_mark(line) : line;
    return true;
  }

  /// All lines that were looked at.
  [[nodiscard]] const std::string& kept() const { return kept_; }

  /// The latest of them.
  [[nodiscard]] std::string_view latest() const { return std::string_view(kept_).substr(latest_); }

 protected:
  int_type underflow() override {
    if (begun_) {
      kept_.clear();
      if (!look_ahead()) return traits_type::eof();
    }
    begun_ = true;
    if (kept_.empty() && !look_ahead()) return traits_type::eof();
    setg(kept_.data(), kept_.data(), kept_.data() + kept_.size());
    return traits_type::to_int_type(kept_[0]);
  }

 private:
  std::istream& in_;
  std::string kept_;
  std::size_t latest_ = 0;
  bool first_ = true;   // is the next line
  bool begun_ = false;  // reading
};

}  // namespace replay_tool
