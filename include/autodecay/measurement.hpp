#pragma once

#include <cstdint>
#include <iosfwd>
#include <string_view>

namespace autodecay {

/// The name and unit of what a criterion measures, such as "spread". The texts are string literals,
/// so that they outlive every measurement. You can define quantities for your own policies:
///
///   static constexpr Quantity angle{"angle", "degrees"};
class Quantity {
 public:
  consteval explicit Quantity(const char* name, const char* unit = "") : name_(name), unit_(unit) {}

  /// Before the value: "spread", "no improvement for".
  [[nodiscard]] constexpr std::string_view name() const noexcept { return name_; }

  /// After the value: "observations"; may be empty.
  [[nodiscard]] constexpr std::string_view unit() const noexcept { return unit_; }

  bool operator==(const Quantity&) const = default;

 private:
  std::string_view name_;
  std::string_view unit_;
};

/// The quantities that the library's criteria measure.
namespace quantities {
inline constexpr Quantity observations{"window", "observations"};  ///< how far a window is filled
inline constexpr Quantity count{"count"};
inline constexpr Quantity observation{"observation"};
inline constexpr Quantity spread{"spread"};
inline constexpr Quantity no_improvement{"no improvement for", "observations"};
inline constexpr Quantity no_improvement_in_blocks{"no improvement for", "blocks"};
inline constexpr Quantity cooldown{"cooldown of", "observations"};
inline constexpr Quantity cooldown_in_blocks{"cooldown of", "blocks"};
inline constexpr Quantity remaining_improvement{"remaining improvement"};
inline constexpr Quantity marginal_improvement{"improvement over the plan"};
inline constexpr Quantity p_value{"p-value of a greater improvement"};
inline constexpr Quantity probability_of_improvement{"P(improvement)"};
inline constexpr Quantity drop_in_stage{"loss at", "of its start"};
inline constexpr Quantity drop_from_previous_stage{"loss at", "of the previous stage's end"};
inline constexpr Quantity drop_from_untrained{"loss at", "of the untrained model's"};
inline constexpr Quantity stage{"stage"};
inline constexpr Quantity lingering{"lingers", "observations"};
inline constexpr Quantity warm_up{"warm-up", "observations"};
inline constexpr Quantity tail{"tail", "observations"};
}  // namespace quantities

/// The relation between value and limit under which a criterion holds.
enum class Relation : std::uint8_t { less, at_most, equal, at_least, greater };

/// The number behind a criterion's answer, with its limit: "spread 0.0091 < 0.01".
struct Measurement {
  Quantity quantity;
  double value;
  Relation wanted;
  double limit;

  /// Whether the wanted relation holds. It never holds for NaN.
  [[nodiscard]] constexpr bool holds() const noexcept {
    switch (wanted) {
      case Relation::less:
        return value < limit;
      case Relation::at_most:
        return value <= limit;
      case Relation::equal:
        return value == limit;
      case Relation::at_least:
        return value >= limit;
      default:
        return value > limit;
    }
  }

  /// The sign of the relation that holds: the wanted one or its opposite.
  [[nodiscard]] constexpr std::string_view sign() const noexcept {
    switch (wanted) {
      case Relation::less:
        return holds() ? "<" : ">=";
      case Relation::at_most:
        return holds() ? "<=" : ">";
      case Relation::equal:
        return holds() ? "=" : value < limit ? "<" : ">";
      case Relation::at_least:
        return holds() ? ">=" : "<";
      default:
        return holds() ? ">" : "<=";
    }
  }

  bool operator==(const Measurement&) const = default;
};

/// Prints "spread 0.0091 < 0.01", or "3 of 5 observations" for a window that is not full. The
/// numbers are printed with the stream's precision. One observation or block is singular.
template <typename Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Measurement& measurement) {
  const Quantity quantity = measurement.quantity;
  if (quantity == quantities::observations)
    return out << measurement.value << " of " << measurement.limit << ' ' << quantity.unit();
  out << quantity.name() << ' ' << measurement.value << ' ';
  std::string_view unit = quantity.unit();
  if (measurement.value == 1.0 && (unit == "observations" || unit == "blocks"))
    unit.remove_suffix(1);
  if (!unit.empty()) out << unit << ' ';
  return out << measurement.sign() << ' ' << measurement.limit;
}

}  // namespace autodecay
