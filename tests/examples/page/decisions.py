"""The page decides as replay does, and says the same errors."""

import gzip
import re

from page_case import OPTIONS, PageTest, replayed


def in_the_words_of_the_page(errors: list) -> list:
    """The errors of replay, whose options are buttons in the page."""
    said = []
    others = ""
    for error in errors:
        message = error.removeprefix("replay: ")
        if found := re.search("which is empty; --column can name another: (.*)$", message):
            others = found[1]
            continue
        if found := re.search(r"^(.*: no .*?)(: --column must name it.*?)?; there are (.*)$", message):
            message, others = found[1], found[3]
        said.append(message + (f". Take one of these: {others.replace(', ', '')}" if others else ""))
        others = ""
    return said


class Decisions(PageTest):
    def same_as_replay(self, logs: list) -> None:
        for log in logs:
            with self.subTest(log=log.name):
                expected = replayed(log, "--json")
                self.page.drop(log)
                if log.name in self.page.run("return document.querySelector('#logs .focus').textContent"):
                    self.assertEqual(self.page.saved("json"), expected.stdout.decode())
                else:
                    self.assertEqual(expected.stdout, b"")
                    said = self.page.run(
                        "return [...document.querySelectorAll('#messages .error')].map((one) => one.textContent)")
                    self.assertEqual(said, in_the_words_of_the_page(
                        expected.stderr.decode(errors="replace").splitlines()))

    def test_built_in_logs(self) -> None:
        logs = sorted(file for file in OPTIONS.logs.iterdir() if file.is_file())
        self.assertGreater(len(logs), 20)
        self.same_as_replay(logs)
        self.assertEqual(self.page.errors(), [])

    def test_recorded_logs(self) -> None:
        if not OPTIONS.shared or not OPTIONS.shared.is_dir():
            self.skipTest("there are no recorded logs")
        self.same_as_replay(sorted(OPTIONS.shared.glob("*.csv")))

    def test_other_schedulers_and_courses(self) -> None:
        log = self.written("log.csv", (OPTIONS.example).read_bytes())
        self.page.drop(log)
        for scheduler in ("planned(60)", "pytorch(patience=5)", "mean(3) | patience | unlimited", "remaining_improvement"):
            for course, option in ((0, ()), (2, ("--observe",))):
                with self.subTest(scheduler=scheduler, course=course):
                    self.page.decide(scheduler, course)
                    expected = replayed(log, "--json", "--scheduler", scheduler, *option)
                    self.assertEqual(self.page.saved("json"), expected.stdout.decode())

    def test_damaged_files(self) -> None:
        files = {"empty.csv": b"", "binary.csv": bytes(range(256)) * 8, "words.csv": b"a,b\nx,y\n",
                 "text.csv": b"train_loss\n1\nmany\n", "cut.csv.gz": gzip.compress(b"train_loss\n1\n2\n" * 99)[:40],
                 "damaged.csv.gz": gzip.compress(b"train_loss\n1\n2\n" * 99)[:20] + b"\xff" * 40}
        self.same_as_replay([self.written(name, text) for name, text in files.items()])
