#pragma once

namespace trainer {

/// Signals that arrive in so many seconds are one: a launcher such as torchrun passes on what the
/// terminal has sent to all processes already.
inline constexpr int seconds_of_one_interrupt = 3;

/// From here on Ctrl-C (SIGINT), SIGTERM, SIGHUP and SIGUSR1, by which Slurm warns of a job's end, only
/// set a flag; one more of them, later, ends the process at once. A SIGHUP that is ignored, as under
/// nohup, stays so. Output that nobody reads any more (SIGPIPE) ends nothing. Throws std::system_error
/// if the system refuses.
void catch_interrupts();

/// The signal that has arrived since catch_interrupts(); 0 while there is none. Safe to ask at
/// every step.
[[nodiscard]] int interrupted() noexcept;

}  // namespace trainer
