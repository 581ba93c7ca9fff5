"""The part `check`: whether the trainers behave on the device as on the CPU.

Each check records its measurements and their bounds. A rehearsal compares the CPU with itself and
leaves out checks that need a device.
"""

import json
import math
import os
import re
import resource
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from kit_images import rehearsal_images
from report import table
from runs import apart, column, losses
from session import OutOfTime, Session

GIB = 1024**3


class Skipped(Exception):
    """A check cannot be made here; the text is the reason."""


class Failed(Exception):
    """A check failed; the text is what was expected and measured."""


def require(holds: bool, text: str) -> str:
    """Returns the measurements as text; raises Failed with the text unless the check holds."""
    if not holds:
        raise Failed(text)
    return text


def tests(name: str, *options: str, hidden: bool = False) -> Callable[[Session], str]:
    """Tests of a doctest program, which can have the device hidden from it."""

    def check(session: Session) -> str:
        if not session.builds:
            raise Skipped("built elsewhere, where the tests are also run")
        # With one thread per core, the many processes of the tests would wait for each other.
        environment = {**os.environ, "OMP_NUM_THREADS": "2"}
        if hidden:
            environment["CUDA_VISIBLE_DEVICES"] = ""
        log = re.sub(r"\W+", "-", " ".join([name, *options])).strip("-")
        finished = session.run([session.program(name), *options], log, env=environment)
        counts = finished.lines(r"^\[doctest\] (test cases|assertions)")
        ran = any(re.search(r"cases: +[1-9]", line) for line in counts)
        unseen = session.device == "cuda" and not hidden and finished.lines("skipped: LibTorch")
        if finished.code == 0 and ran and not unseen:
            return "; ".join(counts)
        raise Failed("; ".join(counts + finished.lines("^TEST CASE:")[:5]))

    return check


def new_run(session: Session, name: str) -> Path:
    """The folder for a run; removes the folder of an earlier one."""
    out = session.work / "checked" / name
    shutil.rmtree(out, ignore_errors=True)
    return out


def training(session: Session, name: str, device: str, *options: str) -> Path:
    """A small training on generated patterns."""
    out = new_run(session, name)
    size = ["--limit", "160", "--test-limit", "100", "--batch-size", "32"] if session.rehearsal else []
    session.run_checked(
        [session.program("learning_stages"), "--data", "patterns", "--depth", "10", *size,
         "--threads", "1", "--device", device, *options, "--out", str(out)], name)
    return out


def check_memory_errors(session: Session) -> str:
    """No invalid memory access in some steps, plain and captured, and an evaluation."""
    if session.device == "cpu":
        raise Skipped("needs a device")
    tool = shutil.which("compute-sanitizer") or "/usr/local/cuda/bin/compute-sanitizer"
    if not os.access(tool, os.X_OK):
        raise Skipped("there is no compute-sanitizer")
    out = new_run(session, "sanitized")
    finished = session.run(
        [tool, "--tool", "memcheck", "--report-api-errors", "no", "--error-exitcode", "9", session.program("learning_stages"),
         "--data", "patterns", "--depth", "10", "--limit", "256", "--test-limit", "64",
         "--batch-size", "32", "--epochs", "2", "--schedule", "step(1)", "--augment",
         "--device", "cuda", "--out", str(out)], "sanitized")
    said = finished.lines("ERROR SUMMARY|Invalid|Error")
    none = bool(finished.lines("ERROR SUMMARY: 0 errors"))
    return require(finished.code == 0 and none and len(losses(out)) == 2,
                   "; ".join(said[:5]) or finished.output[-300:])


def check_snapshot(session: Session) -> str:
    """Python reproduces the program's test loss with weights trained on the device."""
    script = session.bench_folder() / "training_throughput.py"
    finished = session.run(
        [session.python(), str(script), "--guard-only", "--device", session.device, "--depth", "10",
         "--threads", "1", "--program", session.program("learning_stages")], "snapshot")
    lines = finished.lines("same network|with the same weights|parameters in")
    return require(finished.code == 0, "; ".join(lines) or finished.output[-300:])


def check_devices_agree(session: Session) -> str:
    """The same decisions on the CPU and on the device, and loss curves within 5 % of the first loss."""
    settings, epochs = ("window=3, tolerance=0.5", 10) if session.rehearsal else ("tolerance=0.1", 40)
    options = ("--epochs", str(epochs), "--schedule", f"auto(beta=0.7, {settings}, ratio=0.9)")
    cpu = training(session, "on-cpu", "cpu", *options)
    device = training(session, "on-device", session.device, *options)

    def decisions(run: Path) -> list[tuple[str, int]]:
        return [(decision, epoch) for epoch, decision in enumerate(column(run, "decision"), 1)
                if decision != "hold"]

    same = [kind for kind, _ in decisions(cpu)] == [kind for kind, _ in decisions(device)]
    shift = max((abs(a - b) for (_, a), (_, b) in zip(decisions(cpu), decisions(device))), default=0)
    # Only until the first decision of either, since the rates may then differ for an epoch or two.
    if not decisions(cpu):
        raise Failed(f"no decision in {epochs} epochs on the CPU: there is nothing to compare")
    alike = min(epoch for _, epoch in decisions(cpu)[:1] + decisions(device)[:1])
    share = apart(losses(cpu)[:alike], losses(device)[:alike]) / losses(cpu)[0]
    return require(same and shift <= 3 and share <= 0.05,
                   f"decisions {decisions(cpu)} on the CPU, {decisions(device)} on {session.device} "
                   f"(bound: the same, at most 3 epochs apart); losses of the first stage at most "
                   f"{100 * share:.3f} % of the first one apart (bound: 5 %)")


