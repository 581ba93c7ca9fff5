#include <ATen/Parallel.h>

#include <autodecay/all.hpp>

// Calls LibTorch beside the library. Its header is one that compiles quickly.
int main() {
  autodecay::AutoDecay scheduler;
  (void)scheduler.observe(1.0);
  return at::get_num_threads() >= 1 ? 0 : 1;
}
