#include "trainer/interrupt.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace trainer {
namespace {

std::atomic<int> arrived = 0;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not wait");

extern "C" void remember(int signal) { arrived = signal; }

}  // namespace

void catch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = remember;
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  // A file that grows too large is then an error of the write, which says so.
  ::signal(SIGXFSZ, SIG_IGN);
  for (const int signal : {SIGINT, SIGTERM})
    if (::sigaction(signal, &action, nullptr) != 0)
      throw std::system_error(errno, std::generic_category(), "cannot catch signals");
}

int interrupted() noexcept { return arrived; }

}  // namespace trainer
