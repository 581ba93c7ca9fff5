#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gnuplot {

/// Runs `gnuplot --default-settings -c script arguments…` in `folder`, the present one if empty,
/// and waits for its end. No shell sees the arguments: they need no quoting. Throws
/// std::runtime_error if gnuplot, which it names, cannot be run or fails, then with the script.
void run(const std::filesystem::path& script, const std::vector<std::string>& arguments = {},
         const std::filesystem::path& folder = {});

/// Runs a script that reads .csv files and writes pictures where it runs, so that these appear in
/// `folder` each as a whole, and none of them if gnuplot fails: in a folder within it that shows
/// the same .csv files and is removed in the end. Throws as run does, and std::system_error if a
/// file cannot be put in place.
void draw(const std::filesystem::path& script, const std::vector<std::string>& arguments,
          const std::filesystem::path& folder);

}  // namespace gnuplot
