#pragma once

namespace trainer {

/// Signals within this many seconds count as one: a launcher such as torchrun forwards the signal
/// that the terminal has already sent to all processes.
inline constexpr int seconds_of_one_interrupt = 3;

/// From now on a write to a pipe or a connection that nobody reads any more, or beyond the limit on a
/// file's size, fails and reports its error. It would otherwise end the process (SIGPIPE, SIGXFSZ).
void survive_failing_writes();

/// From now on Ctrl-C (SIGINT), SIGTERM, SIGHUP and SIGUSR1, with which Slurm warns before it ends a job,
/// only set a flag; a second, later signal ends the process at once. An ignored SIGHUP, as under nohup,
/// stays ignored. Also survives failing writes. Throws std::system_error if the handlers cannot be installed.
void catch_interrupts();

/// The signal received since catch_interrupts(); 0 if there was none. Cheap enough to call at every
/// step.
[[nodiscard]] int interrupted() noexcept;

}  // namespace trainer
