"""Writes a page with tables and pictures of the measurements on GPU machines.

Called by `run.sh summary`. Reads the PART.json, PART.md and PART.tar.gz that were brought back, and
writes README.md, throughput.csv and a folder for each part that trained. Refuses results of a rehearsal.
"""

import argparse
import csv
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from figures import FIGURES, figure_command
from packing import unpack
from report import write_whole
from tables import TABLE_1_MODELS, finished_runs

PARTS = ("check", "throughput", "stages", "bgd", "schedules", "imagenet", "transfer")
KEPT = (".csv", ".txt", ".md", ".png", ".svg")
INTRODUCTION = """# On a GPU

The measurements of `bench/gpu/run.sh`, written by `bash bench/gpu/run.sh summary`. Each section starts
with the machine, the versions and the command.
"""


def draw_figures(part: str, runs: Path, programs: Path, rehearsal: bool) -> None:
    """Redraws the figures of finished trainings from their tables."""
    configurations = sorted((runs / "runs").glob("*/config.json"))
    if not configurations:
        return
    configuration = json.loads(configurations[0].read_text(encoding="utf-8"))
    command = figure_command(part, str(programs / "learning_stages"), runs, rehearsal)
    command += ["--data", configuration["data"], "--device", "cpu"]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def draw_table_1(runs: Path, programs: Path) -> None:
    for model in TABLE_1_MODELS:
        finished = finished_runs(runs, model)
        if not finished:
            continue
        program = str(programs / "imagenet")
        table = subprocess.run([program, "table", *finished, "--format", "csv"], check=True,
                               capture_output=True, text=True).stdout
        (runs / f"table-1-{model}.csv").write_text(table, encoding="utf-8")
        subprocess.run([program, "figure", *finished, "--out", str(runs / model)], check=False,
                       stdout=subprocess.DEVNULL)


def keep_files(source: Path, folder: Path) -> list[Path]:
    """Copies tables, texts and pictures; returns the paths of the pictures."""
    pictures = []
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.suffix in KEPT and path.name != "norms.csv":
            place = folder / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
            if path.suffix == ".png":
                pictures.append(place)
    return pictures


def keep_trainings(packed: Path, part: str, programs: Path, folder: Path, rehearsal: bool) -> list[Path]:
    """Keeps the results of a part's trainings, with their pictures; returns the pictures."""
    with tempfile.TemporaryDirectory(prefix="gpu-summary-") as name:
        runs = Path(name)
        unpack(packed, runs)
        if part in FIGURES:
            draw_figures(part, runs, programs, rehearsal)
        if part == "imagenet":
            draw_table_1(runs, programs)
        return keep_files(runs, folder)


def write_throughput(units: dict[str, Any], file: Path) -> None:
    with open(file, "w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(["network", "contestant", "images_per_second"])
        for network, unit in units.items():
            for contestant, speeds in unit.get("speeds", {}).items():
                writer.writerows([network, contestant, f"{speed:.1f}"] for speed in speeds)


def section(options: argparse.Namespace, part: str) -> str:
    """A part's section of the page; "" if it has measured nothing."""
    file = options.source / f"{part}.json"
    if not file.exists():
        return ""
    data = json.loads(file.read_text(encoding="utf-8"))
    is_rehearsal = any("rehearsal" in call for call in data["calls"])
    if is_rehearsal != options.rehearse:
        sys.exit(f"run.sh: {file} is {'' if is_rehearsal else 'not '}from a rehearsal: "
                 f"{'leave out' if options.rehearse else 'give'} --rehearse to summarise it")
    if not data["units"]:
        return ""
    text = "\n#" + (options.source / f"{part}.md").read_text(encoding="utf-8").replace(
        "\n## ", "\n### ")
    if part == "throughput":
        write_throughput(data["units"], options.out / "throughput.csv")
    packed = options.source / f"{part}.tar.gz"
    if packed.exists():
        shutil.rmtree(options.out / part, ignore_errors=True)
        for picture in keep_trainings(packed, part, options.programs, options.out / part, options.rehearse):
            text += f"\n![{part}: {picture.stem}]({picture.relative_to(options.out)})\n"
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--from", type=Path, required=True, dest="source")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--programs", type=Path, required=True)
    parser.add_argument("--rehearse", action="store_true")
    options = parser.parse_args()
    if not any((options.source / f"{part}.json").exists() for part in PARTS):
        sys.exit(f"run.sh: {options.source} has no results: expected PART.json from run.sh")
    if not (options.programs / "learning_stages").exists():
        sys.exit(f"run.sh: --build: {options.programs} has no learning_stages, which draws the figures")
    options.out.mkdir(parents=True, exist_ok=True)
    text = INTRODUCTION + "".join(section(options, part) for part in PARTS)
    write_whole(options.out / "README.md", text)
    print(f"run.sh: {options.out / 'README.md'}")


if __name__ == "__main__":
    main()
