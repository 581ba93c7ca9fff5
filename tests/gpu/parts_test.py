"""Rehearses every part of bench/gpu on the CPU, its interruption, its going on, and its errors.

    python3 tests/gpu/parts_test.py --source . --build build --kit KIT     # KIT made by prepare.sh
"""

import argparse
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import unittest.mock
from pathlib import Path

OPTIONS = argparse.Namespace()


def run_sh(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Runs run.sh, for which main() has made python3 the Python of this test."""
    return subprocess.run(["bash", str(OPTIONS.source / "bench" / "gpu" / "run.sh"), *arguments],
                          capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
                          env={**os.environ, **environment})


def run_part(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Runs part.py, without gnuplot, in a fork of this process, which has already loaded PyTorch."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:

        def work() -> None:
            os.environ["PATH"] = f"{OPTIONS.without_gnuplot}:{os.environ['PATH']}"
            for stream in (1, 2):
                os.dup2(output.fileno(), stream)
            sys.argv = ["part.py", *arguments]
            sys.exit(part.main())

        process = multiprocessing.get_context("fork").Process(target=work)
        process.start()
        process.join()
        output.seek(0)
        return subprocess.CompletedProcess(arguments, process.exitcode, output.read(), "")


class Folders(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory(prefix="gpu-parts-")
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        self.out = self.folder / "out"
        # A kit of its own, for what is put into its folder back.
        self.kit = self.folder / "kit"
        self.kit.mkdir()
        for entry in ("libraries", "images", "commit"):
            (self.kit / entry).symlink_to(OPTIONS.kit / entry)

    def rehearse(self, name: str) -> dict:
        return self.results(name, run_part(
            name, "--rehearse", "--programs", str(OPTIONS.build / "bin"), "--kit", str(self.kit),
            "--out", str(self.out), "--work", str(self.folder / "work"), "--begin", str(time.time()),
            "--minutes", "9", "--command", "a command"))

    def rehearse_by_run_sh(self, name: str, work: str, *more: str, code: int = 0) -> dict:
        data = self.results(name, run_sh(
            name, "--rehearse", "--build", str(OPTIONS.build), "--kit", str(self.kit),
            "--out", str(self.out), "--work", str(self.folder / work), *more), code)
        self.assertIn(f"- command: bash bench/gpu/run.sh {name} ", self.report)
        return data

    def results(self, name: str, result: "subprocess.CompletedProcess[str]", code: int = 0) -> dict:
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        self.said = result.stdout
        self.report = (self.out / f"{name}.md").read_text(encoding="utf-8")
        for line in ("- card: ", "- driver: ", "- PyTorch: ", "- commit: ", "- command: "):
            self.assertIn(line, self.report)
        return json.loads((self.out / f"{name}.json").read_text(encoding="utf-8"))


class Parts(Folders):
    def test_check(self) -> None:
        units = self.rehearse("check")["units"]
        verdicts = {name: unit["verdict"] for name, unit in units.items()}
        device_alone = {name for name, verdict in verdicts.items() if verdict == "left out"}
        self.assertEqual({name for name in device_alone if not name.endswith("_tests")},
                         {"CUDA's tests", "compute-sanitizer"})
        self.assertLessEqual({"libtorch_tests", "engine_tests", "run_tests"}, device_alone)
        self.assertEqual({verdicts[name] for name in verdicts if name not in device_alone}, {"holds"})

    def test_throughput(self) -> None:
        units = self.rehearse("throughput")["units"]
        for network in ("wrn-10-1", "resnet18"):
            self.assertTrue(all(speed > 0 for speeds in units[network]["speeds"].values()
                                for speed in speeds), units[network])
            self.assertTrue(any("C++" in name for name in units[network]["speeds"]))
            self.assertTrue(any("Python eager" in name for name in units[network]["speeds"]))
        self.assertGreater(units["trace of wrn-10-1"]["step"], 0)

    def test_bgd(self) -> None:
        runs = self.rehearse("bgd")["units"]["runs"]["runs"]
        self.assertTrue(runs and all(run["finished"] for run in runs.values()), runs)

    def test_schedules(self) -> None:
        unit = self.rehearse("schedules")["units"]["runs"]
        self.assertTrue(all(run["finished"] for run in unit["runs"].values()), unit)
        self.assertTrue(any("figure schedules: " in line for line in unit["claims"]), unit)

    def test_imagenet(self) -> None:
        unit = self.rehearse("imagenet")["units"]["runs"]
        self.assertEqual(set(unit["runs"]), {"resnet18-auto-0", "resnet18-step-0"})
        self.assertIn("| StepDecay |", unit["table"])

    def test_transfer_and_summary(self) -> None:
        unit = self.rehearse_by_run_sh("transfer", "work")["units"]["runs"]
        self.assertIn("Gain12", unit["table"])
        page = self.folder / "page"
        result = run_sh("summary", "--rehearse", "--from", str(self.out), "--out", str(page),
                        "--build", str(OPTIONS.build))
        self.assertEqual(result.returncode, 0, result.stderr)
        text = (page / "README.md").read_text(encoding="utf-8")
        self.assertIn("## transfer", text)
        self.assertIn("these are not results", text)
        self.assertTrue((page / "transfer" / "matrix" / "table-2.csv").exists())

        as_results = run_sh("summary", "--from", str(self.out), "--out", str(page),
                            "--build", str(OPTIONS.build))
        self.assertEqual(as_results.returncode, 1)
        self.assertIn("is from a rehearsal: give --rehearse to summarise it", as_results.stderr)

    def test_stages_that_are_out_of_time_go_on_elsewhere_with_what_came_back(self) -> None:
        nothing = self.rehearse_by_run_sh("stages", "first", "--minutes", "0", code=part.OUT_OF_TIME)
        self.assertEqual(nothing["units"]["runs"]["runs"], {})
        self.assertIn("out of time", self.said)

        whole = self.rehearse_by_run_sh("stages", "first")["units"]["runs"]["runs"]
        self.assertEqual(set(whole), {f"stages-{decay}-seed-{seed}"
                                      for decay in ("2", "4", "6", "never") for seed in (0, 1)})
        # Another machine, which an earlier call has left three of the four trainings.
        back = self.kit / "back"
        back.mkdir()
        shutil.copy(self.out / "stages.json", back)
        with tarfile.open(self.out / "stages.tar.gz") as before, \
                tarfile.open(back / "stages.tar.gz", "w:gz") as after:
            for member in before:
                self.assertFalse(member.name.endswith(".ckpt"), "of a finished training")
                if not member.name.startswith("runs/stages-4-seed-1/"):
                    after.addfile(member, before.extractfile(member))
        again = self.rehearse_by_run_sh("stages", "second")
        self.assertEqual(len(again["calls"]), 3)
        log = (self.folder / "second" / "rehearsal" / "logs" / "stages.log").read_text()
        trained = [line for line in log.splitlines() if line.startswith("run ")]
        self.assertEqual(trained, ["run stages-4-seed-1"])
        for name, run in again["units"]["runs"]["runs"].items():
            self.assertEqual(run["train_loss"], whole[name]["train_loss"])


class Errors(Folders):
    """One line, before anything is built or written."""

    def assert_refused(self, result: "subprocess.CompletedProcess[str]", *expected: str) -> None:
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
        self.assertTrue(result.stderr.startswith("run.sh: "), result.stderr)
        for text in expected:
            self.assertIn(text, result.stderr)
        self.assertFalse((self.out / "check-build.log").exists())

    def test_command_lines(self) -> None:
        self.assert_refused(run_sh(), "which part?")
        self.assert_refused(run_sh("nonsense"), "there is no part nonsense", "throughput")
        self.assert_refused(run_sh("check", "--out"), "--out needs a value")
        self.assert_refused(run_sh("check", "--speed", "9"), "got --speed")
        self.assert_refused(run_sh("check", "--minutes", "soon"), "--minutes", "got soon")

    def test_folders(self) -> None:
        missing = str(self.folder / "missing")
        self.assert_refused(run_sh("check", "--kit", missing), f"no kit in {missing}", "prepare.sh")
        self.assert_refused(run_sh("check", "--kit", str(self.kit), "--out", "/dev/null/out"),
                            "--out: cannot write into /dev/null/out")
        self.assert_refused(run_sh("summary", "--from", missing), f"{missing} has no results")
        self.assert_refused(
            run_sh("check", "--kit", str(self.kit), "--out", str(self.out), "--rehearse", "--build",
                   missing), f"{missing}/bin has no learning_stages")

    def refusal_with_torch(self, source: str, part: str = "check") -> str:
        """What run.sh says where python3 has a module torch of this text."""
        module = self.folder / "modules" / "torch.py"
        module.parent.mkdir(exist_ok=True)
        module.write_text(source, encoding="utf-8")
        result = run_sh(part, "--kit", str(self.kit), "--out", str(self.out),
                        PYTHONPATH=str(module.parent), PYTHONDONTWRITEBYTECODE="1")
        self.assert_refused(result)
        return result.stderr

    def test_machines(self) -> None:
        device = """
from types import SimpleNamespace
__version__ = "2.11.0+cu130"
version = SimpleNamespace(cuda="13.0")
cuda = SimpleNamespace(is_available=lambda: {available}, mem_get_info=lambda: ({free} * 2**30, 2**37),
                       get_device_name=lambda: "a card")
"""
        self.assertIn("has no PyTorch", self.refusal_with_torch("raise ImportError('none here')"))
        self.assertIn("2.6 or newer is needed, but python3 has 2.5.1",
                      self.refusal_with_torch("__version__ = '2.5.1'"))
        self.assertIn("was built without CUDA", self.refusal_with_torch(
            "__version__ = '2.11.0'\nclass version: cuda = None"))
        self.assertIn("finds no CUDA device", self.refusal_with_torch(
            device.format(available=False, free=0)))
        self.assertIn("a card has 3.0 GiB of memory free, but check needs 16 GiB",
                      self.refusal_with_torch(device.format(available=True, free=3)))
        self.assertIn("a card has 40.0 GiB of memory free, but bgd needs 70 GiB",
                      self.refusal_with_torch(device.format(available=True, free=40), "bgd"))


def session_in(folder: Path) -> "session.Session":
    return session.Session(
        part="stages", out=folder / "out", work=folder / "work", kit=folder / "kit",
        programs=folder, device="cpu", rehearsal=True, builds=False, command="a command",
        deadline=time.monotonic() + 1000)


class Sessions(Folders):
    def make_run(self, name: str, rows: int, checkpoint: int) -> None:
        run = self.folder / "work" / "stages" / "runs" / name
        run.mkdir(parents=True)
        (run / "config.json").write_text('{"epochs": 3}')
        (run / "metrics.csv").write_text("epoch,decision\n" + "".join(
            f"{epoch},hold\n" for epoch in range(1, rows + 1)))
        (run / "stage-1.safetensors").write_bytes(b"weights")
        with open(run / "last.ckpt", "wb") as file:
            file.truncate(checkpoint)

    def test_a_program_is_interrupted_when_the_time_is_over_and_its_trainings_are_kept(self) -> None:
        kept = session_in(self.folder)
        ready = self.folder / "ready"
        # Says that it is there, and saves when it is interrupted.
        program = ("import pathlib, signal, sys\n"
                   "def save(*_):\n"
                   f"    pathlib.Path({str(self.folder / 'saved')!r}).touch()\n"
                   "    sys.exit(130)\n"
                   "signal.signal(signal.SIGINT, save)\n"
                   f"pathlib.Path({str(ready)!r}).touch()\n"
                   "while True: signal.pause()\n")
        kept.seconds_left = lambda: 20.0 if ready.exists() else 1000.0
        with self.assertRaises(session.OutOfTime):
            kept.run([sys.executable, "-c", program], "program")
        self.assertTrue((self.folder / "saved").exists())

    def test_a_program_that_fails_ends_the_part_with_its_words(self) -> None:
        with self.assertRaisesRegex(SystemExit, "(?s)ended with 1:.*no such thing"):
            session_in(self.folder).run_checked(
                [sys.executable, "-c", "raise SystemExit('no such thing')"], "failing")

    def test_what_comes_back_is_finished_or_can_be_gone_on_with(self) -> None:
        self.make_run("finished", rows=3, checkpoint=100)
        self.make_run("begun", rows=2, checkpoint=100)
        self.make_run("begun-large", rows=2, checkpoint=packing.LARGEST_FILE + 1)
        session_in(self.folder).pack_runs()
        with tarfile.open(self.folder / "out" / "stages.tar.gz") as packed:
            names = packed.getnames()
        self.assertEqual(set(names), {"runs/finished/config.json", "runs/finished/metrics.csv",
                                      "runs/begun/config.json", "runs/begun/metrics.csv",
                                      "runs/begun/last.ckpt"})
        # What is written meanwhile makes the table longer than the checkpoint says, never shorter.
        self.assertLess(names.index("runs/begun/last.ckpt"), names.index("runs/begun/metrics.csv"))

    def test_a_measurement_counts_for_the_same_card_and_versions_and_sources_alone(self) -> None:
        here = session_in(self.folder)
        here.record("network", speeds=[1.0])
        self.assertTrue(here.is_done("network"))
        self.assertFalse(here.is_done("another"))
        here.call["PyTorch"] = "0.1"
        here.data["calls"].append(here.call)
        here.data["calls"][0] = {**here.call, "PyTorch": "0.2"}
        self.assertFalse(here.is_done("network"))


class Traces(unittest.TestCase):
    def test_the_device_is_busy_while_at_least_one_kernel_runs(self) -> None:
        self.assertEqual(throughput.union_length([(0, 2), (1, 3), (5, 6), (5, 5.5)]), 4)
        self.assertEqual(throughput.union_length([]), 0)
        events = [("kernel", 10, 4), ("gpu_memcpy", 12, 4), ("kernel", 20, 10), ("cpu_op", 0, 99)]
        trace = {"traceEvents": [{"cat": cat, "ts": ts, "dur": dur} for cat, ts, dur in events]
                 + [{"name": "no duration"}]}
        measured = throughput.device_time(trace)
        self.assertEqual(measured["kernels"], 3)
        for key, microseconds in (("sum", 18), ("busy", 16), ("span", 20)):
            self.assertAlmostEqual(measured[key], microseconds / 1e6, places=12)


class Turns(Folders):
    def test_a_contestant_that_fails_is_left_out_and_the_others_go_on(self) -> None:
        def broken() -> list[float]:
            raise RuntimeError("no compiler")

        results = self.folder / "speeds.json"
        speeds = contestants.take_turns({"first": lambda: [1.0, 2.0], "broken": broken,
                                         "last": lambda: [3.0]}, 2, 1000.0, results)
        self.assertEqual(speeds, {"first": [1.0, 2.0, 1.0, 2.0], "last": [3.0, 3.0]})
        self.assertEqual(json.loads(results.read_text()), speeds)

    def test_no_round_is_begun_without_time_for_it(self) -> None:
        clock = iter(range(0, 1000, 10))  # each look at the clock is ten seconds later
        with unittest.mock.patch("time.monotonic", lambda: next(clock)):
            speeds = contestants.take_turns({"one": lambda: [1.0]}, 5, 30.0, None)
        # The first round lasts from 10 to 20. The second, at 30, would end after 30 seconds.
        self.assertEqual(speeds, {"one": [1.0]})

    def test_table_1_compares_with_step_decay(self) -> None:
        runs = [Path("resnet18-auto-0"), Path("resnet18-step-1"), Path("resnet18-step-0")]
        self.assertEqual([run.name for run in sorted(runs, key=tables.step_decay_first)],
                         ["resnet18-step-0", "resnet18-step-1", "resnet18-auto-0"])


def write_script(file: Path, command: str) -> Path:
    file.parent.mkdir()
    file.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    for folder in ("source", "build", "kit"):
        parser.add_argument(f"--{folder}", type=Path, required=True)
    arguments, rest = parser.parse_known_args()
    OPTIONS.__dict__.update({name: path.resolve() for name, path in vars(arguments).items()})
    with tempfile.TemporaryDirectory(prefix="gpu-programs-") as folder:
        # No link, since Python finds a virtual environment by the path that it is called by.
        python3 = write_script(Path(folder) / "python" / "python3", f'exec "{sys.executable}" "$@"')
        os.environ["PATH"] = f"{python3.parent}:{os.environ['PATH']}"
        # Most machines with a GPU have no gnuplot.
        OPTIONS.without_gnuplot = write_script(Path(folder) / "none" / "gnuplot", "exit 127").parent
        unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    BENCH = Path(sys.argv[sys.argv.index("--source") + 1]).resolve() / "bench"
    sys.path[:0] = [str(BENCH), str(BENCH / "gpu")]
    import contestants
    import packing
    import part
    import session
    import tables
    import throughput

    main()
