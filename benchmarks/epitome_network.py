"""The project's encoder with heads for EPITOME, as it learns: levels of a reply, and the words that earned them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import tokenizers
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional
from training.network import SMALL

from benchmarks.rationales import marked, sentences, words
from benchmarks.scorers import Row
from kerchief.encoder import MODEL

TASKS = ("ER", "IP", "EX")
LEVELS = 3
TOLD, MOST = 64, 256  # tokens: the last ones of the seeker's post, and of a passage
ENCODER_RATE, HEADS_RATE, DROPPED = 8e-5, 1e-3, 0.2
TOKENS = 2048  # of one step
RATIONALE_WEIGHS = 2.0
_MARK, _FIRST, _LAST = 1, 101, 102  # as in kerchief.encoder
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A seeker's post and a reply as one passage; ``owners`` gives of each token its word in the reply, or -1."""

    tokens: tuple[int, ...]
    owners: tuple[int, ...]
    levels: tuple[int, ...]
    marks: tuple[tuple[bool, ...], ...]
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Log odds of the levels, shape (tasks, levels), and chances of every word of the reply, shape (tasks, words)."""

    levels: Array
    words: Array


class Network(nn.Module):
    """A level is judged from the words that matter to it and from all of them; each word by itself."""

    def __init__(self, trained: Path | None) -> None:
        super().__init__()
        self.encoder = SMALL.made()
        if trained:
            self.encoder.load_state_dict(load_file(trained))
        self.drop = nn.Dropout(DROPPED)
        self.attention = nn.Linear(SMALL.width, len(TASKS))
        self.rationale = nn.Linear(SMALL.width, len(TASKS))
        self.levels = nn.ModuleList(nn.Linear(2 * SMALL.width, LEVELS) for _ in TASKS)
        nn.init.constant_(self.rationale.bias, -1.5)  # most words carry none

    def forward(self, batch: Sequence[Exchange]) -> tuple[Tensor, Tensor, Tensor]:
        """Log odds of levels (rows, tasks, levels) and of tokens (rows, tokens, tasks); which tokens are said."""
        longest = max(len(one.tokens) for one in batch)
        tokens, said = np.zeros((len(batch), longest), np.int64), np.zeros((len(batch), longest), bool)
        for row, one in enumerate(batch):
            tokens[row, : len(one.tokens)] = one.tokens
            said[row, : len(one.owners)] = np.array(one.owners) >= 0
        mask = torch.from_numpy((tokens > 0).astype(np.int64))
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self.encoder(input_ids=torch.from_numpy(tokens), attention_mask=mask).last_hidden_state
        hidden, there = self.drop(hidden.float()), torch.from_numpy(said)
        mean = (hidden * there.unsqueeze(-1)).sum(1) / there.sum(1, keepdim=True)
        carried = self.rationale(hidden)
        raised = self.attention(hidden) + carried.detach()
        weights = raised.masked_fill(~there.unsqueeze(-1), -1e4).softmax(1)
        pooled = torch.einsum("rtk,rtw->rkw", weights, hidden)
        levels = [head(torch.cat([pooled[:, place], mean], 1)) for place, head in enumerate(self.levels)]
        return torch.stack(levels, 1), carried, there

    def judge(self, exchanges: Sequence[Exchange]) -> list[Judged]:
        """What is found in each exchange, in order."""
        self.eval()
        found: dict[int, Judged] = {}
        order = sorted(range(len(exchanges)), key=lambda place: len(exchanges[place].tokens))
        for start in range(0, len(order), 16):
            places = order[start : start + 16]
            with torch.no_grad():
                levels, carried, _ = self([exchanges[place] for place in places])
            for row, place in enumerate(places):
                found[place] = Judged(
                    levels=levels[row].log_softmax(-1).numpy(),
                    words=_of_words(exchanges[place], carried[row].sigmoid().numpy()),
                )
        self.train()
        return [found[place] for place in range(len(exchanges))]


def exchange(row: Row) -> Exchange:
    """A row of EPITOME as tokens."""
    reply = row["response"]
    own = [reply[start:end] for start, end in words(reply)]
    told = _tokenizer().encode(row["seeker"], add_special_tokens=False).ids[-TOLD:]
    tokens, owners = [_FIRST, *told], [-1] * (1 + len(told))
    for start, end in sentences(reply):
        encoded = _tokenizer().encode(own[start:end], is_pretokenized=True, add_special_tokens=False)
        tokens += [_MARK, *encoded.ids]
        owners += [-1, *(start + word for word in encoded.word_ids if word is not None)]
    return Exchange(
        tokens=(*tokens[: MOST - 1], _LAST),
        owners=(*owners[: MOST - 1], -1),
        levels=tuple(row[task] for task in TASKS),
        marks=tuple(tuple(marked(reply, row[f"{task}_rationales"])) for task in TASKS),
        row=row,
    )


def learn(network: Network, exchanges: Sequence[Exchange], rounds: int, is_over: Callable[[int], bool]) -> None:
    """AdamW with a short rise and a linear fall; ``is_over`` is asked after every round."""
    own = [weight for weight in network.encoder.parameters() if weight.requires_grad]
    others = [weight for name, weight in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": own, "lr": ENCODER_RATE}, {"params": others, "lr": HEADS_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    total = rounds * len(_batches(exchanges))
    fall = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 60) * max(0.02, 1 - step / total)
    )
    weights = _weights(exchanges)
    network.train()
    began = time.time()
    for number in range(rounds):
        losses = []
        for batch in _batches(exchanges):
            loss = _loss(network, batch, weights)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            fall.step()
            losses.append(loss.item())
        print(f"round {number + 1}: {time.time() - began:.0f} s, loss {np.mean(losses):.3f}", flush=True)
        if is_over(number):
            return


def _loss(network: Network, batch: Sequence[Exchange], weights: Tensor) -> Tensor:
    levels, carried, there = network(batch)
    wanted = torch.tensor([one.levels for one in batch])
    total = torch.zeros(())
    for place in range(len(TASKS)):
        total = total + functional.cross_entropy(levels[:, place], wanted[:, place], weights[place])
    marks = torch.zeros_like(carried)
    for row, one in enumerate(batch):
        for column, word in enumerate(one.owners):
            if word >= 0:
                marks[row, column] = torch.tensor([float(own[word]) for own in one.marks])
    found = functional.binary_cross_entropy_with_logits(carried, marks, reduction="none")
    return total + RATIONALE_WEIGHS * (found * there.unsqueeze(-1)).sum() / there.sum()


def _weights(exchanges: Sequence[Exchange]) -> Tensor:
    """Of each task the weights of its levels: rare ones count more, by the root of how rare they are."""
    levels = np.array([one.levels for one in exchanges])
    counts = np.stack([np.bincount(levels[:, place], minlength=LEVELS) for place in range(len(TASKS))])
    return torch.tensor(np.sqrt(counts.mean(1, keepdims=True) / counts), dtype=torch.float32)


def _batches(exchanges: Sequence[Exchange]) -> list[list[Exchange]]:
    """Exchanges of like length together, so many tokens at a time."""
    order = random.sample(exchanges, len(exchanges))
    found: list[list[Exchange]] = []
    for start in range(0, len(order), 256):
        batch: list[Exchange] = []
        for one in sorted(order[start : start + 256], key=lambda item: len(item.tokens)):
            if batch and (len(batch) + 1) * len(one.tokens) > TOKENS:
                found.append(batch)
                batch = []
            batch.append(one)
        found.append(batch)
    return random.sample(found, len(found))


def _of_words(one: Exchange, chances: Array) -> Array:
    """The mean chance of each word's tokens; 0 for words that were cut off."""
    count = len(one.marks[0])
    sums, many = np.zeros((len(TASKS), count), np.float32), np.zeros(count, np.float32)
    for column, word in enumerate(one.owners):
        if word >= 0:
            sums[:, word] += chances[column]
            many[word] += 1
    return (sums / np.maximum(many, 1)).astype(np.float32)


@cache
def _tokenizer() -> tokenizers.Tokenizer:
    return tokenizers.Tokenizer.from_file(str(MODEL / "tokenizer.json"))
