#include "log_files.hpp"

#include "process.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace {

const std::string table = "epoch,train_loss\n1,8\n2,4\n";

/// The names of the files that a folder stands for.
std::vector<std::string> found_in(const TemporaryFolder& folder) {
  std::vector<std::string> names;
  for (const auto& [path, from_folder] : replay_tool::find_logs({folder.path().string()}).files)
    names.push_back(std::filesystem::path(path).filename().string());
  return names;
}

}  // namespace

TEST_CASE("in a folder, a table is found by its name and by the loss in its header") {
  const TemporaryFolder folder;
  for (const std::string name :
       {"a.csv", "b.CSV", "c.tsv", "d.log", "e.txt", "f.TXT", "g.csv.gz", "h.Log.GZ"})
    folder.write(name, table);
  folder.write("i.tsv", "epoch\tval_acc\n1\t0.5\n");
  CHECK(found_in(folder) == std::vector<std::string>{"a.csv", "b.CSV", "c.tsv", "d.log", "e.txt",
                                                     "f.TXT", "g.csv.gz", "h.Log.GZ", "i.tsv"});
}

TEST_CASE("in a folder, other tables and texts are no logs") {
  const TemporaryFolder folder;
  folder.write("a.dat", table);
  folder.write("labels.txt", "0\n1\n2\n");
  folder.write("lr.tsv", "step\tlr\n1\t0.1\n");
  folder.write("notes.txt", "some notes on the loss\nand more, 2\n");
  folder.write("requirements.txt", "numpy\ntorch\n");
  folder.write("empty.log", "");
  CHECK(found_in(folder).empty());
  folder.write("keras.txt", test::read(LOGS "/keras-bar.log"));
  CHECK(found_in(folder) == std::vector<std::string>{"keras.txt"});
}

TEST_CASE("the folders of the arguments are kept for messages") {
  const TemporaryFolder folder;
  const std::string file = folder.write("a.csv", table);
  const std::string path = folder.path().string();
  CHECK(replay_tool::find_logs({path, file}).folders == std::vector<std::string>{path});
}
