#include "trainer/files.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace trainer {
namespace {

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), what + " " + path.string());
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags)
      : path_(path), number_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
    if (number_ < 0) fail("cannot open", path);
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(number_, bytes.data(), bytes.size());
      if (written >= 0)
        bytes.remove_prefix(static_cast<std::size_t>(written));
      else if (errno != EINTR)
        fail("cannot write", path_);
    }
  }

  void sync() const {
    if (::fsync(number_) != 0) fail("cannot write to disk", path_);
  }

  /// Some file systems report a failed write only here.
  void close() {
    if (::close(std::exchange(number_, -1)) != 0) fail("cannot write", path_);
  }

  [[nodiscard]] int number() const { return number_; }

 private:
  std::filesystem::path path_;
  int number_;
};

}  // namespace

std::filesystem::path absolute_folder(const std::filesystem::path& folder) {
  const std::filesystem::path path = std::filesystem::absolute(folder).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

std::string read_file(const std::filesystem::path& path) {
  const Descriptor file(path, O_RDONLY);
  std::string bytes;
  std::string block(1 << 20, '\0');
  while (true) {
    const ssize_t count = ::read(file.number(), block.data(), block.size());
    if (count == 0) return bytes;
    if (count > 0)
      bytes.append(block, 0, static_cast<std::size_t>(count));
    else if (errno != EINTR)
      fail("cannot read", path);
  }
}

void sync_folder(const std::filesystem::path& folder) {
  Descriptor(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY).sync();
}

void write_atomically(const std::filesystem::path& path,
                      std::initializer_list<std::string_view> parts) {
  std::filesystem::path beside = path;
  beside += '.' + std::to_string(::getpid()) + ".new";  // other processes may write the same file
  try {
    Descriptor file(beside, O_WRONLY | O_CREAT | O_TRUNC);
    for (const std::string_view part : parts) file.write(part);
    file.sync();
    file.close();
    if (::rename(beside.c_str(), path.c_str()) != 0) fail("cannot replace", path);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
  sync_folder(path.parent_path());
}

void append_bytes(const std::filesystem::path& path, std::string_view bytes) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_APPEND);
  const off_t end = ::lseek(file.number(), 0, SEEK_END);
  if (end < 0) fail("cannot append to", path);
  try {
    file.write(bytes);
    file.sync();
  } catch (...) {
    // The reason that counts is already on its way.
    [[maybe_unused]] const int ignored = ::ftruncate(file.number(), end);
    throw;
  }
}

void append_line(const std::filesystem::path& path, std::string_view line) {
  append_bytes(path, std::string(line) + '\n');
}

FileLock::FileLock(const std::filesystem::path& path)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) fail("cannot open", path);
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  const int reason = errno;
  ::close(descriptor_);
  if (reason == EWOULDBLOCK)
    throw std::runtime_error(path.string() + " is locked: another process is at work there");
  throw std::system_error(reason, std::generic_category(), "cannot lock " + path.string());
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

}  // namespace trainer
