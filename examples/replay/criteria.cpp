#include "criteria.hpp"

namespace replay_tool {

using namespace autodecay;

const std::vector<Criterion>& criteria() {
  static const std::vector<Criterion> all = {
      {"range", "the spread of the last levels is within a tolerance; the paper's",
       [](Arguments& given, double epsilon) -> Stability {
         RelativeRange::Options options{.epsilon = epsilon};
         given.read("window", options.window)
             .read("tolerance", options.tolerance)
             .read("epsilon", options.epsilon)
             .finish();
         return RelativeRange(options);
       }},
      {"patience", "so many levels in a row are no improvement on the stage's best",
       [](Arguments& given, double) -> Stability {
         NoImprovement::Options options;
         given.read("patience", options.patience)
             .read("relative_margin", options.relative_margin)
             .read("absolute_margin", options.absolute_margin)
             .finish();
         return NoImprovement(options);
       }},
      {"remaining_improvement", "the fall to come is small beside the fall so far",
       [](Arguments& given, double) -> Stability {
         RemainingImprovement::Options options;
         given.read("share", options.share).read("tolerance", options.tolerance).finish();
         return RemainingImprovement(options);
       },
       "none"},
      {"improvement_test", "the fall to come is below a tolerance, with a confidence",
       [](Arguments& given, double) -> Stability {
         ImprovementTest::Options options;
         given.read("tolerance", options.tolerance)
             .read("lookahead", options.lookahead)
             .read("significance", options.significance)
             .finish();
         return ImprovementTest(options);
       },
       "none"},
      {"every", "so many observations have passed, whatever the loss",
       [](Arguments& given, double) -> Stability {
         std::int64_t interval = StepDecay::Options{}.interval;
         given.read("interval", interval).finish();
         return EveryInterval(interval);
       }},
      {"pytorch", "ReduceLROnPlateau of PyTorch, and so of LibTorch, timm and fairseq",
       [](Arguments& given, double) -> Stability {
         compat::PyTorchPlateau::Options options;
         given.read("patience", options.patience)
             .read("relative_margin", options.relative_margin)
             .read("absolute_margin", options.absolute_margin)
             .read("cooldown", options.cooldown)
             .finish();
         return compat::PyTorchPlateau(options);
       },
       "none", "unlimited"},
      {"keras", "ReduceLROnPlateau of Keras",
       [](Arguments& given, double) -> Stability {
         compat::KerasPlateau::Options options;
         given.read("patience", options.patience)
             .read("absolute_margin", options.absolute_margin)
             .read("cooldown", options.cooldown)
             .finish();
         return compat::KerasPlateau(options);
       },
       "none", "unlimited"},
      {"optax", "reduce_on_plateau of optax",
       [](Arguments& given, double) -> Stability {
         compat::OptaxPlateau::Options options;
         given.read("patience", options.patience)
             .read("relative_margin", options.relative_margin)
             .read("absolute_margin", options.absolute_margin)
             .read("cooldown", options.cooldown)
             .read("interval", options.interval)
             .finish();
         return compat::OptaxPlateau(options);
       },
       "none", "unlimited"},
      {"dlib", "dnn_trainer of dlib, on training losses",
       [](Arguments& given, double) -> Stability {
         compat::DlibPlateau::Options options;
         given.read("window", options.window)
             .read("probability", options.probability)
             .read("discard", options.discard)
             .finish();
         return compat::DlibPlateau(options);
       },
       "none", "unlimited"},
  };
  return all;
}

}  // namespace replay_tool
