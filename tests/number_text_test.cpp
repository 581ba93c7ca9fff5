#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/detail/floating_text.hpp>
#include <autodecay/number_text.hpp>

using autodecay::parse_number;
using autodecay::to_text;

namespace {

template <typename T>
bool reads(const std::string& text) {
  T value{};
  return parse_number(text, value);
}

template <typename T>
T read(const std::string& text) {
  T value{};
  REQUIRE(parse_number(text, value));
  return value;
}

}  // namespace

TEST_CASE("numbers are written as their shortest text") {
  CHECK(to_text(0.1) == "0.1");
  CHECK(to_text(1e-4) == "1e-04");
  CHECK(to_text(0.1F) == "0.1");
  CHECK(to_text(std::int64_t{-5}) == "-5");
}

TEST_CASE("written numbers are read back to the bit, including extreme values") {
  using Doubles = std::numeric_limits<double>;
  for (const double value :
       {0.1, 1.0 / 3.0, Doubles::denorm_min(), -Doubles::denorm_min(), (Doubles::min)(),
        (Doubles::max)(), Doubles::lowest(), Doubles::infinity(), -Doubles::infinity(), 1e23,
        0x1.fffffffffffffp-1023, 9007199254740993.0})
    CHECK(read<double>(to_text(value)) == value);
  CHECK(std::signbit(read<double>("-0")));
  CHECK(std::isnan(read<double>("nan")));
  CHECK(read<float>(to_text(0.1F)) == 0.1F);
  CHECK(read<std::uint64_t>("18446744073709551615") == 18446744073709551615u);
}

TEST_CASE("text that is not exactly one number is rejected") {
  for (const std::string text : {"", " ", " 1", "1 ", "+1", "1,5", "1.5x", "0x10", "--1", "-", ".",
                                 "e5", "1e999", "-1e999", "1e-999", "infinite", "1 2"}) {
    CAPTURE(text);
    CHECK_FALSE(reads<double>(text));
  }
  CHECK_FALSE(reads<std::int64_t>("1.5"));
  CHECK_FALSE(reads<std::int64_t>("9223372036854775808"));
  CHECK_FALSE(reads<std::uint64_t>("-1"));
}

// Compared with the standard library's own where it has them, and with itself elsewhere.
TEST_CASE("the replacements write and read numbers as the standard library does") {
  using Doubles = std::numeric_limits<double>;
  for (const double value : {0.0,
                             -0.0,
                             1.0,
                             0.1,
                             -0.25,
                             100.0,
                             1e4,
                             1e5,
                             123456.0,
                             1e-3,
                             1e-4,
                             0.00012,
                             1.0 / 3.0,
                             1e22,
                             1e23,
                             9007199254740993.0,
                             123456789012345680000.0,
                             6.02214076e23,
                             Doubles::denorm_min(),
                             (Doubles::min)(),
                             (Doubles::max)(),
                             Doubles::lowest(),
                             Doubles::infinity(),
                             -Doubles::infinity(),
                             Doubles::quiet_NaN()}) {
    const std::string text = autodecay::detail::floating_text(value);
    CHECK(text == to_text(value));
    double read{};
    CHECK(autodecay::detail::parse_floating(text, read));
    CHECK((read == value || std::isnan(value)));
  }
  CHECK(autodecay::detail::floating_text(1e-4) == "1e-04");
  CHECK(autodecay::detail::floating_text(0.1F) == "0.1");
  double read{};
  for (const std::string text : {"", " 1", "+1", "1,5", "1.5x", "-", ".", "1e999", "1e-999"}) {
    CAPTURE(text);
    CHECK_FALSE(autodecay::detail::parse_floating(text, read));
  }
}
