#include "support/files.hpp"

#include <cerrno>
#include <random>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace support {
namespace {

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), what + " " + path.string());
}

struct stat status_of(const Descriptor& descriptor, const std::filesystem::path& path) {
  struct stat status {};
  if (::fstat(descriptor.number(), &status) != 0) fail("cannot read", path);
  return status;
}

/// A file open for writing.
class OutputFile {
 public:
  OutputFile(const std::filesystem::path& path, int flags)
      : path_(path), descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
    if (number() < 0) fail("cannot open", path);
  }

  [[nodiscard]] int number() const { return descriptor_.number(); }

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(number(), bytes.data(), bytes.size());
      if (written >= 0)
        bytes.remove_prefix(static_cast<std::size_t>(written));
      else if (errno != EINTR)
        fail("cannot write", path_);
    }
  }

  void sync() const {
    if (::fsync(number()) != 0) fail("cannot write to disk", path_);
  }

  /// Some file systems report a failed write only here.
  void close() {
    if (::close(descriptor_.release()) != 0) fail("cannot write", path_);
  }

 private:
  std::filesystem::path path_;
  Descriptor descriptor_;
};

constexpr const char* temporary_extension = ".new";
constexpr std::string_view hexadecimal = "0123456789abcdef";
constexpr std::size_t random_digits = 16;

/// <path>.<16 random digits>.new, which no other process takes and nobody can foresee.
std::filesystem::path temporary_beside(std::filesystem::path path) {
  std::random_device random;
  std::string digits;
  while (digits.size() < random_digits) digits += hexadecimal[random() % 16];
  path += '.' + digits + temporary_extension;
  return path;
}

bool is_temporary(const std::filesystem::path& path) {
  const std::string digits = path.stem().extension().string();
  return path.extension() == temporary_extension && digits.size() == 1 + random_digits &&
         digits.find_first_not_of(hexadecimal, 1) == digits.npos;
}

}  // namespace

std::filesystem::path absolute_folder(const std::filesystem::path& folder) {
  const std::filesystem::path path = std::filesystem::absolute(folder).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

int Descriptor::release() noexcept { return std::exchange(number_, -1); }

Descriptor open_regular(const std::filesystem::path& path) {
  // Nonblocking because opening a pipe would wait for its writer.
  Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (descriptor.number() < 0) fail("cannot open", path);
  if (!S_ISREG(status_of(descriptor, path).st_mode))
    throw NotRegular(path.string() + ": not a regular file");
  return descriptor;
}

RegularFile::RegularFile(std::filesystem::path path)
    : path_(std::move(path)), descriptor_(open_regular(path_)) {
  size_ = static_cast<std::uint64_t>(status_of(descriptor_, path_).st_size);
}

std::size_t RegularFile::read(std::uint64_t position, char* bytes, std::size_t count) const {
  std::size_t filled = 0;
  while (filled < count) {
    const ssize_t got = ::pread(descriptor_.number(), bytes + filled, count - filled,
                                static_cast<off_t>(position + filled));
    if (got == 0) break;
    if (got > 0)
      filled += static_cast<std::size_t>(got);
    else if (errno != EINTR)
      fail("cannot read", path_);
  }
  return filled;
}

std::string read_file(const std::filesystem::path& path, std::uint64_t most) {
  const RegularFile file(path);
  if (file.size() > most)
    throw std::runtime_error(path.string() + ": has " + std::to_string(file.size()) +
                             " bytes; expected at most " + std::to_string(most));
  std::string bytes(static_cast<std::size_t>(file.size()), '\0');
  bytes.resize(file.read(0, bytes.data(), bytes.size()));
  return bytes;
}

void sync_folder(const std::filesystem::path& folder) {
  OutputFile(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY).sync();
}

void create_folders(const std::filesystem::path& folder) {
  if (folder.empty() || std::filesystem::is_directory(folder)) return;
  create_folders(folder.parent_path());
  std::filesystem::create_directory(folder);
  sync_folder(folder.parent_path());
}

void write_atomically(const std::filesystem::path& path,
                      const std::vector<std::string_view>& parts) {
  const std::filesystem::path beside = temporary_beside(path);
  OutputFile file(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
  try {
    for (const std::string_view part : parts) file.write(part);
    file.sync();
    file.close();
    rename_file(beside, path);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
  sync_folder(path.parent_path());
}

void remove_temporaries(const std::filesystem::path& folder) {
  for (const std::filesystem::directory_entry& entry : std::filesystem::directory_iterator(folder))
    if (is_temporary(entry.path())) std::filesystem::remove(entry.path());
}

void rename_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail("cannot replace", to);
}

void append_bytes(const std::filesystem::path& path, std::string_view bytes) {
  OutputFile file(path, O_WRONLY | O_CREAT | O_APPEND);
  const off_t end = ::lseek(file.number(), 0, SEEK_END);
  if (end < 0) fail("cannot append to", path);
  try {
    file.write(bytes);
    file.sync();
  } catch (...) {
    // A more important exception is already under way.
    [[maybe_unused]] const int ignored = ::ftruncate(file.number(), end);
    throw;
  }
}

void append_line(const std::filesystem::path& path, std::string_view line) {
  append_bytes(path, std::string(line) + '\n');
}

FileLock::FileLock(const std::filesystem::path& path)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  if (descriptor_.number() < 0) fail("cannot open", path);
  if (::flock(descriptor_.number(), LOCK_EX | LOCK_NB) == 0) return;
  if (errno == EWOULDBLOCK)
    throw std::runtime_error(path.string() + " is locked: another process is using it");
  fail("cannot lock", path);
}

}  // namespace support
