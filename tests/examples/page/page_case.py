"""What the tests of the page have in common."""

import argparse
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "bench"))
from browser import Page  # noqa: E402

OPTIONS = argparse.Namespace()  # of page_test.py


def replayed(log: Path, *options: str) -> "subprocess.CompletedProcess[bytes]":
    """What replay does in the folder of a log."""
    return subprocess.run([str(OPTIONS.replay), log.name, *options], cwd=log.parent, capture_output=True,
                          check=False)


class PageTest(unittest.TestCase):
    fragment = ""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="page-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.page = self.opened()

    def opened(self, **options: object) -> Page:
        page = Page(OPTIONS.page, **options)
        self.addCleanup(page.close)
        return page

    def written(self, name: str, text: "str | bytes") -> Path:
        file = self.folder / name
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file
