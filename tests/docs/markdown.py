"""What the checks need to know of a Markdown page: its links, its anchors and its marked blocks."""

import dataclasses
import re

FENCE = re.compile(r"^(`{3,}|~{3,})\s*(\S*)")
MARKER = re.compile(r"^<!-- (\w+): (\S+) -->$")
LINK = re.compile(r"\]\(\s*<?([^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)?)>?(?:\s+\"[^\"]*\")?\s*\)"
                  r"|^\[[^\]]+\]:\s+(\S+)"
                  r"|\b(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")


@dataclasses.dataclass
class Block:
    """A fenced block, or the table after a marker: lines begin … end - 1, without the fences."""
    marker: "tuple[str, str] | None"   # ("file", "docs/snippets/x.cpp") of <!-- file: … -->
    language: str                      # "" for a table
    first: int                         # the line after the marker: the fence, or the table's first
    begin: int
    end: int


@dataclasses.dataclass
class Page:
    lines: "list[str]"
    blocks: "list[Block]"
    prose: "list[tuple[int, str]]"     # number and text of the lines outside blocks, without `code`

    def links(self) -> "list[tuple[int, str]]":
        return [(number, next(filter(None, match.groups())))
                for number, text in self.prose for match in LINK.finditer(text)]

    def anchors(self) -> "set[str]":
        """As GitHub makes them: from each heading, numbered where they repeat; and each id="…"."""
        anchors: "set[str]" = set()
        for number, text in self.prose:
            anchors.update(re.findall(r"\bid=\"([^\"]+)\"", text))
            heading = HEADING.match(self.lines[number])
            if heading:
                anchors.add(unused(slug(heading[1]), anchors))
        return anchors


def slug(heading: str) -> str:
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


def unused(anchor: str, anchors: "set[str]") -> str:
    if anchor not in anchors:
        return anchor
    return next(f"{anchor}-{i}" for i in range(1, len(anchors) + 1)
                if f"{anchor}-{i}" not in anchors)


def parse(text: str) -> Page:
    page = Page(text.splitlines(), [], [])
    number = 0
    while number < len(page.lines):
        line = page.lines[number]
        fence = FENCE.match(line)
        marker = marker_before(page.lines, number)
        if fence:
            end = number + 1
            while end < len(page.lines) and not page.lines[end].startswith(fence[1]):
                end += 1
            page.blocks.append(Block(marker, fence[2], number, number + 1, end))
            number = end
        elif marker and line.startswith("|"):
            end = number
            while end < len(page.lines) and page.lines[end].startswith("|"):
                end += 1
            page.blocks.append(Block(marker, "", number, number, end))
            page.prose += [(i, prose(page.lines[i])) for i in range(number, end)]
            number = end - 1
        else:
            page.prose.append((number, prose(line)))
        number += 1
    return page


def marker_before(lines: "list[str]", number: int) -> "tuple[str, str] | None":
    match = MARKER.match(lines[number - 1]) if number > 0 else None
    return (match[1], match[2]) if match else None


def prose(line: str) -> str:
    return re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", line)
