#pragma once

#include "trainer/usage_error.hpp"

#include <CLI/CLI.hpp>

namespace trainer {

/// Reads the command line. Returns false after printing the help or the version if it asks for one.
/// Throws UsageError for an invalid command line.
[[nodiscard]] inline bool parse_command_line(CLI::App& app, int argc, const char* const* argv) {
  try {
    app.parse(argc, argv);
    return true;
  } catch (const CLI::Success& request) {
    app.exit(request);
    return false;
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
}

}  // namespace trainer
