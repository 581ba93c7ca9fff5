"""Training images per second of a ResNet in C++, compared with torchvision's in Python PyTorch.

    python3 bench/imagenet_throughput.py --device cuda                   # synthetic images
    python3 bench/imagenet_throughput.py --device cuda --images FOLDER   # also decoded from JPEGs

Synthetic: all train on one batch of random uint8 images that is already on the device, so nothing is
read. training_step_bench, plain and replayed as a CUDA graph, is compared with Python eager and
torch.compile. From JPEGs: the program imagenet is compared with torchvision's ImageFolder and
DataLoader with equally many workers and the same random resized crops and mirroring. FOLDER holds a
few JPEGs, which are linked under many names; all contestants read them from the system's cache.

The contestants take turns (A B C A B C ...). Channels-last; bfloat16 on CUDA; SGD with momentum.
Needs torch and torchvision with the same LibTorch as the programs.
"""

import argparse
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import contestants
import torch
import torch.nn.functional as F
from torch import Tensor

CLASSES = 10
SYNTHETIC_CLASSES = 1000
MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)
CPP_SYNTHETIC = "C++ training_step_bench"
CPP_JPEG = "C++ imagenet, from JPEGs"


class Trainer:
    """Steps of SGD on uint8 images."""

    def __init__(self, options: argparse.Namespace, classes: int, mode: str = "") -> None:
        import torchvision

        torch.manual_seed(0)
        self.device = options.device
        model = torchvision.models.__dict__[options.model](num_classes=classes)
        self.model = model.to(self.device, memory_format=torch.channels_last).train()
        self.mean = torch.tensor(MEAN, device=self.device).mul(255).reshape(1, 3, 1, 1)
        self.deviation = torch.tensor(DEVIATION, device=self.device).mul(255).reshape(1, 3, 1, 1)
        self.mode = mode
        self.forward = torch.compile(self.loss, mode=mode, dynamic=False) if mode else self.loss
        fused = {"fused": True} if self.device == "cuda" else {}  # like the program
        self.optimizer = torch.optim.SGD(self.model.parameters(), 0.01, 0.9, weight_decay=1e-4,
                                         **fused)
        self.total = torch.zeros((), dtype=torch.double, device=self.device)

    def loss(self, images: Tensor, labels: Tensor) -> Tensor:
        normal = images.to(torch.float).sub_(self.mean).div_(self.deviation)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            logits = self.model(normal.contiguous(memory_format=torch.channels_last))
            return F.cross_entropy(logits, labels)

    def step(self, images: Tensor, labels: Tensor) -> None:
        if self.mode:
            torch.compiler.cudagraph_mark_step_begin()
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.forward(images, labels)
        loss.backward()
        self.optimizer.step()
        self.total.add_(loss.detach())

    def wait(self) -> None:
        self.total.item()


def synthetic_turn(options: argparse.Namespace, mode: str = "") -> contestants.Turn:
    side = options.image_size
    trainer = Trainer(options, SYNTHETIC_CLASSES, mode)
    images = torch.randint(256, (options.batch_size, 3, side, side), dtype=torch.uint8)
    images = images.to(options.device)
    labels = torch.randint(CLASSES, (options.batch_size,), device=options.device)

    def turn() -> list[float]:
        for _ in range(options.warm_up):
            trainer.step(images, labels)
        trainer.wait()
        begin = time.perf_counter()
        for _ in range(options.steps):
            trainer.step(images, labels)
        trainer.wait()
        return [options.steps * options.batch_size / (time.perf_counter() - begin)]

    return turn


def step_bench_turn(options: argparse.Namespace, *flags: str) -> contestants.Turn:
    command = [str(Path(options.programs) / "training_step_bench"), "--network", options.model,
               "--classes", str(SYNTHETIC_CLASSES),
               "--image-size", str(options.image_size), "--batch-size", str(options.batch_size),
               "--warm-up", str(options.warm_up), "--steps", str(options.steps),
               "--device", options.device, "--threads", str(options.threads), *flags]

    def turn() -> list[float]:
        text = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        return [json.loads(text)["images_per_second"]]

    return turn


def link_images(source: Path, folder: Path, count: int) -> None:
    """Makes class folders with `count` training and a few validation images, all of them links."""
    files = sorted(source.glob("*.jpg"))
    if not files:
        sys.exit(f"--images: there are no .jpg files in {source}")
    for part, images in (("train", count), ("val", 10 * CLASSES)):
        for number in range(images):
            place = folder / part / f"class-{number % CLASSES}" / f"{number}.jpg"
            place.parent.mkdir(parents=True, exist_ok=True)
            os.symlink(files[number % len(files)].resolve(), place)


def program_turn(options: argparse.Namespace, data: Path, folder: Path) -> contestants.Turn:
    runs = iter(range(options.rounds))

    def turn() -> list[float]:
        run = folder / f"run-{next(runs)}"
        subprocess.run([str(Path(options.programs) / "imagenet"), "--data", str(data),
                        "--model", options.model, "--image-size", str(options.image_size),
                        "--batch-size", str(options.batch_size), "--schedule", "never",
                        "--epochs", str(options.epochs), "--workers", str(options.workers),
                        "--threads", str(options.threads),
                        "--checkpoint-steps", "0", "--device", options.device, "--out", str(run)],
                       check=True, stdout=subprocess.DEVNULL)
        with open(run / "metrics.csv", encoding="utf-8", newline="") as file:
            return [float(row["images_per_second"]) for row in csv.DictReader(file)][1:]

    return turn


