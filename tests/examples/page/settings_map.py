"""The map of settings."""

import re

from page_case import PageTest
from selenium.webdriver.common.keys import Keys


class SettingsMap(PageTest):
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
            const own = offers.filter((one) => one.textContent.startsWith('The best that PyTorch can do, '));
            own[0].click();
            return own.length;"""), 1)
        self.page.wait("return document.body.dataset.decided")
        self.assertIn("ReduceLROnPlateau(optimizer", self.page.text("outputs"))

    def test_a_button_promises_what_the_sentence_says(self) -> None:
        """Also for rules that remember the loss of earlier stages, and with stages of a few losses."""
        losses = [(0.1, 2 + 3 / i) for i in range(1, 60)] + [(0.01, 1.5 + 0.4 / i) for i in range(1, 12)]
        losses += [(0.001, 1.4 + 0.1 / i) for i in range(1, 45)]
        own = self.written("own.csv", "lr,train_loss\n" + "".join(f"{rate},{loss}\n" for rate, loss in losses))
        for log in (None, own):
            if log:
                self.page.drop(log)
            self.page.wait("return document.getElementById('map-status').textContent.includes('3 recorded stages of this log')")
            for limit in ("0.002", "0.02", "0.1"):
                self.page.run("""const limit = document.getElementById('regret');
                    limit.value = arguments[0];
                    limit.dispatchEvent(new Event('change'));""", limit)
                offers = self.page.run("return [...document.querySelectorAll('#best button')].map((one) => one.textContent)")
                self.assertGreater(len(offers), 1)
                for i, offer in enumerate(offers):
                    with self.subTest(log=log, limit=limit, offer=offer):
                        self.page.run("""document.body.dataset.decided = '';
                            document.querySelectorAll('#best button')[arguments[0]].click();""", i)
                        self.page.wait("return document.body.dataset.decided")
                        self.assertEqual(re.findall(r"[\d.]+(?= %)", offer),
                                         re.findall(r"[\d.]+(?= %)", self.page.text("sentence")))

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
        outcome = r"saves [\d.]+ % of a stage, ends [\d.]+ % higher \(at worst, [\d.]+ %\)$"
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

    def test_the_search_says_which_logs_it_covers(self) -> None:
        logs = [self.written(name, "train_loss\n" + "".join(f"{1 + 9 / i}\n" for i in range(1, 60))) for name in ("a.csv", "b.csv")]
        self.page.drop(*logs)
        said = "return document.getElementById('map-status').textContent.endsWith(arguments[0])"
        self.page.wait(said, "tried on the 2 logs that are shown, which record no learning rate and count as a stage each.")
        self.page.run("document.querySelectorAll('#logs input')[1].click()")
        self.page.wait(said, "tried on this log, which records no learning rate and counts as one stage.")
