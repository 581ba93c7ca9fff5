#pragma once

namespace figures {

/// `learning_stages figure NAME… [--scale …] [--data …] [--out …]`: draws figures of the paper, with
/// all the trainings they need, and prints what they say of its claims. `argv[0]` is "figure".
/// Returns the program's exit code; throws trainer::UsageError, and what reading and training throw.
int run_command(int argc, const char* const* argv);

}  // namespace figures
