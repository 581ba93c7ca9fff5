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
}

TEST_CASE("several numbers are shown as mean and sample standard deviation") {
  CHECK(mean_text({75.914}, 2) == "75.91");
  CHECK(mean_text({1.0, 1.0, 4.0}, 2) == "2.00 ± 1.73");
  CHECK(mean_text({80.0, 82.0}, 1) == "81.0 ± 1.4");
}
