// The commands of docs/guides/replay.md do what the page says.

#include "replay.hpp"
#include "support/required_tools.hpp"

#include <cstddef>
#include <string>

#include <doctest/doctest.h>

using test::Result;
using test::run;

TEST_CASE("the command of the front page's picture prints what the page shows, and draws it") {
  const TemporaryFolder folder;
  const Result result = run(folder, "mkdir -p build/bin && ln -s " REPLAY
                                    " build/bin/replay && mkdir docs && cp -r " DOCS
                                    "/pictures docs && rm docs/pictures/decisions.png && "
                                    "sh docs/pictures/decisions.sh");
  CHECK(result.err == "");
  CHECK(result.out == test::read(DOCS "/pictures/decisions.txt"));
  CHECK(test::read(folder.path() / "docs/pictures/decisions.png").starts_with("\x89PNG"));
}

TEST_CASE("the page's program in Python drives its schedule") {
  const TemporaryFolder folder;
  if (run(folder, "python3 -c ''").status != 0) {
    CHECK_MESSAGE(!test::tools_are_required(), "Python is not installed: the program is not tried");
    return;
  }
  const std::string page = test::read(DOCS "/guides/replay.md");
  const std::string fence = "```python\nimport json, subprocess\n";
  const std::size_t begin = page.find(fence);
  REQUIRE(begin != std::string::npos);
  const std::string program = page.substr(begin + 10, page.find("```", begin + 10) - begin - 10) +
                              "print(*[decide(loss) for loss in [8] * 5 + [7] + [6] * 9])\n";
  folder.write("program.py", program);
  // The five levels of 8, and in stage 2 the drop that is asked for.
  const Result result =
      run(folder, "ln -s " REPLAY " replay; PATH=.:$PATH timeout 20 python3 program.py");
  CHECK(result.err == "");
  CHECK(result.out.starts_with("hold hold hold hold decay hold hold hold hold "));
}
