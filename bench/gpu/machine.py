"""What the measurements depend on: the machine, the versions and the sources."""

import hashlib
import os
import platform
import re
import subprocess
from pathlib import Path

SOURCES = ("CMakeLists.txt", "include", "examples", "bench", "cmake")


def first_line(command: list[str]) -> str:
    """The first line that a program prints; "none" if it cannot be run."""
    try:
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "none"
    return text.strip().splitlines()[0] if text.strip() else "none"


def processor() -> str:
    found = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return f"{found[1] if found else platform.machine()}, {os.cpu_count()} threads"


def fingerprint(root: Path) -> str:
    """A checksum of the names and contents of all measured sources."""
    digest = hashlib.sha256()
    for name in SOURCES:
        found = [root / name] if (root / name).is_file() else sorted((root / name).rglob("*"))
        for path in found:
            if path.is_file() and "__pycache__" not in path.parts and "results" not in path.parts:
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
