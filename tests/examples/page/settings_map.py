"""The map of settings."""

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

    def test_the_search_says_which_logs_it_covers(self) -> None:
        logs = [self.written(name, "train_loss\n" + "".join(f"{1 + 9 / i}\n" for i in range(1, 60))) for name in ("a.csv", "b.csv")]
        self.page.drop(*logs)
        said = "return document.getElementById('map-status').textContent.endsWith(arguments[0])"
        self.page.wait(said, "tried on 2 stages of at least 30 losses, of the 2 logs that are shown.")
        self.page.run("document.querySelectorAll('#logs input')[1].click()")
        self.page.wait(said, "tried on 1 stage of at least 30 losses, of this log.")
