"""Runs of a program in which a fault happens."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

Environment = Mapping[str, str]

FAULTS_OF_CALLS = ("killed-before", "killed-within", "eio", "enospc", "full", "short")


@dataclass(frozen=True)
class Fault:
    """What happens to a run: at a call that changes a file of the folder, or a kill after a time."""

    folder: Path = Path()
    kind: str = ""
    call: int = -1
    kill_after: float | None = None

    def complaint(self, result: "Result") -> str | None:
        """What is wrong with the way in which a run ended that this happened to."""
        if self.kill_after is not None or self.kind.startswith("killed"):
            return None
        if self.kind == "short" and result.code != 0:
            return f"a short write is no error: {result.text}"
        return result.complaint()

    def what(self) -> str:
        if self.kill_after is not None:
            return f"killed after {self.kill_after:.4f} s"
        return f"{self.kind} at call {self.call}"


@dataclass(frozen=True)
class Result:
    code: int  # minus the signal that ended the program
    text: str
    calls: int = 0
    happened: bool = False

    def complaint(self) -> str | None:
        """What is wrong with the way in which a program ended that nobody killed."""
        if self.code not in (0, 1, 2):
            return f"ended with {self.code}"
        if self.code != 0 and not self.text.strip():
            return f"ended with {self.code} and no message"
        return None


def build_preload(folder: Path) -> Path:
    """Compiles preload.c with the compiler in $CC, or cc."""
    library = folder / "preload.so"
    source = Path(__file__).with_name("preload.c")
    compiler = os.environ.get("CC", "cc")
    subprocess.run([compiler, "-x", "c", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


class Program:
    """A program that was loaded once and is run any number of times."""

    SECONDS = 60.0  # a run that takes longer hangs
    BETWEEN_LOOKS = 0.01  # seconds

    def __init__(self, path: Path, preload: Path, folder: Path):
        self.path = path
        self.output = folder / "output"
        self.cwd = folder / "cwd"
        self.cwd.mkdir(parents=True)
        their_requests, self.requests = os.pipe()
        self.answers, their_answers = os.pipe()

        # Without gnuplot in the PATH no picture is drawn, which would take most of the time.
        environment = {
            "PATH": "",
            "HOME": str(folder),
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "LD_PRELOAD": str(preload),
            "FAULTS_PIPES": f"{their_requests} {their_answers}",
        }
        self.process = subprocess.Popen(
            [path],
            env=environment,
            cwd=self.cwd,
            stdin=subprocess.DEVNULL,
            pass_fds=(their_requests, their_answers),
        )
        os.close(their_requests)
        os.close(their_answers)
        self.pending = b""

    def close(self) -> None:
        os.close(self.requests)
        self.process.wait()
        os.close(self.answers)

    def run(self, arguments: list[str], fault: Fault = Fault(), environment: Environment = {}) -> Result:
        self.start(arguments, fault, environment)
        if fault.kill_after is None:
            return self.finished()
        ended = self.wait(fault.kill_after)
        if ended is not None:
            return ended
        self.signal(signal.SIGKILL)
        return replace(self.finished(), happened=True)

    def start(self, arguments: list[str], fault: Fault = Fault(), environment: Environment = {}) -> None:
        """Begins a run, which must be waited for before the next one."""
        self.output.write_bytes(b"")  # nothing of an earlier run, whatever is read first
        texts = [str(self.output), str(fault.folder) if fault.kind else "", fault.kind, str(fault.call)]
        texts += [f"{name}={value}" for name, value in environment.items()] + ["", *arguments]
        request = b"".join(os.fsencode(text) + b"\0" for text in texts)
        os.write(self.requests, len(request).to_bytes(4, "little") + request)
        self.run_process = int(self._line(None) or b"")

    def signal(self, number: int) -> None:
        """Sends a signal to a run that has not been waited for; it may have ended all the same."""
        with suppress(ProcessLookupError):
            os.kill(self.run_process, number)

    def wait(self, seconds: float) -> Result | None:
        """How the run ended; nothing if it takes longer."""
        line = self._line(seconds)
        if line is None:
            return None
        code, calls, happened = map(int, line.split())
        return Result(code, self._printed(), calls, bool(happened))

    def wait_for_line(self, start: str) -> Result | None:
        """Waits until the run has printed a line with this start; how it ended, if there is none."""
        end = time.monotonic() + self.SECONDS
        while not any(line.startswith(start) for line in self._printed().splitlines()):
            ended = self.wait(self.BETWEEN_LOOKS) if time.monotonic() < end else self.finished()
            if ended is not None:
                return ended
        return None

    def finished(self) -> Result:
        """How the run ended. It is killed if it hangs."""
        result = self.wait(self.SECONDS)
        if result is not None:
            return result
        self.signal(signal.SIGKILL)
        self._line(None)
        return Result(-signal.SIGALRM, f"{self._printed()}\nhangs: killed after {self.SECONDS} seconds")

    def _printed(self) -> str:
        return self.output.read_text(errors="replace")

    def _line(self, seconds: float | None) -> bytes | None:
        """The next line of the answers; nothing if it takes longer."""
        end = None if seconds is None else time.monotonic() + seconds
        while b"\n" not in self.pending:
            left = None if end is None else max(0.0, end - time.monotonic())
            if not select.select([self.answers], [], [], left)[0]:
                return None
            chunk = os.read(self.answers, 4096)
            if not chunk:
                raise RuntimeError("the program could not be loaded")
            self.pending += chunk
        line, self.pending = self.pending.split(b"\n", 1)
        return line
