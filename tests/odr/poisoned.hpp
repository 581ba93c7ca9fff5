#pragma once

// The standard headers come first, because they are not tested.
#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <concepts>
#include <deque>
#include <functional>
#include <limits>
#include <locale>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <ostream>
#include <ranges>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#define min(a, b) a header calls min unprotected
#define max(a, b) a header calls max unprotected

#include "every_header.hpp"

/// The form that the first translation unit saves of a scheduler after ten losses of 1.
std::string saved_by_the_first_unit();
