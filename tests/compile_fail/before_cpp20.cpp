// An older standard is named before its consequences.
// option: -std=c++17
// expect: autodecay needs C++20: compile with -std=c++20 or newer
#include <autodecay/all.hpp>
