#include "program_server.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int learning_stages_main(int argc, char** argv);
int imagenet_main(int argc, char** argv);
int transfer_main(int argc, char** argv);

namespace {

struct Program {
  std::string_view file;
  int (*main)(int argc, char** argv);
};
constexpr std::array programs{Program{LEARNING_STAGES_PROGRAM, learning_stages_main},
                              Program{IMAGENET_PROGRAM, imagenet_main},
                              Program{TRANSFER_PROGRAM, transfer_main}};

/// The program of a file; the end of `programs` for another file.
auto served(std::string_view file) { return std::ranges::find(programs, file, &Program::file); }

constexpr std::size_t most_bytes = 1 << 16;  // of a request
int server = -1;                             // the socket

void require(bool holds, const char* what) {
  if (!holds) throw std::system_error(errno, std::generic_category(), what);
}

/// A message with a file descriptor beside its bytes.
struct Message {
  explicit Message(std::string& bytes) : part{bytes.data(), bytes.size()} {
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
  }
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;

  iovec part;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  msghdr header{};
};

void send_request(std::string request, int output) {
  Message message(request);
  cmsghdr* const extra = CMSG_FIRSTHDR(&message.header);
  extra->cmsg_level = SOL_SOCKET;
  extra->cmsg_type = SCM_RIGHTS;
  extra->cmsg_len = CMSG_LEN(sizeof output);
  std::memcpy(CMSG_DATA(extra), &output, sizeof output);
  require(::sendmsg(server, &message.header, 0) >= 0, "sendmsg");
}

/// Waits for a request. Returns its file descriptor; -1 when there will be none.
int receive_request(std::string& request) {
  request.resize(most_bytes);
  Message message(request);
  const ssize_t bytes = ::recvmsg(server, &message.header, 0);
  if (bytes <= 0) return -1;
  request.resize(static_cast<std::size_t>(bytes));
  int output = -1;
  std::memcpy(&output, CMSG_DATA(CMSG_FIRSTHDR(&message.header)), sizeof output);
  return output;
}

/// Runs a program with the texts of a request: its environment, an empty text, its arguments.
[[noreturn]] void run(const std::string& request, int output) {
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::close(output);
  ::close(server);
  ::clearenv();
  std::vector<char*> arguments;
  bool in_environment = true;
  for (std::size_t at = 0; at < request.size(); at += std::strlen(&request[at]) + 1) {
    auto* const text = const_cast<char*>(&request[at]);
    if (!in_environment)
      arguments.push_back(text);
    else if (*text == '\0')
      in_environment = false;
    else
      ::putenv(text);
  }
  arguments.push_back(nullptr);
  const int code =
      served(arguments.front())->main(static_cast<int>(arguments.size()) - 1, arguments.data());
  std::fflush(nullptr);
  std::_Exit(code);
}

/// Starts a program whose parent ends at once, so that the process of the tests becomes its parent.
pid_t start(const std::string& request, int output) {
  std::array<int, 2> ends{};
  require(::pipe(ends.data()) == 0, "pipe");
  const pid_t parent = ::fork();
  require(parent >= 0, "fork");
  if (parent == 0) {
    const pid_t program = ::fork();
    if (program == 0) {
      ::close(ends[0]);
      ::close(ends[1]);
      run(request, output);
    }
    (void)!::write(ends[1], &program, sizeof program);
    std::_Exit(0);
  }
  pid_t program = -1;
  require(::read(ends[0], &program, sizeof program) == sizeof program, "read");
  ::close(ends[0]);
  ::close(ends[1]);
  require(::waitpid(parent, nullptr, 0) == parent, "waitpid");
  return program;
}

[[noreturn]] void serve() {
  std::string request;
  for (int output = -1; (output = receive_request(request)) >= 0;) {
    const pid_t program = start(request, output);
    ::close(output);
    require(::send(server, &program, sizeof program, 0) == sizeof program, "send");
  }
  std::_Exit(0);
}

}  // namespace

void serve_programs() {
  std::array<int, 2> ends{};
  require(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0, "socketpair");
  require(::prctl(PR_SET_CHILD_SUBREAPER, 1) == 0, "prctl");
  const pid_t child = ::fork();
  require(child >= 0, "fork");
  server = ends[child == 0 ? 1 : 0];
  ::close(ends[child == 0 ? 0 : 1]);
  if (child == 0) serve();
}

std::optional<pid_t> start_served(const std::vector<std::string>& arguments, int output) {
  auto program = arguments.begin();
  if (*program == "/usr/bin/env")
    while ((++program)->find('=') != std::string::npos) continue;
  if (served(*program) == programs.end()) return std::nullopt;
  std::string request;
  const auto add = [&](std::string_view text) { request.append(text) += '\0'; };
  for (char** variable = environ; *variable != nullptr; ++variable) add(*variable);
  if (program != arguments.begin())
    for (auto variable = arguments.begin() + 1; variable != program; ++variable) add(*variable);
  add("");
  for (; program != arguments.end(); ++program) add(*program);
  if (request.size() > most_bytes) return std::nullopt;
  send_request(std::move(request), output);
  pid_t child = -1;
  require(::recv(server, &child, sizeof child, 0) == sizeof child, "recv");
  return child;
}
