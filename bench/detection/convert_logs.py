"""Converts the training logs that a table lists to one format.

    python3 bench/detection/convert_logs.py --raw raw --out new-logs

Each row of the table names a public text file (repository, commit and path), the parser that reads it (`format`) and
the fields to take (`columns`). A file that is not in the raw folder is downloaded from GitHub. Each log becomes a CSV
with the columns of `HEADER`: epochs count from 1, the learning rate is the one in force during the epoch (rounded to 6
significant digits, since some programs log its mean over the epoch's steps), accuracies are fractions, and a number
that the log lacks is left blank.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Callable, Iterable

HEADER = ["epoch", "learning_rate", "train_loss", "train_accuracy", "test_loss", "test_accuracy"]
NUMBER = r"[-+\w.]+"
Record = dict[str, object]

# Console logs: one match per epoch, whose group names are the field names. The first program prints 5 decimals: a rate
# printed as 0.00000 is unknown, and no match.
PATTERNS = {
    "benchmarking-gnns": (
        rf"Epoch (?P<epoch>\d+)/\d+\n(?:(?!.*Epoch \d+/).*\n)*?"
        rf".*LR: (?P<lr>\d\.\d*[1-9]\d*), Train Loss: (?P<loss>{NUMBER}),"
        rf".*\n\s*Val Loss: (?P<val_loss>{NUMBER}),"
    ),
    "flair": rf"EPOCH (?P<epoch>\d+) done: loss (?P<loss>{NUMBER}) - lr (?P<lr>{NUMBER})",
}


def read_table(text: str, delimiter: str) -> list[Record]:
    """Lines of delimited fields below a header line; blank lines do not count."""
    lines = [line for line in text.splitlines() if line.strip()]
    names = [name.strip() for name in next(csv.reader(lines[:1], delimiter=delimiter))]
    return [dict(zip(names, fields)) for fields in csv.reader(lines[1:], delimiter=delimiter)]


def read_json_lines(text: str, prefix: str) -> list[Record]:
    """One JSON object on each line that starts with the prefix."""
    lines = [line for line in text.splitlines() if line.startswith(prefix + "{")]
    return [json.loads(line[len(prefix):]) for line in lines]


def read_pattern(text: str, name: str) -> list[Record]:
    """Every match of a pattern of PATTERNS."""
    return [dict(match.groupdict()) for match in re.finditer(PATTERNS[name], text)]


PARSERS: dict[str, Callable[[str, str], list[Record]]] = {
    "csv": lambda text, _: read_table(text, ","),
    "tsv": lambda text, _: read_table(text, "\t"),
    "json": lambda text, _: json.loads(text),
    "jsonlines": read_json_lines,
    "regex": read_pattern,
}


def parse_columns(spec: str) -> dict[str, tuple[str, float]]:
    """'train_loss=Loss;test_accuracy=Acc*0.01' as {ours: (theirs, factor)}."""
    columns = {}
    for item in spec.split(";"):
        ours, theirs = item.split("=", 1)
        theirs, _, factor = theirs.partition("*")
        if ours not in HEADER:
            raise ValueError(f"unknown column {ours!r}")
        columns[ours] = (theirs, float(factor or 1))
    return columns


def number(value: object, factor: float) -> float:
    """A finite number, or ValueError."""
    result = float(str(value)) * factor
    if not math.isfinite(result):
        raise ValueError(f"{value!r} is not finite")
    return result


def first_run(rows: list[dict[str, float]]) -> list[dict[str, float]]:
    """Numbers the epochs from 1. A log of several runs is cut where the second starts."""
    if "epoch" in rows[0]:
        start = rows[0]["epoch"]
        restart = next((i for i, row in enumerate(rows) if i and row["epoch"] == start), len(rows))
        rows = rows[:restart]
        if any(row["epoch"] != start + i for i, row in enumerate(rows)):
            raise ValueError("epochs are not consecutive")
    return [{**row, "epoch": i} for i, row in enumerate(rows, start=1)]


def convert(text: str, log_format: str, columns: str) -> list[dict[str, float]]:
    """The rows of one log, checked."""
    kind, _, argument = log_format.partition(":")
    wanted = parse_columns(columns)
    rows = []
    for record in PARSERS[kind](text, argument):
        if wanted["train_loss"][0] not in record:  # e.g. a first line with settings only
            if rows:
                raise ValueError("a record without the training loss")
            continue
        rows.append(
            {ours: number(record[name], factor) for ours, (name, factor) in wanted.items()}
        )
    if not rows:
        raise ValueError("no epochs found")
    rows = first_run(rows)
    for row in rows:
        row["learning_rate"] = float(f"{row['learning_rate']:.6g}")
        if row["learning_rate"] <= 0:
            raise ValueError(f"epoch {row['epoch']}: the rate is not positive")
    return rows


def first_stage(rows: list[dict[str, float]]) -> tuple[int, bool]:
    """Epochs at the first rate, and whether another rate follows."""
    rates = [row["learning_rate"] for row in rows]
    length = next((i for i, rate in enumerate(rates) if rate != rates[0]), len(rates))
    return length, length < len(rates)


def write_log(path: Path, rows: Iterable[dict[str, float]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for row in rows:
            writer.writerow([f"{row[name]:.9g}" if name in row else "" for name in HEADER])


def fetch(repository: str, commit: str, path: str, raw: Path) -> str:
    """The text of the source file, from the raw folder or from GitHub."""
    target = raw / repository.replace("/", "__") / path
    if not target.exists():
        url = f"https://raw.githubusercontent.com/{repository}/{commit}/{urllib.parse.quote(path)}"
        with urllib.request.urlopen(url, timeout=60) as response:
            data = response.read()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return target.read_text(encoding="utf-8", errors="replace")


def main() -> None:
    results = Path(__file__).resolve().parents[2] / "examples/results/detection"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--table", type=Path, default=results / "new-logs.csv")
    parser.add_argument("--raw", type=Path, default=Path("raw"))
    parser.add_argument("--out", type=Path, default=Path("new-logs"))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with args.table.open(newline="") as file:
        table = list(csv.DictReader(file))
    for entry in table:
        text = fetch(entry["repository"], entry["commit"], entry["path"], args.raw)
        try:
            rows = convert(text, entry["format"], entry["columns"])
        except (ValueError, KeyError) as error:
            raise SystemExit(f"{entry['file']}: {error}") from error
        write_log(args.out / entry["file"], rows)
        length, changes = first_stage(rows)
        note = "" if changes else " (the rate never changes)"
        print(f"{entry['file']}: {len(rows)} epochs, first stage {length}{note}")


if __name__ == "__main__":
    main()
