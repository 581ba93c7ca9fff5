#pragma once

namespace figures {

/// `learning_stages figure NAME… [--scale …] [--data …] [--out …]`: draws figures of the paper with
/// all the trainings they need, and prints whether its claims hold. `argv[0]` is "figure". Returns
/// the program's exit code. Throws support::UsageError and whatever reading and training throw.
int run_command(int argc, const char* const* argv);

}  // namespace figures
