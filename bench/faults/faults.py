"""Faults of one kind, one after the other, and how many of them did harm.

    python3 bench/faults/faults.py kills                  # SIGKILL at random moments of a training
    python3 bench/faults/faults.py calls --count 5000     # a call that fails, or a kill at a call
    python3 bench/faults/faults.py damage --seed 7        # flipped bits and cuts in a run's files
    python3 bench/faults/faults.py ranks                  # a rank that is killed, stopped or slowed
    python3 bench/faults/faults.py transfers              # flipped bits and cuts in transfer's files
    python3 bench/faults/faults.py images                 # the same in images and their index
    python3 bench/faults/faults.py logs                   # the same in logs, for replay
    python3 bench/faults/faults.py command-lines          # random command lines of all programs
    python3 bench/faults/faults.py calls --first 17 --count 1     # fault 17 again

A fault depends on the seed and its number alone. A fault that did harm is printed, and its folder is
kept. Needs Python, a C compiler and the programs, and no package. docs/faults.md has more.
"""

import argparse
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import command_lines
import damage
import images
import interruptions
import logs
import ranks
import transfers
from program import Program, build_preload
from training import EPOCHS, LEARNING_STAGES, Trainings

KINDS = (
    "kills", "calls", "damage", "ranks", "transfers", "images", "logs", "command-lines",
)  # fmt: skip
Attempt = Callable[[int, Path, random.Random], tuple[str, str | None]]


class Worker:
    """The programs and trainings of one thread."""

    def __init__(self, programs: Path, preload: Path, folder: Path):
        self.programs = programs
        self.preload = preload
        self.folder = folder
        self.loaded: dict[str, Program] = {}

    def program(self, name: str, instance: int = 0) -> Program:
        """A program, of which several instances can run at once."""
        key = f"{name}-{instance}"
        if key not in self.loaded:
            self.loaded[key] = Program(self.programs / name, self.preload, self.folder / key)
        return self.loaded[key]

    def images(self) -> Path:
        return images.write_images(self.folder / "images")

    def trainings(self) -> Trainings:
        return Trainings(self.program("learning_stages"), self.folder, LEARNING_STAGES)

    def close(self) -> None:
        for program in self.loaded.values():
            program.close()


def attempt_of(kind: str, worker: Worker) -> Attempt:
    """The function that tries a fault in a folder; it returns what it did, and what went wrong."""
    if kind == "command-lines":
        programs = [worker.program(name) for name in command_lines.PROGRAMS]
        names = [command_lines.options(program) for program in programs]

        def run_command_line(number: int, out: Path, rng: random.Random) -> tuple[str, str | None]:
            i = number % len(programs)
            return command_lines.run(programs[i], names[i], out, rng)

        return run_command_line
    if kind == "images":
        imagenet, data = worker.program("imagenet"), worker.images()
        return lambda _, out, rng: images.run(imagenet, data, out, rng)
    if kind == "ranks":
        all_ranks = ranks.RankedProgram([worker.program("imagenet", i) for i in range(ranks.RANKS)])
        of_ranks = Trainings(all_ranks, worker.folder, images.variants(worker.images()))
        return lambda number, out, rng: ranks.run(of_ranks, number, out, rng)
    trainings = worker.trainings()
    if kind == "transfers":
        source = trainings.undisturbed(0, EPOCHS)
        done = transfers.Transfers(worker.program("transfer"), worker.folder, source, worker.images())
        return lambda _, out, rng: transfers.run(done, out, rng)
    if kind == "logs":
        replay = worker.program("replay")
        return lambda _, out, rng: logs.run(replay, trainings, out, rng)
    run = {"kills": interruptions.kill, "calls": interruptions.call, "damage": damage.run}[kind]
    return lambda _, out, rng: run(trainings, out, rng)


class Count:
    """What all workers share."""

    def __init__(self, options: argparse.Namespace):
        self.numbers = iter(range(options.first, options.first + options.count))
        self.lock = threading.Lock()
        self.tried = 0
        self.failed = 0

    def next(self) -> int | None:
        with self.lock:
            return next(self.numbers, None)

    def add(self, number: int, out: Path, what: str, problem: str | None) -> None:
        with self.lock:
            self.tried += 1
            if problem is not None:
                self.failed += 1
                print(f"fault {number}: {what}\n  {problem.strip()}\n  kept in {out}", flush=True)


def work(options: argparse.Namespace, worker: Worker, count: Count) -> None:
    attempt = attempt_of(options.kind, worker)
    for number in iter(count.next, None):
        out = worker.folder / f"fault-{number}"
        what, problem = attempt(number, out, random.Random(f"{options.kind} {options.seed} {number}"))
        count.add(number, out, what, problem)
        if problem is None:
            shutil.rmtree(out, ignore_errors=True)


def run(options: argparse.Namespace, folder: Path) -> Count:
    preload = build_preload(folder)
    count = Count(options)
    workers = [Worker(options.programs, preload, folder / f"worker-{i}") for i in range(options.jobs)]
    errors: list[BaseException] = []

    def guarded(worker: Worker) -> None:
        try:
            work(options, worker, count)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for worker in workers:
        worker.close()
    if errors:
        raise errors[0]
    return count


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--programs", type=Path, default=Path("build/bin"), help="their folder")
    parser.add_argument("--count", type=int, default=300, help="faults to try")
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2, help="faults at a time")
    options = parser.parse_args()
    options.programs = options.programs.resolve()
    return options


def main() -> int:
    options = parsed()
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    start = time.monotonic()
    count = run(options, folder)
    seconds = time.monotonic() - start
    print(f"{options.kind}: {count.tried} tried, {count.failed} failed, in {seconds:.0f} s")
    if count.failed == 0:
        shutil.rmtree(folder)
    return 1 if count.failed else 0


if __name__ == "__main__":
    sys.exit(main())