def check_captured(session: Session) -> str:
    """A step that is replayed as a CUDA graph gives the same losses as the plain one."""
    size = ["--batch-size", "8", "--threads", "1"] if session.rehearsal else ["--batch-size", "128"]

    def step_losses(*flags: str) -> list[float]:
        finished = session.run_checked(
            [session.program("training_step_bench"), "--network", "wrn-10-1", "--warm-up", "4",
             "--steps", "20", *size, "--device", session.device, *flags], "captured")
        values = json.loads(finished.lines(r"^\{")[-1])["losses"]
        return [math.nan if value is None else value for value in values]

    plain, again, captured = step_losses(), step_losses(), step_losses("--captured")
    spread, difference = apart(plain, again), apart(plain, captured)
    bound = 3 * spread + 0.01 * plain[0]
    return require(difference <= bound, f"losses of 24 steps at most {difference:.3g} apart; two "
                                        f"plain runs {spread:.3g} (bound: {bound:.3g})")


def check_resumed(session: Session) -> str:
    """A run that is interrupted and resumed gives the same losses as an uninterrupted one."""
    options = ("--schedule", "at(2)", "--augment")
    first = losses(training(session, "whole-1", session.device, "--epochs", "4", *options))
    again = losses(training(session, "whole-2", session.device, "--epochs", "4", *options))
    run = training(session, "resumed", session.device, "--epochs", "2", *options)
    session.run_checked([session.program("learning_stages"), "--out", str(run), "--resume",
                         "--epochs", "4", "--threads", "1"], "resumed")
    spread, difference = apart(first, again), apart(first, losses(run))
    # cuDNN chooses its algorithms in each process by timing them.
    bound = 0.0 if session.device == "cpu" else 3 * spread + 0.01 * first[0]
    return require(difference <= bound, f"losses at most {difference:.3g} apart; two whole runs "
                                        f"{spread:.3g} (bound: {bound:.3g})")


def check_out_of_memory(session: Session) -> str:
    """A batch that does not fit into memory gives an error with a size that would, and leaves no folder."""
    out = new_run(session, "too-large")
    size = ["16", "1024" if session.rehearsal else "2048"]
    options: dict[str, Any] = {}
    if session.device == "cpu":  # less address space than such a step needs; CUDA's libraries need some
        most = (3 if session.call["CUDA"] == "none" else 8) * GIB
        options["preexec_fn"] = lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most))
    finished = session.run(
        [session.program("imagenet"), "--data", str(rehearsal_images(session)), "--model",
         "resnet152", "--batch-size", size[0], "--image-size", size[1], "--threads", "1",
         "--epochs", "1", "--device", session.device, "--out", str(out)], "too-large", **options)
    said = finished.output.strip().splitlines()[-1][:300] if finished.output.strip() else "nothing"
    expected = f"out of memory with {size[0]} images per step"
    return require(finished.code == 1 and expected in said and not out.exists(), said)


def check_images_from_files(session: Session) -> str:
    """The ImageNet trainer's first epochs on the device agree with those on the CPU within 5 %."""

    def train(name: str, device: str) -> list[float]:
        out = new_run(session, name)
        size = "32" if session.rehearsal else "64"
        session.run_checked(
            [session.program("imagenet"), "--data", str(rehearsal_images(session)), "--model",
             "resnet18", "--image-size", size, "--batch-size", "4", "--epochs", "2", "--schedule",
             "never", "--learning-rate", "0.001", "--threads", "1", "--device", device,
             "--out", str(out)], name)
        return losses(out)

    cpu, device = train("images-on-cpu", "cpu"), train("images-on-device", session.device)
    share = apart(cpu, device) / cpu[0]
    return require(share <= 0.05, f"training losses {cpu} on the CPU, {device} on {session.device}, at "
                                  f"most {100 * share:.3f} % of the first one apart (bound: 5 %)")


# The test suite asserts bitwise results of a CPU, so the device is hidden from it. Tests of CUDA itself
# have names that begin with CUDA.
ROOMS = ("data", "model", "engine", "run", "distributed", "figures", "imagenet", "transfer")
CHECKS: dict[str, Callable[[Session], str]] = {
    "CUDA's tests": tests("trainer_tests", "--test-case=CUDA*"),
    "libtorch_tests": tests("libtorch_tests"),
    **{f"{room}_tests": tests("trainer_tests", f"--source-file=*/tests/trainers/{room}/*", hidden=True)
       for room in ROOMS},
    "captured step": check_captured,
    "CPU and device": check_devices_agree,
    "images from files": check_images_from_files,
    "resumed run": check_resumed,
    "snapshot in Python": check_snapshot,
    "out of memory": check_out_of_memory,
    "compute-sanitizer": check_memory_errors,
}


def run(session: Session) -> bool:
    for name, check in CHECKS.items():
        if session.is_done(name) and session.data["units"][name]["verdict"] == "holds":
            continue
        begin = time.monotonic()
        try:
            verdict, measured = "holds", check(session)
        except Skipped as reason:
            verdict, measured = "left out", str(reason)
        except OutOfTime:
            raise
        except (Exception, SystemExit) as error:  # the other checks are still useful
            verdict, measured = "FAILS", f"{type(error).__name__}: {error}"
        session.record(name, verdict=verdict, measured=measured, seconds=time.monotonic() - begin)
        print(f"{name}: {verdict}: {measured}", flush=True)
    return all(unit["verdict"] != "FAILS" for unit in session.data["units"].values())


def render(data: dict[str, Any]) -> str:
    rows = [["check", "verdict", "measured", "s"]]
    for name, unit in data["units"].items():
        measured = unit["measured"].replace("|", "\\|").replace("\n", " ")
        rows.append([name, unit["verdict"], measured, f"{unit['seconds']:.0f}"])
    return table(rows)


PART = SimpleNamespace(run=run, render=render)
