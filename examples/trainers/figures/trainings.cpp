#include "figures/trainings.hpp"

#include "support/text.hpp"

namespace figures {

Run train_stages(Laboratory& laboratory, const Scale& scale, std::int64_t decay,
                 std::int64_t seed) {
  trainer::Options options = laboratory.common();
  options.depth = scale.depth;
  options.batch_size = scale.batch_size;
  options.limit = scale.images;
  options.test_limit = scale.test_images;
  options.epochs = scale.stages.epochs;
  options.norms = true;
  options.schedule = schedule_of(decay);
  options.seed = options.order_seed = static_cast<std::uint64_t>(seed);
  return laboratory.train("stages-" + decay_name(decay) + "-seed-" + support::to_text(seed),
                          options);
}

std::string schedule_of(std::int64_t decay) {
  return decay == 0 ? "never" : "at(" + support::to_text(decay) + ")";
}

std::string decay_name(std::int64_t decay) {
  return decay == 0 ? "never" : support::to_text(decay);
}

std::vector<std::int64_t> with_never(const std::vector<std::int64_t>& decays) {
  std::vector<std::int64_t> result = {0};
  result.insert(result.end(), decays.begin(), decays.end());
  return result;
}

}  // namespace figures
