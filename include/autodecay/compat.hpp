#pragma once

/// The rules by which other frameworks find a plateau, as stability criteria, exact to their defaults
/// and to the observation: to switch from one of them, or to compare. They take the raw loss
/// (LatestValue). What they do wrong is not copied, as each says: on negative losses a margin is an
/// amount here, and no infinity stands for a best that does not exist yet.

#include <autodecay/compat/dlib_plateau.hpp>
#include <autodecay/compat/keras_plateau.hpp>
#include <autodecay/compat/optax_plateau.hpp>
#include <autodecay/compat/pytorch_plateau.hpp>
