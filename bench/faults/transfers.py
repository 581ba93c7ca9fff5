"""Small transfers, and faults that alter a file of their folders."""

import random
import shutil
from functools import cache
from pathlib import Path

from damage import PICTURES, damage, settings
from images import PIXELS
from program import Program, Result
from training import without_times

SEEDS = 2
BOUND = ("config.json", "cells.csv")  # what verify promises; the rest is made anew


class Transfers:
    """Runs transfers in folders, and keeps those that were not disturbed for comparison."""

    def __init__(self, program: Program, folder: Path, source: Path, data: Path):
        self.program = program
        self.folder = folder
        self.command = ["--source", str(source), "--target", str(data), "--source-images", str(data)]
        self.command += ["--methods", "fix", "--fix-epochs", "3", "--image-size", str(PIXELS)]
        self.command += ["--threads", "1"]
        self.undisturbed = cache(self._undisturbed)

    def go_on(self, out: Path, seeds: int) -> Result:
        return self.program.run([*self.command, "--out", str(out), "--fix-seeds", str(seeds)])

    def _undisturbed(self, seeds: int) -> Path:
        out = self.folder / f"undisturbed-transfer-{seeds}"
        result = self.go_on(out, seeds)
        if result.code != 0:
            raise RuntimeError(f"an undisturbed transfer failed: {result.text}")
        return out

    def verify(self, out: Path) -> Result:
        return self.program.run(["verify", str(out)])


def results(folder: Path) -> dict[str, bytes]:
    """The files that tell what came out, without the time that it took."""
    found = {path.name: path.read_bytes() for path in folder.glob("table-2.*")}
    found["cells.csv"] = without_times((folder / "cells.csv").read_text())
    return found


def run(transfers: Transfers, out: Path, rng: random.Random) -> tuple[str, str | None]:
    """Damages a finished transfer. It must be noticed, and must not harm one that goes on."""
    shutil.copytree(transfers.undisturbed(SEEDS), out)
    files = [path for path in out.rglob("*") if path.is_file() and path.suffix not in PICTURES]
    path = rng.choice(sorted(path for path in files if path.stat().st_size > 0))
    before = settings(path) if path.suffix == ".json" else None
    what = damage(path, rng)
    is_same = before is not None and settings(path) == before
    verified = transfers.verify(out)
    if path.name in BOUND and not is_same and verified.code == 0:
        return what, "verify did not notice it"
    result = transfers.go_on(out, SEEDS + 1)
    problem = verified.complaint() or result.complaint()
    if problem is None and result.code == 0 and results(out) != results(transfers.undisturbed(SEEDS + 1)):
        problem = "the results are not as without it"
    if problem is None and result.code != 0 and path.name not in BOUND:
        problem = f"what can be made anew is no error: {result.text}"
    return what, problem
