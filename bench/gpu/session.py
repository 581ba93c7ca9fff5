"""Shared code of the GPU kit's parts: a time limit, programs that keep to it, and atomic results.

A part writes into its --out folder

    PART.md       the measurements for reading, after the machine, the versions and the command
    PART.json     the same for programs
    PART.tar.gz   the trainings so far

Each file is replaced atomically whenever there is something new. The part resumes from the results of
an earlier call on this machine, otherwise from the results in the kit's folder `back`.
"""

import hashlib
import json
import os
import platform
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import torch

MIB = 1024 * 1024
LARGEST_FILE = 8 * MIB  # larger files are not packed
LARGEST_ARCHIVE = 15 * MIB  # larger archives would not be brought back
# The same path on every machine, since a resumed training must find its images at the same path.
IMAGES = Path("/tmp/autodecay-gpu-images")
SOURCES = ("CMakeLists.txt", "include", "examples", "bench", "cmake")
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


def first_line(command: list[str]) -> str:
    """The first line that a program prints; "none" if it cannot be run."""
    try:
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "none"
    return text.strip().splitlines()[0] if text.strip() else "none"


def processor() -> str:
    found = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return f"{found[1] if found else platform.machine()}, {os.cpu_count()} threads"


def write_whole(path: Path, text: str) -> None:
    """Replaces a file atomically."""
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def is_finished(run: Path) -> bool:
    """Whether a run of the trainers has all its epochs or was stopped by its schedule."""
    try:
        configuration = json.loads((run / "config.json").read_text(encoding="utf-8"))
        header, *rows = (run / "metrics.csv").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return False
    decision = header.split(",").index("decision")
    return bool(rows) and (len(rows) >= configuration["epochs"]
                           or rows[-1].split(",")[decision] == "stop")


def fingerprint(root: Path) -> str:
    """A checksum of the names and contents of all measured sources."""
    digest = hashlib.sha256()
    for name in SOURCES:
        found = [root / name] if (root / name).is_file() else sorted((root / name).rglob("*"))
        for path in found:
            if path.is_file() and "__pycache__" not in path.parts and "results" not in path.parts:
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def unpack(packed: Path, folder: Path) -> None:
    """Unpacks the regular files of an archive, except those with a path outside the folder."""
    with tarfile.open(packed) as archive:
        for member in archive:
            parts = Path(member.name).parts
            if member.isfile() and parts[0] != "/" and ".." not in parts:
                archive.extract(member, folder)


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
        """Packs the part's folder without large files.

        A finished training is packed without its weights, an unfinished one only if its checkpoints
        are small.
        """
        if not any(self.runs().iterdir()):
            return
        self.out.mkdir(parents=True, exist_ok=True)
        packed = self.out / f"{self.part}.tar.gz"
        new = packed.with_name(packed.name + ".new")
        # Checkpoints first: the tables may have more rows than a checkpoint expects, but not fewer.
        paths = sorted(self.runs().rglob("*"), key=lambda path: (path.suffix != ".ckpt", path))
        for unfinished in (True, False):
            with tarfile.open(new, "w:gz", compresslevel=1) as archive:
                for path in paths:
                    try:
                        if path.is_file() and self.is_packed(path, unfinished):
                            archive.add(path, path.relative_to(self.runs()))
                    except FileNotFoundError:  # being replaced; the next packing includes it
                        continue
            if new.stat().st_size <= LARGEST_ARCHIVE:
                new.replace(packed)
                return
        new.unlink()
        print(f"run.sh: the trainings take more than {LARGEST_ARCHIVE // MIB} MiB: not packed")

    def is_packed(self, path: Path, unfinished: bool) -> bool:
        if path.stat().st_size > LARGEST_FILE or path.suffix in (".safetensors", ".features"):
            return False
        if path.name == "previous.ckpt":
            return False
        run = path.parent
        if not (run / "metrics.csv").exists():
            return True
        if is_finished(run):
            return path.suffix != ".ckpt"
        last = run / "last.ckpt"
        return unfinished and last.exists() and last.stat().st_size <= LARGEST_FILE

    def unpack_runs(self) -> None:
        packed = self.kit / "back" / f"{self.part}.tar.gz"
        if not packed.exists() or any(self.runs().iterdir()):
            return
        unpack(packed, self.runs())

    # Images

    def images(self, pattern: str) -> list[Path]:
        """The unpacked folders of the kit's archives that match the pattern."""
        folders = []
        for packed in sorted((self.kit / "images").glob(pattern)):
            # The size distinguishes archives with more or fewer classes.
            folder = IMAGES / str(packed.stat().st_size) / packed.name.removesuffix(".tar.xz")
            if not folder.exists():
                new = folder.with_name(folder.name + ".new")
                shutil.rmtree(new, ignore_errors=True)
                unpack(packed, new)
                new.rename(folder)
            # An archive contains a data set, or one folder with it.
            inner = [path for path in folder.iterdir() if (path / "train").is_dir()]
            folders.append(inner[0] if inner else folder)
        return folders

    def require_images(self, pattern: str) -> Path:
        folders = self.images(pattern)
        if not folders:
            sys.exit(f"{self.part}: the kit has no images/{pattern}; make one with: "
                     f"sh bench/gpu/prepare.sh --images FOLDER {self.part}")
        return folders[0]


def report_header(data: dict[str, Any]) -> str:
    """The machine, the versions and the command of each call that measured something."""
    used = {unit["call"] for unit in data["units"].values()} | {len(data["calls"]) - 1}
    text = f"# {data['part']}\n\n"
    for number in sorted(used):
        text += "".join(f"- {key}: {value}\n" for key, value in data["calls"][number].items()) + "\n"
    return text


def table(rows: list[list[str]]) -> str:
    """A Markdown table whose first row is the header."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |\n"

    return line(rows[0]) + line(["-" * width for width in widths]) + "".join(map(line, rows[1:]))
