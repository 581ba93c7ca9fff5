#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/accumulators/framework/accumulator_base.hpp>
#include <boost/accumulators/framework/accumulator_set.hpp>
#include <boost/accumulators/framework/depends_on.hpp>
#include <boost/accumulators/framework/extractor.hpp>
#include <boost/accumulators/framework/parameters/sample.hpp>
#include <boost/accumulators/statistics/stats.hpp>
#include <boost/mpl/always.hpp>
#include <boost/mpl/bool.hpp>
#include <boost/mpl/fold.hpp>
#include <boost/mpl/placeholders.hpp>
#include <boost/parameter/keyword.hpp>

#include <autodecay/archive.hpp>
#include <autodecay/statistics/exponential_mean.hpp>
#include <autodecay/statistics/running_moments.hpp>
#include <autodecay/statistics/sliding_extrema.hpp>
#include <autodecay/statistics/sliding_mean.hpp>

/// Interoperation with Boost.Accumulators in both directions: the library's statistics as features
/// of an accumulator_set, and any feature as a MovingAverage. Needs the headers of Boost 1.74 or
/// later.
///
///   namespace ada = autodecay::accumulators;
///   accumulator_set<double, stats<ada::tag::exponential_mean, ada::tag::sliding_extrema>> acc(
///       ada::beta = 0.9, ada::window = 5);
///   ada::exponential_mean(acc);            // double
///   ada::sliding_extrema(acc).maximum();   // the statistic itself
namespace autodecay::accumulators {

BOOST_PARAMETER_KEYWORD(keyword, beta)    // for exponential_mean, in [0, 1)
BOOST_PARAMETER_KEYWORD(keyword, window)  // for the sliding features: samples, in [1, 2^24]

namespace impl {

struct Itself {
  const auto& operator()(const auto& statistic) const { return statistic; }
};
struct Mean {
  double operator()(const auto& statistic) const { return statistic.mean(); }
};

/// A statistic of the library as a Boost accumulator. `Read` extracts the result from the
/// statistic.
template <typename Statistic, typename Read>
class Accumulator : public boost::accumulators::accumulator_base {
 public:
  using result_type = std::invoke_result_t<Read, const Statistic&>;

  template <typename Arguments>
  explicit Accumulator(const Arguments& arguments) : statistic_(make(arguments)) {}

  Accumulator(const Accumulator&) = default;
  Accumulator(Accumulator&&) noexcept = default;
  ~Accumulator() = default;
  Accumulator& operator=(Accumulator&&) noexcept = default;

  /// Allocates only if the other window is larger. Terminates if the allocation fails.
  Accumulator& operator=(const Accumulator& other) noexcept {
    statistic_ = other.statistic_;
    return *this;
  }

  template <typename Arguments>
  void operator()(const Arguments& arguments) {
    statistic_.update(arguments[boost::accumulators::sample]);
  }

  result_type result(boost::accumulators::dont_care) const { return Read()(statistic_); }

  template <typename Archive>
  void serialize(Archive& archive, unsigned) {
    archive& statistic_;
  }

 private:
  template <typename Arguments>
  static Statistic make(const Arguments& arguments) {
    if constexpr (std::is_same_v<Statistic, statistics::ExponentialMean>)
      return Statistic(arguments[beta]);
    else if constexpr (std::is_default_constructible_v<Statistic>)
      return Statistic();
    else
      return Statistic(arguments[window]);
  }

  Statistic statistic_;
};

template <typename Statistic, typename Read>
struct Feature : boost::accumulators::depends_on<> {
  using impl = boost::mpl::always<Accumulator<Statistic, Read>>;
};

}  // namespace impl

namespace tag {
struct exponential_mean : impl::Feature<statistics::ExponentialMean, impl::Mean> {};
struct sliding_mean : impl::Feature<statistics::SlidingMean, impl::Mean> {};
struct sliding_extrema : impl::Feature<statistics::SlidingExtrema, impl::Itself> {};
struct running_moments : impl::Feature<statistics::RunningMoments, impl::Itself> {};
}  // namespace tag

inline const boost::accumulators::extractor<tag::exponential_mean> exponential_mean = {};
inline const boost::accumulators::extractor<tag::sliding_mean> sliding_mean = {};
inline const boost::accumulators::extractor<tag::sliding_extrema> sliding_extrema = {};
inline const boost::accumulators::extractor<tag::running_moments> running_moments = {};

}  // namespace autodecay::accumulators

