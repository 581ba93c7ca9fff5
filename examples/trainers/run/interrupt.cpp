#include "run/interrupt.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <system_error>

namespace trainer {
namespace {

std::atomic<int> arrived = 0;
std::atomic<std::time_t> arrival = 0;  // in seconds of a monotonic clock
static_assert(std::atomic<int>::is_always_lock_free &&
                  std::atomic<std::time_t>::is_always_lock_free,
              "a signal handler must not block");

extern "C" void remember(int signal) {
  timespec now = {};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  if (arrived == 0) {
    arrival = now.tv_sec;
    arrived = signal;
  } else if (now.tv_sec - arrival >= seconds_of_one_interrupt) {
    ::signal(signal, SIG_DFL);
    ::raise(signal);
  }
}

}  // namespace

void survive_failing_writes() {
  ::signal(SIGXFSZ, SIG_IGN);
  ::signal(SIGPIPE, SIG_IGN);
}

void catch_interrupts() {
  survive_failing_writes();
  struct sigaction action = {};
  action.sa_handler = remember;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) {
    struct sigaction before = {};
    const bool fails = ::sigaction(signal, &action, &before) != 0;
    const bool was_ignored = signal == SIGHUP && before.sa_handler == SIG_IGN;
    if (fails || (was_ignored && ::sigaction(signal, &before, nullptr) != 0))
      throw std::system_error(errno, std::generic_category(), "cannot catch signals");
  }
}

int interrupted() noexcept { return arrived; }

}  // namespace trainer
