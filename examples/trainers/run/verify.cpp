#include "run/verify.hpp"

#include "run/checkpoints.hpp"
#include "run/run_folder.hpp"
#include "support/command_line.hpp"
#include "support/files.hpp"
#include "support/paths.hpp"
#include "support/printable.hpp"
#include "support/usage_error.hpp"

#include <cstdio>

namespace trainer {

int run_verify(
    int argc, const char* const* argv,
    const std::function<std::vector<std::string>(const std::filesystem::path&)>& problems_of) {
  std::filesystem::path folder;
  CLI::App app("Says all that is wrong in a run's folder.", "verify");
  support::add_option(app, "folder", folder, "the run's folder")
      ->required()
      ->check(support::existing_folder);
  if (!support::parse_command_line(app, argc, argv)) return 0;

  if (!std::filesystem::exists(folder / RunFolder::configuration_name) && !has_checkpoint(folder))
    throw support::UsageError("there is no run in " + folder.string());
  const support::FileLock lock(folder / RunFolder::lock_name);
  const std::vector<std::string> problems = problems_of(folder);
  for (const std::string& problem : problems) std::puts(support::printable(problem).c_str());
  if (problems.empty())
    std::printf("all that is in %s belongs there\n", support::printable(folder.string()).c_str());
  return problems.empty() ? 0 : 1;
}

}  // namespace trainer
