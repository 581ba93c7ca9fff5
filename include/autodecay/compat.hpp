#pragma once

/// The plateau schedules of PyTorch, Keras, optax and dlib, for migrating from one of these
/// frameworks or for comparing with it. Each has a stability criterion and a whole scheduler with
/// the framework's defaults:
///
/// | framework | criterion      | scheduler        |
/// |-----------|----------------|------------------|
/// | PyTorch   | PyTorchPlateau | PyTorchScheduler |
/// | Keras     | KerasPlateau   | KerasScheduler   |
/// | optax     | OptaxPlateau   | OptaxScheduler   |
/// | dlib      | DlibPlateau    | DlibScheduler    |
///
/// They decay at the same observations as the packages do, and to the same rates; each class names
/// the version it was tested against. Two defects are not copied. A relative margin on a negative
/// best never counts a worsening as an improvement here, and no rule sees a non-finite loss. Each
/// class says what that changes.

#include <autodecay/compat/dlib_plateau.hpp>
#include <autodecay/compat/dlib_scheduler.hpp>
#include <autodecay/compat/keras_plateau.hpp>
#include <autodecay/compat/keras_scheduler.hpp>
#include <autodecay/compat/optax_plateau.hpp>
#include <autodecay/compat/optax_scheduler.hpp>
#include <autodecay/compat/pytorch_plateau.hpp>
#include <autodecay/compat/pytorch_scheduler.hpp>