namespace autodecay {

namespace detail {

/// Boost's `archive & member` on top of the library's archive. Members become fields a, b, c, …
template <typename Archive>
class BoostArchive {
 public:
  explicit BoostArchive(Archive& archive) : archive_(archive) {}

  template <typename T>
  BoostArchive& operator&(T& value) {
    if constexpr (requires { value.begin(), value.size(); })
      archive_.elements(
          next_name(), value.size(), [&value](std::size_t i) -> auto& { return value[i]; });
    else
      archive_.field(next_name(), value);
    return *this;
  }

 private:
  std::string next_name() {
    const std::string name(1, static_cast<char>('a' + count_ % 26));
    return count_++ < 26 ? name : name + to_text(count_ / 26);
  }

  Archive& archive_;
  std::size_t count_ = 0;
};

template <typename Known, typename Accumulator>
struct BothAssignNothrow
    : boost::mpl::bool_<Known::value && std::is_nothrow_copy_assignable_v<Accumulator>> {};

/// Whether no accumulator of the set can throw, and therefore allocate, on assignment.
template <typename Set>
inline constexpr bool assigns_nothrow =
    boost::mpl::fold<typename Set::accumulators_mpl_vector, boost::mpl::true_,
                     BothAssignNothrow<boost::mpl::_1, boost::mpl::_2>>::type::value;

}  // namespace detail

/// A MovingAverage from any Boost.Accumulators feature whose result is a number:
///
///   AccumulatorAverage<boost::accumulators::tag::mean> average;
///   AccumulatorAverage<accumulators::tag::sliding_mean> window(accumulators::window = 7);
///
/// The arguments are those of the accumulator_set. They are not saved: load() requires an object
/// that was constructed with the same arguments.
///
/// A feature that allocates on assignment does not compile, because reset() must not allocate. This
/// excludes all of Boost's rolling features, which use a boost::circular_buffer. Use `sliding_mean`
/// or SimpleMovingAverage instead of `rolling_mean`.
///
/// Boost's own features keep their behaviour (1.74 to date). `median` and the other P² quantiles
/// are estimates, and for the first four losses they return one of these losses or 0. Do not
/// combine them with the paper's drop criterion, which refers to ĝ(1). Non-finite losses never
/// reach a feature. Cost: the includes add 1.5 to 2.5 s per translation unit.
template <typename Feature>
class AccumulatorAverage {
  using Set = boost::accumulators::accumulator_set<double, boost::accumulators::stats<Feature>>;

  static_assert(detail::assigns_nothrow<Set>,
                "this feature allocates when AccumulatorAverage resets it, as Boost's rolling "
                "features do: use accumulators::tag::sliding_mean or SimpleMovingAverage");

 public:
  template <typename... Arguments>
  explicit AccumulatorAverage(const Arguments&... arguments)
      : fresh_(arguments...), accumulators_(fresh_) {}

  double update(double loss) noexcept {
    accumulators_(loss);
    return static_cast<double>(boost::accumulators::extract_result<Feature>(accumulators_));
  }

  void reset() noexcept { accumulators_ = fresh_; }

  /// Compares the saved forms, because Boost's accumulators have no comparison.
  friend bool operator==(const AccumulatorAverage& a, const AccumulatorAverage& b) {
    return save(a) == save(b);
  }

  static void archive(auto& self, auto& ar) {
    ar.type("AccumulatorAverage", 1);
    Set present = self.accumulators_;  // a copy, because Boost's serialize is not const
    detail::BoostArchive fields(ar);
    present.serialize(fields, 0);
    ar.after_loading(self, [&present](auto& average) { average.accumulators_ = present; });
  }

 private:
  Set fresh_;  // the state after construction, for reset()
  Set accumulators_;
};

}  // namespace autodecay
