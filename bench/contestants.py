"""Contestants that train in turn, and the table of their speeds."""

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
    """The modes of torch.compile in "default,max-autotune"; "" or "none": none of them."""
    modes = [mode for mode in text.split(",") if mode not in ("", "none")]
    unknown = [mode for mode in modes if mode not in COMPILE_MODES]
    if unknown:
        sys.exit(f"expected modes of torch.compile out of {', '.join(COMPILE_MODES)}, got {unknown[0]}")
    if modes and not can_compile():
        print("no rows for torch.compile: with fused SGD it needs torch 2.3")
        return []
    if modes:
        # All modes compile the same functions, each for more than one size.
        torch._dynamo.config.cache_size_limit = 64
    return modes


def take_turns(turns: dict[str, Turn], rounds: int, seconds: float,
               results: Path | None) -> dict[str, list[float]]:
    """Lets the contestants train in turn (A B C A B C ...); returns the speeds of each.

    A round for which no time is left, judged by the longest after the first, is not begun. The speeds
    so far are kept in `results` after every round.
    """
    end = time.monotonic() + seconds
    longest = 0.0
    speeds: dict[str, list[float]] = {name: [] for name in turns}
    for number in range(1, rounds + 1):
        begin = time.monotonic()
        if begin + longest > end:
            print(f"the time is over after {number - 1} of {rounds} rounds", file=sys.stderr)
            break
        for name, turn in turns.items():
            print(f"round {number} of {rounds}: {name}", file=sys.stderr, flush=True)
            speeds[name] += turn()
        if number > 1:  # the first one compiles
            longest = max(longest, time.monotonic() - begin)
        if results:
            results.write_text(json.dumps(speeds), encoding="utf-8")
    return speeds


def print_table(speeds: dict[str, list[float]], reference: str) -> dict[str, float]:
    """Prints the speeds beside the reference's; returns their medians."""
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    print(f"{'training images/s':42} {'median':>9} {'min':>9} {'max':>9} {'C++ / row':>10}")
    for name, values in speeds.items():
        print(f"{name:42} {medians[name]:9.1f} {min(values):9.1f} {max(values):9.1f} "
              f"{medians[reference] / medians[name]:10.3f}")
    return medians
