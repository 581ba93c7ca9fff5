"""Damaged logs, which replay must read or refuse."""

import random
import shutil
from pathlib import Path

from damage import damage
from program import Program
from training import EPOCHS, Trainings

WAYS = ((), ("--json",), ("--observe",), ("--suggest",), ("--by-rate",), ("--compare",))


def run(replay: Program, trainings: Trainings, out: Path, rng: random.Random) -> tuple[str, str | None]:
    run_folder = trainings.undisturbed(rng.randrange(len(trainings.variants)), EPOCHS)
    log = rng.choice([run_folder / "metrics.csv", *run_folder.glob("events.*")])
    out.mkdir()
    copy = Path(shutil.copy(log, out))
    what = damage(copy, rng)
    way = rng.choice(WAYS)
    return f"replay {' '.join(way)}, {what}", replay.run([str(copy), *way]).complaint()
