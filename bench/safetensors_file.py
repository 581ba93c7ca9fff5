"""Reads and writes safetensors files with PyTorch alone, without the package `safetensors`."""

import json
from pathlib import Path

import torch

TYPES = {"F64": torch.double, "F32": torch.float, "F16": torch.half, "BF16": torch.bfloat16,
         "I64": torch.long, "I32": torch.int, "I16": torch.short, "I8": torch.int8,
         "U8": torch.uint8, "BOOL": torch.bool}


def load(path: Path | str) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    """The tensors by name, and the texts of the metadata. Only for files known to be valid."""
    content = Path(path).read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        numbers = torch.empty(entry["shape"], dtype=TYPES[entry["dtype"]])
        if end > begin:
            part = bytearray(content[start + begin:start + end])
            numbers = torch.frombuffer(part, dtype=numbers.dtype).reshape(entry["shape"])
        tensors[name] = numbers
    return tensors, metadata


def save(tensors: dict[str, torch.Tensor], path: Path | str,
         metadata: dict[str, str] | None = None) -> None:
    """Writes the tensors in their order."""
    header: dict[str, object] = {"__metadata__": metadata} if metadata else {}
    content = bytearray()
    for name, tensor in tensors.items():
        kind = next(kind for kind, dtype in TYPES.items() if dtype == tensor.dtype)
        begin = len(content)
        numbers = tensor.detach().contiguous().reshape(-1)
        content += numbers.view(torch.uint8).numpy().tobytes()  # NumPy has no bfloat16
        header[name] = {"dtype": kind, "shape": list(tensor.shape),
                        "data_offsets": [begin, len(content)]}
    text = json.dumps(header).encode()
    Path(path).write_bytes(len(text).to_bytes(8, "little") + text + content)
