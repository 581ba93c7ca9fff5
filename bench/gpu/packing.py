"""Packs trainings into the archive that is brought back, and unpacks it on another machine."""

import json
import tarfile
from pathlib import Path

MIB = 1024 * 1024
LARGEST_FILE = 8 * MIB  # larger files are not packed
LARGEST_ARCHIVE = 15 * MIB  # larger archives would not be brought back


def is_finished(run: Path) -> bool:
    """Whether a run of the trainers has all its epochs or was stopped by its schedule."""
    try:
        configuration = json.loads((run / "config.json").read_text(encoding="utf-8"))
        header, *rows = (run / "metrics.csv").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return False
    decision = header.split(",").index("decision")
    return bool(rows) and (len(rows) >= configuration["epochs"]
                           or rows[-1].split(",")[decision] == "stop")


def is_packed(path: Path, unfinished: bool) -> bool:
    if path.stat().st_size > LARGEST_FILE or path.suffix in (".safetensors", ".features"):
        return False
    if path.name == "previous.ckpt":
        return False
    run = path.parent
    if not (run / "metrics.csv").exists():
        return True
    if is_finished(run):
        return path.suffix != ".ckpt"
    last = run / "last.ckpt"
    return unfinished and last.exists() and last.stat().st_size <= LARGEST_FILE


def pack(folder: Path, packed: Path) -> None:
    """Packs a folder of trainings without large files.

    A finished training is packed without its weights, an unfinished one only if its checkpoints are
    small.
    """
    if not any(folder.iterdir()):
        return
    packed.parent.mkdir(parents=True, exist_ok=True)
    new = packed.with_name(packed.name + ".new")
    # Checkpoints first: the tables may have more rows than a checkpoint expects, but not fewer.
    paths = sorted(folder.rglob("*"), key=lambda path: (path.suffix != ".ckpt", path))
    for unfinished in (True, False):
        with tarfile.open(new, "w:gz", compresslevel=1) as archive:
            for path in paths:
                try:
                    if path.is_file() and is_packed(path, unfinished):
                        archive.add(path, path.relative_to(folder))
                except FileNotFoundError:  # being replaced; the next packing includes it
                    continue
        if new.stat().st_size <= LARGEST_ARCHIVE:
            new.replace(packed)
            return
    new.unlink()
    print(f"run.sh: the trainings take more than {LARGEST_ARCHIVE // MIB} MiB: not packed")


def unpack(packed: Path, folder: Path) -> None:
    """Unpacks the regular files of an archive, except those with a path outside the folder."""
    with tarfile.open(packed) as archive:
        for member in archive:
            parts = Path(member.name).parts
            if member.isfile() and parts[0] != "/" and ".." not in parts:
                archive.extract(member, folder)
