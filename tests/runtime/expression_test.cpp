#include "runtime/pointing.hpp"
#include "support/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/runtime/expression.hpp>

using autodecay::runtime::Expression;
using autodecay::runtime::ExpressionParser;
using autodecay::runtime::GrammarError;
using test::pointing;

namespace {

std::string expression_error(std::string_view text) {
  return test::message<GrammarError>([&] { (void)ExpressionParser(text).pipeline(); });
}

}  // namespace

TEST_CASE("a text becomes the parts of its pipeline, with names, arguments and positions") {
  const auto parts =
      ExpressionParser("ema( 0.9 )|all(range(window=5,1e-3), a_b)| drop()").pipeline();
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].name == "ema");
  REQUIRE(parts[0].arguments.size() == 1);
  CHECK(parts[0].arguments[0].name == "0.9");
  CHECK(parts[0].arguments[0].position == 5);
  CHECK_FALSE(parts[0].arguments[0].called);
  CHECK(parts[1].position == 11);
  const Expression& range = parts[1].arguments[0];
  CHECK(range.called);
  CHECK(range.arguments[0].option == "window");
  CHECK(range.arguments[0].begin == 21);
  CHECK(range.arguments[0].name == "5");
  CHECK(range.arguments[0].position == 28);
  CHECK(range.arguments[1].option.empty());
  CHECK(range.arguments[1].begin == 30);
  CHECK(parts[1].arguments[1].name == "a_b");
  CHECK(parts[2].called);
  CHECK(parts[2].arguments.empty());
}

TEST_CASE("what is wrong in a text is shown below it") {
  CHECK(expression_error("") == pointing("expected a name or a number", "", 0));
  CHECK(expression_error("a |") == pointing("expected a name or a number", "a |", 3));
  CHECK(expression_error("a(") == pointing("expected a name or a number", "a(", 2));
  CHECK(expression_error("a(1") == pointing("expected ',' or ')'", "a(1", 3));
  CHECK(expression_error("a(1;2)") == pointing("expected ',' or ')'", "a(1;2)", 3));
  CHECK(expression_error("a b") == pointing("expected '|' or the end", "a b", 2));
  CHECK(expression_error("a(b(1)=2)") == pointing("expected ',' or ')'", "a(b(1)=2)", 6));
  CHECK(expression_error("a\t\xff") == pointing("expected '|' or the end", "a??", 2));
}

TEST_CASE("nesting is limited") {
  std::string text = "a";
  for (int i = 0; i < 15; ++i) text += "(a";
  CHECK(expression_error(text + std::string(15, ')')).empty());
  text += "(a(a";
  CHECK(expression_error(text + std::string(17, ')')).starts_with("expected at most 16 nested"));
  CHECK(expression_error(std::string(1'000'000, '(')).starts_with("expected a name"));
}

TEST_CASE("an error knows its reason and its position") {
  try {
    (void)ExpressionParser("ema(0.9").pipeline();
    FAIL("no error");
  } catch (const GrammarError& error) {
    CHECK(error.reason() == "expected ',' or ')'");
    CHECK(error.position() == 7);
  }
}
