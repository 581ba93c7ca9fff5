"""The trainings of a part: what is recorded of each, and their report."""

import csv
import math
import statistics
from pathlib import Path
from typing import Any

from packing import is_finished
from report import table
from session import Session


def read_rows(file: Path) -> list[dict[str, str]]:
    """The complete rows of a table; none if it does not exist yet."""
    if not file.exists():
        return []
    text = file.read_text(encoding="utf-8")
    return list(csv.DictReader(text[:text.rfind("\n") + 1].splitlines()))


def column(run: Path, name: str) -> list[str]:
    return [row[name] for row in read_rows(run / "metrics.csv")]


def losses(run: Path) -> list[float]:
    return [float(cell) for cell in column(run, "train_loss")]


def apart(one: list[float], other: list[float]) -> float:
    """The largest difference of two curves; infinite if one is longer or has a non-finite value."""
    if len(one) != len(other) or not all(map(math.isfinite, one + other)):
        return math.inf
    return max(abs(a - b) for a, b in zip(one, other))


def describe_run(folder: Path) -> dict[str, Any]:
    rows = read_rows(folder / "metrics.csv")
    speeds = [float(row["images_per_second"]) for row in rows]
    return {"epochs": len(rows), "finished": is_finished(folder),
            "seconds": sum(float(row["seconds"]) for row in rows),
            "images_per_second": statistics.median(speeds[1:] or speeds or [0.0]),
            "train_loss": float(rows[-1]["train_loss"]) if rows else None,
            "test_accuracy": float(rows[-1]["test_accuracy"]) if rows else None}


def record_runs(session: Session, folder: Path, **values: Any) -> None:
    runs = {config.parent.name: describe_run(config.parent)
            for config in sorted(folder.glob("*/config.json"))}
    session.record("runs", runs=runs, **values)


def render_runs(data: dict[str, Any]) -> str:
    unit = data["units"].get("runs")
    if not unit or not unit["runs"]:
        return "no training has finished an epoch yet\n"
    rows = [["run", "epochs", "finished", "seconds of training", "images/s", "last training loss",
             "last test accuracy, %"]]
    for name, run in unit["runs"].items():
        if run["epochs"] > 0:
            rows.append([name, str(run["epochs"]), "yes" if run["finished"] else "no",
                         f"{run['seconds']:.1f}", f"{run['images_per_second']:.0f}",
                         f"{run['train_loss']:.4g}", f"{100 * run['test_accuracy']:.2f}"])
    text = table(rows)
    if unit.get("peak", 0.0) > 0.0:
        text += (f"\nPeak of the device memory in use, over all programs and with the memory that LibTorch "
                 f"cached: {unit['peak']:.1f} GiB.\n")
    if unit.get("claims"):
        text += "\n" + "".join(f"- {line}\n" for line in unit["claims"])
    if unit.get("table"):
        text += "\n" + unit["table"]
    return text + "\n```sh\n" + "\n".join(unit["trained_by"]) + "\n```\n"
