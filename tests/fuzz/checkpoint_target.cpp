#include "run/checkpoint_file.hpp"
#include "target.hpp"

#include <cmath>
#include <stdexcept>

#include <zlib.h>

namespace fuzz {

std::vector<std::string> seeds() {
  return {
      mended("\n"
             R"({"configuration":{"epochs":3,"data":"patterns"},"data":{"images":2},"epoch":2,)"
             R"("step":7,"batch_size":12,"seconds":0.5,"learning_rate":0.01,"schedule":"a = 1\n",)"
             R"("records":{"metrics.csv":"0123456789abcdef","decisions.jsonl":""}})"
             "\ntensors"),
      mended("\n"
             R"({"records":{},"schedule":"","learning_rate":0,"seconds":0,"batch_size":1,)"
             R"("step":0,"epoch":1,"data":null,"configuration":[]})")};
}

/// The checksum in the first line is made that of the rest.
std::string mended(std::string input) {
  constexpr std::string_view start = "learning-stages-checkpoint 5 ";
  const std::string rest = input.substr(input.find('\n') + 1);
  const auto checksum = ::crc32_z(0, reinterpret_cast<const Bytef*>(rest.data()), rest.size());
  return std::string(start) + std::to_string(checksum) + '\n' + rest;
}

bool accepts(std::string_view input) {
  trainer::Checkpoint checkpoint;
  try {
    checkpoint = trainer::parse_checkpoint(std::string(input), "last.ckpt");
  } catch (const std::runtime_error&) {
    return false;
  }
  require(checkpoint.epoch >= 1 && checkpoint.step >= 0 && checkpoint.batch_size >= 1,
          "counts are in their ranges");
  require(std::isfinite(checkpoint.seconds) && std::isfinite(checkpoint.learning_rate),
          "numbers are finite");
  require(input.ends_with(checkpoint.tensors), "the tensors are at the end");
  for (const auto& [name, lines] : checkpoint.records)
    require(name.find('/') == name.npos, "a record is in the run's folder");
  (void)checkpoint.configuration.dump();
  (void)trainer::identity_of(checkpoint);
  return true;
}

}  // namespace fuzz
