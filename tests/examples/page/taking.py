"""Taking the code, a link, the picture and the decisions."""

import base64
import gzip
import re
import subprocess
import xml.etree.ElementTree
from pathlib import Path

from page_case import OPTIONS, PageTest
from selenium.webdriver.common.action_chains import ActionChains


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

    def test_a_link_holds_the_choice_of_the_column(self) -> None:
        self.page.drop(self.written("mine.csv", "loss,val_acc\n" + "".join(f"{3 / i},{1 - 1 / i}\n" for i in range(1, 9))))
        self.page.run("""[...document.querySelectorAll('#logs .hint button')]
            .find((one) => one.textContent === 'val_acc').click()""")
        self.page.wait("return document.getElementById('logs').textContent.includes('val_acc, turned around')")
        self.page.run("document.querySelector('#logs .hint button').click()")  # it falls
        self.page.wait("return !document.getElementById('logs').textContent.includes('turned around')")
        self.page.run("navigator.clipboard.writeText = async (text) => { window.copied = text; };"
                      "document.getElementById('link').click()")
        link = self.page.wait("return window.copied")
        other = self.opened(fragment=link[link.index("#"):])
        self.assertIn("mine.csvval_acc, 8 losses", other.text("logs"))

    def test_a_damaged_link_is_refused_with_words(self) -> None:
        other = self.opened(fragment="#s=auto&c=9&n=x&l=AAAA")
        self.assertEqual(other.text("messages"), "The log in this link is damaged.")
        self.assertRegex(other.text("sentence"), "lowers the rate")

    def link_with(self, text: bytes) -> str:
        log = base64.urlsafe_b64encode(gzip.compress(text)).decode().rstrip("=")
        return f"#s=range(3, 0.2)&c=2&n=mine.csv&l={log}"

    def test_a_link_whose_log_cannot_be_read_shows_the_example(self) -> None:
        other = self.opened(fragment=self.link_with(b"a,b\n1,2\n"))
        self.assertEqual(other.text("messages"), "mine.csv:1: no column looks like a loss. Take one of these: ab")
        self.assertRegex(other.text("sentence"), "^In the example, this rule would decay after")
        ActionChains(other.driver).move_to_element(other.element("plot")).perform()
        other.wait("return document.getElementById('reading').textContent.startsWith('loss ')")
        self.assertIn("<svg", other.saved("svg"))
        self.assertIn('"observation"', other.saved("json"))
        self.assertEqual(other.errors(), [])
        other.run("document.querySelector('#messages button').click()")
        other.wait("return document.getElementById('logs').textContent.startsWith('mine.csva, 1 loss')")

    def test_a_link_is_not_expanded_without_limit(self) -> None:
        for losses in (150_000, 20_000_000):
            with self.subTest(losses=losses):
                other = self.opened(fragment=self.link_with(b"loss\n" + b"1\n" * losses))
                self.assertEqual(other.text("messages"), "" if losses == 150_000 else "The log in this link is damaged.")
                self.assertIn("mine.csvloss, 150,000 losses" if losses == 150_000 else "densenet-100.csv", other.text("logs"))

    def test_the_command_prints_the_decisions_of_the_page(self) -> None:
        self.page.drop(self.written("-x y.csv", OPTIONS.example.read_bytes()))
        printed = (r"^(observation) (\d+): (?:decay|stop)", r'"(observation)":(\d+),.*"decision":"(?:decay|stop)"',
                   r"^observation (?=\d+, (stage \d+))(\d+).* would (?:decay|stop)")
        for course, pattern in enumerate(printed):
            with self.subTest(course=course):
                self.page.decide("pytorch(patience=3)", course)
                command = self.page.run("return document.querySelectorAll('#outputs code')[2].textContent")
                done = subprocess.run(["/bin/sh", "-c", command], cwd=self.folder, capture_output=True, text=True,
                                      check=False, env={"PATH": str(OPTIONS.replay.parent)})
                self.assertEqual(done.stderr, "")
                said = re.findall(pattern, done.stdout, re.MULTILINE)
                if course == 2:  # of which the page shows the first in each stage
                    said = [one for i, one in enumerate(said) if one[0] not in dict(said[:i])]
                shown = self.page.run("""return [...document.querySelectorAll('#table tbody td:first-child')]
                    .map((cell) => cell.textContent)""")
                self.assertGreater(len(shown), 2)
                self.assertEqual(shown, [observation for _, observation in said])

    def test_no_command_begins_the_next_stage_of_an_accuracy(self) -> None:
        self.page.drop(self.written("mine.csv", "val_acc\n" + "".join(f"{1 - 1 / i}\n" for i in range(1, 9))))
        self.page.decide("auto", 1)
        self.assertIn("replay does this only with a series that falls.", self.page.text("outputs"))
        self.page.decide("auto", 0)
        self.assertIn("replay mine.csv --column val_acc --maximize", self.page.text("outputs"))

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

    def test_the_code_turns_an_accuracy_around_as_replay_does(self) -> None:
        for name, values, loss in (("val/acc", (0.1, 0.5), "1 - val_acc"), ("5 top accuracy", (10, 70.5), "100 - _5_top_accuracy"),
                                   ("accuracy", (100, 250.5), "250.5 - accuracy")):
            with self.subTest(name=name):
                self.page.drop(self.written("mine.csv", f"loss,{name}\n" + "".join(f"1,{value}\n" for value in values)))
                self.page.run("""[...document.querySelectorAll('#logs .hint button')]
                    .find((one) => one.textContent === arguments[0]).click()""", name)
                self.page.wait("return document.getElementById('logs').textContent.includes('turned around')")
                self.page.decide("pytorch(patience=3)")
                cpp, pytorch = self.page.run(
                    "return [...document.querySelectorAll('#outputs code')].slice(0, 2).map((one) => one.textContent)")
                self.assertTrue(cpp.endswith(f"\n// The loss is {loss}."), cpp)
                self.assertTrue(pytorch.endswith(f"\nscheduler.step({loss})"), pytorch)
                self.page.run("document.querySelector('#logs .remove').click()")
                self.page.wait("return document.getElementById('logs').textContent.includes('an example')")

    def test_the_best_that_pytorch_can_do_is_offered_instead_of_nothing(self) -> None:
        self.assertEqual(self.page.run("return [...document.querySelectorAll('#outputs dt')].map((one) => one.textContent)"),
                         ["C++", "PyTorch", "replay", "trainer"])
        self.page.run("document.querySelector('#outputs .hint button').click()")
        self.page.wait("return document.getElementById('outputs').textContent.includes('ReduceLROnPlateau(optimizer')")
        self.assertRegex(self.page.run("return document.getElementById('text').value"), "^(pytorch|keras|optax)")

    def test_without_a_stage_to_judge_pytorch_has_no_best(self) -> None:
        self.page.drop(self.written("mine.csv", "train_loss\n3\n2\n1\n"))
        self.page.run("document.querySelector('#outputs .hint button').click()")
        self.page.wait("return document.getElementById('outputs').textContent.includes('The map has no setting of PyTorch')")

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
                document.querySelectorAll('#outputs button')[2].click()""", forbidden)
            self.page.wait("return document.querySelectorAll('#outputs button')[2].nextSibling?.textContent.startsWith(arguments[0])",
                           said)
        self.assertEqual(self.page.run("return window.copied"), "replay densenet-100.csv --scheduler auto")
