"""The page in headless Chromium: that it decides as replay does, and that a person can use it.

    python3 tests/examples/page/page_test.py --page build-page/bin/replay.html --replay build/bin/replay \\
        --logs tests/examples/logs --example FILE [--shared ../shared/data/logs] [--screenshots FOLDER]
"""

import argparse
import gzip
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

from browser import Page
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

OPTIONS = argparse.Namespace()
HOSTILE = "<img src=x onerror=\"document.title='injected'\">.csv"


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
                    self.assertEqual(["replay: " + message for message in said],
                                     expected.stderr.decode(errors="replace").splitlines())

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


class Use(PageTest):
    def test_the_example_is_shown_without_the_network(self) -> None:
        self.assertRegex(self.page.text("sentence"), r"lowers the rate after observation \d+")
        self.assertGreater(self.page.run("return document.querySelectorAll('#plot path').length"), 2)
        self.assertEqual(self.page.errors(), [])
        self.assertEqual(self.page.requests(), [])

    def test_a_slider_changes_the_decision_by_the_keyboard(self) -> None:
        before = self.page.text("sentence")
        slider = self.page.driver.find_elements(By.CSS_SELECTOR, "#controls input[type=range]")[1]
        slider.send_keys(Keys.HOME)
        self.page.wait("return document.getElementById('sentence').textContent !== arguments[0]", before)
        self.assertEqual(self.page.run("return document.getElementById('text').value"), "auto(window=2)")
        self.assertEqual(slider.get_attribute("aria-valuetext"), "2")

    def test_every_policy_of_the_list_can_be_taken(self) -> None:
        choices = self.page.run("return [...document.querySelectorAll('#policy option')].map((o) => o.value).filter(Boolean)")
        self.assertGreater(len(choices), 15)
        for choice in choices:
            with self.subTest(choice=choice):
                self.page.run("""document.body.dataset.decided = '';
                    const list = document.getElementById('policy');
                    list.value = arguments[0];
                    list.dispatchEvent(new Event('change'));""", choice)
                self.page.wait("return document.body.dataset.decided")
                self.assertEqual(self.page.text("text-error"), "")

    def test_the_plot_is_read_zoomed_and_panned_by_the_keyboard(self) -> None:
        plot = self.page.element("plot")
        plot.send_keys(Keys.END)
        self.page.wait("return document.getElementById('reading').textContent.includes('observation 300')")
        self.assertRegex(self.page.text("reading"), r"loss [\d.e-]+, rate [\d.]+; observation 300, stage \d: level")
        labels = "return [...document.querySelectorAll('#plot .tick')].map((t) => t.textContent).join(' ')"
        whole = self.page.run(labels)
        plot.send_keys("+")
        self.page.wait(f"return ({labels.replace('return ', '')}) !== arguments[0]", whole)
        zoomed = self.page.run(labels)
        plot.send_keys(Keys.SHIFT, Keys.ARROW_LEFT)
        self.page.wait(f"return ({labels.replace('return ', '')}) !== arguments[0]", zoomed)
        plot.send_keys("0")
        self.page.wait(f"return ({labels.replace('return ', '')}) === arguments[0]", whole)

    def test_the_table_has_the_decisions_for_screen_readers(self) -> None:
        rows = self.page.run("return document.querySelectorAll('#table tbody tr').length")
        self.assertEqual(rows, len(self.page.saved("json").splitlines()))
        self.assertEqual(self.page.run("return document.querySelector('#table th').scope"), "col")

    def test_a_hostile_name_is_only_text(self) -> None:
        self.page.drop(self.written(HOSTILE, "train_loss\n1\n2\n"), self.written("<b>bad.csv", "a,b\nx,y\n"))
        self.assertIn(HOSTILE, self.page.text("logs"))
        self.assertIn("<b>bad.csv", self.page.text("messages"))
        self.assertEqual(self.page.run("return document.querySelectorAll('img, b').length"), 0)
        self.assertNotEqual(self.page.run("return document.title"), "injected")

    def test_a_text_with_an_error_says_where(self) -> None:
        self.page.decide("auto(wimdow=3)")
        self.assertIn("auto has no option 'wimdow'", self.page.text("text-error"))
        self.assertIn("^", self.page.text("text-error"))
        self.assertIn("auto has no option 'wimdow'", self.page.text("sentence"))
        inert = "return document.querySelectorAll('#plot[inert], #details[inert], #outputs[inert]').length"
        self.assertEqual(self.page.run(inert), 3)  # they belong to the scheduler before
        self.page.decide("auto(window=3)")
        self.assertEqual(self.page.text("text-error"), "")
        self.assertEqual(self.page.run(inert), 0)

    def test_the_sentence_has_the_regret_of_the_decisions(self) -> None:
        rows = [(loss, 0.1) for loss in (8, 4, 2, 1)] + [(loss, 0.01) for loss in (0.9, 0.9, 0.9, 0.5, 0.5, 0.5, 0.5)]
        self.page.drop(self.written("two.csv", "train_loss,lr\n" + "".join(f"{loss},{rate}\n" for loss, rate in rows)))
        self.page.decide("latest | range(2, 0.01)")
        cells = self.page.run("return [...document.querySelectorAll('#table tbody td')].map((cell) => cell.textContent)")
        self.assertEqual(len(cells), 7)  # of the two stages, one has a decision
        self.assertRegex(cells[6], r"^[1-9]\d* %$")
        self.assertIn(f"on average {cells[6]} higher", self.page.text("sentence"))

    def test_a_tap_reads_and_another_rule_clears_it(self) -> None:
        self.page.run("""
            const plot = document.getElementById('plot');
            const box = plot.getBoundingClientRect();
            plot.setPointerCapture = () => {};
            const at = {pointerId: 7, pointerType: 'touch', clientX: box.left + box.width / 2, bubbles: true};
            for (const kind of ['pointerdown', 'pointerup']) plot.dispatchEvent(new PointerEvent(kind, at));""")
        self.page.wait("return document.getElementById('reading').textContent.startsWith('loss ')")
        self.page.decide("auto(window=3)")
        self.assertEqual(self.page.text("reading").strip(), "")

    def test_a_setting_of_the_map_is_taken(self) -> None:
        self.page.wait("return document.getElementById('map-status').textContent.includes('settings tried')")
        self.page.run("document.body.dataset.decided = ''; document.querySelector('#best button').click()")
        self.page.wait("return document.body.dataset.decided")
        text = self.page.run("return document.getElementById('text').value")
        self.assertNotEqual(text, "auto")
        self.assertIn(text, self.page.text("outputs"))

    def test_another_column_is_read_as_replay_reads_it(self) -> None:
        log = self.written("mine.csv", "train_loss,top\n" + "".join(f"1,{0.9 - 0.5 / i}\n" for i in range(1, 40)))
        self.page.drop(log)
        for name, act in (("column", lambda element: element.send_keys("top", Keys.ENTER)),
                          ("maximize", lambda element: element.click())):
            self.page.run("document.querySelector('#drop details').open = true;"
                          "document.getElementById('logs').textContent = ''")
            act(self.page.element(name))
            self.page.wait("return document.getElementById('logs').textContent.includes('top')")
        self.assertIn("top, turned around", self.page.text("logs"))
        self.assertEqual(self.page.saved("json"), replayed(log, "--json", "--column", "top", "--maximize").stdout.decode())
        self.page.wait("return document.getElementById('outputs').textContent.includes('replay mine.csv --column top --maximize')")

    def test_several_runs_lie_over_each_other(self) -> None:
        self.page.drop(self.written("one.csv", "train_loss\n3\n2\n1\n"), self.written("two.csv", "train_loss\n5\n4\n3\n"))
        self.page.wait("return document.querySelectorAll('#plot path.level').length === 2")
        self.page.run("document.querySelectorAll('#logs .remove')[1].click()")
        self.page.wait("return document.querySelectorAll('#plot path.level').length === 1")

    def test_the_page_answers_while_it_reads(self) -> None:
        log = self.written("long.csv", "train_loss\n" + "0.123456\n" * 3_000_000)
        answers = self.page.run("""
            window.answers = 0;
            setInterval(() => { window.answers += document.getElementById('messages').textContent.startsWith('reading'); }, 1);
            return window.answers;""")
        self.page.drop(log)
        self.assertIn("3,000,000 losses", self.page.text("logs"))
        self.assertGreater(self.page.run("return window.answers"), answers + 5)


