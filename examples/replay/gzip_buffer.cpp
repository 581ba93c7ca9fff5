#include "gzip_buffer.hpp"

#include "support/csv.hpp"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <new>
#include <string_view>

#include <zlib.h>

namespace replay_tool {

void GzipBuffer::Close::operator()(gzFile_s* file) const { gzclose_r(file); }

GzipBuffer::GzipBuffer(const std::string& file) : name_(file), buffer_(std::size_t{1} << 18) {
  support::Descriptor descriptor = csv::open_regular(file);
  file_.reset(gzdopen(descriptor.number(), "rb"));
  if (!file_) throw std::bad_alloc();
  descriptor.release();  // the stream closes it
  gzbuffer(file_.get(), static_cast<unsigned>(buffer_.size()));
}

void GzipBuffer::rewind() {
  gzrewind(file_.get());
  truncated_ = false;
  expanded_ = 0;
  setg(nullptr, nullptr, nullptr);
}

GzipBuffer::int_type GzipBuffer::underflow() {
  if (truncated_) return traits_type::eof();
  const int size = gzread(file_.get(), buffer_.data(), static_cast<unsigned>(buffer_.size()));
  int error = Z_OK;
  gzerror(file_.get(), &error);
  truncated_ = error == Z_BUF_ERROR;
  if (size < 0 && !truncated_)
    throw csv::FileError(
        name_, error == Z_ERRNO ? std::strerror(errno) : "its compressed data is damaged");
  if (size <= 0) return traits_type::eof();
  std::string_view bytes(buffer_.data(), static_cast<std::size_t>(size));
  if (expanded_ == 0) bytes = csv::without_mark(bytes);
  check_expansion(size);
  setg(buffer_.data(), buffer_.data() + size - bytes.size(), buffer_.data() + size);
  return bytes.empty() ? underflow() : traits_type::to_int_type(bytes[0]);
}

void GzipBuffer::check_expansion(int size) {
  constexpr std::int64_t most = std::int64_t{64} << 20;
  constexpr std::int64_t most_per_byte = 500;
  expanded_ += size;
  const std::int64_t compressed = gzoffset(file_.get());
  if (gzdirect(file_.get()) == 0 && expanded_ > most && expanded_ / most_per_byte > compressed)
    throw csv::FileError(name_, "its " + std::to_string(compressed) +
                                    " compressed bytes expand to more than " +
                                    std::to_string(expanded_) +
                                    ", which is no log; gzip -d can decompress it beforehand");
}

}  // namespace replay_tool
