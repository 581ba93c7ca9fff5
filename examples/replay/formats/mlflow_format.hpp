#pragma once

#include "formats/contents.hpp"
#include "formats/named_lines.hpp"

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace replay_tool {

/// Whether the first line is a time in milliseconds, a value and a step.
[[nodiscard]] bool is_mlflow_metric(std::string_view head);

/// Reads a metric of MLflow's file store, mlruns/<experiment>/<run>/metrics/<metric>. Each line has the
/// time, the value, the step and, in newer versions, further words. The name of the metric is that of
/// the file. The positions are the lines.
[[nodiscard]] Contents read_mlflow_metric(std::istream& in, const std::string& file,
                                          const Keep& keep);

/// The same as the lines arrive.
[[nodiscard]] std::unique_ptr<NamedLines> mlflow_lines(std::istream& in, const std::string& file);

}  // namespace replay_tool
