#pragma once

/// The former name of all.hpp. The next minor version removes this header.
#include <autodecay/all.hpp>
