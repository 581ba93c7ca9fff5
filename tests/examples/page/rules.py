"""Trying rules: the controls, the text, and the sentence of the decision."""

import re

from page_case import OPTIONS, PageTest, replayed
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


class Rules(PageTest):
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
        saved, regret = re.fullmatch(r"saves ([\d.]+ %) of a stage, ends ([\d.]+ %) higher \(at worst, [\d.]+ %\)", told).groups()
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
