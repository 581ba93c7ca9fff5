"""Exchanges ResNets with the C++ networks through files in a folder; python_round_trip_test.cpp runs it.

    python_round_trip.py save FOLDER   writes what the C++ side reads and compares
    python_round_trip.py load FOLDER   reads and compares what the C++ side has written

Exits with 77 where PyTorch or torchvision is missing, and with 1 where something differs.
"""

import argparse
import json
import pathlib
import sys

try:
    import torch
    import torchvision
except ImportError as error:
    print(error)
    sys.exit(77)

CLASSES = 10


def resnet(depth):
    """A ResNet of torchvision's with the initial weights of the seed that is its depth."""
    torch.manual_seed(depth)
    return getattr(torchvision.models, f"resnet{depth}")(num_classes=CLASSES)


def list_state(model, path):
    """Writes a line for each entry of the state dict: its name, type and shape."""
    lines = [f"{name} {str(tensor.dtype)[len('torch.'):]} {list(tensor.shape)}\n"
             for name, tensor in model.state_dict().items()]
    path.write_text("".join(lines))


def disturb(model):
    """Changes what is the same in each batch norm of a new model."""
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.0)
            torch.nn.init.uniform_(module.bias, -0.5, 0.5)
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 2.0)
            module.num_batches_tracked.fill_(7)


def logits(model, images):
    with torch.no_grad():
        return model.eval()(images)


def save(folder):
    for depth in (18, 34, 50, 101, 152):
        model = resnet(depth)
        list_state(model, folder / f"resnet{depth}.txt")
        if depth not in (18, 50):
            continue
        torch.save(model.state_dict(), folder / f"initial{depth}.pt")
        disturb(model)
        images = torch.randn(2, 3, 64, 64)
        state = torch.nn.DataParallel(model).state_dict()
        torch.save({"epoch": 3, "state_dict": state}, folder / f"trained{depth}.pt")
        torch.save({"images": images, "logits": logits(model, images)}, folder / f"logits{depth}.pt")

    numbers = torch.arange(12)
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(2))], lr=0.1)
    torch.save({
        "arch": "resnet18",
        "model": {
            "double": numbers.double() / 4,
            "float": numbers.float() / 4,
            "half": numbers.half() / 4,
            "bfloat16": numbers.bfloat16() / 4,
            "long": -(2**40) * numbers,
            "int": numbers.int(),
            "short": numbers.short(),
            "char": -numbers.char(),
            "byte": numbers.byte(),
            "bool": numbers > 5,
            "view": numbers.view(3, 4).t()[1:],
            "expanded": numbers[5].expand(2, 3),
            "scalar": numbers[7],
            "empty": torch.empty(0, 3),
            "parameter": torch.nn.Parameter(numbers.float()),
        },
        "nested": {"list": [1, 2.5, "é", None, True, False, {}], "tuple": (1, (2, 3)), 5: "five"},
        "integers": [0, 255, 256, 65536, -1, -2**31, 2**31, -2**63, 2**63 - 1, 2**64 - 1],
        "tensor": numbers,
        "list of a tensor": [1, numbers],
        "large": 2**64,
        "optimizer": optimizer.state_dict(),
    }, folder / "kinds.pt")
    torch.save({}, folder / "empty.pt")
    torch.save([numbers], folder / "list.pt")
    torch.save({"model": {"weight": numbers}, "args": argparse.Namespace(depth=18)},
               folder / "objects.pt")
    torch.save({"model": {"weight": numbers}}, folder / "old.pt",
               _use_new_zipfile_serialization=False)


def require(condition, what):
    if not condition:
        print(what)
        sys.exit(1)


def load(folder):
    about = json.loads((folder / "about.json").read_text())
    for depth in (18, 50):
        path = folder / f"snapshot{depth}.pt"
        # The first PyTorch that knows weights_only, 1.13, refuses every file that holds a float so.
        snapshot = torch.load(path, weights_only=not torch.__version__.startswith("1."))
        model = resnet(depth)
        model.load_state_dict(snapshot.pop("model"))
        require(repr(snapshot) == repr(about), f"{path}: {snapshot} is not {about}")
        tensors = torch.load(folder / f"snapshot_logits{depth}.pt", weights_only=True)["model"]
        require(all(tensor.is_contiguous() for tensor in tensors.values()), "not contiguous")
        expected = tensors["logits"]
        error = (logits(model, tensors["images"]) - expected).abs().max() / expected.abs().max()
        print(f"ResNet-{depth}: relative difference of the logits {error.item():.1e}")
        require(error.item() <= 1e-5, "too large")


if __name__ == "__main__":
    {"save": save, "load": load}[sys.argv[1]](pathlib.Path(sys.argv[2]))
