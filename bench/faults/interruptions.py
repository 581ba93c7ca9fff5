"""Faults that end a training: a kill at any moment, and a call to the system that fails."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from program import FAULTS_OF_CALLS, Fault
from training import EPOCHS, Trainings

# From the calls that change files and the seconds that a training takes without a fault.
Draw = Callable[[int, float], Fault]


def interrupt(
    trainings: Trainings, out: Path, rng: random.Random, draw: Draw
) -> tuple[str, str | None]:
    """Draws faults until one happens to a training, which must then go on as if none had.

    A short write can only happen at a write, and a kill only before the training has ended.
    """
    variant, epochs = rng.randrange(len(trainings.variants)), rng.randrange(EPOCHS)
    happened = False
    while not happened:
        fault = draw(*trainings.extent(variant, epochs))
        shutil.rmtree(out, ignore_errors=True)
        trainings.started(out, variant, epochs)
        result = trainings.go_on(out, variant, EPOCHS, fault)
        happened = result.happened
    what = f"variant {variant} after epoch {epochs}, {fault.what()}"
    return what, fault.complaint(result) or harm(trainings, out, variant, EPOCHS)


def harm(trainings: Trainings, out: Path, variant: int, epochs: int) -> str | None:
    """What is wrong with a training that was disturbed and goes on until so many epochs have passed."""
    again = trainings.go_on(out, variant, epochs)
    if again.code != 0:
        return f"it cannot go on: {again.text}"
    verified = trainings.verify(out)
    if verified.code != 0:
        return f"verify found: {verified.text}"
    return trainings.difference(out, variant, epochs)


def kill(trainings: Trainings, out: Path, rng: random.Random) -> tuple[str, str | None]:
    return interrupt(trainings, out, rng, lambda _, seconds: Fault(kill_after=seconds * rng.random()))


def call(trainings: Trainings, out: Path, rng: random.Random) -> tuple[str, str | None]:
    def draw(calls: int, _: float) -> Fault:
        return Fault(out, rng.choice(FAULTS_OF_CALLS), rng.randint(1, calls))

    return interrupt(trainings, out, rng, draw)
