#include "detection/text_table.hpp"

#include <doctest/doctest.h>

using namespace detection;

namespace {

const TextRows rows = {
    {"family", "saved", "setting"}, {"a", "0.25", ""}, {"long", "1", "window 5"}};

}  // namespace

TEST_CASE("the columns of a text stand below one another, without blanks at the ends of lines") {
  CHECK(as_text(rows) ==
        "family  saved  setting\n"
        "a       0.25\n"
        "long    1      window 5\n");
}

TEST_CASE("a table of Markdown has a rule below its header") {
  CHECK(as_markdown(rows) ==
        "| family | saved | setting |\n"
        "| :-- | :-- | :-- |\n"
        "| a | 0.25 |  |\n"
        "| long | 1 | window 5 |\n");
}
