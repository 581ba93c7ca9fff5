#include "detection/text_table.hpp"

#include <doctest/doctest.h>

using namespace detection;

namespace {

const TextRows rows = {
    {"family", "saved", "setting"}, {"a", "0.25", ""}, {"long", "1", "window 5"}};

}  // namespace

TEST_CASE("text columns are aligned, without trailing spaces") {
  CHECK(as_text(rows) ==
        "family  saved  setting\n"
        "a       0.25\n"
        "long    1      window 5\n");
}

TEST_CASE("a Markdown table has a rule below its header") {
  CHECK(as_markdown(rows) ==
        "| family | saved | setting |\n"
        "| :-- | :-- | :-- |\n"
        "| a | 0.25 |  |\n"
        "| long | 1 | window 5 |\n");
}