def batches(options: argparse.Namespace, data: Path) -> "torch.utils.data.DataLoader[tuple[Tensor, Tensor]]":
    from torchvision import datasets, transforms

    crop = transforms.Compose([transforms.RandomResizedCrop(options.image_size),
                               transforms.RandomHorizontalFlip(), transforms.PILToTensor()])
    return torch.utils.data.DataLoader(
        datasets.ImageFolder(str(data / "train"), crop), options.batch_size, shuffle=True,
        num_workers=options.workers, pin_memory=options.device == "cuda", drop_last=True,
        persistent_workers=True)


def jpeg_turn(options: argparse.Namespace, data: Path, mode: str = "") -> contestants.Turn:
    trainer = Trainer(options, CLASSES, mode)
    loader = batches(options, data)

    def epochs() -> Iterator[float]:
        for _ in range(options.epochs):
            begin = time.perf_counter()
            count = 0
            for images, labels in loader:
                trainer.step(images.to(options.device, non_blocking=True),
                             labels.to(options.device, non_blocking=True))
                count += len(labels)
            trainer.wait()
            yield count / (time.perf_counter() - begin)

    return lambda: list(epochs())[1:]


def measure(options: argparse.Namespace, folder: Path) -> dict[str, list[float]]:
    turns = {CPP_SYNTHETIC: step_bench_turn(options)}
    if options.device == "cuda":
        turns["C++ training_step_bench, captured"] = step_bench_turn(options, "--captured")
    turns["Python eager, channels_last"] = synthetic_turn(options)
    for mode in options.compile:
        turns[f"Python torch.compile, {mode}"] = synthetic_turn(options, mode)
    if options.images:
        data = folder / "images"
        link_images(options.images, data, options.image_count)
        turns[CPP_JPEG] = program_turn(options, data, folder)
        turns["Python eager, from JPEGs"] = jpeg_turn(options, data)
        if options.compile:
            turns[f"Python torch.compile, {options.compile[0]}, from JPEGs"] = jpeg_turn(
                options, data, options.compile[0])
    return contestants.take_turns(turns, options.rounds, options.seconds, options.json)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    add = parser.add_argument
    add("--programs", default="build/bin", help="folder of the C++ programs")
    add("--device", choices=("cpu", "cuda"), default="cpu")
    add("--model", choices=("resnet18", "resnet50"), default="resnet50")
    add("--image-size", type=int, default=224, help="pixels per side (default: 224)")
    add("--batch-size", type=int, default=256, help="images per step (default: 256)")
    add("--steps", type=int, default=30, help="steps per turn on synthetic images (default: 30)")
    add("--warm-up", type=int, default=8, help="steps that are not timed (default: 8)")
    add("--images", type=Path, help="folder with some .jpg files, to measure loading too")
    add("--image-count", type=int, default=12800, help="links to them per epoch (default: 12800)")
    add("--epochs", type=int, default=3, help="epochs per turn from JPEGs; the first is not timed")
    add("--workers", type=int, default=len(os.sched_getaffinity(0)),
        help="decoding workers (default: one per processor)")
    add("--threads", type=int, default=torch.get_num_threads(), help="CPU threads for the network")
    add("--rounds", type=int, default=3, help="turns per contestant (default: 3)")
    add("--compile", default="none", help="modes of torch.compile, as for training_throughput.py")
    add("--seconds", type=float, default=math.inf, help="start no round that would end later")
    add("--json", type=Path, help="file for all speeds")
    options = parser.parse_args()
    options.compile = contestants.compile_modes(options.compile)
    for name, least in (("steps", 1), ("warm_up", 4), ("epochs", 2), ("rounds", 1), ("workers", 1)):
        if getattr(options, name) < least:
            parser.error(f"--{name.replace('_', '-')} must be at least {least}")
    if options.images and not options.images.is_dir():
        parser.error(f"--images: there is no folder {options.images}")
    if options.device == "cuda" and not torch.cuda.is_available():
        parser.error("--device cuda: torch finds no CUDA device")
    return options


def main() -> None:
    options = parse_options()
    torch.set_num_threads(options.threads)
    torch.backends.cudnn.benchmark = True
    with tempfile.TemporaryDirectory(prefix="imagenet_throughput-") as folder:
        speeds = measure(options, Path(folder))
    medians = contestants.print_table(speeds, CPP_SYNTHETIC)
    if CPP_JPEG in medians:
        waiting = max(0.0, 1 - medians[CPP_JPEG] / medians[CPP_SYNTHETIC])
        print(f"{CPP_JPEG} waits for images {100 * waiting:.1f} % of the time, compared with "
              f"{CPP_SYNTHETIC}")


if __name__ == "__main__":
    main()
