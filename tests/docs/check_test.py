"""Whether check.py finds what is wrong in pages made for it."""

import tempfile
import unittest
from pathlib import Path

import check
import markdown


class Pages(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory(prefix="docs-check-")
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name).resolve()
        self.write("docs/snippets/loop.cpp", "int main() {\n  // [loop]\n  if (true)\n    return 0;\n"
                                             "  // [loop]\n}\n")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def problems(self, page: str) -> "list[str]":
        self.write("docs/page.md", page)
        return check.problems(self.root)

    def region(self, *lines: str) -> str:
        return "\n".join(["<!-- file: docs/snippets/loop.cpp#loop -->", "```cpp", *lines, "```", ""])


class Blocks(Pages):
    def test_a_block_equals_the_region_without_its_indent(self) -> None:
        self.assertEqual(self.problems(self.region("if (true)", "  return 0;")), [])

    def test_a_changed_line_and_a_missing_line_are_found(self) -> None:
        expected = ["docs/page.md:3: differs from docs/snippets/loop.cpp#loop; check.py --update fills it"]
        self.assertEqual(self.problems(self.region("if (true)", "  return 1;")), expected)
        self.assertEqual(self.problems(self.region("if (true)")), expected)

    def test_update_fills_every_block_and_changes_nothing_else(self) -> None:
        self.write("docs/page.md", "# One\n\n" + self.region() + "\nBetween\n\n" + self.region("x"))
        check.update(self.root)
        filled = self.region("if (true)", "  return 0;")
        self.assertEqual((self.root / "docs/page.md").read_text(encoding="utf-8"),
                         "# One\n\n" + filled + "\nBetween\n\n" + filled)

    def test_a_marker_without_its_file_its_region_or_its_block_is_found(self) -> None:
        shown = self.region("if (true)", "  return 0;")
        for marker, problem in [
                ("<!-- file: docs/none.cpp -->\n```cpp\n```\n", "no file docs/none.cpp in the repository"),
                ("<!-- file: docs/snippets/loop.cpp#x -->\n```cpp\n```\n",
                 "docs/snippets/loop.cpp has 0 lines '// [x]', expected 2"),
                ("<!-- nothing: x -->\n```cpp\n```\n", "unknown marker 'nothing', expected"),
                ("<!-- file: docs/snippets/loop.cpp -->\n\n```cpp\n```\n",
                 "no block follows this marker")]:
            found = self.problems(shown + marker)
            self.assertTrue(any(problem in line for line in found), (marker, found))

    def test_a_program_that_no_page_shows_and_a_block_of_no_program_are_found(self) -> None:
        self.assertEqual(self.problems("```cpp\nint x;\n```\n"),
                         ["docs/page.md:2: a cpp block without a marker: show a file of docs/snippets",
                          "docs/snippets/loop.cpp: no page shows it"])


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
