#pragma once

#include <concepts>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <autodecay/archive_error.hpp>
#include <autodecay/detail/archive_reader.hpp>
#include <autodecay/detail/archive_writer.hpp>

/// The saved form of schedulers, policies and statistics: a text of named fields, exact to the bit.
///
///   std::string text = autodecay::save(scheduler);
///   autodecay::load(text, scheduler);   // the same decisions from here on
///
///   autodecay 1
///   type = Scheduler 1
///   average.type = ExponentialMovingAverage 1
///   average.options.beta = 0.9
///   average.biased_mean = 0.23
///   …
///   crc32 = 1e37a95c
///
/// Numbers are the shortest decimal that reads back as the same number. The checksum is zlib's CRC-32
/// of all lines before its own.
///
/// A type has a saved form once it has this function, for both directions; `self` is const when it is
/// saved:
///
///   static void archive(auto& self, auto& ar) {
///     const int version = ar.type("Slope", 2);            // the version in the text, or 2
///     ar.options(self);                                   // its Options, described and checked
///     ar.field("count", self.count_, from_to(0, 9));      // with the range that is accepted
///     if (version >= 2) ar.field("leak", self.leak_);     // keeps its value for a text of version 1
///   }
///
/// A field is a number, a bool, a NamedEnum, a std::string, a std::optional or a std::array or a
/// growing container of one of the first three, described options, a type with `archive`, or a
/// growing container of such. A range holds for each element of a container.
///
/// `ar.elements("levels", n, [&](std::size_t i) -> auto& { return self.levels_[i]; })` saves n
/// numbers, where n follows from the fields before. `ar.require(holds, "what is expected")` refuses
/// what ranges cannot, and `ar.after_loading(self, [](auto& object) { … })` restores what is not
/// saved.
///
/// A text is read by every later version of the library. A statistic saves its state alone: its
/// window or beta belongs to the options of the policy that holds it.
namespace autodecay {

/// The saved form of `object`. Copies nothing but the text.
template <typename T>
[[nodiscard]] std::string save(const T& object) {
  static_assert(detail::ArchivedBy<const T, detail::ArchiveWriter>,
                "a type that is saved needs: static void archive(auto& self, auto& ar)");
  detail::ArchiveWriter writer;
  T::archive(object, writer);
  return std::move(writer).finish();
}

/// Replaces `object`, its options included, by what was saved.
///
/// Throws ArchiveError for a text that is truncated, altered, of a newer version or of another
/// type, or that describes more than the memory holds, and leaves the object as it was. The object
/// must have the type of the one that was saved. Its own options and state do not matter, so that it
/// may be default-constructed.
template <typename T>
void load(std::string_view text, T& object) {
  static_assert(detail::ArchivedBy<T, detail::ArchiveReader>,
                "a type that is loaded needs: static void archive(auto& self, auto& ar)");
  const auto read = [&] {
    T loaded = object;
    detail::ArchiveReader reader(text);
    T::archive(loaded, reader);
    reader.finish();
    object = std::move(loaded);
  };
#if defined(__cpp_exceptions)
  try {
    read();
  } catch (const std::bad_alloc&) {
    throw ArchiveError("autodecay archive: what it describes does not fit into memory");
  } catch (const std::invalid_argument& error) {  // by a constructor that checks its options
    throw ArchiveError(std::string("autodecay archive: ") + error.what());
  }
#else
  read();
#endif
}

}  // namespace autodecay
