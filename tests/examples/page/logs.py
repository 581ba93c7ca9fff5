"""What a person does with logs, and what the page says about them."""

from pathlib import Path

from page_case import PageTest, replayed
from selenium.webdriver.common.keys import Keys

HOSTILE = "<img src=x onerror=\"document.title='injected'\">.csv"


class Logs(PageTest):
    def test_a_hostile_name_is_only_text(self) -> None:
        self.page.drop(self.written(HOSTILE, "train_loss\n1\n2\n"), self.written("<b>bad.csv", "a,b\nx,y\n"))
        self.assertIn(HOSTILE, self.page.text("logs"))
        self.assertIn("<b>bad.csv", self.page.text("messages"))
        self.assertEqual(self.page.run("return document.querySelectorAll('img, b').length"), 0)
        self.assertNotEqual(self.page.run("return document.title"), "injected")

    def test_columns_are_buttons(self) -> None:
        press = "[...document.querySelectorAll(`${arguments[0]} button`)].find((one) => one.textContent === arguments[1]).click()"
        listed = "return document.getElementById('logs').textContent.includes(arguments[0])"
        self.page.drop(self.written("two.csv", "epoch,loss,val_loss\n" + "".join(f"{i},{9 / i},{8 / i}\n" for i in range(1, 9))))
        self.assertIn("Takes the column loss. Others: epochval_loss", self.page.text("logs"))
        below = """const list = document.querySelector('#logs li').children;
            return list[1].getBoundingClientRect().bottom <= document.querySelector('#logs .hint').getBoundingClientRect().top"""
        self.assertTrue(self.page.run(below))
        self.page.run(press, "#logs", "val_loss")
        self.page.wait(listed, "val_loss, 8 losses")
        self.page.drop(self.written("none.csv", "a,top1\n1,0.5\n2,0.75\n"))
        self.assertEqual(self.page.text("messages"), "none.csv:1: no column looks like a loss. Take one of these: atop1")
        self.page.run(press, "#messages", "top1")
        self.page.wait(listed, "top1, turned around, 2 losses")
        self.assertTrue(self.page.run("return document.getElementById('series').open"))
        self.page.drop(self.written("blank.csv", "epoch,loss\n1,\n2,\n"))
        self.assertEqual(self.page.text("messages"), "blank.csv: column loss has no value in any of 2 rows: nothing to "
                                                     "replay. Take one of these: epoch")
        self.assertNotIn("--", self.page.text("drop"))

    def press(self, part: str, label: str) -> None:
        self.page.run("""[...document.querySelectorAll(`${arguments[0]} button`)]
            .find((one) => one.textContent === arguments[1]).click()""", part, label)

    def listed(self, text: str) -> None:
        self.page.wait("return document.getElementById('logs').textContent.includes(arguments[0])", text)

    def accuracy(self, name: str, best: float = 1.0) -> Path:
        return self.written(name, "loss,val_acc\n" + "".join(f"{1 / i},{best * (0.9 - 0.5 / i)}\n" for i in range(1, 41)))

    def test_an_accuracy_is_turned_around_at_once(self) -> None:
        self.page.drop(self.accuracy("mine.csv"))
        self.press("#logs", "val_acc")
        self.listed("val_acc looks like an accuracy and is turned around: the loss is 1 - val_acc.")
        self.assertTrue(self.page.run("return document.getElementById('maximize').checked"))
        self.press("#logs", "It falls, like a loss")
        self.listed("val_acc looks like an accuracy. It grows")
        self.assertFalse(self.page.run("return document.getElementById('maximize').checked"))
        self.assertNotIn("turned around", self.page.text("logs"))
        self.press("#logs", "It grows")
        self.listed("val_acc, turned around, 40 losses")

    def test_a_column_belongs_to_the_logs_it_was_chosen_for(self) -> None:
        self.page.drop(self.accuracy("a.csv"), self.accuracy("b.csv"))
        self.press("#logs", "val_acc")
        self.page.wait("return document.getElementById('logs').textContent.split('val_acc, turned around').length === 3")
        self.page.drop(self.written("mine.csv", "train_loss\n3\n2\n1\n"))
        self.assertEqual(self.page.text("messages"), "")
        self.listed("mine.csvtrain_loss, 3 losses")
        self.assertEqual(self.page.run("return document.getElementById('column').value"), "")
        self.press("#logs li:nth-child(1)", "a.csvval_acc, turned around, 40 losses")
        self.assertEqual(self.page.run("return document.getElementById('column').value"), "val_acc")
        self.page.run("document.getElementById('maximize').click()")
        self.page.wait("return !document.getElementById('logs').textContent.includes('turned around')")
        self.page.run("""const column = document.getElementById('column');
            column.value = '';
            column.dispatchEvent(new Event('change'));""")
        self.page.wait("return !document.getElementById('logs').textContent.includes('val_acc, 40')")
        for name in ("a.csvloss, 40 losses", "b.csvloss, 40 losses", "mine.csvtrain_loss, 3 losses"):
            self.assertIn(name, self.page.text("logs"))

    def test_the_last_log_can_always_be_removed(self) -> None:
        self.page.drop(self.accuracy("mine.csv"))
        self.press("#logs", "val_acc")
        self.listed("turned around")
        self.press("#logs", "×")
        self.listed("densenet-100.csvan example")
        self.assertNotIn("mine.csv", self.page.text("logs"))
        self.assertEqual(self.page.text("messages"), "")

    def test_the_example_is_called_one_after_an_error(self) -> None:
        self.page.drop(self.written("none.csv", "a,b\n1,2\n"))
        self.assertIn("none.csv:1: no column looks like a loss", self.page.text("messages"))
        self.assertRegex(self.page.text("sentence"), "^In the example, this rule ")
        self.assertEqual(self.page.text("take"), "Take it, as for the example")
        self.page.drop(self.written("mine.csv", "train_loss\n3\n2\n1\n"))
        self.page.wait("return document.getElementById('take').textContent === 'Take it'")
        self.assertRegex(self.page.text("sentence"), "^This rule ")

    def test_another_column_is_read_as_replay_reads_it(self) -> None:
        log = self.written("mine.csv", "train_loss,gain\n" + "".join(f"1,{0.9 - 0.5 / i}\n" for i in range(1, 40)))
        self.page.drop(log)
        for name, act in (("column", lambda element: element.send_keys("gain", Keys.ENTER)),
                          ("maximize", lambda element: element.click())):
            self.page.run("document.querySelector('#drop details').open = true;"
                          "document.getElementById('logs').textContent = ''")
            act(self.page.element(name))
            self.page.wait("return document.getElementById('logs').textContent.includes('gain')")
        self.assertIn("gain, turned around", self.page.text("logs"))
        self.assertEqual(self.page.saved("json"), replayed(log, "--json", "--column", "gain", "--maximize").stdout.decode())
        self.page.wait("return document.getElementById('outputs').textContent.includes('replay mine.csv --column gain --maximize')")

    def test_losses_that_are_not_finite_are_told(self) -> None:
        self.page.drop(self.written("nan.csv", "train_loss\n" + "1\nnan\n" * 29))
        self.assertIn("29 of its 58 losses are not finite; rules pass over them.", self.page.text("logs"))

    def test_losses_per_iteration_have_a_setting_to_try(self) -> None:
        self.page.drop(self.written("noisy.csv", "train_loss\n" + "1\n1.5\n" * 1500))
        self.page.run("document.body.dataset.decided = ''; document.querySelector('#logs .hint button').click()")
        self.page.wait("return document.body.dataset.decided")
        self.assertRegex(self.page.run("return document.getElementById('text').value"), r"^auto\(beta=.*, window=60\)$")

    def test_several_runs_lie_over_each_other(self) -> None:
        self.page.drop(self.written("one.csv", "train_loss\n3\n2\n1\n"), self.written("two.csv", "train_loss\n5\n4\n3\n"))
        self.page.wait("return document.querySelectorAll('#plot path.level').length === 2")
        self.assertRegex(self.page.text("sentence"), r"^In one\.csv, this rule ")
        self.page.run("document.querySelectorAll('#logs .remove')[1].click()")
        self.page.wait("return document.querySelectorAll('#plot path.level').length === 1")
        self.page.wait("return document.getElementById('sentence').textContent.startsWith('This rule ')")

    def test_a_log_that_is_replaced_is_closed(self) -> None:
        self.page.run("""window.calls = [];
            const post = Worker.prototype.postMessage;
            Worker.prototype.postMessage = function(message) {
                window.calls.push(message.name);
                post.call(this, message);
            };""")
        self.page.drop(self.accuracy("mine.csv"))  # instead of the example
        self.press("#logs", "val_acc")
        self.listed("val_acc, turned around, 40 losses")
        self.press("#logs", "It falls, like a loss")
        self.listed("val_acc, 40 losses")
        self.press("#logs", "×")
        self.listed("densenet-100.csvan example")
        self.assertEqual(self.page.run("return window.calls.filter((name) => /open|close/.test(name))"), 4 * ["open", "close"])

    def test_what_cannot_be_read_is_told_and_the_others_are_opened(self) -> None:
        self.page.run("""
            const file = (name) => ({isFile: true, fullPath: `/runs/${name}`,
              file: (resolve) => resolve(new File(['train_loss\\n3\\n2\\n1\\n'], name))});
            const gone = {isFile: true, fullPath: '/runs/gone.csv', file: (_, reject) => reject(new Error('it is not there'))};
            const locked = {fullPath: '/runs/locked', createReader: () => ({readEntries: (_, reject) => reject(new Error('no entry'))})};
            const batches = [[gone, file('a.csv'), locked], [file('b.csv')], []];
            const folder = {fullPath: '/runs', createReader: () => ({readEntries: (resolve) => resolve(batches.shift())})};
            const drop = new Event('drop');
            drop.dataTransfer = {items: [{webkitGetAsEntry: () => folder}], files: []};
            dispatchEvent(drop);""")
        self.listed("runs/b.csvtrain_loss, 3 losses")
        self.assertIn("runs/a.csvtrain_loss, 3 losses", self.page.text("logs"))
        errors = "return [...document.querySelectorAll('#messages .error')].map((one) => one.textContent)"
        self.assertEqual(self.page.run(errors), ["runs/gone.csv: it is not there", "runs/locked: no entry"])

        logs = [self.accuracy(name) for name in ("lost.csv", "kept.csv")]
        self.page.drop(*logs)
        logs[0].unlink()
        self.press("#logs", "val_acc")
        self.listed("kept.csvval_acc, turned around, 40 losses")
        told, = self.page.run(errors)
        self.assertRegex(told, r"^lost\.csv: .")
        self.assertEqual(self.page.errors(), [])

    def test_the_page_answers_while_it_reads(self) -> None:
        log = self.written("long.csv", "train_loss\n" + "0.123456\n" * 3_000_000)
        answers = self.page.run("""
            window.answers = 0;
            setInterval(() => { window.answers += document.getElementById('messages').textContent.startsWith('reading'); }, 1);
            return window.answers;""")
        self.page.drop(log)
        self.assertIn("3,000,000 losses", self.page.text("logs"))
        self.assertGreater(self.page.run("return window.answers"), answers + 5)
