#!/usr/bin/env python3
"""Records what the plateau schedulers of PyTorch, timm, Keras and optax do, as the answers that the
parity tests compare autodecay with. It drives the packages' own classes. To make the answers anew:

    python3 -m venv venv && venv/bin/pip install -r tests/parity/requirements.txt
    venv/bin/python tests/parity/record.py

With --check it writes nothing, compares instead, and exits with 1 if an answer differs. Packages
that are missing or of another version are left out then; if all are, it exits with 77. Names after
the options choose packages.

Each file answers/<package>.txt holds runs of four lines:

    run      same, or differs where autodecay deliberately decides otherwise; then a name
    options  by the package's names
    losses   as decimals, or the arguments of trainings() in peer_losses.py
    rates    before the first loss, then observation:rate for each change; a comma separates
             parameter groups

Decimals are the shortest that read back as the same double. Keras and optax compute in double
precision here, as autodecay does; the runs called single precision, and Keras' called defaults, use
the single precision that is their default.
"""

import argparse
import contextlib
import importlib.metadata
import math
import os
import platform
import sys
import warnings
from pathlib import Path

from peer_losses import trainings

HERE = Path(__file__).parent
ANSWERS = HERE / "answers"

os.environ["KERAS_BACKEND"] = "torch"  # compares in the precision that floatx names
os.environ["JAX_PLATFORMS"] = "cpu"
# Without fused multiply-adds, so that the compiled update rounds as the one that is not compiled.
os.environ["XLA_FLAGS"] = "--xla_cpu_max_isa=AVX"


class Generated:
    def __init__(self, **arguments):
        self.arguments = arguments
        self.losses = trainings(**arguments)

    def __str__(self):
        return "trainings " + " ".join(f"{name}={value}" for name, value in self.arguments.items())


class Listed:
    def __init__(self, losses):
        self.losses = [float(loss) for loss in losses]

    def __str__(self):
        return " ".join(map(repr, self.losses))


# Multiples of 1/1024, most of which single precision holds exactly.
DYADIC = [Generated(count=300, seed=1, length=60, noise=100),
          Generated(count=300, seed=2, length=60, noise=400),
          Generated(count=300, seed=3, length=100, noise=0),
          Generated(count=300, seed=4, length=50, noise=2000)]
# Multiples of 1/1000, which need rounding everywhere; the third has many equal losses.
ROUNDED = [Generated(count=300, seed=5, length=60, noise=100, unit=1000),
           Generated(count=300, seed=6, length=50, noise=2000, unit=1000),
           Generated(count=300, seed=7, length=150, noise=8, unit=1000)]
NEGATIVE = [Generated(count=300, seed=8, length=60, noise=400, offset=-30000, unit=1000),
            Generated(count=300, seed=9, length=60, noise=400, offset=-3000, unit=1000)]
LONG = Generated(count=5000, seed=10, length=1500, noise=1500, unit=1000)
FEW = Generated(count=80, seed=11, length=40, noise=2000, unit=1000)
CONSTANT = Listed([1.5] * 40)
FALLING = Listed([5 - i / 10 for i in range(40)])


def at_the_margin(bound):
    """For several best losses: one exactly at the bound, and one just below it."""
    losses = []
    for best in (1e6, 77.7, 1.0, 0.3, 1e-3):
        limit = bound(best)
        losses += [best, limit, math.nextafter(limit, -math.inf)]
    return Listed(losses)


NONFINITE = {"NaN at first": [math.nan, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4],
             "NaN later": [1.0, math.nan, math.nan, math.nan, 0.5, math.nan, 0.4, 0.3],
             "infinity at first": [math.inf, math.inf, math.inf, 1.0, 0.5, 0.25],
             "infinity later": [1.0, math.inf, math.inf, math.inf, 0.5, 0.25],
             "minus infinity": [1.0, -math.inf, 0.5, 0.4, 0.3, 0.2, 0.1]}


def run(kind, name, options, series, drive, **hidden):
    """A run as the four lines of the file. `drive(losses, **options)` yields the rates before the
    first loss and after each one; `hidden` goes to it too."""
    before, *after = drive(series.losses, **options, **hidden)
    changes = []
    for position, rates in enumerate(after, 1):
        if rates != before:
            changes.append(f"{position}:{','.join(map(repr, rates))}")
            before = rates
    first = next(drive(series.losses[:1], **options, **hidden))
    return "\n".join([f"run {kind} {name}",
                      "options " + " ".join(f"{key}={value}" for key, value in options.items()),
                      f"losses {series}",
                      " ".join(["rates", ",".join(map(repr, first)), *changes])])


# PyTorch


