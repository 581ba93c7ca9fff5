// A training of one's own that goes on after a kill: see docs/guides/checkpoints.md.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <autodecay/all.hpp>
#include <autodecay/archive.hpp>

namespace {

// [training]
struct Training {
  std::int64_t epoch = 0;
  double weight = 1.0;  // your model
  autodecay::LearningRate rate{0.1};
  autodecay::AutoDecay scheduler;

  static void archive(auto& self, auto& ar) {  // what a checkpoint holds
    ar.type("Training", 1);
    ar.field("epoch", self.epoch, autodecay::any_count);
    ar.field("weight", self.weight);
    ar.field("rate", self.rate);
    ar.field("scheduler", self.scheduler);
  }
};
// [training]

// [files]
void save(const Training& training, const std::filesystem::path& file) {
  const std::filesystem::path unfinished = file.string() + ".new";
  std::ofstream out(unfinished, std::ios::binary);
  out << autodecay::save(training);
  out.close();
  if (!out) throw std::runtime_error("cannot write " + unfinished.string());
  std::filesystem::rename(unfinished, file);  // a kill leaves the old file or the new one
}

void load(const std::filesystem::path& file, Training& training) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  autodecay::load(text, training);  // throws ArchiveError for a damaged text
}
// [files]

Training train(const std::filesystem::path& file, auto train_one_epoch) {
  // [loop]
  Training training;
  if (std::filesystem::exists(file)) load(file, training);
  while (training.scheduler.evidence().decision != autodecay::Decision::stop) {
    ++training.epoch;
    const double loss = train_one_epoch(training);
    (void)training.scheduler.step(training.rate, loss);
    save(training, file);
  }
  // [loop]
  return training;
}

struct Killed {};

double descend(Training& training) {
  training.weight -= training.rate.value * training.weight;
  return training.weight * training.weight;
}

double descend_until_killed(Training& training) {
  if (training.epoch == 25) throw Killed();
  return descend(training);
}

}  // namespace

int main() {
  const std::filesystem::path whole_file = "resume-whole.ckpt";
  const std::filesystem::path killed_file = "resume-killed.ckpt";
  std::filesystem::remove(whole_file);
  std::filesystem::remove(killed_file);

  const Training whole = train(whole_file, descend);
  try {
    (void)train(killed_file, descend_until_killed);
  } catch (const Killed&) {
  }
  const Training resumed = train(killed_file, descend);
  std::cout << "stopped after epoch " << resumed.epoch << ", as without the kill: "
            << (autodecay::save(resumed) == autodecay::save(whole) ? "yes" : "no") << '\n';
  std::filesystem::remove(whole_file);
  std::filesystem::remove(killed_file);
}
