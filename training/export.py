"""What has learnt, as files of the package: ``python -m training.export``, or ``... --large``.

An encoder of ``training/fit_encoder.py`` is written as an ONNX graph of fused operators and quantised: matrices to 8
bits (``training/quantise.py``), the embedding table to 8 bits with one scale a row. Heads are stored in 16 bits.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from kerchief.encoder import LARGE_MODEL, MODEL, Passage, cut
from kerchief.signals.heads import STORED as HEADS_STORED
from kerchief.signals.heads import STORED_WEIGHTS as HEADS_WEIGHTS
from kerchief.text import normalise
from training.base import small_folder
from training.datasets import OWN, rows, to_conversation
from training.fit_encoder import folder_of
from training.network import LARGE, SMALL, VOCABULARY, Size, large_ids
from training.quantise import CONTRIB, quantise

HEADS, LONGEST = 12, 128  # of attention; tokens of a window with its first and last
SHOWN = 150  # accounts on which the sizes of channels are looked up
USED = ("cause", "bond", "emotion", "cause_cues", "bond_cues")  # heads that the package asks
Array = NDArray[np.float32]


@dataclass(frozen=True)
class Layout:
    """How a checkpoint names its parts, and in what it differs."""

    layers: int
    epsilon: float
    attention: tuple[str, str, str]  # query, key, value
    mixed: str
    first_norm: str
    first_place: int = 0  # row of the position of the first token
    far: int = 0  # distance from which two tokens count as equally far; 0: it does not matter


LAYOUTS = {
    SMALL.name: Layout(
        layers=6,
        epsilon=1e-12,
        attention=("attention.self.query", "attention.self.key", "attention.self.value"),
        mixed="attention.output.dense",
        first_norm="attention.output.LayerNorm",
    ),
    LARGE.name: Layout(
        layers=12,
        epsilon=1e-5,
        attention=("attention.attn.q", "attention.attn.k", "attention.attn.v"),
        mixed="attention.attn.o",
        first_norm="attention.LayerNorm",
        first_place=2,
        far=128,
    ),
}


class Graph:
    """An ONNX graph under construction."""

    def __init__(self, weights: dict[str, Array], layout: Layout) -> None:
        self.weights = weights
        self.layout = layout
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
        return self.add("LayerNormalization", [x, scale, bias], out, axis=-1, epsilon=self.layout.epsilon)


def build(weights: dict[str, Array], size: Size, name: str) -> onnx.ModelProto:
    """The encoder as a graph: token ids of the small tokenizer and mask in, one vector a token out."""
    graph = Graph(weights, LAYOUTS[size.name])
    x = _embed(graph)
    apart = _apart(graph) if graph.layout.far else ""
    for layer in range(graph.layout.layers):
        x = _layer(graph, x, layer, apart)
    graph.add("Identity", [x], "hidden")
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])
    mask = helper.make_tensor_value_info("attention_mask", TensorProto.INT32, ["batch", "length"])
    hidden = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "length", size.width])
    made = helper.make_graph(graph.nodes, "kerchief", [ids, mask], [hidden], graph.constants)
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(CONTRIB, 1)]
    model = helper.make_model(made, opset_imports=opsets, ir_version=9)
    helper.set_model_props(model, {"id": name})
    return model


def _embed(graph: Graph) -> str:
    words = graph.weights["embeddings.word_embeddings.weight"]
    if len(words) > VOCABULARY:
        words = words[large_ids()]
    scale = np.abs(words).max(axis=1, keepdims=True) / 127
    table = np.rint(words / scale).astype(np.int8)
    rows = graph.add("Gather", [graph.constant("words", table), "input_ids"], "rows")
    scales = graph.add("Gather", [graph.constant("scales", scale), "input_ids"], "row_scales")
    word = graph.add("Mul", [graph.add("Cast", [rows], "rows_f", to=TensorProto.FLOAT), scales], "word")
    place = graph.weights["embeddings.position_embeddings.weight"][graph.layout.first_place :][:LONGEST]
    if "embeddings.token_type_embeddings.weight" in graph.weights:
        place = place + graph.weights["embeddings.token_type_embeddings.weight"][0]
    shape = graph.add("Shape", ["input_ids"], "shape", start=1, end=2)
    zero = graph.constant("zero", np.array([0], dtype=np.int64))
    here = graph.add("Slice", [graph.constant("places", place), zero, shape], "here")
    return graph.normalise(graph.add("Add", [word, here], "summed"), "embeddings.LayerNorm", "embedded")


def _apart(graph: Graph) -> str:
    """What every head adds for the distance of two tokens, shape (1, heads, length, length)."""
    shares = graph.weights["encoder.relative_attention_bias.weight"]
    places = np.arange(LONGEST)
    buckets = _buckets(places[:, None] - places[None, :], len(shares) // 2, graph.layout.far)
    table = graph.constant("apart_all", shares[buckets].transpose(2, 0, 1)[None].astype(np.float32))
    zeros, axes = graph.constant("apart_from", np.zeros(2, np.int64)), graph.constant("apart_axes", np.array([2, 3]))
    length = graph.add("Shape", ["input_ids"], "apart_length", start=1, end=2)
    both = graph.add("Concat", [length, length], "apart_to", axis=0)
    return graph.add("Slice", [table, zeros, both, axes], "apart")


def _buckets(behind: NDArray[np.int_], count: int, far: int) -> NDArray[np.int_]:
    """Buckets of distances as in T5 (Raffel 2020): half are exact, the rest grow by logarithm; ahead comes after."""
    exact = count // 2
    distance = np.abs(behind)
    growing = exact + np.log(np.maximum(distance, 1) / exact) / np.log(far / exact) * (count - exact)
    near = np.where(distance < exact, distance, np.minimum(growing.astype(np.int64), count - 1))
    found: NDArray[np.int_] = near + np.where(behind < 0, count, 0)
    return found


def _layer(graph: Graph, x: str, number: int, apart: str) -> str:
    name, out = f"encoder.layer.{number}", f"layer{number}"
    parts = [f"{name}.{part}" for part in graph.layout.attention]
    packed = graph.dense(x, parts, f"{out}.qkv")
    split = [f"{out}.q", f"{out}.k", f"{out}.v"]
    graph.nodes.append(helper.make_node("Split", [packed], split, axis=-1, num_outputs=3, name=f"{out}.split"))
    beside = ["", "attention_mask", *([apart] if apart else [])]
    attended = graph.add("MultiHeadAttention", [*split, *beside], f"{out}.attended", CONTRIB, num_heads=HEADS)
    mixed = graph.dense(attended, [f"{name}.{graph.layout.mixed}"], f"{out}.mixed")
    summed = graph.add("Add", [mixed, x], f"{out}.sum1")
    first = graph.normalise(summed, f"{name}.{graph.layout.first_norm}", f"{out}.norm1")
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
    """Write encoder.onnx, heads.json and heads.npz into the package, and the tokenizer of both sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    size, target = (LARGE, LARGE_MODEL) if parser.parse_args().large else (SMALL, MODEL)
    target.mkdir(parents=True, exist_ok=True)
    weights = folder_of(size) / "encoder.safetensors"
    name = f"kerchief-{size.name}@{hashlib.sha256(weights.read_bytes()).hexdigest()[:8]}/int8"
    write_tokenizer()
    windows = shown(Tokenizer.from_file(str(MODEL / "tokenizer.json")))
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "encoder.onnx"
        onnx.save(quantise(build(load_file(weights), size, name), windows), path)
        shutil.move(path, target / "encoder.onnx")
    write_heads(size, target, name)
    print(f"wrote {target / 'encoder.onnx'}: {(target / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")


def write_tokenizer() -> None:
    """The tokenizer of the small encoder, which serves both: the large one's words are numbered alike."""
    tokenizer = json.loads((small_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    (MODEL / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")


def write_heads(size: Size, target: Path, encoder: str) -> None:
    """The heads that the package asks, in 16 bits, with the codes of each."""
    fit = json.loads((folder_of(size) / "fit.json").read_text(encoding="utf-8"))
    codes = fit["codes"] | {"cause_cues": fit["codes"]["cause"], "bond_cues": fit["codes"]["bond"]}
    learnt = {key: fit[key] for key in ("seed", "losses", "data")}
    stored = {"encoder": encoder, "codes": {name: codes[name] for name in USED}, "learnt": learnt}
    (target / HEADS_STORED).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    with np.load(folder_of(size) / "heads.npz") as arrays:
        kept = [name for name in arrays if name.split(".")[0] in (*USED, "attention", "nearness")]
        np.savez_compressed(target / HEADS_WEIGHTS, **{name: arrays[name].astype(np.float16) for name in kept})


if __name__ == "__main__":
    main()
