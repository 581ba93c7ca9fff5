"""A data set of a few images, and faults that alter one of its files."""

import random
import shutil
import struct
import zlib
from pathlib import Path

from damage import damage
from program import Program

PIXELS = 32
IMAGES = {"train": 4, "val": 2}  # of each class
CLASSES = ("a", "b")

# The smallest network on the smallest images.
NETWORK = ("--model", "wrn-10-1", "--image-size", str(PIXELS), "--threads", "1")
BATCH = ("--batch-size", "4")
TOO_LARGE_BATCH = ("--batch-size", str(len(CLASSES) * IMAGES["train"] + 1))


def write_images(folder: Path) -> Path:
    rng = random.Random(0)
    for part, count in IMAGES.items():
        for name in CLASSES:
            of_class = folder / part / name
            of_class.mkdir(parents=True)
            for i in range(count):
                (of_class / f"{i}.png").write_bytes(noise(rng))
    return folder


def noise(rng: random.Random) -> bytes:
    """A PNG file of random pixels."""
    rows = b"".join(b"\0" + rng.randbytes(3 * PIXELS) for _ in range(PIXELS))
    header = struct.pack(">IIBBBBB", PIXELS, PIXELS, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def variants(data: Path) -> tuple[tuple[str, ...], ...]:
    """Trainings by imagenet on the images."""
    usual = ("--data", str(data), *NETWORK, *BATCH)
    return ((*usual, "--schedule", "step(2)"), (*usual, "--schedule", "at(1) | grow(2)"))


def run(imagenet: Program, data: Path, out: Path, rng: random.Random) -> tuple[str, str | None]:
    """Damages an image, or the index of the data set, before a training."""
    copy = Path(shutil.copytree(data, out / "data"))
    command = ["--data", str(copy), *NETWORK, "--epochs", "1"]
    cache = {"XDG_CACHE_HOME": str(out / "cache")}
    is_index = rng.random() < 0.5
    if is_index:
        # The index is written before the batch is found to be too large.
        first = imagenet.run([*command, *TOO_LARGE_BATCH, "--out", str(out / "run")], environment=cache)
        if first.code != 1 or "too few training images" not in first.text:
            raise RuntimeError(f"the images were not listed: {first.text}")
    files = (out / "cache" if is_index else copy).rglob("*")
    what = damage(rng.choice(sorted(path for path in files if path.is_file())), rng)
    result = imagenet.run([*command, *BATCH, "--out", str(out / "run")], environment=cache)
    if is_index and result.code != 0:
        return what, f"an index can be made anew: {result.text}"
    return what, result.complaint()