def sgd(rates):
    import torch
    return torch.optim.SGD([{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": rate}
                            for rate in rates])


def drive_pytorch(losses, rates=(1.0,), **options):
    import torch
    optimizer = sgd(rates)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, **options)
    yield [group["lr"] for group in optimizer.param_groups]
    for loss in losses:
        scheduler.step(loss)
        yield [group["lr"] for group in optimizer.param_groups]


def pytorch_runs():
    def pytorch(kind, name, series, rates=(1.0,), factor=0.5, eps=0.0, **options):
        return run(kind, name, {"factor": factor, "eps": eps, **options}, series, drive_pytorch,
                   rates=rates)

    for options in [dict(), dict(cooldown=5), dict(patience=3, threshold=0.01, cooldown=1),
                    dict(patience=5, threshold=0.125), dict(patience=4, threshold=0.0, cooldown=20),
                    dict(patience=2, threshold=0.05, threshold_mode="abs"),
                    dict(patience=7, threshold=0.25, threshold_mode="abs", cooldown=3)]:
        for series in [*DYADIC, *ROUNDED, CONSTANT, FALLING]:
            yield pytorch("same", "rule", series, **options)
    for options in [dict(patience=0), dict(patience=0, cooldown=1),
                    dict(patience=0, threshold=0.0)]:
        yield pytorch("same", "no patience", FEW, **options)
    yield pytorch("same", "long", LONG, factor=0.9)
    yield pytorch("same", "long", LONG, factor=0.9, patience=100, threshold=1e-3, cooldown=50)

    for threshold in (1e-4, 0.01, 0.1, 1 / 3):
        yield pytorch("same", "at the margin", at_the_margin(lambda best: best * (1 - threshold)),
                      patience=0, threshold=threshold)
        yield pytorch("same", "at the margin", at_the_margin(lambda best: best - threshold),
                      patience=0, threshold=threshold, threshold_mode="abs")
    yield pytorch("same", "ties", Listed([0.3, 0.3, 0.2, 0.3, 0.2, 0.2, 0.1, 0.1, 0.1]), patience=1,
                  threshold=0.0)

    yield pytorch("same", "constant", CONSTANT, patience=2)
    yield pytorch("same", "a lucky first loss", Listed([1, 9, 9, 9, 8, 7, 6, 5, 4]), patience=1,
                  threshold=0.0)

    for series in NEGATIVE:
        yield pytorch("same", "negative, absolute margin", series, patience=2, threshold=0.05,
                      threshold_mode="abs")
        yield pytorch("same", "negative, no margin", series, patience=2, threshold=0.0)
    yield pytorch("differs", "negative, relative margin",
                  Listed([-8, -7.5, -7, -6.75, -8.5, -9, -9.5, -9.25]), patience=0, threshold=0.125)
    for series in [DYADIC[1], ROUNDED[1]]:
        yield pytorch("same", "mode max", series, mode="max", patience=4)
        yield pytorch("same", "mode max", series, mode="max", patience=4, threshold=0.05,
                      threshold_mode="abs", cooldown=2)

    yield pytorch("same", "defaults", CONSTANT, factor=0.1, eps=1e-8, rates=(0.1,))
    yield pytorch("same", "floor", CONSTANT, patience=1, factor=0.3, min_lr=0.02)
    yield pytorch("same", "floor at the rate", CONSTANT, patience=1, min_lr=1.0)
    yield pytorch("same", "floor above the rate", CONSTANT, patience=1, min_lr=2.0)
    yield pytorch("same", "parameter groups", CONSTANT, patience=1, factor=0.3, min_lr=0.01,
                  rates=(1.0, 0.1, 0.005))
    yield pytorch("same", "least change", CONSTANT, patience=1, factor=0.1, eps=1e-8, rates=(2e-6,))
    yield pytorch("same", "least change", CONSTANT, patience=1, factor=0.5, eps=0.125)
    yield pytorch("same", "least change", CONSTANT, patience=0, factor=0.5, eps=0.1, min_lr=0.2,
                  rates=(1.0, 0.1))
    for name, losses in NONFINITE.items():
        yield pytorch("differs", name, Listed(losses), patience=1, threshold=0.0)


# timm


def drive_timm(losses, rates=(1.0,), **options):
    import timm.scheduler
    optimizer = sgd(rates)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # it announces its removal
        scheduler = timm.scheduler.PlateauLRScheduler(optimizer, **options)
    epoch = 0
    for epoch in range(1, options.get("warmup_t", 0) + 1):
        scheduler.step(epoch, 0.0)  # a metric that would be the best if it counted

    def rates_now():  # without the noise on them
        return scheduler.restore_lr or [group["lr"] for group in optimizer.param_groups]

    yield list(rates_now())
    for epoch, loss in enumerate(losses, epoch + 1):
        scheduler.step(epoch, loss)
        yield list(rates_now())


