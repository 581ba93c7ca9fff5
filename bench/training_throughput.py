"""Training images per second of learning_stages, compared with the same loop in Python PyTorch.

    python3 bench/training_throughput.py                    # WRN-28-1 on the CPU
    python3 bench/training_throughput.py --depth 10 --check
    python3 bench/training_throughput.py --device cuda      # bf16, also torch.compile
    python3 bench/training_throughput.py --device cuda --compile default,max-autotune

The contestants train in turn (A B C A B C ...) on the same random images of CIFAR-10's size. The
first epoch of each turn is not timed; the time of an epoch includes all work of the device. All
contestants have the same network, layer for layer, the same SGD, batch size and number of threads,
mirror and shift images by one gather, keep the decoded data set in the device's memory, and read no
loss before the end of the epoch. On a CPU, the Python rows differ only in the layout of weights and
images.

The program makes the C library keep freed memory, which Python does not do by default. To measure a
Python that does, set MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=-1 in the environment.

Before timing, weights trained by the program are loaded into the Python network by name and shape,
and must give the test loss that the program reports. Needs only torch with the same LibTorch as the
program.
"""

import argparse
import csv
import math
import os
import platform
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import contestants
import safetensors_file
import torch
from python_trainer import LEARNING_RATE, MOMENTUM, WEIGHT_DECAY, Trainer, WideResNet
from random_images import CLASSES, Images, write_data_set

GUARD_IMAGES = 128


def program_command(options: argparse.Namespace, device: str, data: str, epochs: int,
                    out: str) -> list[str]:
    return [options.program, "--data", data, "--augment", "--schedule", "never",
            "--depth", str(options.depth), "--widen", str(options.widen),
            "--batch-size", str(options.batch_size), "--learning-rate", str(LEARNING_RATE),
            "--momentum", str(MOMENTUM), "--weight-decay", str(WEIGHT_DECAY),
            "--epochs", str(epochs), "--threads", str(options.threads),
            "--device", device, "--out", out]


def run_program(command: list[str]) -> list[dict[str, str]]:
    """Runs learning_stages; returns the rows of its metrics, one per epoch."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with open(Path(command[-1]) / "metrics.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check_sameness(options: argparse.Namespace, folder: Path) -> None:
    """Exits unless the Python network equals the program's after one epoch on the device."""
    train, test = write_data_set(folder / "guard-data", GUARD_IMAGES)
    run = folder / "guard-run"
    row = run_program(program_command(options, options.device, str(folder / "guard-data"), 1,
                                      str(run)))[0]
    trained, _ = safetensors_file.load(run / "stage-1.safetensors")

    network = WideResNet(options.depth, options.widen)
    count = sum(p.numel() for p in network.parameters())
    program_count = sum(trained[name].numel() for name, _ in network.named_parameters())
    if count != program_count:
        sys.exit(f"{count} parameters in Python, {program_count} in {options.program}")

    trainer = Trainer(network, train, GUARD_IMAGES, options.device, channels_last=True)
    first_losses = {"Python": trainer.epoch()[1], options.program: float(row["train_loss"])}
    for name, loss in first_losses.items():
        if abs(loss - math.log(CLASSES)) > 0.5:
            sys.exit(f"{name} starts with loss {loss}, not near log {CLASSES}")

    network.load_state_dict(trained)
    loss, program_loss = trainer.test_loss(test), float(row["test_loss"])
    # bfloat16 has 8 bits of precision, and the algorithms on a device may differ.
    if not math.isclose(loss, program_loss, rel_tol=1e-4 if options.device == "cpu" else 2e-2):
        sys.exit(f"with the same weights, test loss {loss} in Python, {program_loss} in "
                 f"{options.program}")
    print(f"same network: {count} parameters, test loss {loss:.6f} and {program_loss:.6f}")


def python_trainers(options: argparse.Namespace, data: Images) -> dict[str, Trainer]:
    def trainer(channels_last: bool, mode: str = "") -> Trainer:
        return Trainer(WideResNet(options.depth, options.widen), data, options.batch_size,
                       options.device, channels_last, mode)

    if options.device == "cpu":
        trainers = {"Python eager, contiguous": trainer(channels_last=False),
                    "Python eager, channels_last": trainer(channels_last=True)}
    else:
        trainers = {"Python eager, bf16, channels_last": trainer(channels_last=True)}
    for mode in options.compile:
        trainers[f"Python torch.compile, {mode}"] = trainer(channels_last=True, mode=mode)
    return trainers


def measure(options: argparse.Namespace, folder: Path) -> dict[str, list[float]]:
    """Images per second of each contestant's epochs, the program's first."""
    data, _ = write_data_set(folder / "data", options.images)
    runs = iter(range(options.rounds))

    def program_turn() -> list[float]:
        run = folder / f"run-{next(runs)}"
        rows = run_program(program_command(options, options.device, str(folder / "data"),
                                           options.epochs, str(run)))
        return [float(row["images_per_second"]) for row in rows[1:]]

    def python_turn(trainer: Trainer) -> contestants.Turn:
        return lambda: [trainer.epoch()[0] for _ in range(options.epochs)][1:]

    turns: dict[str, contestants.Turn] = {f"C++ {Path(options.program).name}": program_turn}
    for name, trainer in python_trainers(options, data).items():
        turns[name] = python_turn(trainer)
    return contestants.take_turns(turns, options.rounds, options.seconds, options.json)


