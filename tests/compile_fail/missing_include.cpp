// The schedules of other frameworks are included by themselves: what is missing has their namespace.
// expect: compat
#include <autodecay/all.hpp>

#ifndef MUST_FAIL
#include <autodecay/compat.hpp>
#endif

autodecay::compat::PyTorchScheduler scheduler;