def timm_runs():
    def timm(name, series, rates=(1.0,), **options):
        return run("same", name, {"mode": "min", "decay_rate": 0.5, **options}, series, drive_timm,
                   rates=rates)

    for options in [dict(), dict(patience_t=3, threshold=0.01, cooldown_t=1),
                    dict(patience_t=1, threshold=0.0, cooldown_t=7, lr_min=0.01)]:
        for series in [*DYADIC, *ROUNDED, CONSTANT]:
            yield timm("rule", series, **options)
            yield timm("mode max", series, **options | {"mode": "max"})
    yield timm("long", LONG, patience_t=50)
    yield timm("floor", CONSTANT, patience_t=1, decay_rate=0.1, lr_min=1e-3, rates=(0.5, 0.05))
    yield timm("warm-up", ROUNDED[0], patience_t=3, warmup_t=5, warmup_lr_init=0.001)
    yield timm("noise on the rate", ROUNDED[0], patience_t=3, noise_range_t=(10, 250))


# Keras


def drive_keras(losses, rate=0.1, floatx="float32", **options):
    import keras
    keras.config.set_floatx(floatx)
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(rate), loss="mse")
    callback = keras.callbacks.ReduceLROnPlateau(monitor="loss", **options)
    callback.set_model(model)

    def rate_now():
        return [float(keras.ops.convert_to_numpy(model.optimizer.learning_rate))]

    callback.on_train_begin()
    yield rate_now()
    for epoch, loss in enumerate(losses):
        callback.on_epoch_end(epoch, {"loss": loss})
        yield rate_now()
    keras.config.set_floatx("float32")


def keras_runs():
    def keras(kind, name, series, rate=0.1, floatx="float64", factor=0.5, mode="min", **options):
        return run(kind, name, {"mode": mode, "factor": factor, **options}, series, drive_keras,
                   rate=rate, floatx=floatx)

    for options in [dict(), dict(cooldown=1), dict(cooldown=5), dict(patience=1, min_delta=0.01,
                                                                     cooldown=3),
                    dict(patience=4, min_delta=0.25, cooldown=2), dict(patience=3, min_delta=0.0)]:
        for series in [*ROUNDED, NEGATIVE[0], CONSTANT, FALLING]:
            yield keras("same", "rule", series, **options)
        for series in DYADIC:
            yield keras("same", "single precision", series, floatx="float32", **options)
    yield keras("same", "long", LONG, factor=0.9)
    yield keras("same", "long", LONG, factor=0.9, patience=100, min_delta=1e-3, cooldown=50)
    yield keras("same", "no patience", FEW, patience=1, min_delta=0.0)
    yield keras("same", "no patience", FEW, patience=0, min_delta=0.0)
    for delta in (1e-4, 0.01, 0.1, 1 / 3):
        yield keras("same", "at the margin", at_the_margin(lambda best: best - delta), patience=1,
                    min_delta=delta)
    yield keras("same", "at the margin", Listed([0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]), patience=1,
                min_delta=0.1)
    yield keras("same", "mode max", ROUNDED[1], mode="max", patience=4, min_delta=0.05)
    yield keras("same", "mode max", NEGATIVE[1], mode="max", patience=4, min_delta=0.05)

    yield keras("same", "defaults", CONSTANT, factor=0.1, floatx="float32")
    for floatx in ("float32", "float64"):
        name = "floor" if floatx == "float64" else "single precision, floor"
        yield keras("same", name, CONSTANT, patience=1, factor=0.3, min_lr=1e-3, floatx=floatx)
        yield keras("same", name, CONSTANT, patience=1, min_lr=0.1, floatx=floatx)
        yield keras("same", name, CONSTANT, patience=1, min_lr=0.2, floatx=floatx)
    # 1 - 2^-25 is 1 in single precision.
    yield keras("differs", "single precision", Listed([1, 1 - 2**-25, 1 - 2**-24, 0.5]),
                patience=1, min_delta=0.0, floatx="float32")
    for name, losses in NONFINITE.items():
        yield keras("differs", name, Listed(losses), patience=2, min_delta=0.0)


# optax


def drive_optax(losses, dtype="float64", **options):
    import jax
    import jax.numpy as jnp
    import optax
    jax.config.update("jax_enable_x64", dtype == "float64")
    transformation = optax.contrib.reduce_on_plateau(**options)
    updates = jnp.zeros(1, dtype)
    update = jax.jit(lambda state, value: transformation.update(updates, state, value=value)[1])
    state = transformation.init(updates)
    yield [float(state.scale)]
    for loss in losses:
        state = update(state, jnp.asarray(loss, dtype))
        yield [float(state.scale)]


