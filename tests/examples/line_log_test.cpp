#include "line_log.hpp"

#include "log.hpp"
#include "support/csv.hpp"

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using replay_tool::LineLog;
using replay_tool::open_line_log;

namespace {

struct Read {
  std::vector<double> losses;
  std::vector<double> rates;
  std::string column;
  std::string choice;
  std::string note;
};

Read read(std::istream& in, const std::string& column = "", bool rates_required = false) {
  const auto lines = open_line_log(in, "stream", {.column = column}, rates_required);
  Read read;
  while (const std::optional<LineLog::Entry> entry = lines->next()) {
    read.losses.push_back(entry->loss);
    read.rates.push_back(entry->rate);
  }
  read.column = lines->column();
  read.choice = lines->choice();
  read.note = lines->note();
  return read;
}

Read read(const std::string& text, const std::string& column = "", bool rates_required = false) {
  std::istringstream in(text);
  return read(in, column, rates_required);
}

std::string error(const std::string& text, const std::string& column = "", bool required = false) {
  try {
    read(text, column, required);
    return "no error";
  } catch (const csv::FileError& error) {
    return error.what();
  }
}

/// A stream buffer that says how many lines were taken from it.
class Counted : public std::streambuf {
 public:
  explicit Counted(std::vector<std::string> lines) : lines_(std::move(lines)) {}
  [[nodiscard]] std::size_t taken() const { return taken_; }

 protected:
  int_type underflow() override {
    if (taken_ == lines_.size()) return traits_type::eof();
    std::string& line = lines_[taken_++];
    setg(line.data(), line.data(), line.data() + line.size());
    return traits_type::to_int_type(line[0]);
  }

 private:
  std::vector<std::string> lines_;
  std::size_t taken_ = 0;
};

}  // namespace

TEST_CASE("a stream of lines has the losses of the file") {
  struct {
    const char* file;
    const char* column;
  } const logs[] = {{"caffe.log", "loss"},
                    {"darknet.log", ""},
                    {"darknet-alexey.log", ""},
                    {"huggingface.log", ""},
                    {"json-lines.log", ""},
                    {"lightgbm.log", ""},
                    {"lightgbm-cli.log", ""},
                    {"llmc.log", "loss"},
                    {"llmc-cpu.log", "train loss"},
                    {"llmc-main.log", "train loss"},
                    {"nanogpt.log", "loss"},
                    {"timm.log", ""},
                    {"torchvision.log", ""},
                    {"xgboost.log", ""},
                    {"mlflow/metrics/train_loss", ""},
                    {"keras.csv", ""},
                    {"keras.log", "loss"},
                    {"keras-bar.log", "loss"},
                    {"german.csv", ""},
                    {"lightning.csv", ""},
                    {"timm-summary.csv", ""},
                    {"wandb.csv", ""}};
  for (const auto& [file, column] : logs) {
    CAPTURE(file);
    const std::string path = std::string(LOGS "/") + file;
    std::ifstream in(path);
    const Read lines = read(in, column);
    const replay_tool::Log log = replay_tool::read_log(path, {.column = column}, false);
    REQUIRE(lines.losses.size() == log.losses.size());
    for (std::size_t i = 0; i < log.losses.size(); ++i)
      CHECK((lines.losses[i] == log.losses[i] ||
             (std::isnan(lines.losses[i]) && std::isnan(log.losses[i]))));
  }
}

TEST_CASE("JSON lines: the first line with a loss decides which one is taken") {
  const Read lines = read(
      "{\"epoch\": 1}\n{\"loss\": 8, \"lr\": 0.1, \"val\": {\"loss\": 9}}\n\n"
      "{\"val\": {\"loss\": 9}}\n{\"loss\": NaN}\n{\"loss\": 4, \"lr\": 0.01}\n");
  CHECK(lines.losses.size() == 3);
  CHECK(lines.losses[0] == 8.0);
  CHECK(std::isnan(lines.losses[1]));
  CHECK(lines.losses[2] == 4.0);
  CHECK(lines.rates == std::vector{0.1, 0.1, 0.01});
  CHECK(lines.column == "loss");
  CHECK(lines.choice == "takes the key loss; --column can name another: lr, val.loss");
  CHECK(read("{\"loss\": 8, \"val\": {\"loss\": 9}}\n", "val.loss").losses == std::vector{9.0});
}

