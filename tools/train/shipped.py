"""The networks that ship, read back from their files, so that training can go on from them.

Matrices were rounded to eight bits when they were written: what is read back is that, not the
checkpoint it was made of. Nothing outside the repository is needed to go on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from tools.train import planes, words

_TABLES = ("characters", "pairs", "words")


def reader(model: Path, heads: int) -> dict[str, torch.Tensor]:
    """Return the weights of the reader of conversations by the names that its `Network` gives them, without vectors of pieces.

    In its file queries, keys and values of a layer are one multiplication, and queries are scaled down beforehand.
    Raise `ValueError` where the file holds other matrices than the network has.
    """
    held = words.held(model)
    whole = "network."
    found = {
        name.removeprefix(whole): value
        for name, value in held.items()
        if name.startswith(whole) and not name.endswith(_ENDINGS)
    }
    matrices = _matrices(held)
    layers = sum(name.startswith("threefold.") for name in held)
    places = [
        f"encoder.layers.{i}.{part}" for i in range(layers) for part in ("qkv", "ao", "fi", "fo")
    ]
    for place, name in zip(places, matrices, strict=True):
        found[f"{place}.weight"] = _real(held, name).T
    for layer in range(layers):
        place = f"encoder.layers.{layer}"
        found[f"{place}.qkv.bias"] = held[f"threefold.{layer}.bias"]
        for part in ("qkv", "ao", "fi", "fo"):
            if len(found[f"{place}.{part}.bias"]) != len(found[f"{place}.{part}.weight"]):
                raise ValueError(f"{model.name}: a matrix of layer {layer} is not that of {part}")
        whole_weight, whole_bias = found.pop(f"{place}.qkv.weight"), found.pop(f"{place}.qkv.bias")
        wide = whole_weight.shape[1]
        for at, name in enumerate("qkv"):
            grown = (wide / heads) ** 0.5 if name == "q" else 1.0
            rows = slice(at * wide, (at + 1) * wide)
            found[f"{place}.{name}.weight"] = whole_weight[rows] * grown
            found[f"{place}.{name}.bias"] = whole_bias[rows] * grown
    found["encoder.pos.weight"] = _real(held, f"{whole}encoder.pos.weight")
    for name in ("out", "kinds"):
        found[f"{name}.weight"] = _real(held, f"{whole}{name}.weight_Transposed").T
    return {name: torch.from_numpy(np.array(value)) for name, value in found.items()}


def state(model: Path) -> dict[str, torch.Tensor]:
    """Return the weights by the names that `Network` gives them.

    Raise `ValueError` where the file holds other matrices than the network has.
    """
    held = words.held(model)
    found = {
        name: value.squeeze(2) if value.ndim == 4 else value  # convolutions are over planes there
        for name, value in held.items()
        if name != planes.AXIS and not name.endswith(_ENDINGS)
    }
    found |= {f"{name}.weight": _real(held, f"{name}.weight") for name in _TABLES}
    matrices = _matrices(held)
    places = ["scores", "join", *(f"blocks.{i}.across" for i in range(len(matrices) - 3)), "out"]
    for place, name in zip(places, matrices, strict=True):
        found[f"{place}.weight"] = _real(held, name).T
        if f"{place}.bias" not in found or len(found[f"{place}.bias"]) != len(
            found[f"{place}.weight"]
        ):
            raise ValueError(f"{model.name}: the matrix {name} is not that of {place}")
    return {name: torch.from_numpy(np.array(value)) for name, value in found.items()}


_ENDINGS = ("_scale", "_zero_point", "_quantized")


def _matrices(held: dict[str, NDArray[np.float32]]) -> list[str]:
    """Return the names of the matrices that the exporter numbered, in the order of the network."""
    names = (
        name for name in held if name.startswith("onnx::MatMul") and name.endswith("_quantized")
    )
    return sorted(
        (n.removesuffix("_quantized") for n in names), key=lambda n: int(n.split("_")[-1])
    )


def _real(held: dict[str, NDArray[np.float32]], name: str) -> NDArray[np.float32]:
    steps = held[f"{name}_quantized"].astype(np.float32) - held[f"{name}_zero_point"]
    return (steps * held[f"{name}_scale"]).astype(np.float32)
