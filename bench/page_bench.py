"""What the page takes in headless Chromium, in milliseconds, as a table.

    cmake --workflow --preset page
    python3 bench/page_bench.py --page build-page/bin/replay.html [--large 300]

- redraw: from a slider's movement to the new picture, for 100,000 losses
- map: 1,024 settings of the paper's rule over 1,000,000 losses
- file: a table of that many MB is read; "longest stop" is how long the page answered to nothing
"""

import argparse
import random
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from browser import Page

MEASURES = "return performance.getEntriesByName(arguments[0]).map((entry) => entry.duration)"
LONGEST_STOP = """
    window.longest = 0;
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - last);
      last = now;
    }, 1);"""


def losses(count: int) -> str:
    """A noisy loss that falls to a plateau, the same in every run."""
    source = random.Random(1)
    lines = (f"{0.5 + 1.5 * 0.99999 ** i + source.gauss(0, 0.05):.6f}" for i in range(count))
    return "train_loss\n" + "\n".join(lines) + "\n"


def row(what: str, times: list) -> None:
    print(f"| {what} | {statistics.median(times):.1f} | {min(times):.1f} | {max(times):.1f} | {len(times)} |",
          flush=True)


def redraw(page: Page, file: Path) -> None:
    file.write_text(losses(100_000), encoding="utf-8")
    page.drop(file)
    page.run("performance.clearMeasures()")  # of the drop itself
    slider = "document.querySelectorAll('#controls input[type=range]')[1]"
    for position in range(20, 80):
        page.run(f"document.body.dataset.decided = ''; {slider}.value = arguments[0];"
                 f"{slider}.dispatchEvent(new Event('input'));", position)
        page.wait("return document.body.dataset.decided")
    row("redraw, 100,000 losses", page.run(MEASURES, "redraw"))


def grid(page: Page, file: Path, rounds: int) -> None:
    file.write_text(losses(1_000_000), encoding="utf-8")
    page.drop(file)
    for _ in range(rounds):
        page.run("document.querySelector('#best button').click()")
        page.wait("return document.getElementById('map-status').textContent.includes('settings tried')")
        page.run("document.querySelector('#logs .focus button').click()")
        page.wait("return document.querySelector('#best button')?.textContent.startsWith('Try all')")
    row("judging 1,000,000 losses, once", page.run(MEASURES, "engine judge")[:1])
    row("map of 1,024 settings, 1,000,000 losses", page.run(MEASURES, "engine map auto"))
    row("map of all families, 1,000,000 losses", page.run(MEASURES, "map"))


def large(page: Page, file: Path, megabytes: int) -> None:
    block = losses(100_000).removeprefix("train_loss\n")
    with file.open("w", encoding="utf-8") as out:
        out.write("train_loss\n")
        while out.tell() < megabytes * 1_000_000:
            out.write(block)
    page.run(LONGEST_STOP)
    page.drop(file)
    row(f"reading a file of {megabytes} MB", page.run(MEASURES, "engine open"))
    row("longest stop of the page meanwhile", [page.run("return window.longest")])


def run(measure: Callable, file: Path, *arguments: object) -> None:
    """Measures with a page of its own."""
    page = Page(file)
    try:
        page.wait("return document.getElementById('map-status').textContent.includes('settings tried')")
        page.run("performance.clearMeasures()")
        measure(page, *arguments)
    finally:
        page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=Path, required=True)
    parser.add_argument("--large", type=int, metavar="MB", default=0, help="also read a file of this size")
    parser.add_argument("--rounds", type=int, default=5, help="number of maps (default: 5)")
    options = parser.parse_args()
    print("| | median, ms | least | greatest | times |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="page-bench-") as folder:
        run(redraw, options.page, Path(folder) / "redraw.csv")
        run(grid, options.page, Path(folder) / "map.csv", options.rounds)
        if options.large:
            run(large, options.page, Path(folder) / "large.csv", options.large)


if __name__ == "__main__":
    main()
