#include "trainer/picture.hpp"

#include <cstdio>
#include <cstring>
#include <string>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace trainer {
namespace {

constexpr const char* script = TRAINER_FIGURES_FOLDER "/stages.gp";

/// Runs gnuplot in the folder; returns its exit status, or -1 with errno's value in `error`.
int run_gnuplot(const std::filesystem::path& folder, int& error) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  std::string program = "gnuplot";
  std::string argument = script;
  char* const arguments[] = {program.data(), argument.data(), nullptr};
  pid_t process = 0;
  error = ::posix_spawnp(&process, program.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = -1;
  if (error == 0) ::waitpid(process, &status, 0);
  return status;
}

}  // namespace

void draw_picture(const std::filesystem::path& folder) {
  int error = 0;
  const int status = run_gnuplot(folder, error);
  if (error != 0)
    std::fprintf(stderr, "no picture: gnuplot: %s\n", std::strerror(error));
  else if (status != 0)
    std::fprintf(stderr, "no picture: gnuplot failed with %s\n", script);
  else
    std::printf("the learning stages are drawn in %s\n", (folder / "stages.svg").c_str());
}

}  // namespace trainer
