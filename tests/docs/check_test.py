"""Whether check.py finds what is wrong in pages made for it."""

import tempfile
import unittest
from pathlib import Path

import check
import concepts
import markdown
import sources

TABLES = sources.printed_tables("options Made\n| option |\n|---|\n| `a` |\n\n")
SHOWN_TABLE = "<!-- options: Made -->\n| option |\n|---|\n| `a` |\n"
PROGRAM = """
int main() {
  // [loop]
  if (true)
    return 0;
  // [loop]
}
"""
HEADER = """
/// Says when it is noon.
///
/// | expression    | returns | laws          |
/// |---------------|---------|---------------|
/// | `c.noon(day)` | bool    | once a        |
/// |               |         | day           |
/// | `c.wind()`    |         |               |
/// | `c.show(x)`   |         |               |
///
/// The concept does not check `show`.
template <typename C>
concept Clock = Policy<C> && requires(C c, const C d, int day) {
  { d.noon(day) } noexcept -> std::same_as<bool>;
  { c.wind() } noexcept;
};
"""


class Pages(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory(prefix="docs-check-")
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name).resolve()
        self.write("docs/snippets/loop.cpp", PROGRAM)

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def problems(self, page: str) -> "list[str]":
        self.write("docs/page.md", SHOWN_TABLE + page)
        return check.problems(self.root, TABLES)

    def region(self, *lines: str) -> str:
        marker = "<!-- file: docs/snippets/loop.cpp#loop -->"
        return "\n".join([marker, "```cpp", *lines, "```", ""])


class Blocks(Pages):
    def test_a_block_equals_the_region_without_its_indent(self) -> None:
        self.assertEqual(self.problems(self.region("if (true)", "  return 0;")), [])

    def test_a_changed_line_and_a_missing_line_are_found(self) -> None:
        expected = ["docs/page.md:7: differs from file: docs/snippets/loop.cpp#loop; "
                    "check.py --update fills it"]
        self.assertEqual(self.problems(self.region("if (true)", "  return 1;")), expected)
        self.assertEqual(self.problems(self.region("if (true)")), expected)

    def test_update_fills_every_block_and_changes_nothing_else(self) -> None:
        self.write("docs/page.md", SHOWN_TABLE + "# One\n\n" + self.region() + "\nBetween\n\n" +
                   self.region("x"))
        check.update(self.root, TABLES)
        filled = self.region("if (true)", "  return 0;")
        self.assertEqual((self.root / "docs/page.md").read_text(encoding="utf-8"),
                         SHOWN_TABLE + "# One\n\n" + filled + "\nBetween\n\n" + filled)

    def test_a_marker_without_its_file_its_region_or_its_block_is_found(self) -> None:
        shown = self.region("if (true)", "  return 0;")
        for marker, problem in [
                ("<!-- file: docs/none.cpp -->\n```cpp\n```\n",
                 "no file docs/none.cpp in the repository"),
                ("<!-- file: docs/snippets/loop.cpp#x -->\n```cpp\n```\n",
                 "docs/snippets/loop.cpp has 0 lines '// [x]', expected 2"),
                ("<!-- nothing: x -->\n```cpp\n```\n",
                 "no table 'nothing: x'; the kinds of blocks are file, options"),
                ("<!-- file: docs/snippets/loop.cpp -->\n\n```cpp\n```\n",
                 "no block follows this marker")]:
            found = self.problems(shown + marker)
            self.assertTrue(any(problem in line for line in found), (marker, found))

    def test_a_program_that_no_page_shows_and_a_block_of_no_program_are_found(self) -> None:
        self.assertEqual(self.problems("```cpp\nint x;\n```\n"),
                         ["docs/page.md:6: "
                          "a cpp block without a marker: show a program of snippets",
                          "docs/snippets/loop.cpp: no page shows it"])
        self.write("README.md", "```cpp\nint x;\n```\n")
        self.assertEqual(self.problems(self.region("if (true)", "  return 0;")),
                         ["README.md:2: a cpp block without a marker: show a program of snippets"])

    def test_a_table_that_differs_and_what_no_page_shows_are_found(self) -> None:
        shown = self.region("if (true)", "  return 0;")
        self.write("docs/page.md", SHOWN_TABLE.replace("`a`", "`b`") + shown)
        self.assertEqual(check.problems(self.root, TABLES),
                         ["docs/page.md:2: differs from options: Made; check.py --update fills it"])
        self.write("docs/page.md", shown)
        self.write("include/autodecay/drop/made.hpp", "")
        self.assertEqual(check.problems(self.root, TABLES),
                         ["options: Made: no page shows this table",
                          "include/autodecay/drop/made.hpp: no page in docs links it"])
        check.update(self.root, TABLES)
        self.assertEqual(self.problems(shown + "[made](../include/autodecay/drop/made.hpp)\n"), [])


class Concepts(unittest.TestCase):
    def test_a_row_continues_the_row_above_if_its_first_cell_is_empty(self) -> None:
        self.assertEqual(concepts.tables(HEADER), {("concept", "Clock"): [
            "| expression | returns | laws |", "|---|---|---|",
            "| `c.noon(day)` | bool | once a day |", "| `c.wind()` |  |  |",
            "| `c.show(x)` |  |  |"]})

    def test_a_table_and_a_concept_that_differ_are_found(self) -> None:
        self.assertEqual(concepts.problems(HEADER), [])
        for before, after in [("same_as<bool>", "same_as<int>"), ("| bool ", "| int  "),
                              ("  { c.wind() } noexcept;\n", ""),
                              ("/// | `c.wind()`    |         |               |\n", ""),
                              ("d.noon(day)", "d.midday(day)"), ("check `show`", "check `hide`")]:
            self.assertIn(before, HEADER)
            found = concepts.problems(HEADER.replace(before, after))
            self.assertEqual(len(found), 1, (after, found))
            self.assertTrue(found[0].startswith("Clock: its table has "), found)


class Links(Pages):
    def setUp(self) -> None:
        super().setUp()
        self.shown = self.region("if (true)", "  return 0;")
        self.write("other.md", "# One `word`: and two\n## Again\n## Again\n<a id=\"mine\"></a>\n")

    def test_files_and_anchors_that_exist_are_accepted(self) -> None:
        page = "# Here\n[a](../other.md#one-word-and-two) [b](#here) ![c](snippets/loop.cpp)\n" \
               "[d](../other.md#again-1) [e](../other.md#mine) [f](https://example.org/x#y)\n"
        self.assertEqual(self.problems(page + self.shown), [])

    def test_files_and_anchors_that_do_not_exist_are_found(self) -> None:
        for link in ["none.md", "#none", "../other.md#again-2", "snippets/loop.cpp#x", "../.."]:
            found = self.problems(self.shown + f"\n[text]({link})\n")
            self.assertEqual(len(found), 1, (link, found))
            self.assertIn(link, found[0])

    def test_code_has_no_links_and_no_headings(self) -> None:
        page = markdown.parse("`[a](b)` [c](d)\n```sh\n# comment\n[e](f)\n```\n")
        self.assertEqual(page.links(), [(0, "d")])
        self.assertEqual(page.anchors(), set())


if __name__ == "__main__":
    unittest.main()
