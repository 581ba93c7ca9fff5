"""The parts that train: the paper's figures and tables at sizes that need a GPU."""

import csv
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from session import Session, is_finished, table

# At the paper's size, batch gradient descent is twelve trainings of 3,000 steps on all images, which
# takes longer than the machine is available.
FIGURES = {"stages": (["3", "4", "11"], "paper"), "bgd": (["5", "10"], "medium"),
           "schedules": (["schedules"], "paper")}
# In a rehearsal one schedule is compared, with StepDecay alone.
REHEARSED = {"schedules": ["--schedules", "at(2, 4) | stages(2)", "--controls", "none"]}
TABLE_1_MODELS = ("resnet18", "resnet50")
TABLE_1_SCHEDULES = {
    "step": "step(10)",
    "auto": "auto(beta=0.5, window=5, tolerance=0.08, ratio=0.97, reference=previous_level)"}


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


def read_rows(file: Path) -> list[dict[str, str]]:
    """The complete rows of a table; none if it does not exist yet."""
    if not file.exists():
        return []
    text = file.read_text(encoding="utf-8")
    return list(csv.DictReader(text[:text.rfind("\n") + 1].splitlines()))


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


# The figures of section 3 and of the schedules


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
            command += ["--data", str(session.require_images("cifar10*"))]

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


# Table 1


def images_of(session: Session, pattern: str) -> Path:
    """Class folders of the kit; in a rehearsal, generated ones."""
    return rehearsal_images(session) if session.rehearsal else session.require_images(pattern)


def rehearsal_images(session: Session, name: str = "rehearsal-images") -> Path:
    """A few images in two classes, which link to the kit's JPEGs."""
    folder = session.work / name
    if folder.exists():
        return folder
    files = sorted((session.kit / "images" / "loader").glob("*.jpg"))
    for part, count in (("train", 16), ("test", 8)):
        for number in range(count):
            place = folder / part / f"class-{number % 2}" / f"{number}.jpg"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(files[number % len(files)])
    return folder


def train_imagenet(session: Session, name: str, model: str, schedule: str, seed: int) -> Path:
    """Starts or resumes a training of the imagenet program unless it is finished; returns its folder."""
    out = session.runs() / name
    if is_finished(out):
        return out
    if (out / "last.ckpt").exists():
        command = [session.program("imagenet"), "--out", str(out), "--resume"]
    else:
        shutil.rmtree(out, ignore_errors=True)
        size = (["--image-size", "32", "--batch-size", "4", "--epochs", "2", "--threads", "1"]
                if session.rehearsal else
                ["--image-size", "64", "--batch-size", "128", "--epochs", "30"])
        command = [session.program("imagenet"), "--data", str(images_of(session, "source_*")),
                   "--model", model, *size, "--checkpoint-steps", "0", "--device", session.device,
                   "--seed", str(seed), "--schedule", schedule, "--out", str(out)]
        session.data.setdefault("commands", {})[name] = session.shown(command)
    session.run_checked(command, f"{session.part}-{name}")
    return out


def step_decay_first(run: Path) -> tuple[bool, str]:
    """The sort key of runs in Table 1, which compares the others with the first."""
    return "-step-" not in run.name, run.name


def finished_runs(folder: Path, model: str) -> list[str]:
    """The finished runs of a network, in the order of Table 1."""
    return [str(run) for run in sorted(folder.glob(f"{model}-*"), key=step_decay_first)
            if is_finished(run)]


def run_imagenet(session: Session) -> bool:
    seeds = range(1 if session.rehearsal else 3)
    plan = [("resnet18", seed) for seed in seeds] + [("resnet50", seed) for seed in seeds
                                                     if not session.rehearsal]

    def record() -> None:
        text = ""
        for model in TABLE_1_MODELS:
            runs = finished_runs(session.runs(), model)
            if runs:
                shown = subprocess.run(
                    [session.program("imagenet"), "table", *runs, "--format", "markdown"],
                    capture_output=True, text=True, check=True, timeout=10)
                text += f"{model}:\n\n{shown.stdout}\n"
        record_runs(session, session.runs(), table=text,
                    trained_by=list(session.data.get("commands", {}).values()))

    for model, seed in plan:
        for kind, schedule in TABLE_1_SCHEDULES.items():
            try:
                train_imagenet(session, f"{model}-{kind}-{seed}", model, schedule, seed)
            finally:
                record()
    return True


# Table 2


def source_of_transfer(session: Session) -> Path:
    """The run of AutoDecay's first ResNet-18: from the part imagenet if this machine still has it,
    otherwise trained here, since its weights are too large to be brought back."""
    kept = session.work / "imagenet" / "resnet18-auto-0"
    if is_finished(kept) and (kept / "stage-1.safetensors").exists():
        return kept
    ours = session.runs() / "source"
    if is_finished(ours) and not (ours / "stage-1.safetensors").exists():
        # Brought back without its weights; new weights make the earlier transfers invalid.
        shutil.rmtree(session.runs())
    schedule = "step(1)" if session.rehearsal else TABLE_1_SCHEDULES["auto"]
    return train_imagenet(session, "source", "resnet18", schedule, 0)


def run_transfer(session: Session) -> bool:
    source = source_of_transfer(session)
    if session.rehearsal:
        targets = [rehearsal_images(session, "rehearsal-target")]
    else:
        session.require_images("target_*")
        targets = session.images("target_*")
    out = session.runs() / "matrix"
    size = (["--image-size", "32", "--fix-seeds", "2", "--finetune-seeds", "2", "--fix-epochs", "2",
             "--finetune-epochs", "2", "--finetune-batch-size", "4", "--threads", "1"]
            if session.rehearsal else
            ["--image-size", "64", "--fix-seeds", "5", "--finetune-seeds", "5"])
    command = [session.program("transfer"), "--source", str(source)]
    for target in targets:
        command += ["--target", str(target)]
    command += ["--methods", "fix", "finetune", *size, "--device", session.device, "--out", str(out)]

    def record() -> None:
        text = "".join(file.read_text(encoding="utf-8") + "\n"
                       for name in ("table-2.md", "claims.txt")
                       if (file := out / name).exists())
        record_runs(session, session.runs(), table=text, trained_by=[session.shown(command)])

    (out / "table-2.md").unlink(missing_ok=True)  # from an earlier call
    try:
        # Without gnuplot, the exit code reports a missing picture.
        finished = session.run(command, "transfer")
    finally:
        record()
    if not (out / "table-2.md").exists():
        print(finished.output[-2000:], file=sys.stderr)
        return False
    return True


PARTS = {**{part: figures(part) for part in FIGURES},
         "imagenet": SimpleNamespace(run=run_imagenet, render=render_runs),
         "transfer": SimpleNamespace(run=run_transfer, render=render_runs)}
