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
import random
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import contestants
import safetensors_file
import torch
import torch.nn.functional as F
from torch import Tensor, nn

CLASSES = 10
SIDE = 32
RECORD = 1 + 3 * SIDE * SIDE  # bytes of an image in CIFAR-10's binary format: label, then pixels
PADDING = 4
LEARNING_RATE = 0.1
MOMENTUM = 0.9
WEIGHT_DECAY = 1e-4
GUARD_IMAGES = 128


@dataclass(frozen=True)
class Images:
    pixels: Tensor  # uint8, N x 3 x 32 x 32
    labels: Tensor


def write_records(path: Path, count: int, seed: int) -> Images:
    """Writes random images as one file of CIFAR-10's binary format, and returns them."""
    data = bytearray(random.Random(seed).randbytes(count * RECORD))
    records = torch.frombuffer(data, dtype=torch.uint8).reshape(count, RECORD)
    records[:, 0].remainder_(CLASSES)
    path.write_bytes(data)
    return Images(records[:, 1:].reshape(count, 3, SIDE, SIDE), records[:, 0].long())


def write_data_set(folder: Path, count: int) -> tuple[Images, Images]:
    """Writes and returns `count` training images in CIFAR-10's five files, and some test images."""
    folder.mkdir()
    parts = [write_records(folder / f"data_batch_{i + 1}.bin", (count + i) // 5, seed=i)
             for i in range(5)]
    train = Images(torch.cat([p.pixels for p in parts]), torch.cat([p.labels for p in parts]))
    return train, write_records(folder / "test_batch.bin", 100, seed=5)


def convolution(inputs: int, outputs: int, kernel: int, stride: int) -> nn.Conv2d:
    layer = nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=False)
    nn.init.kaiming_normal_(layer.weight, mode="fan_out")
    return layer


class Block(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = convolution(inputs, outputs, 3, stride)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.conv2 = convolution(outputs, outputs, 3, 1)
        if inputs != outputs or stride != 1:
            self.shortcut = convolution(inputs, outputs, 1, stride)
        else:
            self.shortcut = None

    def forward(self, x: Tensor) -> Tensor:
        activated = self.bn1(x).relu_()
        inner = self.bn2(self.conv1(activated)).relu_()
        identity = x if self.shortcut is None else self.shortcut(activated)
        return self.conv2(inner).add_(identity)


class WideResNet(nn.Module):
    """The network of wide_resnet.cpp, with the same names."""

    def __init__(self, depth: int, widen: int) -> None:
        super().__init__()
        self.conv = convolution(3, 16, 3, 1)
        blocks: list[nn.Module] = []
        inputs = 16
        for width in (16, 32, 64):
            for i in range((depth - 4) // 6):
                stride = 2 if i == 0 and width != 16 else 1
                blocks.append(Block(inputs, width * widen, stride))
                inputs = width * widen
        self.blocks = nn.Sequential(*blocks)
        self.bn = nn.BatchNorm2d(inputs)
        self.fc = nn.Linear(inputs, CLASSES)
        nn.init.zeros_(self.fc.bias)

    def forward(self, images: Tensor) -> Tensor:
        features = self.blocks(self.conv(images))
        return self.fc(self.bn(features).relu_().mean((2, 3)))


def channel_statistics(pixels: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of each channel."""
    values = torch.arange(256, dtype=torch.double)
    means, deviations = [], []
    for channel in pixels.unbind(1):
        shares = torch.bincount(channel.reshape(-1), minlength=256).double() / channel.numel()
        means.append(shares.dot(values))
        deviations.append(shares.dot((values - means[-1]).square()).sqrt().clamp_min(1))
    return (torch.stack(means).float().reshape(1, -1, 1, 1),
            torch.stack(deviations).float().reshape(1, -1, 1, 1))


def augment(batch: Tensor, generator: torch.Generator) -> Tensor:
    """Mirrors and shifts each image at random, as augmentation.cpp does."""
    count, channels, height, width = batch.shape
    device = batch.device
    shifts = 2 * PADDING + 1
    choice = torch.randint(2 * shifts * shifts, (count, 1, 1), generator=generator)
    choice = choice.to(device, non_blocking=True)
    right = choice % shifts
    down = choice.div(shifts, rounding_mode="floor") % shifts
    mirrored = choice >= shifts * shifts
    x = torch.arange(width, device=device)
    y = torch.arange(height, device=device).reshape(height, 1)
    columns = right + torch.where(mirrored, x.flip(0), x)
    sources = (down + y) * (width + 2 * PADDING) + columns
    padded = F.pad(batch, (PADDING, PADDING, PADDING, PADDING)).reshape(count, channels, -1)
    sources = sources.reshape(count, 1, -1).expand(count, channels, height * width)
    return padded.gather(2, sources).reshape(batch.shape)


class Trainer:
    """The training loop of engine.cpp."""

    def __init__(self, network: WideResNet, data: Images, batch_size: int, device: str,
                 channels_last: bool, mode: str = "") -> None:
        self.layout = torch.channels_last if channels_last else torch.contiguous_format
        self.network = network.to(device, memory_format=self.layout)
        self.mean, self.deviation = (x.to(device) for x in channel_statistics(data.pixels))
        self.pixels = data.pixels.to(device)
        self.labels = data.labels.to(device)
        self.batch_size = batch_size
        self.device = device
        self.compiled = mode != ""
        self.forward: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]] = self.loss_and_logits
        if mode:
            # Includes the backward pass. With CUDA graphs, the smaller last batch of an epoch gets its own.
            self.forward = torch.compile(self.forward, mode=mode, dynamic=False)
        options = {"fused": True} if device == "cuda" else {}  # like the program
        self.optimizer = torch.optim.SGD(self.network.parameters(), LEARNING_RATE, MOMENTUM,
                                         weight_decay=WEIGHT_DECAY, **options)
        self.generator = torch.Generator().manual_seed(0)

    def loss_and_logits(self, pixels: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        images = pixels.to(torch.float).sub_(self.mean).div_(self.deviation)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            logits = self.network(images.contiguous(memory_format=self.layout))
            return F.cross_entropy(logits, labels), logits

    def step(self, pixels: Tensor, labels: Tensor, sums: Tensor) -> None:
        if self.compiled:
            torch.compiler.cudagraph_mark_step_begin()
        self.optimizer.zero_grad(set_to_none=True)
        loss, logits = self.forward(pixels, labels)
        loss.backward()
        self.optimizer.step()
        with torch.no_grad():
            sums[0].add_(loss, alpha=len(labels))
            sums[1].add_(logits.argmax(1).eq(labels).sum())

    def epoch(self) -> tuple[float, float]:
        """Trains on every image once; returns images per second and the mean loss."""
        begin = time.perf_counter()
        self.network.train()
        count = len(self.labels)
        order = torch.randperm(count, generator=self.generator).to(self.device)
        sums = torch.zeros(2, dtype=torch.double, device=self.device)
        for batch in order.split(self.batch_size):
            pixels = augment(self.pixels.index_select(0, batch), self.generator)
            self.step(pixels, self.labels.index_select(0, batch), sums)
        loss = sums[0].item() / count  # waits for the device
        return count / (time.perf_counter() - begin), loss

    @torch.no_grad()
    def test_loss(self, data: Images) -> float:
        self.network.eval()
        return self.forward(data.pixels.to(self.device), data.labels.to(self.device))[0].item()


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
