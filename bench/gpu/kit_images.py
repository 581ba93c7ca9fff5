"""The images of the kit, and those of a rehearsal."""

import shutil
import sys
from pathlib import Path

from packing import unpack
from session import Session

# The same path on every machine, since a resumed training must find its images at the same path.
IMAGES = Path("/tmp/autodecay-gpu-images")


def required_images(session: Session, pattern: str) -> list[Path]:
    """The unpacked folders of the kit's archives that match the pattern; exits if there are none."""
    folders = []
    for packed in sorted((session.kit / "images").glob(pattern)):
        # The size distinguishes archives with more or fewer classes.
        folder = IMAGES / str(packed.stat().st_size) / packed.name.removesuffix(".tar.xz")
        if not folder.exists():
            new = folder.with_name(folder.name + ".new")
            shutil.rmtree(new, ignore_errors=True)
            unpack(packed, new)
            new.rename(folder)
        # An archive contains a data set, or one folder with it.
        inner = [path for path in folder.iterdir() if (path / "train").is_dir()]
        folders.append(inner[0] if inner else folder)
    if not folders:
        sys.exit(f"{session.part}: the kit has no images/{pattern}; make one with: "
                 f"sh bench/gpu/prepare.sh --images FOLDER {session.part}")
    return folders


def rehearsal_images(session: Session, name: str = "rehearsal-images") -> Path:
    """A few images in two classes, which link to the kit's JPEGs."""
    folder = session.work / name
    if folder.exists():
        return folder
    files = sorted((session.kit / "images" / "loader").glob("*.jpg"))
    for part, count in (("train", 16), ("test", 8)):
        for number in range(count):
            place = folder / part / f"class-{number % 2}" / f"{number}.jpg"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(files[number % len(files)])
    return folder
