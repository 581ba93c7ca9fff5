"""Markdown of the reports, and files that are replaced atomically."""

from pathlib import Path
from typing import Any


def write_whole(path: Path, text: str) -> None:
    """Replaces a file atomically."""
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


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
