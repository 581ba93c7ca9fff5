#pragma once

/// The former name of all.hpp; it goes with the next minor version.
#include <autodecay/all.hpp>
