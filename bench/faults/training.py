"""Small trainings, and what of their folders counts."""

import csv
import io
import json
import shutil
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

from program import Fault, Result

EPOCHS = 4

SIZE = ("--depth", "10", "--limit", "40", "--test-limit", "10", "--threads", "1")

# Trainings by learning_stages that differ in what they save.
LEARNING_STAGES = (
    (*SIZE, "--batch-size", "12", "--augment", "--schedule", "step(2)"),
    (*SIZE, "--batch-size", "12", "--schedule", "at(1, 2) | grow(2)", "--norms"),
    (*SIZE, "--method", "bgd", "--schedule", "at(2)", "--pattern-kinds"),
)


class Runnable(Protocol):
    """A Program, or what runs like one."""

    def run(self, arguments: list[str], fault: Fault = Fault()) -> Result: ...


class Trainings:
    """Runs trainings in folders, and keeps those that were not disturbed for comparison."""

    def __init__(self, program: Runnable, folder: Path, variants: Sequence[Sequence[str]]):
        self.program = program
        self.folder = folder
        self.variants = variants
        self.undisturbed = cache(self._undisturbed)
        self.extent = cache(self._extent)

    def go_on(self, out: Path, variant: int, epochs: int, fault: Fault = Fault()) -> Result:
        """Resumes the training in a folder, or starts it if there is none to resume."""
        more = ["--out", str(out), "--epochs", str(epochs)]
        if out.exists():
            result = self.program.run(["--resume", *more], fault)
            if result.code != 2 or "there is no run in" not in result.text:
                return result
        return self.program.run([*self.variants[variant], *more], fault)

    def started(self, out: Path, variant: int, epochs: int) -> None:
        """Makes a folder with a training that has ended after so many epochs; none after 0."""
        if epochs > 0:
            shutil.copytree(self.undisturbed(variant, epochs), out)

    def _undisturbed(self, variant: int, epochs: int) -> Path:
        out = self.folder / f"undisturbed-{variant}-{epochs}"
        result = self.go_on(out, variant, epochs)
        if result.code != 0:
            raise RuntimeError(f"an undisturbed training failed: {result.text}")
        return out

    def _extent(self, variant: int, epochs: int) -> tuple[int, float]:
        """The calls that change files, and the seconds, of a training from so many epochs on."""
        out = self.folder / f"measured-{variant}-{epochs}"
        self.started(out, variant, epochs)
        start = time.monotonic()
        result = self.go_on(out, variant, EPOCHS, Fault(out, "none"))
        return result.calls, time.monotonic() - start

    def verify(self, out: Path) -> Result:
        return self.program.run(["verify", str(out)])

    def difference(self, out: Path, variant: int, epochs: int, ignored: str = "") -> str | None:
        """The first file of a finished training that is not as without a fault."""
        here, there = contents(out), contents(self.undisturbed(variant, epochs))
        for name in sorted(here.keys() | there.keys()):
            if name != ignored and here.get(name) != there.get(name):
                return f"{name} is not as in {self.undisturbed(variant, epochs)}"
        return None


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a run without what may differ between equal runs: the time that they took."""
    files = {}
    for path in folder.iterdir():
        if path.name == "metrics.csv":
            files[path.name] = without_times(path.read_text())
        elif path.name == "config.json" or path.suffix in (".csv", ".jsonl", ".safetensors"):
            files[path.name] = path.read_bytes()
    files["the newest checkpoint"] = newest_checkpoint(folder)
    return files


def without_times(metrics: str) -> bytes:
    rows = list(csv.reader(io.StringIO(metrics)))
    kept = [i for i, name in enumerate(rows[0]) if name not in ("seconds", "images_per_second")]
    return "\n".join(",".join(row[i] for i in kept) for row in rows).encode()


def newest_checkpoint(folder: Path) -> bytes:
    """The checkpoint that a resumed run starts from; in next.ckpt if its renaming failed."""
    checkpoints = []
    for path in folder.glob("*.ckpt"):
        _, line, tensors = path.read_bytes().split(b"\n", 2)
        header = json.loads(line)
        del header["seconds"], header["records"]["metrics.csv"]
        checkpoints.append((header["epoch"], header["step"], json.dumps(header).encode() + tensors))
    return max(checkpoints)[2]
