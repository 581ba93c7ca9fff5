"""Tests bench/detection/convert_logs.py."""

import csv
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "bench/detection/convert_logs.py"
TABLE = "file,repository,path,commit,format,columns\n"


def convert(text: str, log_format: str, columns: str) -> tuple[list[list[str]], str]:
    """The rows of the converted log, and the messages of the script."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        source = folder / "raw/owner__logs/runs/log.txt"
        source.parent.mkdir(parents=True)
        source.write_text(text)
        row = f"a.csv,owner/logs,runs/log.txt,0123abc,{log_format},{columns}\n"
        (folder / "table.csv").write_text(TABLE + row)
        command = [sys.executable, "-B", str(SCRIPT)]
        for option, file in ("--table", "table.csv"), ("--raw", "raw"), ("--out", "out"):
            command += [option, str(folder / file)]
        result = subprocess.run(command, capture_output=True, text=True)
        converted = folder / "out/a.csv"
        rows = list(csv.reader(converted.open())) if converted.exists() else []
        return rows, result.stdout + result.stderr


class ConvertLogs(unittest.TestCase):
    def test_a_table_with_tabs_gets_epochs_and_shares(self):
        text = "Rate\tLoss\tAcc.\n0.1\t2.5\t10\n0.1\t1.5\t40\n0.01\t1\t60\n"
        columns = "learning_rate=Rate;train_loss=Loss;test_accuracy=Acc.*0.01"
        rows, said = convert(text, "tsv", columns)
        self.assertEqual(rows[1:], [["1", "0.1", "2.5", "", "", "0.1"], ["2", "0.1", "1.5", "", "", "0.4"],
                                    ["3", "0.01", "1", "", "", "0.6"]])
        self.assertEqual(said, "a.csv: 3 epochs, first stage 2\n")

    def test_lines_of_json_without_the_loss_come_first(self):
        text = 'stats: {"depth": 28}\nother\nstats: {"lr": 0.10000001, "loss": 2}\nstats: {"lr": 0.1, "loss": 1}\n'
        rows, said = convert(text, "jsonlines:stats: ", "learning_rate=lr;train_loss=loss")
        self.assertEqual([row[:3] for row in rows[1:]], [["1", "0.1", "2"], ["2", "0.1", "1"]])
        self.assertIn("first stage 2 (the rate never changes)", said)

    def test_a_console_log_is_matched(self):
        text = "EPOCH 1 done: loss 3.5 - lr 0.1000000\nDEV\nEPOCH 2 done: loss 2.5 - lr 0.1000000\n"
        rows, _ = convert(text, "regex:flair", "epoch=epoch;learning_rate=lr;train_loss=loss")
        self.assertEqual([row[2] for row in rows[1:]], ["3.5", "2.5"])

    def test_only_the_first_run_of_a_file_counts(self):
        text = "epoch,lr,loss\n0,1,4\n1,1,3\n0,1,5\n1,1,2\n"
        rows, _ = convert(text, "csv", "epoch=epoch;learning_rate=lr;train_loss=loss")
        self.assertEqual([row[2] for row in rows[1:]], ["4", "3"])

    def test_what_is_no_log_is_refused_by_name(self):
        columns = "epoch=epoch;learning_rate=lr;train_loss=loss"
        for text, message in (("epoch,lr,loss\n0,1,4\n2,1,3\n", "epochs are not consecutive"),
                              ("epoch,lr,loss\n0,1,nan\n", "'nan' is not finite"),
                              ("epoch,lr,loss\n0,0,4\n", "epoch 1: the rate is not positive"),
                              ("epoch,lr,other\n0,1,4\n", "no epochs found")):
            with self.subTest(message):
                rows, said = convert(text, "csv", columns)
                self.assertEqual(rows, [])
                self.assertEqual(said, f"a.csv: {message}\n")


if __name__ == "__main__":
    unittest.main()
