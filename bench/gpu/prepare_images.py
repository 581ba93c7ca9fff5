"""Collects the images of the GPU kit; called by prepare.sh.

JPEGs for the loader are generated. Archives of real images are copied from a folder, if it has them.
The source images are reduced to as many classes as the limit on the kit's size allows.
"""

import argparse
import io
import shutil
import sys
import tarfile
from pathlib import Path

import numpy
from PIL import Image

NEEDS = {"check": set(), "throughput": set(), "stages": {"cifar10"}, "bgd": {"cifar10"},
         "schedules": {"cifar10"}, "imagenet": {"source"}, "transfer": {"targets", "source"}}
LOADER_IMAGES = 24
MIB = 1024 * 1024


def fail(message: str) -> None:
    sys.exit(f"prepare.sh: {message}")


def write_loader_images(folder: Path) -> None:
    """Writes JPEGs of ImageNet's usual size in pixels and bytes: smooth shapes with fine noise."""
    folder.mkdir(parents=True)
    random = numpy.random.default_rng(0)
    for i in range(LOADER_IMAGES):
        shapes = Image.fromarray(random.integers(0, 256, (6, 8, 3), dtype=numpy.uint8))
        smooth = numpy.asarray(shapes.resize((500, 375), Image.BICUBIC), dtype=float)
        pixels = smooth + random.normal(0, 19, smooth.shape)
        image = Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))
        image.save(folder / f"{i:02}.jpg", quality=88)


def archive(images: Path, pattern: str) -> list[Path]:
    return sorted(path for path in images.glob(pattern) if path.is_file())


def class_of(member: tarfile.TarInfo) -> str:
    """The class folder of <root>/train/<class>/<image>; "" for other paths."""
    places = member.name.split("/")
    return places[2] if len(places) == 4 else ""


def pack_classes(source: Path, target: Path, room: int) -> int:
    """Packs as many classes of an archive as fit into `room` bytes; returns how many."""
    if source.stat().st_size <= room:
        shutil.copyfile(source, target)
        with tarfile.open(source) as whole:
            return len({class_of(member) for member in whole} - {""})
    with tarfile.open(source) as whole:
        members = [member for member in whole if member.isfile() and class_of(member)]
        classes = sorted({class_of(member) for member in members})
        # In proportion to the whole archive, with a margin for worse compression.
        kept = set(classes[:int(0.97 * len(classes) * room / source.stat().st_size)])
        with tarfile.open(target, "w:xz", preset=1) as part:
            for member in members:
                if class_of(member) in kept:
                    content = whole.extractfile(member)
                    assert content is not None  # members are files
                    part.addfile(member, io.BytesIO(content.read()))
    if target.stat().st_size > room:
        target.unlink()
        return 0
    return len(kept)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def collect(options: argparse.Namespace) -> None:
    write_loader_images(options.out / "images" / "loader")
    parts = options.parts or list(NEEDS)
    needs = set().union(*(NEEDS[part] for part in parts))
    if not options.images:
        if needs and options.parts:
            fail(f"{', '.join(options.parts)} need images: name a folder with --images")
        return
    room = int(options.limit * MIB) - options.taken - size_of(options.out)
    # Only one part needs the many targets, so they are included only if it is requested.
    wanted = {"cifar10": "cifar10_jpeg.tar.xz", "targets": "target_*.tar.xz"}
    for need, pattern in wanted.items():
        if need not in needs or (need == "targets" and not options.parts):
            continue
        found = archive(Path(options.images), pattern)
        if not found:
            print(f"prepare.sh: {options.images} has no {pattern}: left out")
        for path in found:
            room -= path.stat().st_size
            if room < 0:
                fail(f"{path.name} does not fit into --limit {options.limit:g} MiB")
            shutil.copyfile(path, options.out / "images" / path.name)
            print(f"prepare.sh: {path.name}")
    if "source" not in needs:
        return
    sources = archive(Path(options.images), "source_*.tar.xz")
    if not sources:
        print(f"prepare.sh: {options.images} has no source_*.tar.xz: left out")
        return
    classes = pack_classes(sources[0], options.out / "images" / sources[0].name, room)
    if classes == 0:
        fail(f"no class of {sources[0].name} fits into --limit {options.limit:g} MiB")
    print(f"prepare.sh: {classes} classes of {sources[0].name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--images", default="")
    parser.add_argument("--limit", type=float, required=True, help="size limit of the kit in MiB")
    parser.add_argument("--taken", type=int, default=0, help="bytes of the limit already used")
    parser.add_argument("parts", nargs="*")
    collect(parser.parse_args())


if __name__ == "__main__":
    main()
