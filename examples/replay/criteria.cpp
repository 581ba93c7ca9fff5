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
             .read("relative", options.relative)
             .read("absolute", options.absolute)
             .finish();
         return NoImprovement(options);
       }},
      {"remaining_fall", "the fall to come is small beside the fall so far",
       [](Arguments& given, double) -> Stability {
         RemainingFall::Options options;
         given.read("share", options.share).read("tolerance", options.tolerance).finish();
         return RemainingFall(options);
       },
       "none"},
      {"expected_fall", "the fall to come is below a tolerance, with a confidence",
       [](Arguments& given, double) -> Stability {
         ExpectedFall::Options options;
         given.read("tolerance", options.tolerance)
             .read("horizon", options.horizon)
             .read("alpha", options.alpha)
             .finish();
         return ExpectedFall(options);
       },
       "none"},
      {"every", "so many observations have passed, whatever the loss",
       [](Arguments& given, double) -> Stability {
         std::int64_t interval = StepDecayOptions{}.interval;
         given.read("interval", interval).finish();
         return EveryInterval(interval);
       }},
      {"pytorch", "ReduceLROnPlateau of PyTorch, and so of LibTorch, timm and fairseq",
       [](Arguments& given, double) -> Stability {
         peers::PyTorch::Options options;
         given.read("patience", options.patience)
             .read("relative", options.relative)
             .read("absolute", options.absolute)
             .read("cooldown", options.cooldown)
             .finish();
         return peers::PyTorch(options);
       },
       "none", "always"},
      {"keras", "ReduceLROnPlateau of Keras",
       [](Arguments& given, double) -> Stability {
         peers::Keras::Options options;
         given.read("patience", options.patience)
             .read("absolute", options.absolute)
             .read("cooldown", options.cooldown)
             .finish();
         return peers::Keras(options);
       },
       "none", "always"},
      {"optax", "reduce_on_plateau of optax",
       [](Arguments& given, double) -> Stability {
         peers::Optax::Options options;
         given.read("patience", options.patience)
             .read("relative", options.relative)
             .read("absolute", options.absolute)
             .read("cooldown", options.cooldown)
             .read("interval", options.interval)
             .finish();
         return peers::Optax(options);
       },
       "none", "always"},
      {"dlib", "dnn_trainer of dlib, on training losses",
       [](Arguments& given, double) -> Stability {
         peers::Dlib::Options options;
         given.read("window", options.window)
             .read("probability", options.probability)
             .read("discard", options.discard)
             .finish();
         return peers::Dlib(options);
       },
       "none", "always"},
      {"slope", "the SLOPE test of Microsoft's statopt",
       [](Arguments& given, double) -> Stability {
         peers::Slope::Options options;
         given.read("significance", options.significance)
             .read("window", options.window)
             .read("leak", options.leak)
             .read("interval", options.interval)
             .read("warmup", options.warmup)
             .read("capacity", options.capacity)
             .finish();
         return peers::Slope(options);
       },
       "none", "always"},
      {"nnunet", "PyTorch's rule on a moving average of its own, as in nnU-Net 1",
       [](Arguments& given, double) -> Stability {
         peers::NnUnet::Options options;
         given.read("beta", options.beta)
             .read("patience", options.patience)
             .read("absolute", options.absolute)
             .finish();
         return peers::NnUnet(options);
       },
       "none", "always"},
      {"cntk", "adjustAfterEpoch of CNTK",
       [](Arguments& given, double) -> Stability {
         peers::Cntk::Options options;
         given.read("interval", options.interval).read("relative", options.relative).finish();
         return peers::Cntk(options);
       },
       "none", "always"},
      {"tensorpack", "StatMonitorParamSetter of tensorpack",
       [](Arguments& given, double) -> Stability {
         peers::Tensorpack::Options options;
         given.read("window", options.window).read("absolute", options.absolute).finish();
         return peers::Tensorpack(options);
       },
       "none", "always"},
      {"flux", "plateau of Flux.jl",
       [](Arguments& given, double) -> Stability {
         peers::Flux::Options options;
         given.read("patience", options.patience).read("absolute", options.absolute).finish();
         return peers::Flux(options);
       },
       "none", "always"},
  };
  return all;
}

}  // namespace replay_tool