def report(options: argparse.Namespace, speeds: dict[str, list[float]]) -> bool:
    """Prints the table and the goals; returns whether the program reaches them all."""
    program = next(iter(speeds))
    medians = contestants.print_table(speeds, program)
    eager = max((median for name, median in medians.items() if "eager" in name), default=math.nan)
    goals = [("the best Python eager row", eager)]
    if options.device == "cuda":
        goals.append(("3 x Python eager", 3 * eager))
        reduced = medians.get("Python torch.compile, reduce-overhead")
        if reduced is not None:
            goals.append(("1.2 x torch.compile, reduce-overhead", 1.2 * reduced))
    for name, goal in goals:
        print(f"{program} is {'below' if medians[program] < goal else 'at least'} {name}")
    return all(medians[program] >= goal for _, goal in goals)


def physical_cores() -> int:
    """The physical cores among the processors of this process, as learning_stages counts them."""
    cores = set()
    for cpu in os.sched_getaffinity(0):
        siblings = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        cores.add(siblings.read_text() if siblings.exists() else str(cpu))
    return len(cores)


def hardware(device: str) -> str:
    if device == "cuda":
        return torch.cuda.get_device_name()
    model = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    return model[1] if model else platform.machine()


def libtorch_in(text: str) -> Path | None:
    """The first libtorch_cpu.so in the text, with links resolved."""
    path = re.search(r"/\S*/libtorch_cpu\.so\S*", text)
    return Path(path[0]).resolve() if path else None


def print_setting(options: argparse.Namespace) -> None:
    python = libtorch_in(Path("/proc/self/maps").read_text())
    program = libtorch_in(subprocess.run(["ldd", options.program], check=True,
                                         capture_output=True, text=True).stdout)
    version = program and program.parent.parent / "build-version"  # in LibTorch's archives
    if program == python:
        origin = "the same file"
    elif version and version.exists():
        origin = f"LibTorch {version.read_text().strip()}"
    else:
        origin = "ANOTHER FILE: compare the versions"
    print(f"hardware: {hardware(options.device)}, {options.threads} threads")
    print(f"Python:   torch {torch.__version__}, {python}")
    print(f"C++:      {program} ({origin})")
    print(f"command:  {shlex.join(sys.orig_argv)}")
    command = program_command(options, options.device, "DATA", options.epochs, "RUN")
    print(f"C++ run:  {shlex.join(command)}")
    print(f"timed:    {options.rounds} x {options.epochs - 1} epochs of {options.images} images")


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    add = parser.add_argument
    add("--program", default="build/bin/learning_stages")
    add("--device", choices=("cpu", "cuda"), default="cpu")
    add("--depth", type=int, default=28, help="layers of the WideResNet, 6n + 4 (default: 28)")
    add("--widen", type=int, default=1, help="width of the WideResNet (default: 1)")
    add("--batch-size", type=int, default=128, help="images per step (default: 128)")
    add("--images", "--limit", type=int, help="images per epoch (default: 1280; on cuda 50000)")
    add("--rounds", type=int, default=5, help="turns per contestant (default: 5)")
    add("--epochs", type=int, default=4, help="epochs per turn; the first is not timed (default: 4)")
    add("--threads", type=int, default=physical_cores(),
        help="CPU threads (default: one per physical core)")
    add("--compile", default=None,
        help="modes of torch.compile to measure, such as default,reduce-overhead,max-autotune "
             "(default: none; on cuda reduce-overhead)")
    add("--seconds", type=float, default=math.inf, help="start no round that would end later")
    add("--json", type=Path, help="file for the speeds of every epoch")
    add("--guard-only", action="store_true",
        help="only compare the networks, with weights trained by the program on the device")
    add("--check", action="store_true",
        help="exit with 1 if C++ is slower than Python eager or, on cuda, misses another goal")
    options = parser.parse_args()
    if options.images is None:
        options.images = 50000 if options.device == "cuda" else 1280
    if options.compile is None:
        options.compile = "reduce-overhead" if options.device == "cuda" else "none"
    options.compile = contestants.compile_modes(options.compile)
    for name, least in (("images", 5), ("rounds", 1), ("epochs", 2), ("threads", 1)):
        if getattr(options, name) < least:
            parser.error(f"--{name} must be at least {least}")
    if not os.access(options.program, os.X_OK):
        parser.error(f"--program: there is no program {options.program}")
    if options.device == "cuda" and not torch.cuda.is_available():
        parser.error("--device cuda: torch finds no CUDA device")
    return options


def main() -> int:
    options = parse_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    torch.backends.cudnn.benchmark = True
    with tempfile.TemporaryDirectory(prefix="training_throughput-") as folder:
        print_setting(options)
        check_sameness(options, Path(folder))
        if options.guard_only:
            return 0
        speeds = measure(options, Path(folder))
    return 0 if report(options, speeds) or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
