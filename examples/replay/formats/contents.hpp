#pragma once

#include "formats/named_lines.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace replay_tool {

/// A named sequence of numbers. Each has a position, such as a row or a step, by which several series
/// of a file are aligned.
class Series {
 public:
  explicit Series(std::string name) : name_(std::move(name)) {}

  /// Positions must not decrease.
  void add(std::int64_t position, double value) {
    // Most series have a number at each position, which need not be stored.
    if (positions_.empty() && position != std::ssize(values_)) {
      positions_.resize(values_.size());
      for (std::size_t i = 0; i < positions_.size(); ++i)
        positions_[i] = static_cast<std::int64_t>(i);
    }
    if (!positions_.empty() || position != std::ssize(values_)) positions_.push_back(position);
    values_.push_back(value);
  }

  /// Keeps the first text.
  void add(const NamedText& text) {
    if (!text_) text_ = text;
  }

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] const std::vector<double>& values() const { return values_; }
  [[nodiscard]] std::vector<double> take_values() && { return std::move(values_); }
  [[nodiscard]] std::int64_t position(std::size_t i) const {
    return positions_.empty() ? static_cast<std::int64_t>(i) : positions_[i];
  }
  /// The first text in place of a number.
  [[nodiscard]] const std::optional<NamedText>& text() const { return text_; }

 private:
  std::string name_;
  std::vector<double> values_;
  std::vector<std::int64_t> positions_;  // empty: 0, 1, 2 …
  std::optional<NamedText> text_;
};

/// What a file holds, whatever its format.
struct Contents {
  std::vector<Series> series{};
  std::size_t rows = 0;          ///< rows or lines that were read; 0 if the format has none
  std::int64_t header_line = 0;  ///< line of the names; 0 if they are in no particular line
  std::string note{};            ///< a warning about the file; may be empty
};

/// Collects series in the order in which their names occur first.
class SeriesByName {
 public:
  void add(const LineNumbers& numbers, std::int64_t position) {
    for (const auto& [name, value] : numbers.values) series_named(name).add(position, value);
    for (const NamedText& text : numbers.texts) series_named(text.name).add(text);
  }

  /// Whether there is a series with this name and its latest number is at the position.
  [[nodiscard]] bool ends_at(std::string_view name, std::int64_t position) const {
    const auto found = places_.find(name);
    if (found == places_.end()) return false;
    const Series& series = series_[found->second];
    return series.size() > 0 && series.position(series.size() - 1) == position;
  }

  /// The series that have numbers.
  [[nodiscard]] std::vector<Series> take() && {
    std::erase_if(series_, [](const Series& series) { return series.size() == 0; });
    return std::move(series_);
  }

 private:
  Series& series_named(std::string_view name) {
    auto found = places_.find(name);
    if (found == places_.end()) {
      found = places_.emplace(name, series_.size()).first;
      series_.emplace_back(std::string(name));
    }
    return series_[found->second];
  }

  std::vector<Series> series_;
  std::map<std::string, std::size_t, std::less<>> places_;
};

/// What a file of lines holds, each line at its own position.
[[nodiscard]] inline Contents contents_of(NamedLines& lines) {
  Contents contents;
  SeriesByName series;
  while (const std::optional<LineNumbers> numbers = lines.next())
    series.add(*numbers, static_cast<std::int64_t>(contents.rows++));
  contents.series = std::move(series).take();
  contents.note = lines.note();
  return contents;
}

/// Says which of the series with these names are needed, the most important first. A reader may leave
/// the others empty.
using Keep = std::function<std::vector<std::size_t>(const std::vector<std::string>& names)>;

}  // namespace replay_tool
