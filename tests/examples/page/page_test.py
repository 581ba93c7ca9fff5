"""The page in headless Chromium: that it decides as replay does, and that a person can use it.

    python3 tests/examples/page/page_test.py --page build-page/bin/replay.html --replay build/bin/replay \\
        --logs tests/examples/logs --example FILE [--shared ../shared/data/logs] [--screenshots FOLDER]
"""

import argparse
import sys
import unittest
from pathlib import Path

from decisions import Decisions
from logs import Logs
from page_case import OPTIONS
from plot import Plot
from rules import Rules
from settings_map import SettingsMap
from taking import Taking

__all__ = ["Decisions", "Logs", "Plot", "Rules", "SettingsMap", "Taking"]  # what unittest.main() runs

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=Path, required=True)
    parser.add_argument("--replay", type=lambda text: Path(text).resolve(), required=True)
    parser.add_argument("--logs", type=Path, required=True)
    parser.add_argument("--example", type=Path, required=True)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--screenshots", type=Path)
    _, arguments = parser.parse_known_args(namespace=OPTIONS)
    unittest.main(argv=[sys.argv[0], *arguments])
