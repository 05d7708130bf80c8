"""Matrices in 8 bits: smoothed, then each product taken in integers.

A row of activations is rounded to 8 bits with one scale, so a few large channels would leave the others no digits. Each
input channel is therefore divided by a factor and the weights that meet it are multiplied by it, which moves the
difficulty into the weights, that have a scale for every column (SmoothQuant: Xiao et al. 2023, arXiv 2211.10438). How
large a channel gets is looked up on accounts written for the project.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

CONTRIB = "com.microsoft"
MIGRATED, MIGRATED_AFTER_GELU = 0.6, 0.8  # how much of a channel's size the weights take; by trial, see runs.md
_LEAST = 1e-4
Array = NDArray[np.float32]


def quantise(model: onnx.ModelProto, windows: Sequence[Sequence[int]]) -> onnx.ModelProto:
    """The graph with every MatMul and its bias in 8 bits. ``windows`` are token ids that show what channels hold."""
    sizes = _channel_sizes(model, windows)
    made = onnx.ModelProto()
    made.CopyFrom(model)
    graph = made.graph
    weights = {one.name: one for one in graph.initializer}
    biases = {node.input[0]: node for node in graph.node if node.op_type == "Add"}
    nodes: list[onnx.NodeProto] = []
    gone: list[str] = []
    for node in model.graph.node:
        if node.name in gone:
            continue
        if node.op_type != "MatMul":
            nodes.append(node)
            continue
        source, weight = node.input
        add = biases[node.output[0]]
        product, constants = _product(source, numpy_helper.to_array(weights[weight]), sizes[source], add)
        nodes += product
        gone.append(add.name)
        graph.initializer.remove(weights[weight])
        graph.initializer.extend(constants)
    del graph.node[:]
    graph.node.extend(nodes)
    return made


def _product(
    source: str, weight: Array, size: Array, add: onnx.NodeProto
) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """``source @ weight + bias``: smoothed, quantised as it comes, multiplied in integers."""
    out, bias = add.output[0], add.input[1]
    share = MIGRATED_AFTER_GELU if source.endswith("gelu") else MIGRATED
    largest = np.maximum(np.abs(weight).max(axis=1), _LEAST)
    factor = np.maximum(np.maximum(size, _LEAST) ** share / largest ** (1 - share), _LEAST).astype(np.float32)
    smoothed = weight * factor[:, None]
    scale = (np.abs(smoothed).max(axis=0) / 127).astype(np.float32)
    arrays = {"smooth": 1 / factor, "weight": np.rint(smoothed / scale).astype(np.int8), "scale": scale}
    names = {part: f"{out}.{part}" for part in arrays}
    nodes = [
        helper.make_node("Mul", [source, names["smooth"]], [f"{out}.smoothed"], name=f"{out}.smoothed"),
        helper.make_node(
            "DynamicQuantizeMatMul",
            [f"{out}.smoothed", names["weight"], names["scale"], "", bias],
            [out],
            domain=CONTRIB,
            name=out,
        ),
    ]
    return nodes, [numpy_helper.from_array(array, names[part]) for part, array in arrays.items()]


def _channel_sizes(model: onnx.ModelProto, windows: Sequence[Sequence[int]]) -> dict[str, Array]:
    """By name of a MatMul's input: the largest absolute value that each of its channels takes."""
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    names = list(dict.fromkeys(node.input[0] for node in model.graph.node if node.op_type == "MatMul"))
    watched.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = onnxruntime.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    sizes = {name: np.zeros(1, np.float32) for name in names}
    for window in windows:
        tokens = np.array([window], dtype=np.int64)
        found = session.run(names, {"input_ids": tokens, "attention_mask": np.ones_like(tokens, np.int32)})
        for name, values in zip(names, found, strict=True):
            sizes[name] = np.maximum(sizes[name], np.abs(values[0]).max(axis=0))
    return sizes
