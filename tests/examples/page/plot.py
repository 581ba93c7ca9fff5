"""The plot and the table: reading, moving, and their looks."""

from page_case import OPTIONS, PageTest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

OVERLAPS = """
    const pairs = [];
    for (const picture of document.querySelectorAll('#plot svg, #map svg')) {
      const texts = [...picture.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
      const box = picture.getBoundingClientRect();
      texts.filter(([, a]) => a.left < box.left || a.right > box.right).forEach(([one]) => pairs.push(`${one} / the edge`));
      texts.forEach(([one, a], i) => texts.slice(i + 1).forEach(([other, b]) => {
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (width > 0 && height > 2) pairs.push(`${one} / ${other}`);
      }));
    }
    return pairs;"""


class Plot(PageTest):
    def test_the_example_is_shown_without_the_network(self) -> None:
        self.assertRegex(self.page.text("sentence"), r"lowers the rate after observation \d+")
        self.assertGreater(self.page.run("return document.querySelectorAll('#plot path').length"), 2)
        self.assertEqual(self.page.run("return document.title"), self.page.run("return document.querySelector('h1').textContent"))
        self.assertEqual(self.page.errors(), [])
        self.assertEqual(self.page.requests(), [])

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

    def test_removing_another_log_keeps_the_part_that_is_shown(self) -> None:
        self.page.drop(*(self.written(name, "train_loss\n" + "".join(f"{1 / i}\n" for i in range(1, 91)))
                         for name in ("a.csv", "b.csv")))
        self.page.wait("return document.querySelectorAll('#plot path.level').length === 2")
        labels = """return [...document.querySelectorAll('#plot .tick')].map((t) => t.textContent)
            .filter((text) => Number(text) >= 10).join(' ')"""  # of the observations
        whole = self.page.run(labels)
        self.page.run("document.getElementById('zoom-in').click()")
        zoomed = self.page.run(labels)
        self.assertNotEqual(zoomed, whole)
        self.page.run("document.querySelectorAll('#logs .remove')[0].click()")
        self.page.wait("return document.querySelectorAll('#plot path.level').length === 1")
        self.page.wait(f"return ({labels.replace('return ', '')}) === arguments[0]", zoomed)

    def test_losses_that_are_all_the_same_are_drawn(self) -> None:
        self.page.drop(self.written("flat.csv", "train_loss\n" + "1\n" * 90))
        self.page.wait("return document.getElementById('sentence').textContent.includes('of 90.')")
        self.assertEqual(self.page.run("return document.querySelectorAll('#plot path.level').length"), 1)

    def test_losses_that_are_too_close_for_steps_are_drawn(self) -> None:
        self.page.drop(self.written("tiny.csv", "train_loss\n" + "0\n2e-323\n" * 45))
        self.page.wait("return document.getElementById('sentence').textContent.includes('90')")
        self.assertEqual(self.page.run("return document.querySelectorAll('#plot path.level').length"), 1)

    def test_many_decisions_are_few_elements(self) -> None:
        self.page.drop(self.written("long.csv", "train_loss\n" + "2\n1\n" * 10_000))
        self.page.decide("every(1) | unlimited", 1)
        self.assertIn("observation 1, 2, 3, 4, 5 and 19,995 more of 20,000.", self.page.text("sentence"))
        lines = """return document.querySelector('#plot path.decay').getAttribute('d').split('M').slice(1)
            .map((line) => Math.round(parseFloat(line)))"""
        for _ in range(2):
            columns = self.page.run(lines)
            self.assertGreater(len(columns), 500)
            self.assertEqual(len(columns), len(set(columns)))
            self.assertLess(self.page.run("return document.querySelectorAll('#plot *').length"), 200)
            self.page.run("document.getElementById('zoom-in').click()")
        rows = self.page.run("return [...document.querySelectorAll('#table tbody tr')].map((row) => row.textContent)")
        self.assertEqual(len(rows), 501)
        self.assertEqual(rows[-1], "and 19,500 more, which the saved file has")
        self.assertEqual(len(self.page.saved("json").splitlines()), 20_000)

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

    def test_the_table_has_the_decisions_for_screen_readers(self) -> None:
        rows = self.page.run("return document.querySelectorAll('#table tbody tr').length")
        self.assertEqual(rows, len(self.page.saved("json").splitlines()))
        self.assertEqual(self.page.run("return document.querySelector('#table th').scope"), "col")

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
