"""The page in headless Chromium: that it decides as replay does, and that a person can use it.

    python3 tests/examples/page/page_test.py --page build-page/bin/replay.html --replay build/bin/replay \\
        --logs tests/examples/logs --example FILE [--shared ../shared/data/logs] [--screenshots FOLDER]
"""

import argparse
import gzip
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

from browser import Page
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

OPTIONS = argparse.Namespace()
OVERLAPS = """
    const pairs = [];
    for (const picture of document.querySelectorAll('#plot svg, #map svg')) {
      const texts = [...picture.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
      const box = picture.getBoundingClientRect();
      texts.filter(([, a]) => a.left < box.left || a.right > box.right).forEach(([one]) => pairs.push(`${one} / the edge`));
      texts.forEach(([one, a], i) => texts.slice(i + 1).forEach(([other, b]) => {
        const [width, height] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
        if (width > 0 && height > 2) pairs.push(`${one} / ${other}`);
      }));
    }
    return pairs;"""
HOSTILE = "<img src=x onerror=\"document.title='injected'\">.csv"


def replayed(log: Path, *options: str) -> "subprocess.CompletedProcess[bytes]":
    """What replay does in the folder of a log."""
    return subprocess.run([str(OPTIONS.replay), log.name, *options], cwd=log.parent, capture_output=True,
                          check=False)


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
        plot.send_keys("+")
        self.page.wait(f"return ({labels.replace('return ', '')}) !== arguments[0]", whole)
        ActionChains(self.page.driver).double_click(plot).perform()
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
        usable = """return ['#plot', '#details summary', '#outputs button', '#link', '#svg', '#json'].filter((one) => {
            document.querySelector(one).focus();
            return document.activeElement === document.querySelector(one);
        })"""
        self.assertEqual(self.page.run(usable), [])  # they belong to the scheduler before
        self.page.decide("auto(window=3)")
        self.assertEqual(self.page.text("text-error"), "")
        self.assertEqual(len(self.page.run(usable)), 6)

    def test_the_sentence_the_map_and_replay_have_one_measure(self) -> None:
        self.page.wait("return document.getElementById('map-status').textContent.includes('settings tried')")
        told = self.page.run("return document.querySelector('#best .first small').textContent")
        saved, regret = re.fullmatch(r"saves ([\d.]+ %) of a stage, ends ([\d.]+ %) higher", told).groups()
        self.page.run("document.body.dataset.decided = ''; document.querySelector('#best .first').click()")
        self.page.wait("return document.body.dataset.decided")
        self.assertIn(f"that saves {saved} of a stage and ends {regret} higher", self.page.text("sentence"))
        text = self.page.run("return document.getElementById('text').value")
        for option in ("--compare", "--suggest"):
            printed = replayed(OPTIONS.example, option, "--scheduler", text).stdout.decode()
            self.assertRegex(printed, f"{saved} +(of a stage at a mean regret of )?{regret}")

    def test_the_sentence_has_the_means_and_the_worst_regret(self) -> None:
        rows = [(loss, 0.1) for loss in (8, 4, 2, 1)] + [(loss, 0.01) for loss in (0.9, 0.9, 0.9, 0.5, 0.5, 0.5, 0.5)]
        self.page.drop(self.written("two.csv", "train_loss,lr\n" + "".join(f"{loss},{rate}\n" for loss, rate in rows)))
        self.page.decide("latest | range(2, 0.01)")
        cells = self.page.run("return [...document.querySelectorAll('#table tbody td')].map((cell) => cell.textContent)")
        self.assertEqual(cells[5:], ["5 of 7", "80 %"])  # of the two stages, one has a decision
        self.assertIn("On average over its 2 recorded stages, that saves 35.7 % of a stage and ends 40 % higher "
                      "(at worst, 80 %).", self.page.text("sentence"))
        self.page.drop(self.written("one.csv", "train_loss,lr\n" + "".join(f"{loss},{rate}\n" for loss, rate in rows[4:])))
        self.page.decide("latest | range(2, 0.01)")
        self.assertIn("That saves 71.4 % of the recorded stage, which ends 80 % higher.", self.page.text("sentence"))

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

    def test_the_best_setting_that_pytorch_has_is_offered(self) -> None:
        self.page.wait("return document.getElementById('map-status').textContent.includes('settings tried')")
        self.assertEqual(self.page.run("""document.body.dataset.decided = '';
            const offers = [...document.querySelectorAll('#best button')];
            const own = offers.filter((one) => one.textContent.startsWith('The best that PyTorch can do: '));
            own[0].click();
            return own.length;"""), 1)
        self.page.wait("return document.body.dataset.decided")
        self.assertIn("ReduceLROnPlateau(optimizer", self.page.text("outputs"))

    def test_the_map_is_read_and_taken_by_pointer_and_keyboard(self) -> None:
        self.page.wait("return document.getElementById('map-status').textContent.includes('settings tried')")
        found = self.page.run("""
            const map = document.getElementById('map');
            const box = map.getBoundingClientRect();
            const [x, y] = document.querySelector('#map .frontier').getAttribute('d').match(/[\\d.]+/g).map(Number);
            map.dispatchEvent(new PointerEvent('pointermove', {clientX: box.left + x + 1, clientY: box.top + y}));
            const read = document.getElementById('map-reading').textContent;
            map.dispatchEvent(new PointerEvent('pointermove', {clientX: box.left + 1, clientY: box.top + 1}));
            return [read, document.getElementById('map-reading').textContent.trim()];""")
        outcome = r"saves [\d.]+ % of a stage, ends [\d.]+ % higher$"
        self.assertRegex(found[0], r"^auto\(.*\) " + outcome)
        self.assertEqual(found[1], "")

        plot = self.page.element("map")
        read = []
        for key in (Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_LEFT):
            plot.send_keys(key)
            read.append(self.page.text("map-reading"))
            self.assertRegex(read[-1], outcome)
        self.assertEqual([text.split("(")[0] for text in read], ["auto", "auto", "plateau", "pytorch", "pytorch"])
        self.assertNotEqual(read[0], read[1])
        self.page.run("document.body.dataset.decided = ''")
        plot.send_keys(Keys.ENTER)
        self.page.wait("return document.body.dataset.decided")
        text = self.page.run("return document.getElementById('text').value")
        self.assertTrue(read[-1].startswith(text + " saves "))
        rings = "return [...document.querySelectorAll('#map .ring')].map((ring) => ring.getAttribute('visibility')).join(' ')"
        self.assertEqual(self.page.run(rings), "visible visible")
        self.page.decide("latest | range")  # none of the settings
        self.assertEqual(self.page.run(rings), "visible hidden")

    def test_columns_are_buttons(self) -> None:
        press = "[...document.querySelectorAll(`${arguments[0]} button`)].find((one) => one.textContent === arguments[1]).click()"
        listed = "return document.getElementById('logs').textContent.includes(arguments[0])"
        self.page.drop(self.written("two.csv", "epoch,loss,val_loss\n" + "".join(f"{i},{9 / i},{8 / i}\n" for i in range(1, 9))))
        self.assertIn("Takes the column loss. Others: epochval_loss", self.page.text("logs"))
        self.page.run(press, "#logs", "val_loss")
        self.page.wait(listed, "val_loss, 8 losses")
        self.page.run("document.getElementById('column').value = ''")
        self.page.drop(self.written("none.csv", "a,top1\n1,0.5\n2,0.75\n"))
        self.assertEqual(self.page.text("messages"), "none.csv:1: no column looks like a loss. Take one of these: atop1")
        self.page.run(press, "#messages", "top1")
        self.page.wait(listed, "top1, 2 losses")
        self.assertTrue(self.page.run("return document.getElementById('series').open"))
        self.page.run(press, "#logs", "It grows")
        self.page.wait(listed, "top1, turned around")
        self.page.run("document.getElementById('column').value = 'loss'; document.getElementById('maximize').checked = false")
        self.page.drop(self.written("blank.csv", "epoch,loss\n1,\n2,\n"))
        self.assertEqual(self.page.text("messages"), "blank.csv: column loss has no value in any of 2 rows: nothing to "
                                                     "replay. Take one of these: epoch")
        self.assertNotIn("--", self.page.text("drop"))

    def test_losses_that_are_not_finite_are_told(self) -> None:
        self.page.drop(self.written("nan.csv", "train_loss\n" + "1\nnan\n" * 29))
        self.assertIn("29 of its 58 losses are not finite; rules pass over them.", self.page.text("logs"))

    def test_losses_per_iteration_have_a_setting_to_try(self) -> None:
        self.page.drop(self.written("noisy.csv", "train_loss\n" + "1\n1.5\n" * 1500))
        self.page.run("document.body.dataset.decided = ''; document.querySelector('#logs .hint button').click()")
        self.page.wait("return document.body.dataset.decided")
        self.assertRegex(self.page.run("return document.getElementById('text').value"), r"^auto\(beta=.*, window=60\)$")

    def test_options_are_described_in_plain_words(self) -> None:
        help_of = "return document.getElementById('controls').textContent"
        self.assertIn("latest levels that are compared; from 2 to 16,777,216 observations", self.page.run(help_of))
        self.assertNotRegex(self.page.run(help_of), r"[\[\]^]")
        self.page.decide("latest | min_length(1)")
        self.assertRegex(self.page.run(help_of), "at least 1 observation(?!s)")
        groups = self.page.run("return [...document.querySelectorAll('#policy optgroup')].map((g) => [g.label, g.firstChild.value])")
        self.assertEqual(groups, [["Whole schedulers", "pipelines auto"], ["Whole schedulers of frameworks", "pipelines pytorch"],
                                  ["Rules that end a stage", "criteria range"],
                                  ["Rules of frameworks that end a stage", "criteria pytorch_plateau"]])

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
        self.assertRegex(self.page.text("sentence"), r"^In one\.csv, this rule ")
        self.page.run("document.querySelectorAll('#logs .remove')[1].click()")
        self.page.wait("return document.querySelectorAll('#plot path.level').length === 1")
        self.page.wait("return document.getElementById('sentence').textContent.startsWith('This rule ')")

    def test_the_search_says_which_logs_it_covers(self) -> None:
        logs = [self.written(name, "train_loss\n" + "".join(f"{1 + 9 / i}\n" for i in range(1, 60))) for name in ("a.csv", "b.csv")]
        self.page.drop(*logs)
        said = "return document.getElementById('map-status').textContent.endsWith(arguments[0])"
        self.page.wait(said, "tried on 2 stages of at least 30 losses, of the 2 logs that are shown.")
        self.page.run("document.querySelectorAll('#logs input')[1].click()")
        self.page.wait(said, "tried on 1 stage of at least 30 losses, of this log.")

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
        self.assertIn("compat::PyTorchScheduler scheduler({.patience = 3});", outputs)
        self.assertIn("--scheduler 'pytorch(patience=3)'", outputs)
        self.assertIn("ReduceLROnPlateau(optimizer, factor=0.1, patience=3", outputs)
        self.assertIn("#include <autodecay/compat.hpp>", outputs)
        self.page.decide("auto")
        self.assertNotIn("compat", self.page.text("outputs"))

    def test_the_lines_of_cpp_compile(self) -> None:
        lines = {"auto": "AutoDecay scheduler;", "auto(window=7)": "AutoDecay scheduler({.window = 7});",
                 "step": "StepDecay scheduler;", "keras": "compat::KerasScheduler scheduler;",
                 "stages(unlimited)": "StageLimit({.stages = StageLimit::unlimited})",
                 "all(min_length(9), range)": "Scheduler scheduler{ExponentialMovingAverage{}, AllOf{MinStageLength("}
        program = ""
        for number, (text, line) in enumerate(lines.items()):
            self.page.decide(text)
            code = self.page.run("return document.querySelector('#outputs code').textContent")
            self.assertIn(line, code)
            includes = [line for line in code.splitlines() if line.startswith("#include")]
            body = code.splitlines()[len(includes):]
            program = "\n".join([*includes, program, f"void use{number}() {{", *body, "scheduler.reset();", "}"])
        file = self.written("lines.cpp", program)
        include = Path(__file__).resolve().parents[3] / "include"
        compiled = subprocess.run(["c++", "-std=c++20", "-fsyntax-only", f"-I{include}", str(file)], check=False,
                                  capture_output=True, text=True)
        self.assertEqual(compiled.stderr, "")
        self.assertEqual(compiled.returncode, 0)

    def test_copied_is_said_beside_the_button(self) -> None:
        for forbidden, said in ((False, "Copied"), (True, "This browser does not let the page copy it: ")):
            self.page.run("""
                navigator.clipboard.writeText = async (text) => { if (arguments[0]) throw new Error(); window.copied = text; };
                document.querySelectorAll('#outputs button')[1].click()""", forbidden)
            self.page.wait("return document.querySelectorAll('#outputs button')[1].nextSibling?.textContent.startsWith(arguments[0])",
                           said)
        self.assertEqual(self.page.run("return window.copied"), "replay densenet-100.csv --scheduler auto")


class Looks(PageTest):
    def test_nothing_is_wider_than_the_screen_or_hides_a_text(self) -> None:
        for name, width, dark in (("desktop", 1280, False), ("phone", 400, False), ("small", 320, True),
                                  ("dark", 1280, True)):
            with self.subTest(name=name):
                page = self.opened(width=width, dark=dark)
                page.wait("return document.getElementById('map-status').textContent.includes('settings tried')")
                self.assertLessEqual(page.run("return document.documentElement.scrollWidth"), width)
                self.assertEqual(page.run(OVERLAPS), [])
                self.assertEqual(page.run("return document.querySelectorAll('#plot .label').length"), 3)
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
