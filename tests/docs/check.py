"""Checks the documentation, or fills its marked blocks.

    python3 tests/docs/check.py            lists what is wrong; exit status 1 if anything is
    python3 tests/docs/check.py --update   rewrites the marked blocks first

A block in a page is filled from a file if the line before it is a marker:

    <!-- file: docs/snippets/no_improvement.cpp -->          the whole file
    <!-- file: docs/snippets/no_improvement.cpp#loop -->     between its two lines "// [loop]"

Paths start at the repository's root. The programs in docs/snippets are compiled, and must print
exactly their <name>.txt, which a page shows in the same way (<!-- file: docs/snippets/x.txt -->).
The checks:

- a marked block is identical to what its marker names;
- every ```cpp block in docs/ is marked, and every program in docs/snippets is shown by a page;
- relative links and their anchors exist, in every page of the repository.
"""

import argparse
import sys
from pathlib import Path

import markdown
import sources

ROOT = Path(__file__).resolve().parents[2]


def pages_of(root: Path) -> "list[Path]":
    """Every page but those in build folders and in folders that begin with a dot."""
    return sorted(path for path in root.rglob("*.md")
                  if not any(part.startswith((".", "build")) for part in path.relative_to(root).parts))


def update(root: Path) -> None:
    for path in pages_of(root):
        page = markdown.parse(path.read_text(encoding="utf-8"))
        lines = list(page.lines)
        for block in reversed(page.blocks):
            if block.marker:
                lines[block.begin:block.end] = sources.lines_of(root, *block.marker)
        if lines != page.lines:
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def problems(root: Path) -> "list[str]":
    pages = {path: markdown.parse(path.read_text(encoding="utf-8")) for path in pages_of(root)}
    found = []
    for path, page in pages.items():
        name = path.relative_to(root)
        for number, problem in [*block_problems(root, path, page), *link_problems(root, path, pages)]:
            found.append(f"{name}:{number + 1}: {problem}")
    shown = {block.marker[1].partition("#")[0]
             for page in pages.values() for block in page.blocks if block.marker}
    found += [f"{snippet.relative_to(root)}: no page shows it"
              for snippet in sorted((root / "docs" / "snippets").rglob("*.cpp"))
              if snippet.relative_to(root).as_posix() not in shown]
    return found


def block_problems(root: Path, path: Path, page: markdown.Page) -> "list[tuple[int, str]]":
    found = []
    for block in page.blocks:
        if block.marker:
            try:
                if page.lines[block.begin:block.end] != sources.lines_of(root, *block.marker):
                    found.append((block.begin, "differs from {1}; check.py --update fills it"
                                  .format(*block.marker)))
            except sources.SourceError as error:
                found.append((block.begin, str(error)))
        elif block.language == "cpp" and root / "docs" in path.parents:
            found.append((block.begin, "a cpp block without a marker: show a file of docs/snippets"))
    marked = {block.first for block in page.blocks if block.marker}
    found += [(number, "no block follows this marker") for number, text in page.prose
              if markdown.MARKER.match(text) and number + 1 not in marked]
    return found


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
    options = parser.parse_args()
    if options.update:
        update(ROOT)
    found = problems(ROOT)
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
