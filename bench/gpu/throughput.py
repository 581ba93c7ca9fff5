"""The part `throughput`: images per second of C++ compared with Python, and where a step's time goes.

Each network is measured separately, with all its contestants taking turns in one run. A network's step
is also traced: the time between its kernels is the cost of launching and waiting.
"""

import json
import sys
from statistics import median
from types import SimpleNamespace
from typing import Any

from report import table
from session import OutOfTime, Session

SECONDS_TO_START = 45  # time that must be left to start measuring a network

WIDE = {"wrn-28-1": ("28", "1"), "wrn-28-10": ("28", "10")}


def networks(session: Session) -> dict[str, list[str]]:
    """The commands that measure; --json FILE and --seconds are added to each."""
    bench = session.bench_folder()
    python = session.python()
    if session.rehearsal:
        compiled = ["--compile", "default"]
        return {
            "wrn-10-1": [python, f"{bench}/training_throughput.py", "--depth", "10", "--images", "64",
                         "--batch-size", "32", "--rounds", "1", "--epochs", "2", "--threads", "1",
                         "--program", session.program("learning_stages"), *compiled],
            "resnet18": [python, f"{bench}/imagenet_throughput.py", "--model", "resnet18",
                         "--image-size", "64", "--batch-size", "8", "--steps", "1", "--warm-up", "4",
                         "--rounds", "1", "--epochs", "2", "--image-count", "32", "--workers", "1",
                         "--threads", "1", "--programs", str(session.programs),
                         "--images", str(session.kit / "images" / "loader"), *compiled]}
    commands = {
        name: [python, f"{bench}/training_throughput.py", "--device", "cuda", "--depth", depth,
               "--widen", widen, "--rounds", "3", "--epochs", "3", "--compile", "all",
               "--program", session.program("learning_stages")]
        for name, (depth, widen) in WIDE.items()}
    commands["resnet50"] = [python, f"{bench}/imagenet_throughput.py", "--device", "cuda",
                            "--programs", str(session.programs), "--compile", "all",
                            "--images", str(session.kit / "images" / "loader")]
    return commands


# The traced step of each network, as flags of training_step_bench.
TRACED = {"wrn-28-1": ["--network", "wrn-28-1", "--captured"],
          "wrn-28-1, not captured": ["--network", "wrn-28-1"],
          "wrn-28-10": ["--network", "wrn-28-10", "--captured"],
          "resnet50": ["--network", "resnet50", "--classes", "1000", "--image-size", "224",
                       "--batch-size", "256"]}
TRACED_IN_REHEARSAL = {"wrn-10-1": ["--network", "wrn-10-1", "--batch-size", "8", "--steps", "2",
                                    "--warm-up", "4", "--threads", "1"]}


def union_length(intervals: list[tuple[float, float]]) -> float:
    """The total length of the union of the intervals."""
    total, end = 0.0, float("-inf")
    for begin, stop in sorted(intervals):
        total += max(0.0, stop - max(begin, end))
        end = max(end, stop)
    return total


def device_time(trace: dict[str, Any]) -> dict[str, float]:
    """The device's activity in a trace: the number of kernels and copies, the sum and the union of their
    times, and the time from the start of the first to the end of the last, in seconds."""
    on_device = [(event["ts"], event["ts"] + event["dur"]) for event in trace["traceEvents"]
                 if event.get("cat") in ("kernel", "gpu_memcpy", "gpu_memset")]
    if not on_device:
        return {"kernels": 0, "sum": 0.0, "busy": 0.0, "span": 0.0}
    span = max(end for _, end in on_device) - min(begin for begin, _ in on_device)
    return {"kernels": len(on_device), "sum": sum(end - begin for begin, end in on_device) / 1e6,
            "busy": union_length(on_device) / 1e6, "span": span / 1e6}


def trace_step(session: Session, name: str, flags: list[str]) -> None:
    file = session.work / "step.trace.json"
    file.unlink(missing_ok=True)
    finished = session.run(
        [session.program("training_step_bench"), *flags, "--device", session.device,
         "--trace", str(file)], f"trace-{name.replace(', ', '-').replace(' ', '-')}")
    timed = finished.lines(r"^\{")
    if not timed:
        sys.exit(f"training_step_bench ended with {finished.code}:\n{finished.output[-2000:]}")
    result = json.loads(timed[-1])
    # If LibTorch has no tracer, the step is only timed.
    trace = json.loads(file.read_text(encoding="utf-8")) if finished.code == 0 else {
        "traceEvents": []}
    file.unlink(missing_ok=True)
    session.record(f"trace of {name}", step=result["seconds_per_step"],
                   **{key: value / result["traced_steps"]
                      for key, value in device_time(trace).items()})


def measure(session: Session, name: str, command: list[str]) -> None:
    session.require_time(SECONDS_TO_START)
    file = session.work / f"{name}.speeds.json"
    file.unlink(missing_ok=True)
    try:
        finished = session.run(
            [*command, "--json", str(file), "--seconds", f"{session.seconds_left() - 60:.0f}"], name)
    except OutOfTime:
        # Completed rounds count.
        if file.exists():
            session.record(name, speeds=json.loads(file.read_text(encoding="utf-8")), unfinished=True,
                           said=["interrupted: some rounds are missing"],
                           measured_by=session.shown(command))
        raise
    if finished.code != 0:
        session.record(name, failed=finished.output[-1000:])
        return
    session.record(name, speeds=json.loads(file.read_text(encoding="utf-8")),
                   said=finished.lines("^(same network|left out|C\\+\\+ .* (is|waits))"),
                   measured_by=session.shown(command))


def run(session: Session) -> bool:
    traced = TRACED_IN_REHEARSAL if session.rehearsal else TRACED
    for name, flags in traced.items():
        if not session.is_done(f"trace of {name}"):
            trace_step(session, name, flags)
    for name, command in networks(session).items():
        if not session.is_done(name):
            measure(session, name, command)
    return not any("failed" in unit for unit in session.data["units"].values())


def render(data: dict[str, Any]) -> str:
    text = ""
    traces = [["step", "ms", "kernels", "their sum, ms", "device busy, ms",
               "idle share of the step, %"]]
    for name, unit in data["units"].items():
        if name.startswith("trace of "):
            idle = f"{100 * max(0.0, 1 - unit['busy'] / unit['step']):.1f}" if unit["busy"] else "-"
            traces.append([name.removeprefix("trace of "), f"{1e3 * unit['step']:.3f}",
                           f"{unit['kernels']:.0f}", f"{1e3 * unit['sum']:.3f}",
                           f"{1e3 * unit['busy']:.3f}", idle])
            continue
        text += f"## {name}\n\n"
        if "failed" in unit:
            text += f"failed:\n\n```\n{unit['failed']}\n```\n\n"
            continue
        first = next(iter(unit["speeds"].values()))
        rows = [["training images/s", "times", "median", "min", "max", "first row / this"]]
        for contestant, speeds in unit["speeds"].items():
            rows.append([contestant, str(len(speeds)), f"{median(speeds):.0f}", f"{min(speeds):.0f}",
                         f"{max(speeds):.0f}", f"{median(first) / median(speeds):.2f}"])
        text += table(rows) + "\n" + "".join(f"- {line}\n" for line in unit["said"])
        text += f"\n`{unit['measured_by']}`\n\n"
    if len(traces) > 1:
        text += ("## Where a step's time goes\n\nThe step is timed without the profiler; the kernels "
                 "and copies come from a trace of four more steps.\n\n" + table(traces))
    return text


PART = SimpleNamespace(run=run, render=render)
