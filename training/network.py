"""An encoder with its heads, as it learns, in two sizes: a base encoder and linear maps on the vectors of sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from kerchief.signals.heads import FAR, NOWHERE
from training.base import large_folder, small_folder
from training.examples import RELATIONS, SEND, Example

LENGTH = 6.0  # of a sentence's vector as the heads see it
DROPPED = 0.2
RUNGS = 6
FROZEN = 4  # first layers of the large encoder that are not trained on
VOCABULARY, FIRST, LAST = 30522, 101, 102
_ALIKE = 1.3  # windows of one run differ in length by no more than this factor


def small_encoder() -> nn.Module:
    """all-MiniLM-L6-v2, ready to be trained on; its word embeddings, half of the weights, stay: too few texts."""
    encoder: nn.Module = AutoModel.from_pretrained(
        small_folder(),
        add_pooling_layer=False,
        attn_implementation="eager",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    encoder.embeddings.word_embeddings.weight.requires_grad = False
    return encoder


class LargeEncoder(nn.Module):
    """all-mpnet-base-v2, ready to be trained on, for the small one's token ids; embeddings and first layers stay."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = AutoModel.from_pretrained(
            large_folder(),
            add_pooling_layer=False,
            attn_implementation="eager",
            hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.0,
        )
        self.inner.embeddings.requires_grad_(requires_grad=False)
        for layer in self.inner.encoder.layer[:FROZEN]:
            layer.requires_grad_(requires_grad=False)
        self.register_buffer("ids", torch.tensor(large_ids()))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> object:
        """What the encoder gives for token ids of the small one."""
        return self.inner(input_ids=self.ids[input_ids], attention_mask=attention_mask)


def large_ids() -> list[int]:
    """By token id of the small encoder that of the large one: the same words, four places on."""
    ids = [own + 4 for own in range(VOCABULARY)]
    ids[0], ids[FIRST], ids[LAST] = 1, 0, 2  # padding, first and last token
    return ids


@dataclass(frozen=True)
class Size:
    """A base encoder by name, the width of its vectors, and how to make it."""

    name: str
    width: int
    made: Callable[[], nn.Module]


SMALL, LARGE = Size("MiniLM-L6", 384, small_encoder), Size("mpnet-base", 768, LargeEncoder)


