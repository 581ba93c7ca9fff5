"""Whether include/autodecay.cppm exports every public name of the headers.

    module_names_test.py REPOSITORY

Declarations at namespace scope begin in the first column, as clang-format puts them.
"""

import pathlib
import re
import sys

NAMESPACE = re.compile(r"^namespace (\S+) \{$", re.MULTILINE)
NAME = re.compile(
    r"""^(?=\S)(?:(?:class|struct|concept)\ (\w+)\b(?![<;])             # a type or a concept, no specialisation
        |enum\ class\ (?:\[\[nodiscard\]\]\ )?(\w+)
        |using\ (\w+)\ =
        |inline\ constexpr\ [\w\s*]+?(\w+)(?:\ =|\{)
        |(?:\[\[nodiscard\]\]\ )?[\w:<>,&*\s]+?[\s&*](operator<<|\w+)\()""",
    re.VERBOSE | re.MULTILINE)


def public_names(text):
    """The names that a header declares outside of namespaces called detail: autodecay::Scheduler."""
    names, inside = set(), []
    for line in text.split("\n"):
        if opened := NAMESPACE.match(line):
            inside.append(opened[1])
        elif line.startswith("}  // namespace"):
            inside.pop()
        elif inside and (declared := NAME.match(line)) and "detail" not in "::".join(inside).split("::"):
            names.add("::".join([*inside, next(filter(None, declared.groups()))]))
    return names


def main(repository):
    headers = repository / "include" / "autodecay"
    wanted = set()
    for header in sorted(headers.rglob("*.hpp")):
        if header.relative_to(headers).parts[0] != "adapters":
            wanted |= public_names(header.read_text())
    exported = set(re.findall(r"using (autodecay::[\w:]+(?:<<)?);", (repository / "include" / "autodecay.cppm").read_text()))
    assert "autodecay::AutoDecay" in wanted and "autodecay::runtime::parse" in wanted, sorted(wanted)
    for name in sorted(wanted - exported):
        print(f"include/autodecay.cppm: expected the line `using {name};`")
    for name in sorted(exported - wanted):
        print(f"include/autodecay.cppm: no public header declares {name}")
    return 0 if wanted == exported else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
