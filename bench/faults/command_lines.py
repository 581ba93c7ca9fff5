"""Random command lines, none of which may end a program by a signal."""

import random
import re
from pathlib import Path

from program import Program

PROGRAMS = ("learning_stages", "replay", "imagenet", "transfer")
VALUES = (
    "", "-", "--", "0", "-1", "1", "010", "0x1", "1e3", "1e999", "nan", "-inf", "0.5", "3", "8",
    "99999999999999999999", "9223372036854775807", "18446744073709551615", "true", "sgd", "bgd",
    "auto", "never", "step(2)", "at(1, 2) | grow(2)", "range(window=", "ema(" * 50, "(" * 5000,
    "x" * 5000, "\udcff\udcfe", "\x1b[2J", "a\nb", "cpu", "cuda", "patterns", "figure", "verify",
    "/dev/null", "/dev/zero", "/proc/self/mem", ".", "..", "~",
)  # fmt: skip
COMMANDS = (
    "figure", "figure 1", "figure 3", "figure schedules", "verify", "table", "run", "recommend",
)  # fmt: skip


def options(program: Program) -> list[str]:
    """The options that a program's help names."""
    return sorted(set(re.findall(r"--[a-z][a-z-]*", program.run(["--help"]).text)))


def arguments(names: list[str], rng: random.Random) -> list[str]:
    line = rng.choice(COMMANDS).split() if rng.random() < 0.3 else []
    for _ in range(rng.randrange(6)):
        name = rng.choice(names)
        kind = rng.random()
        if kind < 0.1:
            name = name[: rng.randrange(len(name) + 1)]
        if kind < 0.8:
            line.append(name)
        if kind > 0.2:
            line.append(rng.choice(VALUES))
        if kind > 0.9:
            line[-1] = f"{name}={line[-1]}"
    return [text.replace("\0", "") for text in line]


def run(program: Program, names: list[str], out: Path, rng: random.Random) -> tuple[str, str | None]:
    """The data are never there, so that no command line can start anything that takes time."""
    absent = str(out / "absent")
    line = [*arguments(names, rng), *(["--data"] if "--data" in names else []), absent]
    return f"{program.path.name} {line}", program.run(line).complaint()
