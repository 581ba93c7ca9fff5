"""Exchanges ResNets with the C++ networks through files in a folder; python_round_trip_test.cpp runs it.

    python_round_trip.py save FOLDER     writes files for the C++ side to read and compare
    python_round_trip.py load FOLDER     reads and compares files written by the C++ side
    python_round_trip.py package FOLDER  reads files written by the C++ side with the package
                                         safetensors, compares them, and writes them with the package
                                         under another name

Exits with 77 if PyTorch, torchvision or, for `package`, safetensors is missing, and with 1 if
something differs.
"""

import importlib
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "bench"))

try:
    import torch
    import torchvision
    import safetensors_file
except ImportError as error:
    print(error)
    sys.exit(77)

CLASSES = 10


def resnet(depth):
    """A ResNet from torchvision, with initial weights from a seed equal to its depth."""
    torch.manual_seed(depth)
    return getattr(torchvision.models, f"resnet{depth}")(num_classes=CLASSES)


def list_state(model, path):
    """Writes a line for each entry of the state dict: its name, type and shape."""
    lines = [f"{name} {str(tensor.dtype)[len('torch.'):]} {list(tensor.shape)}\n"
             for name, tensor in model.state_dict().items()]
    path.write_text("".join(lines))


def disturb(model):
    """Changes the values that are the same in each batch norm of a new model."""
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
        safetensors_file.save(model.state_dict(), folder / f"initial{depth}.safetensors")
        disturb(model)
        images = torch.randn(2, 3, 64, 64)
        safetensors_file.save(model.state_dict(), folder / f"trained{depth}.safetensors",
                              {"format": "pt"})
        safetensors_file.save({"images": images, "logits": logits(model, images)},
                              folder / f"logits{depth}.safetensors")

    numbers = torch.arange(12)
    safetensors_file.save({
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
    }, folder / "kinds.safetensors", {"é": "text"})
    torch.save({"model": {"weight": numbers}}, folder / "zip.pt")
    torch.save({"model": {"weight": numbers}}, folder / "old.pt",
               _use_new_zipfile_serialization=False)


def require(condition, what):
    if not condition:
        print(what)
        sys.exit(1)


def load(folder):
    about = json.loads((folder / "about.json").read_text())
    for depth in (18, 50):
        path = folder / f"snapshot{depth}.safetensors"
        weights, metadata = safetensors_file.load(path)
        require(metadata.pop("crc32").isdecimal(), f"{path}: no checksum")
        model = resnet(depth)
        model.load_state_dict(weights)
        told = {key: text if isinstance(about[key], str) else json.loads(text)
                for key, text in metadata.items()}
        require(told == about, f"{path}: {told} is not {about}")
        tensors, _ = safetensors_file.load(folder / f"snapshot_logits{depth}.safetensors")
        expected = tensors["logits"]
        error = (logits(model, tensors["images"]) - expected).abs().max() / expected.abs().max()
        print(f"ResNet-{depth}: relative difference of the logits {error.item():.1e}")
        require(error.item() <= 1e-5, "too large")


def package(folder):
    try:
        safetensors = importlib.import_module("safetensors")
        torch_files = importlib.import_module("safetensors.torch")
    except ImportError as error:
        print(error)
        sys.exit(77)
    for path in sorted(folder.glob("*.safetensors")):
        tensors = torch_files.load_file(path)
        with safetensors.safe_open(path, framework="pt") as file:
            metadata = file.metadata()
        expected, expected_metadata = safetensors_file.load(path)
        require(tensors.keys() == expected.keys(), f"{path}: other names")
        for name, tensor in tensors.items():
            require(tensor.dtype == expected[name].dtype and torch.equal(tensor, expected[name]),
                    f"{path}: {name} differs")
        require((metadata or {}) == expected_metadata, f"{path}: {metadata}")
        torch_files.save_file(tensors, path.with_suffix(".package"), metadata)
        print(f"safetensors {safetensors.__version__}, {path.name}: {len(tensors)} tensors")


if __name__ == "__main__":
    {"save": save, "load": load, "package": package}[sys.argv[1]](pathlib.Path(sys.argv[2]))
