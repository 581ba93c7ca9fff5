// The same bytes in a file and on standard input are the same losses, or the same error.

#include "line_log.hpp"
#include "log.hpp"
#include "process.hpp"
#include "support/csv.hpp"

#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using replay_tool::Wanted;

namespace {

struct Outcome {
  std::vector<double> losses;
  std::string error;  // without the name of the file
};

template <typename Losses>
Outcome outcome_of(const std::string& name, Losses losses) {
  try {
    return {losses(), ""};
  } catch (const csv::FileError& error) {
    return {{}, std::string(error.what()).substr(name.size())};
  }
}

Outcome of_file(const std::string& text, const Wanted& wanted, bool by_rate) {
  const TemporaryFolder folder;
  const std::string file = folder.write("log", text);
  return outcome_of(file, [&] { return replay_tool::read_log(file, wanted, by_rate).losses; });
}

Outcome of_stream(const std::string& text, const Wanted& wanted, bool by_rate) {
  std::istringstream in(text);
  return outcome_of("stream", [&] {
    std::vector<double> losses;
    const auto lines = replay_tool::open_line_log(in, "stream", wanted, by_rate);
    while (const auto entry = lines->next()) losses.push_back(entry->loss);
    return losses;
  });
}

}  // namespace

TEST_CASE("a file and standard input agree on the same bytes") {
  struct {
    std::string text;
    std::vector<double> losses;
    std::string error{};
    std::string column{};
    bool by_rate = false;
  } const logs[] = {
      {"foo\n8\n4\n", {8.0, 4.0}},
      {"8\n4\n", {8.0, 4.0}},
      {"\n \n{\"loss\": 8}\n{\"loss\": 4}\n", {8.0, 4.0}},
      {"\n1795871964316 8 0\n1795871964317 4 1\n", {8.0, 4.0}},
      {"\r\nloss\r\n8\r\n4\r\n", {8.0, 4.0}},
      {"loss_scale,loss\n65536,8\n65536,4\n", {8.0, 4.0}},
      {"{\"loss\": 8}\n{\"loss\": 4, \"lr\": 0.1}\n", {8.0, 4.0}, "", "", true},
      {"loss,lr\n8,\n4,0.1\n", {8.0, 4.0}, "", "", true},
      {"loss,loss\n8,1\n", {}, ":1: several columns are named loss"},
      {"8\n4\n", {}, ":1: no column foo; there are loss", "foo"},
      {"a,b\n8,4\n", {}, ":1: no column looks like a loss: --column must name it; there are a, b"},
      {"1,2\n3,4\n",
       {},
       ":1: expected a header of column names, or one number per line, got \"1\" and 1 more"},
      {"loss,lr\n8,\n4,\n",
       {},
       ": column lr has no learning rate in any row with a loss",
       "",
       true},
      // Without a loss, that is what is missing.
      {"loss,lr\n", {}, "", "", true},
      {"{\"loss\": 8}\n", {}, ": no key learning_rate; there are loss", "", true},
      {"{\"lr\": NaN, \"loss\": 8}\n",
       {},
       ": key lr has no learning rate in any row with a loss",
       "",
       true},
      {"{\"loss\": \"abc\"}\n{\"loss\": 8}\n", {}, ":1: key loss: expected a number, got \"abc\""},
      {"{\"loss\": 8}\n{\"loss\": \"abc\"}\n", {}, ":2: key loss: expected a number, got \"abc\""},
  };
  for (const auto& [text, losses, error, column, by_rate] : logs)
    for (const std::string mark : {"", "\xEF\xBB\xBF"}) {
      CAPTURE(text);
      CAPTURE(mark.empty());
      const Wanted wanted{.column = column};
      const Outcome file = of_file(mark + text, wanted, by_rate);
      CHECK(file.losses == losses);
      CHECK(file.error == error);
      const Outcome stream = of_stream(mark + text, wanted, by_rate);
      CHECK(stream.losses == losses);
      CHECK(stream.error == error);
    }
}
