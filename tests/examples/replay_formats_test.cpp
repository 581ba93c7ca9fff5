#include "replay.hpp"

#include <filesystem>
#include <string>

#include <doctest/doctest.h>

using test::by_hand;
using test::first_fields;
using test::replay;
using test::Result;
using test::run;

TEST_CASE("replay says which series it takes, unless it was named") {
  const std::string log = "epoch,loss,val_loss,acc\n1,8,9,0\n2,4,9,0\n3,4,9,0\n";
  const Result likeliest = replay(log, by_hand);
  CHECK(
      likeliest.err ==
      "replay: log.csv: takes the column loss; --column can name another: epoch, val_loss, acc\n");
  CHECK(likeliest.out.starts_with("log           log.csv, column loss\n"));
  CHECK(replay(log, by_hand + "--column loss").err.empty());
  CHECK(replay("train_loss,val_loss\n8,9\n", by_hand).err.empty());
}

TEST_CASE("the same choice for several logs is said once") {
  const TemporaryFolder folder;
  for (const std::string name : {"a", "b"}) folder.write(name + ".csv", "epoch,loss\n1,8\n");
  folder.write("c.csv", "epoch,val_loss\n1,8\n");
  CHECK(run(folder, REPLAY " a.csv b.csv c.csv").err ==
        "replay: a.csv: takes the column loss; --column can name another: epoch\n"
        "replay: c.csv: takes the column val_loss; --column can name another: epoch\n");
}

TEST_CASE("--maximize is suggested for an accuracy, and turns it around") {
  const std::string log = "epoch,acc\n1,0\n2,0.5\n3,0.5\n";
  const Result grows = replay(log, by_hand + "--column acc");
  CHECK(grows.err ==
        "replay: log.csv: acc looks like an accuracy: --maximize is for a column that grows\n");
  const Result turned = replay(log, by_hand + "--column acc --maximize");
  CHECK(turned.err.empty());
  CHECK(turned.out.starts_with("log           log.csv, column acc, turned around\n"));
  CHECK(first_fields(replay(log, by_hand + "--json --maximize").out) ==
        R"({"observation":3,"stage":1,"decision":"decay","level":0.5,"spread":0,"drop_ratio":null})"
        "\n");
  const Result no_loss = replay(log, "");
  CHECK(no_loss.status == 1);
  CHECK(no_loss.err ==
        "replay: log.csv:1: no column looks like a loss: --column must name it, or "
        "--maximize takes an accuracy; there are epoch, acc\n");
  const TemporaryFolder folder;
  CHECK(run(folder, "echo 1 | " REPLAY " - --maximize").status == 2);
}

TEST_CASE("a folder of mixed formats is replayed, whatever the names of its files") {
  const TemporaryFolder folder;
  std::filesystem::copy(LOGS, folder.path() / "runs", std::filesystem::copy_options::recursive);
  folder.write("runs/notes", "Dear all,\nnothing here\n");
  folder.write("runs/model.bin", std::string("\0\1\2\3", 4));
  folder.write("runs/events.out.tfevents.1", "");  // a training that has just begun
  const Result result = run(folder, REPLAY " runs --json");
  CHECK(result.status == 0);
  CHECK(result.err.find("notes") == std::string::npos);
  CHECK(run(folder, REPLAY " runs").out.find("\n25 logs: ") != std::string::npos);
}

TEST_CASE(
    "standard input is a table with any separator, whose loss is chosen like that of a file") {
  const TemporaryFolder folder;
  folder.write("log", "epoch;Loss;lr\n1;8,0;0,1\n2;4;0,1\n3;4;0,1\n4;1");
  const Result result = run(folder, REPLAY " - --json --by-rate < log" + by_hand);
  CHECK(result.status == 0);
  CHECK(result.err ==
        "replay: standard input: takes the column Loss; --column can name another: epoch, lr\n"
        "replay: standard input: line 5 is torn and ignored: the file may still be growing\n");
  CHECK(first_fields(result.out) ==
        R"({"observation":3,"stage":1,"decision":"decay","level":4,"spread":0,"drop_ratio":null})"
        "\n");
}

TEST_CASE("a small file that expands to a huge one is refused") {
  const TemporaryFolder folder;
  const Result bomb = run(
      folder, "{ echo train_loss; echo 8; yes '' | head -c 80000000; } | gzip > bomb.gz; " REPLAY
              " bomb.gz");
  CHECK(bomb.status == 1);
  CHECK(bomb.out.empty());
  CHECK(bomb.err.starts_with("replay: bomb.gz: its "));
  CHECK(bomb.err.ends_with(", which is no log; gzip -d can decompress it beforehand\n"));
  // The same size is no obstacle in itself.
  CHECK(run(folder, "gzip -d < bomb.gz > plain; " REPLAY " plain").status == 0);
}
