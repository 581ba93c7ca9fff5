#pragma once

namespace trainer {

/// From here on Ctrl-C (SIGINT) and SIGTERM only set a flag, once: a second one of the same kind
/// ends the process at once. Throws std::system_error if the system refuses.
void catch_interrupts();

/// The signal that has arrived since catch_interrupts(); 0 while there is none. Safe to ask at
/// every step.
[[nodiscard]] int interrupted() noexcept;

}  // namespace trainer
