"""Makes the folders of images of Table 1 and Table 2 from Tiny-ImageNet.

    git clone https://github.com/seshuad/IMagenet
    python3 bench/select_tiny_imagenet.py IMagenet/tiny-imagenet-200

`source_tinyimagenet100` gets the first 250 training images of each of its 100 classes, and `fine26` the first 300 of
its 26. Both get the 50 validation images per class as `test`. Files are copied, and no folder is replaced.
"""

from __future__ import annotations

import argparse
import collections
import re
import shutil
import sys
from pathlib import Path

RESULTS = Path(__file__).resolve().parents[1] / "examples/results"
# The folder, the list of its classes, and the training images per class.
SELECTIONS = (
    ("source_tinyimagenet100", RESULTS / "imagenet/classes.txt", 250),
    ("fine26", RESULTS / "transfer/fine26.txt", 300),
)


def number_of(image: Path) -> int:
    """The last number of the name: 17 of n01443537_17.JPEG."""
    return int(re.findall(r"\d+", image.stem)[-1])


def validation_images(root: Path) -> dict[str, list[Path]]:
    """The validation images of each class."""
    images = collections.defaultdict(list)
    for line in (root / "val/val_annotations.txt").read_text(encoding="utf-8").splitlines():
        name, wordnet_id = line.split("\t")[:2]
        images[wordnet_id].append(root / "val/images" / name)
    return images


def images_of(root: Path, validation: dict[str, list[Path]], classes: list[str],
              count: int) -> list[tuple[Path, Path]]:
    """Each image that is needed, with its place in the new folder."""
    chosen = []
    for wordnet_id in classes:
        training = sorted((root / "train" / wordnet_id / "images").glob("*.JPEG"), key=number_of)[:count]
        if len(training) < count or not validation[wordnet_id]:
            sys.exit(f"{root}: expected at least {count} training images and a validation image of {wordnet_id}, "
                     f"got {len(training)} and {len(validation[wordnet_id])}")
        for part, images in ("train", training), ("test", validation[wordnet_id]):
            chosen += [(image, Path(part, wordnet_id, image.name)) for image in images]
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path, help="the folder tiny-imagenet-200, with train and val")
    parser.add_argument("--out", type=Path, default=Path("."), help="where the two folders are made")
    options = parser.parse_args()
    if not (options.root / "val/val_annotations.txt").exists():
        sys.exit(f"{options.root}: expected train/ and val/val_annotations.txt, as in tiny-imagenet-200")
    validation = validation_images(options.root)
    for name, list_file, count in SELECTIONS:
        folder = options.out / name
        if folder.exists():
            sys.exit(f"{folder} exists already")
        chosen = images_of(options.root, validation, list_file.read_text(encoding="utf-8").split(), count)
        unfinished = options.out / f"{name}.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        for image, place in chosen:
            (unfinished / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(image, unfinished / place)
        unfinished.rename(folder)
        print(f"{folder}: {len(chosen)} images")


if __name__ == "__main__":
    main()
