"""Contestants that train in turn, and a table of their speeds."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch

COMPILE_MODES = ("default", "reduce-overhead", "max-autotune")

# A contestant's turn: trains for some epochs, and returns the images per second of each.
Turn = Callable[[], list[float]]


def can_compile() -> bool:
    """Whether this PyTorch compiles training steps with fused SGD."""
    return tuple(map(int, torch.__version__.split(".")[:2])) >= (2, 3)


def compile_modes(text: str) -> list[str]:
    """The modes of torch.compile in "default,max-autotune", "all" or "none"."""
    modes = list(COMPILE_MODES) if text == "all" else [
        mode for mode in text.split(",") if mode not in ("", "none")]
    unknown = [mode for mode in modes if mode not in COMPILE_MODES]
    if unknown:
        sys.exit(f"expected modes of torch.compile from {', '.join(COMPILE_MODES)}, got {unknown[0]}")
    if modes and not can_compile():
        print("no rows for torch.compile, which needs torch 2.3 with fused SGD")
        return []
    if modes:
        # All modes compile the same functions for more than one size.
        torch._dynamo.config.cache_size_limit = 64
    return modes


def take_turns(turns: dict[str, Turn], rounds: int, seconds: float,
               results: Path | None) -> dict[str, list[float]]:
    """Lets the contestants train in turn (A B C A B C ...); returns the speeds of each.

    A contestant that fails is reported and left out from then on. A round is only started if the time
    of the previous one is left. The first round includes compilation, so the second is started if a
    third of the first one's time is left. The speeds so far are written to `results` after every turn.
    """
    end = time.monotonic() + seconds
    expected = 0.0
    speeds: dict[str, list[float]] = {}
    left = dict(turns)
    for number in range(1, rounds + 1):
        begin = time.monotonic()
        if begin + expected > end:
            print(f"the time is up after {number - 1} of {rounds} rounds", file=sys.stderr)
            break
        for name, turn in list(left.items()):
            print(f"round {number} of {rounds}: {name}", file=sys.stderr, flush=True)
            if torch.cuda.is_available():
                torch.cuda.empty_cache()  # other programs need the memory too
            try:
                speeds.setdefault(name, []).extend(turn())
            except Exception as error:  # whatever a compiler or a data loader may raise
                print(f"left out: {name}: {type(error).__name__}: {str(error)[:300]}")
                speeds.pop(name, None)
                del left[name]
            if results:
                results.write_text(json.dumps(speeds), encoding="utf-8")
        expected = (time.monotonic() - begin) / (3 if number == 1 else 1)
    return speeds


def print_table(speeds: dict[str, list[float]], reference: str) -> dict[str, float]:
    """Prints the speeds compared with the reference's; returns their medians."""
    if reference not in speeds:
        sys.exit(f"{reference} could not be measured")
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    print(f"{'training images/s':42} {'median':>9} {'min':>9} {'max':>9} {'C++ / row':>10}")
    for name, values in speeds.items():
        print(f"{name:42} {medians[name]:9.1f} {min(values):9.1f} {max(values):9.1f} "
              f"{medians[reference] / medians[name]:10.3f}")
    return medians
