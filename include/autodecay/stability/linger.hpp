#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include <autodecay/concepts.hpp>
#include <autodecay/hooks.hpp>
#include <autodecay/options.hpp>
#include <autodecay/resettable.hpp>

namespace autodecay {

/// Waits for a share of the stage after another criterion has first held:
///
///   Linger{RelativeRange{}, {.share = 0.25}}  // a plateau found after 40 observations ends after 50
///
/// If the other criterion first holds at observation t of the stage, this one holds from
/// observation t + ceil(share · t) on, whatever the other criterion answers meanwhile. Throws
/// std::invalid_argument for an option out of range. Texts (runtime/grammar.hpp) cannot name it.
/// Cost: the cost of the other criterion; 24 bytes more.
template <typename Criterion>
class Linger {  // Linger{RelativeRange{}, {.share = 0.25}}
  static_assert(StabilityCriterion<Criterion>,
                "Linger{criterion} needs a StabilityCriterion: bool update(double level) noexcept");

 public:
  static constexpr bool counts_only = CountsOnly<Criterion>;

  struct Options {
    double share = 0.25;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("share", options.share, finite_from(0), "share of the stage so far",
             "how much longer the stage lasts");
    }
  };

  explicit Linger(Criterion criterion) : Linger(std::move(criterion), Options{}) {}
  Linger(Criterion criterion, Options options)
      : criterion_(std::move(criterion)), options_(checked("Linger", options)) {}

  bool update(double level) noexcept {
    ++count_;
    const bool holds = criterion_->update(level);
    if (holds && found_ == 0) found_ = count_;
    return found_ > 0 && static_cast<double>(count_) >= end();
  }

  [[nodiscard]] std::optional<Measurement> measure() const noexcept {
    if (found_ == 0) return autodecay::measure(*criterion_);
    return Measurement{quantities::lingering, static_cast<double>(count_), Relation::at_least,
                       end()};
  }

  [[nodiscard]] const Criterion& criterion() const noexcept { return *criterion_; }
  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {
    criterion_.reset();
    begin_count();
  }
  void begin_stage() noexcept {
    criterion_.begin_stage();
    begin_count();
  }

  bool operator==(const Linger&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("Linger", 1);
    ar.field("options", self.options_);
    ar.field("criterion", self.criterion_);
    ar.field("count", self.count_, any_count);
    ar.field("found", self.found_, from_to(0, static_cast<double>(self.count_)));
  }

 private:
  [[nodiscard]] double end() const noexcept {
    const auto found = static_cast<double>(found_);
    return found + std::ceil(options_.share * found);
  }

  void begin_count() noexcept { count_ = found_ = 0; }

  Resettable<Criterion> criterion_;
  Options options_;
  std::int64_t count_ = 0;  // observations of the stage
  std::int64_t found_ = 0;  // the one at which the criterion first held; 0 before
};

template <typename Criterion>
Linger(Criterion) -> Linger<Criterion>;
template <typename Criterion>
Linger(Criterion, typename Linger<Criterion>::Options) -> Linger<Criterion>;

}  // namespace autodecay
