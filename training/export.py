"""What has learnt, as files of the package: ``python -m training.export``.

The encoder of ``training/fit_encoder.py`` is written as an ONNX graph of fused operators and quantised: matrices to 8
bits (``training/quantise.py``), the embedding table to 8 bits with one scale a row. Heads are stored in 16 bits.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from kerchief.encoder import Passage, cut
from kerchief.signals.heads import STORED as HEADS_STORED
from kerchief.signals.heads import STORED_WEIGHTS as HEADS_WEIGHTS
from kerchief.text import normalise
from training.base import base_folder
from training.datasets import OWN, rows, to_conversation
from training.examples import RELATIONS, SEND
from training.quantise import CONTRIB, quantise

ROOT = Path(__file__).resolve().parent.parent
BUILD, TARGET = ROOT / "build", ROOT / "src" / "kerchief" / "data" / "model"
HEADS, LAYERS, WIDTH, EPSILON = 12, 6, 384, 1e-12
SHOWN = 150  # accounts on which the sizes of channels are looked up
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


def build(weights: dict[str, Array], name: str) -> onnx.ModelProto:
    """The encoder as a graph: token ids and mask in, one vector of 384 a token out."""
    graph = Graph(weights)
    x = _embed(graph)
    for layer in range(LAYERS):
        x = _layer(graph, x, layer)
    graph.add("Identity", [x], "hidden")
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])
    mask = helper.make_tensor_value_info("attention_mask", TensorProto.INT32, ["batch", "length"])
    hidden = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "length", WIDTH])
    made = helper.make_graph(graph.nodes, "kerchief", [ids, mask], [hidden], graph.constants)
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(CONTRIB, 1)]
    model = helper.make_model(made, opset_imports=opsets, ir_version=9)
    helper.set_model_props(model, {"id": name})
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


def shown(tokenizer: Tokenizer) -> list[tuple[int, ...]]:
    """Windows of accounts written for the project: what the channels of the encoder hold is looked up on them."""
    accounts = [to_conversation(row) for path in sorted(OWN.glob("accounts-*.jsonl")) for row in rows(path)]
    texts = [normalise(one.text) for account in accounts[:: len(accounts) // SHOWN] for one in account.utterances]
    passages = [Passage(sentences=tuple(text.source_between(*own) for own in text.sentences)) for text in texts]
    return [window.tokens for window in cut(tokenizer, passages)]


def main() -> None:
    """Write encoder.onnx, tokenizer.json, heads.json and heads.npz into the package."""
    TARGET.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256((BUILD / "encoder.safetensors").read_bytes()).hexdigest()
    name = f"kerchief-MiniLM-L6@{digest[:8]}/int8"
    tokenizer = json.loads((base_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    (TARGET / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    windows = shown(Tokenizer.from_file(str(TARGET / "tokenizer.json")))
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "encoder.onnx"
        onnx.save(quantise(build(load_file(BUILD / "encoder.safetensors"), name), windows), path)
        shutil.move(path, TARGET / "encoder.onnx")
    write_heads(name)
    print(f"wrote {TARGET / 'encoder.onnx'}: {(TARGET / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")


def write_heads(encoder: str) -> None:
    """The heads that the package uses, in 16 bits, with the codes of each."""
    fit = json.loads((BUILD / "fit.json").read_text(encoding="utf-8"))
    codes = fit["codes"] | {"cause_cues": fit["codes"]["cause"], "bond_cues": fit["codes"]["bond"]}
    codes |= {"relation": list(RELATIONS), "ladder": [str(rung) for rung in range(6)], "send": list(SEND)}
    stored = {"encoder": encoder, "codes": codes, "learnt": {key: fit[key] for key in ("seed", "losses", "data")}}
    (TARGET / HEADS_STORED).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    with np.load(BUILD / "heads.npz") as arrays:
        np.savez_compressed(TARGET / HEADS_WEIGHTS, **{name: arrays[name].astype(np.float16) for name in arrays})


if __name__ == "__main__":
    main()