TEST_CASE("a torn last line is noted") {
  CHECK(read("{\"loss\": 8}\n{\"lo").note ==
        "line 2 is torn and ignored: the file may still be growing");
  CHECK(read("iter 0: loss 8\niter 1: loss 4").losses == std::vector{8.0});
}

TEST_CASE("what a trainer prints before the first loss is skipped") {
  const Read lines = read(
      "Namespace(lr=0.1)\n+---+---+\n| a | 1 |\nnumber of parameters, 3\n"
      "iter 0: loss 8\nsaving\niter 1: loss 4\n");
  CHECK(lines.losses == std::vector{8.0, 4.0});
  CHECK(lines.choice ==
        "takes the value loss, the first that looks like a loss; --column can name another");
}

TEST_CASE("a loss is there as soon as its line is") {
  struct {
    std::vector<std::string> lines;
    std::size_t first;  // lines up to the first loss
  } const logs[] = {{{"8\n", "4\n", "2\n"}, 1},
                    {{"\xEF\xBB\xBF"
                      "8\n",
                      "4\n", "2\n"},
                     1},
                    {{"{\"loss\": 8}\n", "{\"loss\": 4}\n", "{\"loss\": 2}\n"}, 1},
                    {{"iter 0: loss 8\n", "iter 1: loss 4\n", "iter 2: loss 2\n"}, 1},
                    {{"epoch,loss\n", "1,8\n", "2,4\n"}, 2}};
  for (const auto& [text, first] : logs) {
    CAPTURE(text[0]);
    Counted buffer(text);
    std::istream in(&buffer);
    const auto lines = open_line_log(in, "stream", {}, false);
    CHECK(lines->next()->loss == 8.0);
    CHECK(buffer.taken() == first);
    CHECK(lines->next()->loss == 4.0);
    CHECK(buffer.taken() == first + 1);
  }
}

TEST_CASE("a program that waits for an answer is told at once what it should have sent") {
  struct {
    std::vector<std::string> lines;
    std::size_t taken;  // up to the error; 0 without an error
  } const logs[] = {{{"tensor(0.5)\n", "tensor(0.4)\n"}, 1},
                    {{"tensor(0.5, grad_fn=<NllLossBackward0>)\n", "\n"}, 1},
                    {{"[0.5]\n", "[0.4]\n"}, 1},
                    {{"foo\n", "8\n"}, 1},
                    {{"0.5,0.1\n", "0.4,0.1\n"}, 1},
                    {{"epoch,loss\n", "first,tensor(0.5)\n", "1,8\n"}, 2},
                    {{"epoch,loss\n", "1,8\n"}, 0},
                    {{"\n", "loss\n", "8\n"}, 0},
                    {{"Epoch 1/2\n", "5/5 - 3s - loss: 8\n"}, 0},
                    {{"{\"loss\": 8}\n"}, 0}};
  for (const auto& [text, taken] : logs) {
    CAPTURE(text[0]);
    Counted buffer(text);
    std::istream in(&buffer);
    if (taken == 0) {
      CHECK(open_line_log(in, "stream", {}, false, true)->next()->loss == 8.0);
      continue;
    }
    CHECK_THROWS_AS((void)open_line_log(in, "stream", {}, false, true), csv::FileError);
    CHECK(buffer.taken() == taken);
  }
}

TEST_CASE("an unusable stream says what it lacks") {
  CHECK(error("") == "stream: the input is empty; expected a header of column names, or numbers");
  CHECK(error("{\"epoch\": 1}\n{\"acc\": 0.5}\n") ==
        "stream: no key looks like a loss: --column must name it; there are epoch, acc");
  CHECK(error("{\"loss\": 1}\n", "x") == "stream: no key x; there are loss");
  CHECK(error("{\"loss\": 1}\n", "", true) == "stream: no key learning_rate; there are loss");
  CHECK(error("{\"loss\": 1}\noops\n{}\n") == "stream:2: expected a JSON object");
  CHECK(error("{\n\"log_history\": []}\n") ==
        "stream: has a format that can be read from a file alone");
  CHECK(error("\x1f\x8b\x08\n") == "stream: is compressed by gzip: zcat can decompress it");
  CHECK(error("some prose\nand more of it\n")
            .find("it begins with \"some prose\", \"and more of it\"") != std::string::npos);
}
