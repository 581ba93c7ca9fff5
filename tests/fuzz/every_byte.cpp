// The quick and deterministic part of a fuzz target: its seeds must be accepted, and a seed that is
// truncated or altered at any byte must be accepted or rejected without any other effect.

#include "target.hpp"

#include <cstddef>

namespace {

/// Passes the input to the reader, also mended if that makes a difference. Whether it accepts both.
bool accepts_both(const std::string& input) {
  const std::string mended = fuzz::mended(input);
  const bool accepted = fuzz::accepts(input);
  return (mended == input || fuzz::accepts(mended)) && accepted;
}

}  // namespace

int main() {
  for (const std::string& seed : fuzz::seeds()) {
    fuzz::require(accepts_both(seed), "a seed is accepted, also after mending");
    for (std::size_t i = 0; i < seed.size(); ++i) {
      accepts_both(seed.substr(0, i));
      for (const char byte : {'\n', '"', '9', '\xff'}) {
        std::string altered = seed;
        altered[i] = byte;
        accepts_both(altered);
      }
    }
  }
}
