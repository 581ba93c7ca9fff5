// The library as a module: `import autodecay;` gives the names of all.hpp, compat.hpp and runtime/. The
// adapters remain headers, and so do the macros of version.hpp. The test module_names compares this
// list with the headers.
module;

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>
#include <autodecay/runtime/grammar.hpp>
#include <autodecay/runtime/help.hpp>
#include <autodecay/runtime/parse.hpp>
#include <autodecay/statistics/running_moments.hpp>

export module autodecay;

export namespace autodecay {
using autodecay::above_to;
using autodecay::act;
using autodecay::AllOf;
using autodecay::any_count;
using autodecay::any_name;
using autodecay::AnyName;
using autodecay::AnyOf;
using autodecay::ArchiveError;
using autodecay::at_least;
using autodecay::AtMilestones;
using autodecay::AutoDecay;
using autodecay::BatchSizeTraits;
using autodecay::between;
using autodecay::check_option;
using autodecay::checked;
using autodecay::CountsOnly;
using autodecay::DecayAction;
using autodecay::Decision;
using autodecay::describe_as_in;
using autodecay::Described;
using autodecay::DropCriterion;
using autodecay::DropReference;
using autodecay::EveryInterval;
using autodecay::Evidence;
using autodecay::ExponentialMovingAverage;
using autodecay::finite_from;
using autodecay::from_below;
using autodecay::from_to;
using autodecay::greater_than;
using autodecay::GrowBatchSize;
using autodecay::HasBatchSize;
using autodecay::ImprovementTest;
using autodecay::LatestValue;
using autodecay::LeadingAction;
using autodecay::LearningRate;
using autodecay::LearningRateSequence;
using autodecay::Linger;
using autodecay::load;
using autodecay::lower_learning_rates;
using autodecay::MarginalImprovement;
using autodecay::may_lead;
using autodecay::measure;
using autodecay::Measurement;
using autodecay::MinStageLength;
using autodecay::MovingAverage;
using autodecay::NamedEnum;
using autodecay::names_of;
using autodecay::NoImprovement;
using autodecay::Number;
using autodecay::Observer;
using autodecay::Optimizer;
using autodecay::OptimizerTraits;
using autodecay::Policy;
using autodecay::PossibleAction;
using autodecay::Quantity;
using autodecay::Range;
using autodecay::ReduceOnPlateau;
using autodecay::Relation;
using autodecay::RelativeDrop;
using autodecay::RelativeRange;
using autodecay::RemainingImprovement;
using autodecay::ReplayedStage;
using autodecay::Resettable;
using autodecay::ScaleLearningRate;
using autodecay::Scheduler;
using autodecay::SchedulerOptions;
using autodecay::Sequence;
using autodecay::SimpleMovingAverage;
using autodecay::StabilityCriterion;
using autodecay::Stage;
using autodecay::StageLimit;
using autodecay::StepDecay;
using autodecay::Sweep;
using autodecay::Tail;
using autodecay::TailShape;
using autodecay::Unlimited;
using autodecay::WarmUp;
using autodecay::operator<<;
using autodecay::parse_number;
using autodecay::rate_share;
using autodecay::replay;
using autodecay::save;
using autodecay::to_string;
using autodecay::to_text;
using autodecay::type_name;
using autodecay::version;
}  // namespace autodecay

export namespace autodecay::quantities {
using autodecay::quantities::cooldown;
using autodecay::quantities::cooldown_in_blocks;
using autodecay::quantities::count;
using autodecay::quantities::drop_from_previous_stage;
using autodecay::quantities::drop_from_untrained;
using autodecay::quantities::drop_in_stage;
using autodecay::quantities::lingering;
using autodecay::quantities::marginal_improvement;
using autodecay::quantities::no_improvement;
using autodecay::quantities::no_improvement_in_blocks;
using autodecay::quantities::observation;
using autodecay::quantities::observations;
using autodecay::quantities::p_value;
using autodecay::quantities::probability_of_improvement;
using autodecay::quantities::remaining_improvement;
using autodecay::quantities::spread;
using autodecay::quantities::stage;
using autodecay::quantities::tail;
using autodecay::quantities::warm_up;
}  // namespace autodecay::quantities

export namespace autodecay::runtime {
using autodecay::runtime::ActionSequence;
using autodecay::runtime::AnyAction;
using autodecay::runtime::AnyAverage;
using autodecay::runtime::AnyCriterion;
using autodecay::runtime::AnyDrop;
using autodecay::runtime::AnyOptimizer;
using autodecay::runtime::AnyPolicy;
using autodecay::runtime::AnyScheduler;
using autodecay::runtime::Entry;
using autodecay::runtime::erased;
using autodecay::runtime::Expression;
using autodecay::runtime::ExpressionParser;
using autodecay::runtime::GrammarError;
using autodecay::runtime::help;
using autodecay::runtime::OptionDescription;
using autodecay::runtime::parse;
using autodecay::runtime::parse_policies;
using autodecay::runtime::Policies;
using autodecay::runtime::Registry;
using autodecay::runtime::Several;
using autodecay::runtime::standard_registry;
using autodecay::runtime::to_cpp;
using autodecay::runtime::to_text;
}  // namespace autodecay::runtime

export namespace autodecay::compat {
using autodecay::compat::DlibDecay;
using autodecay::compat::DlibPlateau;
using autodecay::compat::DlibScheduler;
using autodecay::compat::KerasPlateau;
using autodecay::compat::KerasScheduler;
using autodecay::compat::OptaxPlateau;
using autodecay::compat::OptaxScheduler;
using autodecay::compat::PyTorchDecay;
using autodecay::compat::PyTorchPlateau;
using autodecay::compat::PyTorchScheduler;
}  // namespace autodecay::compat

export namespace autodecay::statistics {
using autodecay::statistics::BlockMean;
using autodecay::statistics::BlockMeans;
using autodecay::statistics::ExponentialMean;
using autodecay::statistics::kendall_score;
using autodecay::statistics::kendall_variance;
using autodecay::statistics::LineFit;
using autodecay::statistics::median;
using autodecay::statistics::MinimumAndMaximum;
using autodecay::statistics::normal_cdf;
using autodecay::statistics::rank_autocorrelation;
using autodecay::statistics::RecentLine;
using autodecay::statistics::relative_improvement;
using autodecay::statistics::RunningMoments;
using autodecay::statistics::SlidingAggregate;
using autodecay::statistics::SlidingExtrema;
using autodecay::statistics::SlidingMean;
using autodecay::statistics::Sum;
using autodecay::statistics::theil_sen_slope;
}  // namespace autodecay::statistics

export namespace autodecay::theory {
using autodecay::theory::effective_sample_size;
using autodecay::theory::variance_ratio;
using autodecay::theory::variance_ratio_limit;
}  // namespace autodecay::theory
