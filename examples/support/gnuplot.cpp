#include "support/gnuplot.hpp"

#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <stdexcept>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gnuplot {
namespace {

namespace fs = std::filesystem;

/// Runs in the new process before it executes gnuplot.
class FileActions {
 public:
  FileActions() { ::posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  void change_folder(const fs::path& folder) {
    ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
  }

  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

}  // namespace

void require_installed() {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/bin:/usr/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (::access((fs::path(folder.empty() ? "." : folder) / "gnuplot").c_str(), X_OK) == 0) return;
  throw std::runtime_error("gnuplot, which draws the pictures, is not in $PATH");
}

fs::path script(const std::string& name) {
  const fs::path program = fs::read_symlink("/proc/self/exe");
  const fs::path path =
      program.parent_path().parent_path() / "share" / "autodecay" / "figures" / name;
  if (!fs::exists(path))
    throw std::runtime_error("there is no " + path.string() + ", which draws the picture");
  return path;
}

void run(const fs::path& script, const std::vector<std::string>& arguments,
         const fs::path& folder) {
  // gnuplot would resolve a relative name in its own folder.
  std::vector<std::string> words{"gnuplot", "--default-settings", "-c",
                                 fs::absolute(script).string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  FileActions actions;
  if (!folder.empty()) actions.change_folder(folder);
  pid_t process = 0;
  const int error =
      ::posix_spawnp(&process, pointers[0], actions.get(), nullptr, pointers.data(), environ);
  if (error != 0) throw std::runtime_error(std::string("gnuplot: ") + std::strerror(error));

  int status = 0;
  pid_t ended = 0;
  do ended = ::waitpid(process, &status, 0);
  while (ended == -1 && errno == EINTR);
  if (ended != process || status != 0)
    throw std::runtime_error("gnuplot failed on " + script.string());
}

void draw(const fs::path& script, const std::vector<std::string>& arguments,
          const fs::path& folder) {
  const support::TemporaryFolder inner("autodecay-drawing-");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".csv")
      fs::create_symlink(fs::absolute(entry.path()), inner.path() / entry.path().filename());

  run(script, arguments, inner.path());
  std::vector<fs::path> pictures;
  for (const fs::directory_entry& entry : fs::directory_iterator(inner.path()))
    if (!entry.is_symlink()) pictures.push_back(entry.path());
  for (const fs::path& picture : pictures)
    support::write_atomically(folder / picture.filename(), {support::read_file(picture)});
}

}  // namespace gnuplot
