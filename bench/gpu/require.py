"""Prints a line that names what a part of the GPU kit needs and the machine lacks."""

import argparse
import importlib.util
import sys

TESTED = "2.11"
OLDEST = (2, 6)  # for CUDA; see examples/trainers/engine/cuda_platform.cpp
GIB = 1024**3
# The minimum free device memory of a part, in GiB. Batch gradient descent holds all of CIFAR-10.
NEEDED = {"bgd": 70}
NEEDED_BY_DEFAULT = 16


def lack(part: str, rehearsal: bool) -> str:
    """What is missing; "" if nothing is."""
    if rehearsal and importlib.util.find_spec("torch"):
        return ""
    try:
        import torch
    except ImportError as error:
        return f"python3 ({sys.executable}) has no PyTorch: {error}"
    version = tuple(map(int, torch.__version__.split(".")[:2]))
    if version < OLDEST:
        return f"PyTorch 2.6 or newer is needed, but python3 has {torch.__version__}"
    if not torch.version.cuda:
        return f"PyTorch {torch.__version__} was built without CUDA; --rehearse only needs the CPU"
    if not torch.cuda.is_available():
        return "PyTorch finds no CUDA device; --rehearse only needs the CPU"
    free = torch.cuda.mem_get_info()[0] / GIB
    needed = NEEDED.get(part, NEEDED_BY_DEFAULT)
    if free < needed:
        return (f"{torch.cuda.get_device_name()} has {free:.1f} GiB of memory free, but {part} needs "
                f"{needed} GiB")
    if not torch.__version__.startswith(TESTED + "."):
        print(f"run.sh: PyTorch {torch.__version__} is not {TESTED}, which was used to rehearse this",
              file=sys.stderr)
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("part")
    parser.add_argument("--rehearse", action="store_true")
    options = parser.parse_args()
    missing = lack(options.part, options.rehearse)
    if missing:
        sys.exit(f"run.sh: {missing}")


if __name__ == "__main__":
    main()
