// The quick and deterministic part of a fuzz target: its seeds must be accepted, and a seed that is
// truncated or altered at any byte must be accepted or rejected without any other effect.

#include "target.hpp"

#include <cstddef>

int main() {
  for (const std::string& seed : fuzz::seeds()) {
    fuzz::require(fuzz::accepts(seed), "a seed is accepted");
    fuzz::require(fuzz::accepts(fuzz::mended(seed)), "a seed is accepted after mending");
    for (std::size_t i = 0; i < seed.size(); ++i) {
      const std::string start = seed.substr(0, i);
      fuzz::accepts(start);
      fuzz::accepts(fuzz::mended(start));
      for (const char byte : {'\n', '"', '9', '\xff'}) {
        std::string altered = seed;
        altered[i] = byte;
        fuzz::accepts(altered);
        fuzz::accepts(fuzz::mended(altered));
      }
    }
  }
}
