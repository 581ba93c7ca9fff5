"""Checks the documentation, or fills its marked blocks.

    python3 tests/docs/check.py            lists what is wrong; exit status 1 if anything is
    python3 tests/docs/check.py --update   rewrites the marked blocks first

A code block or table in a page is filled by its source if the line before it is a marker:

    <!-- file: docs/snippets/loop.cpp -->          the whole file
    <!-- file: docs/snippets/loop.cpp#train -->    between its two lines "// [train]"
    <!-- options: NoImprovement -->                the options as its Options describe them
    <!-- registry: averages -->                    what texts can name
    <!-- concept: MovingAverage -->                the table in concepts.hpp; #2 is the second

Paths start at the repository's root. The programs in docs/snippets are compiled, and must print
exactly their <name>.txt, which a page shows in the same way; build/bin/snippet_<name> writes it
anew. The program option_tables prints the tables of options and of the registry. The checks:

- a marked block is identical to its source;
- every ```cpp block of README.md and docs/ is marked, and a page shows every program in
  docs/snippets, every table, and a link to every header of a policy;
- the tables in concepts.hpp name what the concepts require;
- relative links and their anchors exist, in every page of the repository.
"""

import argparse
import contextlib
import subprocess
import sys
from pathlib import Path

import concepts
import markdown
import sources

POLICIES = ("average", "stability", "drop", "action", "combination", "compat")
ROOT = Path(__file__).resolve().parents[2]


def pages_of(root: Path) -> "list[Path]":
    """Every page but those in build folders and in folders that begin with a dot."""
    return sorted(
        path for path in root.rglob("*.md")
        if not any(part.startswith((".", "build")) for part in path.relative_to(root).parts))


def update(root: Path, tables: sources.Tables) -> None:
    """Fills every marked block whose source exists."""
    for path in pages_of(root):
        page = markdown.parse(path.read_text(encoding="utf-8"))
        lines = list(page.lines)
        for block in reversed(page.blocks):
            if block.marker:
                with contextlib.suppress(sources.SourceError):
                    lines[block.begin:block.end] = sources.lines_of(root, tables, block.marker)
        if lines != page.lines:
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def problems(root: Path, tables: sources.Tables) -> "list[str]":
    pages = {path: markdown.parse(path.read_text(encoding="utf-8")) for path in pages_of(root)}
    found = [f"{path.relative_to(root)}:{number + 1}: {problem}"
             for path, page in pages.items()
             for number, problem in [*block_problems(root, tables, path, page),
                                     *link_problems(root, path, pages)]]
    return found + unshown(root, tables, pages)


def block_problems(root: Path, tables: sources.Tables, path: Path,
                   page: markdown.Page) -> "list[tuple[int, str]]":
    found = []
    must_be_marked = path == root / "README.md" or root / "docs" in path.parents
    for block in page.blocks:
        if block.marker:
            try:
                source = sources.lines_of(root, tables, block.marker)
            except sources.SourceError as error:
                found.append((block.begin, str(error)))
                continue
            if page.lines[block.begin:block.end] != source:
                name = ": ".join(block.marker)
                found.append((block.begin, f"differs from {name}; check.py --update fills it"))
        elif block.language == "cpp" and must_be_marked:
            found.append((block.begin, "a cpp block without a marker: show a program of snippets"))
    marked = {block.first for block in page.blocks if block.marker}
    found += [(number, "no block follows this marker") for number, text in page.prose
              if markdown.MARKER.match(text) and number + 1 not in marked]
    return found


def unshown(root: Path, tables: sources.Tables, pages: "dict[Path, markdown.Page]") -> "list[str]":
    """The programs, tables and headers of policies that no page shows."""
    markers = {block.marker for page in pages.values() for block in page.blocks if block.marker}
    files = {name.partition("#")[0] for kind, name in markers if kind == "file"}
    linked = {(path.parent / link.partition("#")[0]).resolve()
              for path, page in pages.items() if root / "docs" in path.parents
              for _, link in page.links()}
    programs = [file.relative_to(root).as_posix()
                for file in sorted((root / "docs" / "snippets").rglob("*.cpp"))]
    headers = [file for folder in POLICIES
               for file in sorted((root / "include" / "autodecay" / folder).glob("*.hpp"))]
    return [*(f"{program}: no page shows it" for program in programs if program not in files),
            *(f"{kind}: {name}: no page shows this table" for kind, name in sorted(tables)
              if (kind, name) not in markers),
            *(f"{header.relative_to(root)}: no page in docs links it" for header in headers
              if header not in linked)]


def link_problems(root: Path, path: Path,
                  pages: "dict[Path, markdown.Page]") -> "list[tuple[int, str]]":
    found = []
    for number, link in pages[path].links():
        if link.startswith(("https:", "http:", "mailto:")):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        if root not in [target, *target.parents] or not target.exists():
            found.append((number, f"no such file: {link}"))
        elif anchor and (target not in pages or anchor not in pages[target].anchors()):
            found.append((number, f"no such anchor: {link}"))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--update", action="store_true", help="rewrite the marked blocks first")
    parser.add_argument("--tables", type=Path, default=ROOT / "build" / "bin" / "option_tables",
                        help="the program option_tables (default: %(default)s)")
    options = parser.parse_args()
    if not options.tables.is_file():
        parser.error(f"expected the program option_tables, got {options.tables}, which is no file: "
                     "build its target or give --tables")
    printed = subprocess.run([options.tables.resolve()], stdout=subprocess.PIPE, text=True,
                             check=True).stdout
    header = (ROOT / "include" / "autodecay" / "concepts.hpp").read_text(encoding="utf-8")
    tables = {**sources.printed_tables(printed), **concepts.tables(header)}
    if options.update:
        update(ROOT, tables)
    found = problems(ROOT, tables) + concepts.problems(header)
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
