"""Whether the site that docs/site/build.py renders is complete. Skipped without pandoc."""

import html.parser
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[2]


class Page(html.parser.HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: "list[str]" = []
        self.anchors: "set[str]" = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: "list[tuple[str, str | None]]") -> None:
        for name, value in attributes:
            if name in ("href", "src"):
                self.links.append(value or "")
            elif name == "id":
                self.anchors.add(value or "")


@unittest.skipIf(shutil.which("pandoc") is None, "pandoc is not installed")
class Site(unittest.TestCase):
    def test_every_link_of_every_page_leads_somewhere(self) -> None:
        with tempfile.TemporaryDirectory(prefix="docs-site-") as folder:
            site = Path(folder).resolve()
            subprocess.run([sys.executable, "-B", ROOT / "docs/site/build.py", site], check=True, capture_output=True)
            pages = {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
            self.assertIn(site / "index.html", pages)
            self.assertIn(site / "docs/guides/replay.html", pages)
            for path, page in pages.items():
                for link in page.links:
                    if re.match(r"[a-z]+:", link):
                        continue
                    file, _, anchor = unquote(link).partition("#")
                    target = (path.parent / file).resolve() if file else path
                    self.assertTrue(target.is_file(), f"{path.relative_to(site)}: {link}")
                    if anchor:
                        self.assertIn(anchor, pages[target].anchors, f"{path.relative_to(site)}: {link}")


if __name__ == "__main__":
    unittest.main()
