#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <streambuf>
#include <string>
#include <vector>

struct gzFile_s;

namespace replay_tool {

/// Reads a file without a byte order mark of UTF-8, and decompresses it if it is compressed by gzip. A
/// file that expands to more than 500 times its size and 64 MiB is refused: real logs expand to less
/// than 50 times their size.
class GzipBuffer : public std::streambuf {
 public:
  /// Throws csv::FileError if the file cannot be read or is not a regular file.
  explicit GzipBuffer(const std::string& file);

  /// Back to the beginning.
  void rewind();

  /// Whether the compressed data ended early, as in a file that is being written.
  [[nodiscard]] bool truncated() const { return truncated_; }

 protected:
  /// Throws csv::FileError for damaged data and for a file that expands too much.
  int_type underflow() override;

 private:
  struct Close {
    void operator()(gzFile_s* file) const;
  };

  void check_expansion(int size);

  std::string name_;
  std::unique_ptr<gzFile_s, Close> file_;
  std::vector<char> buffer_;
  std::int64_t expanded_ = 0;  // bytes that were read since the beginning
  bool truncated_ = false;
};

}  // namespace replay_tool
