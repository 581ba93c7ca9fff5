#include "support/text_table.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace support;

TEST_CASE("columns are as wide as their widest cell, in characters") {
  const std::vector<TextRow> rows = {
      {"name", "top-1"}, {"é ± ü", "7"}, {"a longer one", "75.91 ± 0.05"}};
  CHECK(aligned_text(rows) ==
        "name                 top-1\n"
        "é ± ü                    7\n"
        "a longer one  75.91 ± 0.05\n");
  CHECK(aligned_markdown(rows) ==
        "| name         |        top-1 |\n"
        "| :-- | --: |\n"
        "| é ± ü        |            7 |\n"
        "| a longer one | 75.91 ± 0.05 |\n");
  CHECK(aligned_markdown({{"alone"}}) == "| alone |\n| :-- |\n");
  CHECK(aligned_markdown({{"a|b||"}, {"c"}}) == "| a\\|b\\|\\| |\n| :-- |\n| c        |\n");
}

TEST_CASE("texts are left-aligned, without blanks at the ends of lines") {
  const TextRows rows = {
      {"family", "saved", "setting"}, {"é", "0.25", ""}, {"", "1", "ema | range"}};
  CHECK(left_aligned_text(rows) ==
        "family  saved  setting\n"
        "é       0.25\n"
        "        1      ema | range\n");
  CHECK(left_aligned_markdown(rows) ==
        "| family | saved | setting |\n"
        "| :-- | :-- | :-- |\n"
        "| é | 0.25 |  |\n"
        "|  | 1 | ema \\| range |\n");
}
