#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gnuplot {

/// Throws std::runtime_error unless a program gnuplot is in one of the folders of $PATH.
void require_installed();

/// The script of that name that belongs to this program: ../share/autodecay/figures/<name>, from the
/// program's folder. Throws std::runtime_error if there is no such file.
[[nodiscard]] std::filesystem::path script(const std::string& name);

/// Runs `gnuplot --default-settings -c script arguments…` in `folder`, or in the current folder if
/// `folder` is empty, and waits until it ends. No shell is involved, so that the arguments need no
/// quoting. Throws std::runtime_error if gnuplot cannot be run, or if it fails; the message names
/// gnuplot and, in the latter case, the script.
void run(const std::filesystem::path& script, const std::vector<std::string>& arguments = {},
         const std::filesystem::path& folder = {});

/// Runs a script that reads .csv files from its working folder and writes pictures to it. Each
/// picture appears in `folder` atomically, and none appears if gnuplot fails. The script runs in a
/// folder within the system's temporary one, with the same .csv files, so that a killed process leaves
/// nothing in `folder` that remove_temporaries() does not remove. Throws like run, and
/// std::system_error that names a file that cannot be read or written.
void draw(const std::filesystem::path& script, const std::vector<std::string>& arguments,
          const std::filesystem::path& folder);

}  // namespace gnuplot