def optax_runs():
    def optax(kind, name, series, dtype="float64", factor=0.5, **options):
        return run(kind, name, {"factor": factor, **options}, series, drive_optax, dtype=dtype)

    for options in [dict(), dict(cooldown=4), dict(patience=1, rtol=0.01, accumulation_size=5),
                    dict(patience=3, rtol=0.0, atol=0.03, cooldown=2, accumulation_size=7),
                    dict(patience=2, rtol=0.02, atol=0.05, cooldown=1, accumulation_size=20)]:
        for series in [*ROUNDED, CONSTANT, FALLING]:
            yield optax("same", "rule", series, **options)
        for series in DYADIC:
            yield optax("same", "single precision", series, dtype="float32", **options)
    yield optax("same", "long", LONG, factor=0.9)
    yield optax("same", "long", LONG, factor=0.9, patience=3, cooldown=2, accumulation_size=30)
    yield optax("same", "no patience", FEW, patience=1)
    for rtol in (1e-4, 0.01, 0.1, 1 / 3):
        yield optax("same", "at the margin", at_the_margin(lambda best: (1 - rtol) * best),
                    patience=1, rtol=rtol)
        yield optax("same", "at the margin", at_the_margin(lambda best: best - rtol), patience=1,
                    rtol=0.0, atol=rtol)
    # Blocks whose exact mean is at the margin: the rounding of the mean decides.
    for size in (3, 5, 7):
        yield optax("same", "blocks at the margin",
                    Listed([(level + step) / 10 for level in range(90, 10, -1)
                            for step in range(-(size // 2), size // 2 + 1)]),
                    patience=1, rtol=0.0, atol=0.1, accumulation_size=size)
    yield optax("same", "negative, absolute margin", NEGATIVE[0], patience=2, rtol=0.0, atol=0.05)
    yield optax("differs", "negative, relative margin",
                Listed([-8, -7.5, -7, -6.75, -8.5, -9, -9.5, -9.25]), patience=1, rtol=0.125)
    yield optax("same", "defaults", CONSTANT, factor=0.1)
    yield optax("same", "floor", CONSTANT, patience=1, factor=0.3, min_scale=1e-3)
    yield optax("same", "floor", CONSTANT, patience=1, min_scale=1.0)
    yield optax("same", "single precision, floor", CONSTANT, dtype="float32", patience=1,
                min_scale=1e-3)
    # 1 - 2^-25 is 1 in single precision.
    yield optax("differs", "single precision", Listed([1, 1 - 2**-25, 1 - 2**-24, 0.5]), patience=1,
                rtol=0.0, atol=1e-9, dtype="float32")
    for name, losses in NONFINITE.items():
        yield optax("differs", name, Listed(losses), patience=2, rtol=0.0, atol=1e-9)


PACKAGES = {"pytorch": (("torch",), pytorch_runs), "timm": (("timm", "torch"), timm_runs),
            "keras": (("keras", "torch"), keras_runs), "optax": (("optax", "jax"), optax_runs)}


def pinned():
    lines = (HERE / "requirements.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


def missing(distributions):
    """The distributions that are not installed in the version of requirements.txt."""
    lacking = []
    for name in distributions:
        version = None
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            version = importlib.metadata.version(name).split("+")[0]
        if version != pinned()[name]:
            lacking.append(f"{name} {pinned()[name]}")
    return lacking


def text(distributions, runs):
    versions = ", ".join(f"{name} {pinned()[name]}" for name in distributions)
    head = (f"# Made by record.py, which explains the format: {versions}, "
            f"Python {platform.python_version()}.")
    return "\n\n".join([head, *runs()]) + "\n"


def answers_of(content):
    return content.split("\n", 1)[1]  # without the versions


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    parser.add_argument("packages", nargs="*", metavar="package", help=", ".join(PACKAGES))
    arguments = parser.parse_args()
    if unknown := set(arguments.packages) - set(PACKAGES):
        parser.error(f"no such package: {', '.join(sorted(unknown))}")

    compared, differing = 0, 0
    for package in arguments.packages or PACKAGES:
        distributions, runs = PACKAGES[package]
        if lacking := missing(distributions):
            if not arguments.check:
                sys.exit(f"{package}: needs {', '.join(lacking)}")
            print(f"{package}: left out, needs {', '.join(lacking)}")
            continue
        path = ANSWERS / f"{package}.txt"
        content = text(distributions, runs)
        if not arguments.check:
            path.write_text(content)
            continue
        compared += 1
        same = path.exists() and answers_of(path.read_text()) == answers_of(content)
        differing += not same
        print(f"{package}: {'the same' if same else 'other answers than recorded'}")
    if arguments.check and compared == 0:
        sys.exit(77)
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
