#pragma once

#include <optional>
#include <string_view>

namespace autodecay::detail {

/// A level that may not be known yet. It is saved as a std::optional<double>. It is not a
/// std::optional itself, because g++ 12 would then warn about a possibly uninitialised value.
struct KnownLevel {
  double value = 0.0;
  bool known = false;

  void set(double level) noexcept {
    value = level;
    known = true;
  }

  bool operator==(const KnownLevel&) const = default;

  /// Saves the level as the field `name` of the type that holds it.
  static void archive(std::string_view name, auto& self, auto& ar) {
    std::optional<double> level;
    if (self.known) level = self.value;
    ar.field(name, level);
    ar.after_loading(self, [&level](auto& loaded) {
      loaded = {level.value_or(0.0), level.has_value()};
    });
  }
};

}  // namespace autodecay::detail
