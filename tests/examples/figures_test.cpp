#include "process.hpp"
#include "support/gnuplot.hpp"
#include "support/required_tools.hpp"

#include <initializer_list>
#include <string>

#include <doctest/doctest.h>

namespace {

struct Table {
  const char* file;
  const char* text;
};

/// Draws the figure from the tables, and checks that both pictures exist.
void check_drawn(const std::string& figure, std::initializer_list<Table> tables) {
  CAPTURE(figure);
  const TemporaryFolder folder;
  if (test::run(folder, "gnuplot --version").status != 0) {
    CHECK_MESSAGE(!test::tools_are_required(), "gnuplot is not installed: its script is not tried");
    return;
  }
  for (const Table& table : tables) folder.write(table.file, table.text);
  CHECK(error_of([&] { gnuplot::draw(FIGURES "/" + figure + ".gp", {"a note"}, folder.path()); }) ==
        "");
  const std::string svg = test::read(folder.path() / (figure + ".svg"));
  CHECK(svg.find("</svg>") != std::string::npos);
  CHECK(svg.find(">a note<") != std::string::npos);
  CHECK(test::read(folder.path() / (figure + ".png")).starts_with("\x89PNG"));
}

// A script might fail for non-finite losses, non-positive ratios, a single seed or a single run.
constexpr const char* batch_descent =
    "decay,seed,iteration,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy\n"
    "never,0,1,1,2.3,0.1,2.3,0.1\nnever,0,2,1,inf,0.1,nan,0.1\n"
    "1,0,1,1,2,0.2,2,0.2\n1,0,2,0.1,1,0.5,1.5,0.4\n1,1,1,1,2,0.2,2,0.2\n";
constexpr const char* norms =
    "epoch,learning_rate,conv.weight,conv.bias,fc.weight,fc.bias\n"
    "1,0.1,2,0,1,1\n2,0.1,3,0,1.5,1\n3,0.01,3.1,0,1.5,1\n";

}  // namespace

TEST_CASE("the figures that need no training are drawn") {
  check_drawn("figure-1", {{"figure-1.csv", "epoch,learning_rate\n1,0.1\n2,0.1\n3,0.01\n"}});
  const char* const grid =
      "x,y,loss\n-1,-1,2\n0,-1,1\n1,-1,2\n\n-1,0,1\n0,0,0\n1,0,1\n\n-1,1,2\n0,1,1\n1,1,2\n";
  check_drawn("figure-2", {{"figure-2-path.csv",
                            "path,learning_rate,step,x,y,loss\nlarge,1.5,0,1,1,1\n"
                            "large,1.5,1,-0.5,-0.5,0.25\nsmall,0.1,0,1,1,1\n"},
                           {"figure-2-bowl.csv", grid},
                           {"figure-2-logistic.csv", grid}});
  check_drawn("figure-7", {{"figure-7.csv", "t,theory,measured\n1,1,0.98\n2,0.5014,0.4947\n"}});
}

TEST_CASE("the figures of trainings are drawn") {
  const std::string epochs =
      "decay,epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy\n"
      "never,1,0.1,nan,0.1,nan,0.1\nnever,2,0.1,0,0.1,nan,0.1\n";
  check_drawn("figure-3", {{"figure-3.csv", epochs.c_str()}});
  check_drawn("figure-3", {{"figure-3.csv", (epochs + "1,1,0.1,2,0.2,2,0.2\n1,2,0.01,1,0.5,1,0.5\n"
                                                      "2,1,0.1,2,0.2,2,0.2\n2,2,0.1,2,0.2,2,0.2\n")
                                                .c_str()}});
  check_drawn("figure-4", {{"figure-4.csv", norms}});
  check_drawn("figure-5", {{"figure-5.csv", batch_descent},
                           {"figure-5-best.csv",
                            "method,decay,seeds,mean,deviation\nsgd,never,1,0.5,nan\n"
                            "sgd,1,1,0.6,nan\nbgd,never,2,0.4,0.01\nbgd,1,2,0.4,0.02\n"}});
  check_drawn("figure-10", {{"figure-10.csv", batch_descent}});
  check_drawn("figure-11", {{"figure-11.csv", norms},
                            {"figure-11-changes.csv",
                             "layer,before,after,ratio\nconv.weight,1,0.1,0.1\n"
                             "conv.bias,0,0,nan\nfc.weight,0.5,0,0\nfc.bias,0,0,nan\n"}});
  check_drawn("figure-patterns",
              {{"figure-patterns.csv",
                "run,epoch,learning_rate,batch_size,train_loss,easy_accuracy,complex_accuracy,"
                "easy_signal_to_noise,complex_signal_to_noise\n"
                "never,1,0.1,10,0.5,0.1,0.1,-1,0\nnever,2,0.1,10,0.5,0.1,0.1,-1,0\n"
                "batch,1,0.1,10,0.5,0.1,0.1,-1,0\nbatch,2,0.1,100,0.4,0.1,0.1,-1,0\n"}});
}
