#pragma once

#include "program_server.hpp"
#include "support/files.hpp"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <c10/util/Logging.h>  // before doctest, whose CHECK it would replace
#include <doctest/doctest.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using Arguments = std::vector<std::string>;

inline Arguments operator+(Arguments first, const Arguments& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

/// A command with more variables in its environment.
inline Arguments with_environment(const Arguments& variables, Arguments command) {
  const std::string env = "/usr/bin/env";
  if (command.front() != env) command.insert(command.begin(), env);
  command.insert(command.begin() + 1, variables.begin(), variables.end());
  return command;
}

/// A training that finds no gnuplot in its PATH: drawing would take most of a small one's time.
inline Arguments without_picture(const Arguments& command) {
  return with_environment({"PATH="}, command);
}

/// The same training with its picture.
inline Arguments with_picture(Arguments command) {
  std::erase(command, "PATH=");
  return command;
}

/// A running program; its standard output and error go through one pipe.
class Process {
 public:
  explicit Process(const Arguments& arguments) {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    process_ = started(arguments, ends[1]);
    ::close(ends[1]);
    output_ = ::fdopen(ends[0], "r");
  }
  ~Process() { std::fclose(output_); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Waits until the program has printed a line that contains `text`.
  void wait_for(const std::string& text) {
    while (read_line().find(text) == std::string::npos) REQUIRE(!std::feof(output_));
  }

  void send(int signal) const { REQUIRE(::kill(process_, signal) == 0); }

  /// Waits for the program to end; returns its exit code, or minus the signal that ended it.
  int wait() {
    while (!std::feof(output_)) read_line();
    int status = 0;
    REQUIRE(::waitpid(process_, &status, 0) == process_);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  static pid_t started(Arguments arguments, int output) {
    if (const std::optional<pid_t> served = start_served(arguments, output)) return *served;
    std::vector<char*> raw;
    for (std::string& argument : arguments) raw.push_back(argument.data());
    raw.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    pid_t process = 0;
    REQUIRE(::posix_spawn(&process, raw[0], &actions, nullptr, raw.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    return process;
  }

  std::string read_line() {
    std::string line;
    for (int c = std::fgetc(output_); c != EOF; c = std::fgetc(output_)) {
      line += static_cast<char>(c);
      if (c == '\n') break;
    }
    text_ += line;
    return line;
  }

  pid_t process_ = 0;
  std::FILE* output_ = nullptr;
  std::string text_;
};

struct Result {
  int code;
  std::string text;
};

inline Result run(const Arguments& arguments) {
  Process process(arguments);
  const int code = process.wait();
  return {code, process.text()};
}

inline std::vector<std::string> lines(const std::filesystem::path& file) {
  std::vector<std::string> result;
  std::istringstream text(support::read_file(file));
  for (std::string line; std::getline(text, line);) result.push_back(line);
  return result;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

/// As many epochs as no test waits for.
inline constexpr const char* endless = "1000000";

/// The rows of metrics.csv without the columns that hold times, seconds and images_per_second.
inline std::vector<std::string> rows(const std::filesystem::path& out) {
  std::vector<std::string> result = lines(out / "metrics.csv");
  for (std::string& line : result) {
    std::size_t begin = 0;
    for (int column = 0; column < 11; ++column) {
      begin = line.find(',', begin + 1);
      REQUIRE(begin != line.npos);
    }
    const std::size_t end = line.find(',', line.find(',', begin + 1) + 1);
    line.erase(begin, end == std::string::npos ? end : end - begin);
  }
  return result;
}