class Network(nn.Module):
    """``codes`` names the codes of each head. Heads start at nothing but what the cues already say."""

    def __init__(self, codes: dict[str, tuple[str, ...]], size: Size = SMALL) -> None:
        super().__init__()
        self.codes = codes
        self.width = size.width
        self.encoder = size.made()
        self.drop = nn.Dropout(DROPPED)
        self.attention = nn.Linear(size.width, 1, bias=False)
        far = [-float(np.log1p(distance)) for distance in range(FAR + 1)] + [0.0]
        self.nearness = nn.Parameter(torch.tensor(far))
        self.heads = nn.ModuleDict({name: nn.Linear(size.width, len(own)) for name, own in codes.items()})
        self.heads["relation"] = nn.Linear(size.width, len(RELATIONS))
        self.heads["ladder"] = nn.Linear(size.width, RUNGS)
        self.heads["send"] = nn.Linear(size.width, len(SEND))
        for name in ("harm", "strength", "emotion"):
            nn.init.constant_(self.heads[name].bias, -3.0)  # most codes hold seldom
        scored = len(codes["cause"]) - 1 + len(codes["bond"])
        self.heads["cause_cues"] = _for_and_against(len(codes["cause"]), scored, 0)
        self.heads["bond_cues"] = _for_and_against(len(codes["bond"]), scored, len(codes["cause"]) - 1)

    def sentences(self, examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
        """Vectors (examples, most sentences, width), and which of them are there."""
        most = max(example.size for example in examples)
        found = torch.zeros(len(examples) * most, self.width)
        windows = [(row * most, window) for row, example in enumerate(examples) for window in example.windows]
        windows.sort(key=lambda pair: len(pair[1].tokens))
        for group in _alike([len(window.tokens) for _, window in windows]):
            chosen = windows[group]
            longest = len(chosen[-1][1].tokens)
            tokens = np.zeros((len(chosen), longest), np.int64)
            places = np.full((len(chosen), longest), -1)
            for row, (first, window) in enumerate(chosen):
                tokens[row, : len(window.tokens)] = window.tokens
                own = np.array(window.sentences)
                places[row, : len(own)] = np.where(own >= 0, own + first, -1)
            mask = torch.from_numpy((tokens > 0).astype(np.int64))
            hidden = self.encoder(input_ids=torch.from_numpy(tokens), attention_mask=mask).last_hidden_state
            flat = torch.from_numpy(places.reshape(-1))
            kept = flat >= 0
            found = found.index_add(0, flat[kept], hidden.reshape(-1, self.width)[kept].float())
        vectors = functional.normalize(found, dim=1).view(len(examples), most, self.width) * LENGTH
        sizes = torch.tensor([example.size for example in examples])
        return self.drop(vectors), torch.arange(most)[None, :] < sizes[:, None]

    def accounts(self, examples: Sequence[Example]) -> dict[str, Tensor]:
        """Log odds of every head for accounts, the sentences' part in them, and each sentence's own causes."""
        vectors, there = self.sentences(examples)
        distances = torch.full(there.shape, NOWHERE)
        for row, example in enumerate(examples):
            distances[row, : example.size] = torch.tensor(example.marks["distances"])
        raised = self.attention(vectors).squeeze(-1) + self.nearness[distances]
        weights = raised.masked_fill(~there, -1e4).softmax(1)
        pooled = (weights.unsqueeze(-1) * vectors).sum(1)
        wet = ((distances == 0) & there).float()
        wet = torch.where(wet.sum(1, keepdim=True) > 0, wet, there.float())
        tearful = (vectors * wet.unsqueeze(-1)).sum(1) / wet.sum(1, keepdim=True)
        cues = torch.from_numpy(np.stack([example.marks["cues"] for example in examples]))
        return {
            "cause": self.heads["cause"](pooled) + self.heads["cause_cues"](cues),
            "bond": self.heads["bond"](pooled) + self.heads["bond_cues"](cues),
            "flag": self.heads["flag"](pooled),
            "relation": self.heads["relation"](tearful + pooled),
            "weights": weights,
            "said": vectors @ self.heads["cause"].weight.T,
        }

    def replies(self, examples: Sequence[Example]) -> dict[str, Tensor]:
        """Log odds for replies: a code holds about as surely as in the sentence where it holds most."""
        vectors, there = self.sentences(examples)
        there = there.clone()
        there[:, 0] = False  # what is answered
        said = {
            name: self.heads[name](vectors).masked_fill(~there.unsqueeze(-1), -1e4) for name in ("harm", "strength")
        }
        mean = (vectors * there.unsqueeze(-1)).sum(1) / there.sum(1, keepdim=True)
        whole = {name: torch.logsumexp(odds, 1) for name, odds in said.items()}
        return {
            **whole,
            **{f"{name}_said": odds for name, odds in said.items()},
            "ladder": self.heads["ladder"](mean),
            "send": self.heads["send"](mean),
        }

    def comments(self, examples: Sequence[Example]) -> Tensor:
        """Log odds of the emotions of single sentences."""
        vectors, _ = self.sentences(examples)
        odds: Tensor = self.heads["emotion"](vectors[:, 0])
        return odds


def _for_and_against(codes: int, scored: int, first: int) -> nn.Linear:
    """A map of cue features that starts where a cue speaks for its own code and against it."""
    made = nn.Linear(2 * scored, codes, bias=False)
    with torch.no_grad():
        made.weight.zero_()
        for place in range(min(codes, scored - first)):
            made.weight[place, first + place] = 0.8
            made.weight[place, scored + first + place] = -0.5
    return made


def _alike(lengths: Sequence[int]) -> list[slice]:
    """Slices of rising lengths, so that little is padding."""
    found: list[slice] = []
    start = 0
    for place, length in enumerate(lengths):
        if length > lengths[start] * _ALIKE + 8:
            found.append(slice(start, place))
            start = place
    return [*found, slice(start, len(lengths))]
