"""What fills a marked block of a page: a file, or a region of one."""

import textwrap
from pathlib import Path


class SourceError(Exception):
    """A marker names something that does not exist."""


def lines_of(root: Path, kind: str, name: str) -> "list[str]":
    """The lines that a block after <!-- kind: name --> holds."""
    if kind == "file":
        return file_lines(root, *name.partition("#")[::2])
    raise SourceError(f"unknown marker '{kind}', expected 'file'")


def file_lines(root: Path, path: str, region: str) -> "list[str]":
    """A file, or the lines between the two lines "// [region]" of it, without their common indent."""
    if not (root / path).is_file():
        raise SourceError(f"no file {path} in the repository")
    lines = (root / path).read_text(encoding="utf-8").splitlines()
    if not region:
        return lines
    bounds = [i for i, line in enumerate(lines) if line.strip() in (f"// [{region}]", f"# [{region}]")]
    if len(bounds) != 2:
        raise SourceError(f"{path} has {len(bounds)} lines '// [{region}]', expected 2")
    return textwrap.dedent("\n".join(lines[bounds[0] + 1:bounds[1]])).split("\n")
