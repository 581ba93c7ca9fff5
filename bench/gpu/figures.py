"""The parts that draw the paper's figures, and that of the schedules."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import torch
from kit_images import required_images
from runs import record_runs, render_runs
from session import Session

# At the paper's size, batch gradient descent is twelve trainings of 3,000 steps on all images, which
# takes longer than the machine is available.
FIGURES = {"stages": (["3", "4", "11"], "paper"), "bgd": (["5", "10"], "medium"),
           "schedules": (["schedules"], "paper")}
# In a rehearsal one schedule is compared, with StepDecay alone.
REHEARSED = {"schedules": ["--schedules", "at(2, 4) | stages(2)", "--controls", "none"]}


@contextmanager
def peak_memory(session: Session) -> Iterator[dict[str, float]]:
    """The peak of the device memory in use, in GiB, sampled once per second."""
    peak = {"GiB": 0.0}
    over = threading.Event()

    def sample() -> None:
        while not over.wait(1.0):
            free, total = torch.cuda.mem_get_info()
            peak["GiB"] = max(peak["GiB"], (total - free) / 1024**3)

    sampler = threading.Thread(target=sample, daemon=True)
    if session.device == "cuda":
        sampler.start()
    try:
        yield peak
    finally:
        over.set()


def figure_command(part: str, program: str, folder: Path, rehearsal: bool) -> list[str]:
    """Draws the figures of a part, and trains what they lack."""
    names, scale = FIGURES[part]
    size = ["smoke", *REHEARSED.get(part, [])] if rehearsal else [scale]
    return [program, "figure", *names, "--out", str(folder), "--scale", *size]


def figures(part: str) -> SimpleNamespace:
    def run(session: Session) -> bool:
        folder = session.runs()
        command = figure_command(part, session.program("learning_stages"), folder, session.rehearsal)
        command += ["--device", session.device]
        if session.rehearsal:
            command += ["--threads", "1"]
        else:
            command += ["--data", str(required_images(session, "cifar10*")[0])]

        # The claims of an earlier call must not be taken for this one's.
        for file in folder.glob("figure-*.txt"):
            file.unlink()

        def record(peak: float) -> None:
            # A call that only reads finished trainings uses little memory.
            earlier = session.data["units"].get("runs", {}).get("peak", 0.0)
            claims = [f"figure {file.stem.removeprefix('figure-')}: {line}"
                      for file in sorted(folder.glob("figure-*.txt"))
                      for line in file.read_text(encoding="utf-8").splitlines()]
            record_runs(session, folder / "runs", claims=claims, peak=max(earlier, peak),
                        trained_by=[session.shown(command)])

        with peak_memory(session) as peak:
            try:
                finished = session.run(command, session.part)
            finally:
                record(peak["GiB"])
        # Pictures may be missing without gnuplot; the summary draws them.
        drawn = all((folder / f"figure-{name}.txt").exists() for name in FIGURES[part][0])
        if not drawn:
            print(finished.output[-2000:], file=sys.stderr)
        return drawn

    return SimpleNamespace(run=run, render=render_runs)


PARTS = {part: figures(part) for part in FIGURES}
