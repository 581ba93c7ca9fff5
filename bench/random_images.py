"""Random images in CIFAR-10's binary format."""

import random
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

CLASSES = 10
SIDE = 32
RECORD = 1 + 3 * SIDE * SIDE  # bytes of an image: label, then pixels


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
