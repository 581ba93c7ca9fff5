#pragma once

#if (defined(_MSVC_LANG) ? _MSVC_LANG : __cplusplus) < 202002L
#error "autodecay needs C++20: compile with -std=c++20 or newer"
#endif

/// The version of the library, for the preprocessor. CMake reads it from these lines.
/// What may change between versions: docs/compatibility.md.
#define AUTODECAY_VERSION_MAJOR 0
#define AUTODECAY_VERSION_MINOR 2
#define AUTODECAY_VERSION_PATCH 0

/// 10000 · major + 100 · minor + patch: #if AUTODECAY_VERSION >= 200
#define AUTODECAY_VERSION \
  (AUTODECAY_VERSION_MAJOR * 10000 + AUTODECAY_VERSION_MINOR * 100 + AUTODECAY_VERSION_PATCH)

#define AUTODECAY_DETAIL_QUOTED(text) #text
#define AUTODECAY_DETAIL_JOINED(major, minor, patch) \
  AUTODECAY_DETAIL_QUOTED(major)                     \
  "." AUTODECAY_DETAIL_QUOTED(minor) "." AUTODECAY_DETAIL_QUOTED(patch)

namespace autodecay {

/// The same as a text: "0.2.0"
inline constexpr const char* version = AUTODECAY_DETAIL_JOINED(
    AUTODECAY_VERSION_MAJOR, AUTODECAY_VERSION_MINOR, AUTODECAY_VERSION_PATCH);

}  // namespace autodecay

#undef AUTODECAY_DETAIL_JOINED
#undef AUTODECAY_DETAIL_QUOTED