class Taking(PageTest):
    def test_a_link_holds_the_settings_and_the_log(self) -> None:
        self.page.drop(self.written("mine.csv", "train_loss\n3\n2\n1\n0.9\n0.9\n0.9\n0.9\n0.9\n0.9\n"))
        self.page.decide("range(3, 0.2)", 2)
        self.page.run("navigator.clipboard.writeText = async (text) => { window.copied = text; };"
                      "document.getElementById('link').click()")
        link = self.page.wait("return window.copied")
        sentence = self.page.text("sentence")
        other = self.opened(fragment=link[link.index("#"):])
        self.assertIn("mine.csv", other.text("logs"))
        other.wait("return document.getElementById('sentence').textContent === arguments[0]", sentence)

    def test_a_damaged_link_is_refused_with_words(self) -> None:
        other = self.opened(fragment="#s=auto&c=9&n=x&l=AAAA")
        self.assertEqual(other.text("messages"), "The log in this link is damaged.")
        self.assertRegex(other.text("sentence"), "lowers the rate")

    def test_the_picture_stands_alone(self) -> None:
        picture = self.page.saved("svg")
        self.assertNotIn("var(", picture)
        root = xml.etree.ElementTree.fromstring(picture)
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        self.assertGreater(len(root.findall("{*}path")), 2)

    def test_the_commands_name_the_scheduler(self) -> None:
        self.page.decide("pytorch(patience=3)")
        outputs = self.page.text("outputs")
        self.assertIn("Scheduler scheduler{LatestValue{}, compat::PyTorchPlateau({.patience = 3})", outputs)
        self.assertIn("--scheduler 'pytorch(patience=3)'", outputs)
        self.assertIn("ReduceLROnPlateau(optimizer, factor=0.1, patience=3", outputs)
        self.assertIn("#include <autodecay/compat.hpp>", outputs)
        self.page.decide("auto")
        self.assertNotIn("compat", self.page.text("outputs"))


class Looks(PageTest):
    def test_nothing_is_wider_than_the_screen(self) -> None:
        for name, width, dark in (("desktop", 1200, False), ("phone", 390, False), ("dark", 1200, True)):
            with self.subTest(name=name):
                page = self.opened(width=width, dark=dark)
                page.wait("return document.getElementById('map-status').textContent.includes('settings tried')")
                self.assertLessEqual(page.run("return document.documentElement.scrollWidth"), width)
                if OPTIONS.screenshots:
                    height = page.run("return document.documentElement.scrollHeight")
                    page.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                                 deviceScaleFactor=1, mobile=width < 600)
                    page.driver.save_screenshot(str(OPTIONS.screenshots / f"{name}.png"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=Path, required=True)
    parser.add_argument("--replay", type=lambda text: Path(text).resolve(), required=True)
    parser.add_argument("--logs", type=Path, required=True)
    parser.add_argument("--example", type=Path, required=True)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--screenshots", type=Path)
    OPTIONS, arguments = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *arguments])
