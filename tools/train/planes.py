"""The exported network with its convolutions over planes of height one, which onnxruntime is faster at.

What torch writes has convolutions over rows: onnxruntime turns all of its input round before and after
each, and does the channels one by one. Over planes it keeps channels in blocks of eight and joins the
turning with the copying in and out. The sums are the same. One file is rewritten in place:

    python -m tools.train.planes src/menshen/engines/model/tagger.onnx
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

AXIS = "height"
"""What the model's file calls the axis that is put on."""
_TURNS = {"before": [0, 3, 1, 2], "behind": [0, 2, 3, 1]}
"""From rows of channels to planes of each channel, and back."""


def rewrite(model: Path) -> None:
    """Rewrite a model's file; one that has planes already stays as it is.

    Raises `ValueError` where the file is not of the network that `tools.train` exports.
    """
    read = onnx.load(str(model))
    graph = read.graph
    convolutions = [n for n in graph.node if n.op_type == "Conv"]
    if any(i.name == AXIS for i in graph.initializer):
        return
    if not convolutions or graph.node[-1].output[0] != "classes":
        raise ValueError(f"{model.name} is not the network that is exported here")
    _raise(graph, convolutions[0])
    for convolution in convolutions:
        _widen(graph, convolution)
    del graph.value_info[:]  # shapes of what was rows
    onnx.checker.check_model(read)
    onnx.save(read, str(model))


def _raise(graph: onnx.GraphProto, first: onnx.NodeProto) -> None:
    """Give everything from the joined features on a height of one, and take it off the answer."""
    graph.initializer.append(numpy_helper.from_array(np.array([1], np.int64), AXIS))
    before = list(graph.node)[: list(graph.node).index(first)]
    joined = [n for n in before if n.op_type == "Concat"][-1]
    flat = "flat"
    up = helper.make_node("Unsqueeze", [flat, AXIS], [joined.output[0]], name="height on")
    joined.output[0] = flat
    last = graph.node[-1]
    down = helper.make_node("Squeeze", ["planes", AXIS], [last.output[0]], name="height off")
    last.output[0] = "planes"
    graph.node.insert(list(graph.node).index(joined) + 1, up)
    graph.node.append(down)


def _widen(graph: onnx.GraphProto, convolution: onnx.NodeProto) -> None:
    """Make a convolution over rows, and the turning before and behind it, those of planes."""
    weight = next(i for i in graph.initializer if i.name == convolution.input[1])
    values = numpy_helper.to_array(weight)
    weight.CopyFrom(numpy_helper.from_array(values[:, :, None, :], weight.name))
    for attribute in convolution.attribute:
        if attribute.name in {"dilations", "kernel_shape", "strides"}:
            attribute.ints[:] = [1, *attribute.ints]
        elif attribute.name == "pads":
            attribute.ints[:] = [0, attribute.ints[0], 0, attribute.ints[1]]
    before, behind = _beside(graph, convolution)
    before.attribute[0].ints[:] = _TURNS["before"]
    behind.attribute[0].ints[:] = _TURNS["behind"]
    _first(graph, behind)


def _beside(
    graph: onnx.GraphProto, convolution: onnx.NodeProto
) -> tuple[onnx.NodeProto, onnx.NodeProto]:
    """Return what turns the input of a convolution, and what turns its output back."""
    turns = [n for n in graph.node if n.op_type == "Transpose"]
    before = next(n for n in turns if n.output[0] == convolution.input[0])
    return before, next(n for n in turns if n.input[0] == convolution.output[0])


def _first(graph: onnx.GraphProto, turn: onnx.NodeProto) -> None:
    """Let what is done with a turned output be done before it, so that it is one with the convolution."""
    relu = next(n for n in graph.node if n.op_type == "Relu" and n.input[0] == turn.output[0])
    relu.input[0], turn.input[0] = turn.input[0], turn.output[0]
    relu.output[0], turn.output[0] = turn.output[0], relu.output[0]
    at = list(graph.node).index(turn)
    moved = onnx.NodeProto()
    moved.CopyFrom(turn)
    graph.node.remove(turn)
    graph.node.insert(at + 1, moved)


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]))
