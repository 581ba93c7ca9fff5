#pragma once

namespace test {

/// The position t, from 1, of the first of `count` levels level(t) at which the criterion holds; 0 if
/// there is none.
template <typename Criterion, typename Level>
[[nodiscard]] int first_stable(Criterion criterion, int count, Level level) {
  for (int t = 1; t <= count; ++t)
    if (criterion.update(level(t))) return t;
  return 0;
}

}  // namespace test
