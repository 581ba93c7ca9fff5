#include "policies.hpp"

#include "csv/csv.hpp"

#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace replay_tool {
namespace {

using namespace autodecay;

/// The numbers of a text "NAME:NUMBER,NUMBER"; nothing if it has another form.
template <typename... Numbers>
std::optional<std::tuple<Numbers...>> match(std::string_view text, std::string_view name) {
  if (!text.starts_with(name)) return std::nullopt;
  text.remove_prefix(name.size());
  char separator = ':';
  const auto take = [&](auto& number) {
    if (!text.starts_with(separator)) return false;
    text.remove_prefix(1);
    separator = ',';
    const std::string_view digits = text.substr(0, text.find(separator));
    text.remove_prefix(digits.size());
    const auto parsed = csv::parse_number<std::remove_reference_t<decltype(number)>>(digits);
    if (parsed) number = *parsed;
    return parsed.has_value();
  };
  std::tuple<Numbers...> numbers;
  const bool matches = std::apply([&](auto&... number) { return (take(number) && ...); }, numbers);
  if (!matches || !text.empty()) return std::nullopt;
  return numbers;
}

std::optional<Average> average(std::string_view text) {
  if (const auto numbers = match<double>(text, "ema"))
    return ExponentialMovingAverage(std::get<0>(*numbers));
  if (const auto numbers = match<std::int64_t>(text, "mean"))
    return SimpleMovingAverage(std::get<0>(*numbers));
  if (text == "none") return LatestValue{};
  return std::nullopt;
}

std::optional<Stability> stability(std::string_view text, double epsilon) {
  if (const auto numbers = match<std::int64_t, double>(text, "range")) {
    const auto [window, tolerance] = *numbers;
    return RelativeRange({.window = window, .tolerance = tolerance, .epsilon = epsilon});
  }
  if (const auto numbers = match<std::int64_t, double>(text, "patience")) {
    const auto [patience, relative] = *numbers;
    return NoImprovement({.patience = patience, .relative = relative});
  }
  return std::nullopt;
}

std::optional<Drop> drop(std::string_view text, double epsilon) {
  if (const auto numbers = match<double>(text, "ratio"))
    return RelativeDrop({.ratio = std::get<0>(*numbers), .epsilon = epsilon});
  if (text == "always") return Always{};
  if (const auto numbers = match<std::int64_t>(text, "stages"))
    return StageLimit(std::get<0>(*numbers));
  return std::nullopt;
}

std::optional<double> epsilon(std::string_view text) {
  const std::optional<double> value = csv::parse_number<double>(text);
  if (value) RelativeRange({.epsilon = *value});  // throws if out of range
  return value;
}

/// What `parse` makes of the option's text; UsageError if that is nothing or a policy refuses it.
template <typename Parse>
auto parse_option(const std::string& option, const std::string& allowed, const std::string& text,
                  Parse parse) {
  try {
    if (auto value = parse(text)) return *std::move(value);
  } catch (const std::invalid_argument& error) {
    throw UsageError(option + ": " + error.what());
  }
  throw UsageError(option + " must be " + allowed + ", got \"" + text + '"');
}

}  // namespace

Policies parse_policies(const PolicyTexts& texts) {
  const double e = parse_option("--epsilon", "a number", texts.epsilon, epsilon);
  return {parse_option("--average", "ema:BETA, mean:WINDOW or none", texts.average, average),
          parse_option("--stability", "range:WINDOW,TOLERANCE or patience:COUNT,RELATIVE",
                       texts.stability, [e](const auto& text) { return stability(text, e); }),
          parse_option("--drop", "ratio:RATIO, always or stages:COUNT", texts.drop,
                       [e](const auto& text) { return drop(text, e); })};
}

}  // namespace replay_tool
