"""The tables in the comments of concepts.hpp, and whether they say what the concepts require."""

import dataclasses
import re

import sources

CONCEPT = re.compile(r"((?:^///.*\n)+)^template <.*>\nconcept (\w+) ="
                     r"[^{;]*(?:\{\n((?:  .*\n)*)\})?;", re.MULTILINE)
REQUIREMENT = re.compile(r"^  (?:\{ (.+?) \}(?: noexcept)?(?: -> (?:std::same_as<(\w+)>|detail::\w+))?|(.+?));$",
                         re.MULTILINE)


@dataclasses.dataclass
class Concept:
    comment: str
    body: str     # of its requires-expression; "" without one

    def tables(self) -> "list[list[list[str]]]":
        """Tables as rows of cells. A row without a first cell continues the row above."""
        found: "list[list[list[str]]]" = []
        inside = False
        for line in self.comment.splitlines():
            text = line.removeprefix("///").strip()
            if not text.startswith("|"):
                inside = False
                continue
            cells = [cell.strip() for cell in text.strip("|").split("|")]
            if not inside:
                found.append([])
            inside = True
            if cells[0] or not found[-1]:
                found[-1].append(cells)
            else:
                above = found[-1][-1]
                found[-1][-1] = [f"{cell} {more}".strip() for cell, more in zip(above, cells)]
        return found

    def required(self) -> "dict[str, str]":
        """The required expressions, with what they return ("" if nothing is required of it)."""
        return {call(match[1] or match[3]): match[2] or ""
                for match in REQUIREMENT.finditer(self.body)}

    def documented(self) -> "dict[str, str]":
        header, _, *rows = self.tables()[0]
        returned = header.index("returns") if "returns" in header else None
        return {call(row[0].strip("`")): "" if returned is None else row[returned]
                for row in rows}


def call(expression: str) -> str:
    """An expression without the name of its object: "update(loss)" of "a.update(loss)"."""
    return re.sub(r"^\w(?=[.(])\.?", "", expression)


def row_text(cells: "list[str]") -> str:
    return "| " + " | ".join(cells) + " |"


def parse(header: str) -> "dict[str, Concept]":
    return {match[2]: Concept(match[1], match[3] or "") for match in CONCEPT.finditer(header)}


def tables(header: str) -> sources.Tables:
    """The tables by the names "Policy" and, from the second of a concept on, "Policy#2"."""
    found = {}
    for name, concept in parse(header).items():
        for number, (header_row, _, *rows) in enumerate(concept.tables(), 1):
            found["concept", name if number == 1 else f"{name}#{number}"] = [
                row_text(header_row), "|" + "---|" * len(header_row), *map(row_text, rows)]
    return found


def problems(header: str) -> "list[str]":
    """Where the table of a concept differs from what the concept requires."""
    found = []
    for name, concept in parse(header).items():
        if not concept.body or not concept.tables():
            continue
        unchecked = {call(expression) for expression in concept.documented()
                     if f"does not check `{call(expression).partition('(')[0]}`" in concept.comment}
        documented = {expression: returns for expression, returns in concept.documented().items()
                      if expression not in unchecked}
        if documented != concept.required():
            found.append(f"{name}: its table has {documented}, it requires {concept.required()}")
    return found
