"""What fills a marked block of a page: a file or a region of it, or a table by its name."""

import textwrap
from pathlib import Path

Tables = dict[tuple[str, str], list[str]]   # by kind and name, as in a marker


class SourceError(Exception):
    """A marker names something that does not exist."""


def lines_of(root: Path, tables: Tables, marker: "tuple[str, str]") -> "list[str]":
    """The lines that a block after <!-- kind: name --> holds."""
    kind, name = marker
    if kind == "file":
        return file_lines(root, *name.partition("#")[::2])
    if marker not in tables:
        kinds = ", ".join(sorted({"file"} | {kind for kind, _ in tables}))
        raise SourceError(f"no table '{kind}: {name}'; the kinds of blocks are {kinds}")
    return tables[marker]


def file_lines(root: Path, path: str, region: str) -> "list[str]":
    """A file, or the lines between its two lines "// [region]", without their common indent."""
    if not (root / path).is_file():
        raise SourceError(f"no file {path} in the repository")
    lines = (root / path).read_text(encoding="utf-8").splitlines()
    if not region:
        return lines
    bounds = [i for i, line in enumerate(lines) if line.strip() in (f"// [{region}]",
                                                                    f"# [{region}]")]
    if len(bounds) != 2:
        raise SourceError(f"{path} has {len(bounds)} lines '// [{region}]', expected 2")
    return textwrap.dedent("\n".join(lines[bounds[0] + 1:bounds[1]])).split("\n")


def printed_tables(text: str) -> Tables:
    """The tables that option_tables prints."""
    paragraphs = [paragraph.split("\n") for paragraph in text.strip().split("\n\n")]
    return {tuple(lines[0].split(" ")): lines[1:] for lines in paragraphs}
