#pragma once

// Runs of learning_stages that take a moment.

#include "program.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

/// The options of most runs here: several steps per epoch, and decays.
inline const Arguments usual = {"--batch-size", "12", "--augment", "--schedule", "step(2)"};

/// A training that takes a fraction of a second per epoch.
inline Arguments tiny(const std::filesystem::path& out, const Arguments& more = {},
                      const Arguments& method = usual) {
  const Arguments size = {"--depth", "10", "--limit", "40", "--test-limit", "20", "--threads", "1"};
  return without_picture(Arguments{LEARNING_STAGES_PROGRAM, "--out", out.string()} + size + method +
                         more);
}

inline Arguments resume(const std::filesystem::path& out, const Arguments& more = {}) {
  return without_picture(Arguments{LEARNING_STAGES_PROGRAM, "--resume", "--out", out.string()} +
                         more);
}
