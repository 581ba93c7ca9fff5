#pragma once

#include <istream>
#include <memory>
#include <streambuf>
#include <string>
#include <vector>

struct gzFile_s;

namespace replay_tool {

/// Reads a file, and decompresses it if it is compressed by gzip.
class GzipBuffer : public std::streambuf {
 public:
  /// Throws csv::FileError if the file cannot be read or is not a regular file.
  explicit GzipBuffer(const std::string& file);

  /// Back to the beginning.
  void rewind();

  /// Whether the compressed data ended early, as in a file that is being written.
  [[nodiscard]] bool truncated() const { return truncated_; }

 protected:
  /// Throws csv::FileError for damaged data.
  int_type underflow() override;

 private:
  struct Close {
    void operator()(gzFile_s* file) const;
  };

  std::string name_;
  std::unique_ptr<gzFile_s, Close> file_;
  std::vector<char> buffer_;
  bool truncated_ = false;
};

}  // namespace replay_tool
