// The saved form of a scheduler: see docs/guides/checkpoints.md.

#include <iostream>
#include <string>

#include <autodecay/all.hpp>
#include <autodecay/archive.hpp>

int main() {
  autodecay::AutoDecay scheduler({.window = 10});
  for (const double loss : {3.0, 2.5, 2.25}) (void)scheduler.observe(loss);

  // [save]
  const std::string text = autodecay::save(scheduler);  // readable, exact, versioned, checked

  autodecay::AutoDecay resumed;    // of the same type; its options do not matter
  autodecay::load(text, resumed);  // from here on the same decisions, bit for bit
  // [save]
  std::cout << (resumed == scheduler ? "equal" : "not equal") << '\n';

  // [compare]
  autodecay::AutoDecay changed({.window = 20});  // the program's options today
  autodecay::AutoDecay saved = changed;
  autodecay::load(text, saved);
  saved.reset();
  if (saved != changed) std::cout << "the run began with other options\n";
  // [compare]

  // [error]
  try {
    autodecay::load(text.substr(0, text.size() / 2), resumed);
  } catch (const autodecay::ArchiveError& error) {
    std::cout << error.what() << '\n';
  }
  // [error]
  std::cout << (resumed == scheduler ? "unchanged" : "changed") << '\n';
}
