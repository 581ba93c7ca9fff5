#include <sstream>

#include <torch/serialize/input-archive.h>
#include <torch/serialize/output-archive.h>

#include <autodecay/adapters/libtorch.hpp>
#include <autodecay/all.hpp>

// Saves a scheduler into a LibTorch archive and reads it back.
int main() {
  autodecay::AutoDecay scheduler;
  (void)scheduler.observe(1.0);
  torch::serialize::OutputArchive out;
  autodecay::save(out, "scheduler", scheduler);
  std::stringstream stream;
  out.save_to(stream);

  torch::serialize::InputArchive in;
  in.load_from(stream);
  autodecay::AutoDecay loaded;
  autodecay::load(in, "scheduler", loaded);
  return loaded == scheduler ? 0 : 1;
}
