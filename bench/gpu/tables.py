"""The parts that train for the paper's Tables 1 and 2."""

import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from kit_images import rehearsal_images, required_images
from packing import is_finished
from runs import record_runs, render_runs
from session import Session

TABLE_1_MODELS = ("resnet18", "resnet50")
TABLE_1_SCHEDULES = {
    "step": "step(10)",
    "auto": "auto(beta=0.5, window=5, tolerance=0.08, ratio=0.97, reference=previous_level)"}


# Table 1


def train_imagenet(session: Session, name: str, model: str, schedule: str, seed: int) -> Path:
    """Starts or resumes a training of the imagenet program unless it is finished; returns its folder."""
    out = session.runs() / name
    if is_finished(out):
        return out
    if (out / "last.ckpt").exists():
        command = [session.program("imagenet"), "--out", str(out), "--resume"]
    else:
        shutil.rmtree(out, ignore_errors=True)
        images = (rehearsal_images(session) if session.rehearsal
                  else required_images(session, "source_*")[0])
        size = (["--image-size", "32", "--batch-size", "4", "--epochs", "2", "--threads", "1"]
                if session.rehearsal else
                ["--image-size", "64", "--batch-size", "128", "--epochs", "30"])
        command = [session.program("imagenet"), "--data", str(images),
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
        targets = required_images(session, "target_*")
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


PARTS = {"imagenet": SimpleNamespace(run=run_imagenet, render=render_runs),
         "transfer": SimpleNamespace(run=run_transfer, render=render_runs)}
