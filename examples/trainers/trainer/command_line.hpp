#pragma once

#include "trainer/usage_error.hpp"

#include <CLI/CLI.hpp>

namespace trainer {

/// Reads the command line; false if it asks for the help or the version, which is then printed.
/// Throws UsageError for one that the program does not take.
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
