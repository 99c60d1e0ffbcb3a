"""Reads safetensors files of float32 arrays, with nothing but PyTorch."""

import json
from pathlib import Path

import torch
from torch import Tensor


def read_arrays(path: str) -> dict[str, Tensor]:
    """Names in the order of the file's header: u64 length, JSON, raw little-endian numbers."""
    raw = bytearray(Path(path).read_bytes())
    start = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:start])
    arrays = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        assert entry["dtype"] == "F32", name
        begin, end = entry["data_offsets"]
        flat = torch.frombuffer(raw, dtype=torch.float32, count=(end - begin) // 4, offset=start + begin)
        arrays[name] = flat.clone().reshape(entry["shape"])
    return arrays
