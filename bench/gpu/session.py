"""Shared code of the GPU kit's parts: a time limit, programs that keep to it, and atomic results.

A part writes into its --out folder

    PART.md       the measurements for reading, after the machine, the versions and the command
    PART.json     the same for programs
    PART.tar.gz   the trainings so far

Each file is replaced atomically whenever there is something new. The part resumes from the results of
an earlier call on this machine, otherwise from the results in the kit's folder `back`.
"""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import torch
from machine import fingerprint, first_line, processor
from packing import pack, unpack
from report import report_header, write_whole

SECONDS_TO_SAVE = 25  # for a program that is asked to stop
SECONDS_BETWEEN_PACKINGS = 45


class OutOfTime(Exception):
    """The time limit is reached; completed work is kept."""


@dataclass
class Finished:
    """The result of a program."""
    code: int
    seconds: float
    output: str  # standard output and standard error

    def lines(self, pattern: str) -> list[str]:
        return [line for line in self.output.splitlines() if re.search(pattern, line)]


@dataclass
class Session:
    part: str
    out: Path
    work: Path  # only on this machine: unpacked images, runs
    kit: Path
    programs: Path
    device: str
    rehearsal: bool
    builds: bool  # whether run.sh has built the programs, and so the tests
    command: str
    deadline: float  # of time.monotonic()
    data: dict[str, Any] = field(default_factory=dict)
    render: Callable[[dict[str, Any]], str] = lambda data: ""

    def __post_init__(self) -> None:
        self.call = {
            "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
            "card": torch.cuda.get_device_name() if self.device == "cuda" else "none (CPU)",
            "driver": first_line(["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"])
                      if self.device == "cuda" else "none",
            "PyTorch": torch.__version__,
            "CUDA": torch.version.cuda or "none",
            "cuDNN": str(torch.backends.cudnn.version()),
            "compiler": first_line(["c++", "--version"]),
            "processor": processor(),
            "commit": self.commit(),
            "sources": fingerprint(self.bench_folder().parent),
            "command": self.command,
        }
        if self.rehearsal:
            self.call["rehearsal"] = "smallest sizes on the CPU: these are not results"
        for earlier in (self.work, self.kit / "back"):
            file = earlier / f"{self.part}.json"
            if file.exists():
                self.data = json.loads(file.read_text(encoding="utf-8"))
                break
        self.data.setdefault("part", self.part)
        self.data.setdefault("calls", []).append(self.call)
        self.data.setdefault("units", {})
        self.unpack_runs()

    def commit(self) -> str:
        here = Path(__file__).parent
        described = first_line(["git", "-C", str(here), "describe", "--always", "--dirty",
                                "--abbrev=12"])
        kept = self.kit / "commit"
        return kept.read_text().strip() if described == "none" and kept.exists() else described

    # Time

    def seconds_left(self) -> float:
        return self.deadline - time.monotonic()

    def require_time(self, seconds: float) -> None:
        """Raises OutOfTime unless this much time is left."""
        if self.seconds_left() < seconds:
            raise OutOfTime

    # Results

    def is_done(self, unit: str) -> bool:
        """Whether a unit was measured on the same card, with the same versions and sources."""
        known = self.data["units"].get(unit)
        if known is None or known.get("failed") or known.get("unfinished"):
            return False
        then = self.data["calls"][known["call"]]
        return all(then[key] == self.call[key] for key in ("card", "PyTorch", "sources"))

    def record(self, unit: str, **values: Any) -> None:
        """Stores the measurements of a unit."""
        self.data["units"][unit] = {"call": len(self.data["calls"]) - 1, **values}
        self.write()

    def write(self) -> None:
        for folder in (self.out, self.work):
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(folder / f"{self.part}.json", json.dumps(self.data, indent=1) + "\n")
        text = report_header(self.data) + self.render(self.data)
        write_whole(self.out / f"{self.part}.md", text)

    # Programs

    def program(self, name: str) -> str:
        return str(self.programs / name)

    @staticmethod
    def python() -> str:
        return sys.executable

    def shown(self, command: list[str]) -> str:
        """A command for the report, without the folders of this machine."""
        text = shlex.join(command)
        for folder, name in ((self.programs, "build/bin"), (self.work, "WORK"), (self.kit, "gpu-kit"),
                             (self.bench_folder(), "bench"), (Path(self.python()), "python3")):
            text = text.replace(str(folder), name)
        return text

    @staticmethod
    def bench_folder() -> Path:
        return Path(__file__).resolve().parent.parent

    def run(self, command: list[str], log: str, **options: Any) -> Finished:
        """Runs a program to its end, or interrupts it when the time is up and raises OutOfTime."""
        self.require_time(SECONDS_TO_SAVE)
        logs = self.work / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        print(f"[{self.seconds_left():.0f} s left] {shlex.join(command)}", flush=True)
        begin = time.monotonic()
        packed = begin
        with open(logs / f"{log}.log", "w+", encoding="utf-8", errors="replace") as file:
            process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT,
                                       stdin=subprocess.DEVNULL, start_new_session=True, **options)
            try:
                interrupted = False
                while process.poll() is None:
                    time.sleep(0.05)
                    if not interrupted and self.seconds_left() < SECONDS_TO_SAVE:
                        process.send_signal(signal.SIGINT)
                        interrupted = True
                    if self.seconds_left() < SECONDS_TO_SAVE / 5:
                        break
                    if time.monotonic() - packed > SECONDS_BETWEEN_PACKINGS:
                        self.pack_runs()
                        packed = time.monotonic()
            finally:
                if process.poll() is None:  # with its child processes
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
            file.seek(0)
            output = file.read()
        if interrupted:
            raise OutOfTime
        return Finished(process.returncode, time.monotonic() - begin, output)

    def run_checked(self, command: list[str], log: str, **options: Any) -> Finished:
        """The same, but exits with the end of the program's output if it fails."""
        finished = self.run(command, log, **options)
        if finished.code != 0:
            sys.exit(f"{shlex.join(command)}\nended with {finished.code}:\n{finished.output[-2000:]}")
        return finished

    # Trainings

    def runs(self) -> Path:
        """The folder of the part's trainings, which is brought back."""
        folder = self.work / self.part
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def pack_runs(self) -> None:
        pack(self.runs(), self.out / f"{self.part}.tar.gz")

    def unpack_runs(self) -> None:
        packed = self.kit / "back" / f"{self.part}.tar.gz"
        if packed.exists() and not any(self.runs().iterdir()):
            unpack(packed, self.runs())
