#pragma once

/// The rules by which other frameworks find a plateau, as stability criteria, exact to their defaults
/// and to the observation: to switch from one of them, or to compare. They take the raw loss
/// (LatestValue). What they do wrong is not copied, as each says: on negative losses a margin is an
/// amount here, and no infinity stands for a best that does not exist yet.
#include <autodecay/peers/cntk.hpp>
#include <autodecay/peers/dlib.hpp>
#include <autodecay/peers/flux.hpp>
#include <autodecay/peers/keras.hpp>
#include <autodecay/peers/nnunet.hpp>
#include <autodecay/peers/optax.hpp>
#include <autodecay/peers/pytorch.hpp>
#include <autodecay/peers/slope.hpp>
#include <autodecay/peers/tensorpack.hpp>
