"""Faults that alter the files of a run: a bit that is flipped, or an end that is cut off."""

import json
import random
from pathlib import Path

from training import EPOCHS, Trainings

CHANGEABLE = ("epochs", "threads", "device")  # settings that a run may be resumed with
PICTURES = (".svg", ".png")


def damage(path: Path, rng: random.Random) -> str:
    """Alters a file at random. Returns what was done."""
    content = bytearray(path.read_bytes())
    place = rng.randrange(len(content))
    if rng.random() < 0.5:
        del content[place:]
        what = f"cut off at byte {place}"
    else:
        bit = rng.randrange(8)
        content[place] ^= 1 << bit
        what = f"bit {bit} of byte {place} flipped"
    path.write_bytes(content)
    return f"{path.name} {what}"


def settings(path: Path) -> dict | None:
    """The settings of a run that must not change."""
    try:
        found = json.loads(path.read_bytes())
        return {name: value for name, value in found.items() if name not in CHANGEABLE}
    except (ValueError, AttributeError):
        return None


def run(trainings: Trainings, out: Path, rng: random.Random) -> tuple[str, str | None]:
    """Damages a finished run. It must be noticed by verify, and must not harm a run that goes on."""
    variant = rng.randrange(len(trainings.variants))
    trainings.started(out, variant, EPOCHS)
    files = [path for path in out.iterdir() if path.suffix not in PICTURES and path.stat().st_size > 0]
    path = rng.choice(sorted(files))
    before = settings(path) if path.name == "config.json" else None
    what = f"variant {variant}, {damage(path, rng)}"
    is_same = before is not None and settings(path) == before
    return what, unnoticed(trainings, out, is_same) or harm(trainings, out, variant, path, is_same)


def unnoticed(trainings: Trainings, out: Path, is_same: bool) -> str | None:
    result = trainings.verify(out)
    if not is_same and result.code == 0:
        return "verify did not notice it"
    return result.complaint()


def harm(trainings: Trainings, out: Path, variant: int, path: Path, is_same: bool) -> str | None:
    result = trainings.go_on(out, variant, EPOCHS + 1)
    if result.code != 0 or is_same:  # another number of threads may give other results
        return result.complaint()
    unread = path.name if path.suffix == ".safetensors" else ""  # by the run that wrote it
    return trainings.difference(out, variant, EPOCHS + 1, unread)
