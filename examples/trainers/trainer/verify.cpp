#include "trainer/verify.hpp"

#include "command_line/options.hpp"
#include "command_line/paths.hpp"
#include "text/printable.hpp"
#include "trainer/checkpoints.hpp"
#include "trainer/files.hpp"
#include "trainer/run_folder.hpp"
#include "trainer/usage_error.hpp"

#include <cstdio>

namespace trainer {

int run_verify(
    int argc, const char* const* argv,
    const std::function<std::vector<std::string>(const std::filesystem::path&)>& problems_of) {
  std::filesystem::path folder;
  CLI::App app("Says all that is wrong in a run's folder.", "verify");
  command_line::add_option(app, "folder", folder, "the run's folder")
      ->required()
      ->check(command_line::existing_folder);
  if (!command_line::parse(app, argc, argv)) return 0;

  if (!std::filesystem::exists(folder / RunFolder::configuration_name) && !has_checkpoint(folder))
    throw UsageError("there is no run in " + folder.string());
  const FileLock lock(folder / RunFolder::lock_name);
  const std::vector<std::string> problems = problems_of(folder);
  for (const std::string& problem : problems) std::puts(text::printable(problem).c_str());
  if (problems.empty())
    std::printf("all that is in %s belongs there\n", text::printable(folder.string()).c_str());
  return problems.empty() ? 0 : 1;
}

}  // namespace trainer
