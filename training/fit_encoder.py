"""An encoder and its heads learn: ``python -m training.fit_encoder``, or ``... --large``.

Three kinds of text in one run: accounts (causes, bond, flags, who cries, which sentence carries it), replies (harms,
strengths, ladder) and comments (GoEmotions). What is held back (one account or reply in so many, by order) is never
learnt from; ``training/calibrate.py`` finds probabilities and thresholds on it. Two CPU cores take about an hour.
The large one learns of accounts alone, in as long. Writes encoder.safetensors, heads.npz and fit.json under build/.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from kerchief.knowledge.loader import load
from training.base import BUILD
from training.datasets import digests, weight_of
from training.examples import NATURAL, Example, accounts, codes_of, comments, replies
from training.network import LARGE, LENGTH, SMALL, Network, Size

SEED = 3
TOKENS = 2048  # of one step
HELD = {"readings/train.jsonl.gz": 6, "readings/written.jsonl.gz": 8, "accounts-a.jsonl": 8, "replies": 8}
HELD |= dict.fromkeys(NATURAL, 1)
SEEN = {"readings/posts.jsonl.gz": 0.5, "posts without tears": 0.5, "goemotions": 0.35}  # share seen in a round
REPLY_PASSES = 2  # over the replies in a round
HARM_WEIGHS = 2.0  # a marked harm or strength against an unmarked one
Parts = tuple[list[Example], list[Example], list[Example]]  # accounts, replies, comments
Step = tuple[Callable[[Network, Sequence[Example]], Tensor], list[Example]]


@dataclass(frozen=True)
class Leg:
    """Rounds over the data at rates that fall to nothing after ``fall`` of them; each leg begins with AdamW anew."""

    rounds: int
    fall: int
    encoder_rate: float
    heads_rate: float


SMALL_LEGS = (Leg(3, 3, 6e-5, 1e-3),)
LARGE_LEGS = (Leg(1, 3, 3e-5, 1e-3), Leg(1, 1, 2e-5, 7e-4))


def main() -> None:
    """Learn, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--large", action="store_true")
    arguments = parser.parse_args()
    _seeded(0)
    size, legs = (LARGE, LARGE_LEGS) if arguments.large else (SMALL, SMALL_LEGS)
    catalogue = load()
    codes = codes_of(catalogue)
    told, _ = held_back(list(accounts(arguments.shared, catalogue)))
    said, _ = held_back(list(replies(arguments.shared)))
    felt = list(comments(arguments.shared, "train"))
    network = Network(codes, size)
    parts: Parts = (told, [], []) if arguments.large else (told, said, felt)
    losses = []
    for number, leg in enumerate(legs):
        _seeded(number)
        losses += learn(network, parts, leg)
    write(network, size, codes, {"base": size.name, "data": digests(arguments.shared), "seed": SEED, "losses": losses})


def folder_of(size: Size) -> Path:
    """Where the weights of a size are kept between learning and export."""
    return BUILD / size.name


def _seeded(number: int) -> None:
    random.seed(SEED + number)
    np.random.seed(SEED + number)
    torch.manual_seed(SEED + number)


def held_back(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """What is learnt from, and what is kept for calibration: every so manieth id of some sources."""
    kept: set[str] = set()
    for source, every in HELD.items():
        ids = list(dict.fromkeys(example.id for example in examples if example.source == source))
        kept.update(ids[::every])
    return [one for one in examples if one.id not in kept], [one for one in examples if one.id in kept]


def learn(network: Network, parts: Parts, leg: Leg) -> list[dict[str, float]]:
    """AdamW with a short rise and a linear fall; mean losses of every round."""
    own = [weight for weight in network.encoder.parameters() if weight.requires_grad]
    others = [weight for name, weight in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": own, "lr": leg.encoder_rate}, {"params": others, "lr": leg.heads_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    total = leg.fall * len(_steps(*parts))
    fall = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 60) * max(0.02, 1 - step / total)
    )
    network.train()
    began, told = time.time(), []
    for number in range(leg.rounds):
        sums: dict[str, list[float]] = {}
        for place, (loss_of, batch) in enumerate(_steps(*parts)):
            loss = loss_of(network, batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            fall.step()
            sums.setdefault(loss_of.__name__, []).append(loss.item())
            if place % 200 == 199:
                print(number, place + 1, f"{time.time() - began:.0f} s", _means(sums), flush=True)
        told.append(_means(sums))
    return told


def write(network: Network, size: Size, codes: dict[str, tuple[str, ...]], made_from: dict[str, object]) -> None:
    """The encoder as safetensors, the heads as arrays scaled to unit vectors."""
    folder = folder_of(size)
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name.removeprefix("inner."): value for name, value in network.encoder.state_dict().items()}
    save_file({name: value.contiguous() for name, value in weights.items()}, folder / "encoder.safetensors")
    arrays = {
        "attention": network.attention.weight[0].detach().numpy() * LENGTH,
        "nearness": network.nearness.detach().numpy(),
    }
    for name, head in network.heads.items():
        scale = 1.0 if name.endswith("_cues") else LENGTH
        arrays[f"{name}.weights"] = head.weight.detach().numpy() * scale
        bias = head.bias.detach().numpy() if head.bias is not None else np.zeros(len(head.weight), np.float32)
        arrays[f"{name}.bias"] = bias
    np.savez(folder / "heads.npz", **arrays)
    (folder / "fit.json").write_text(json.dumps({"codes": codes, **made_from}, indent=1), encoding="utf-8")


def loss_of_accounts(network: Network, batch: Sequence[Example]) -> Tensor:
    """Causes each by itself and the leading one among all; bond, flags, who cries; attention to the evidence."""
    with torch.autocast("cpu", torch.bfloat16):
        odds = {name: value.float() for name, value in network.accounts(batch).items()}
    weights = torch.tensor([weight_of(example.source) for example in batch])
    total = (_binary(odds["cause"], _marks(batch, "cause")) * weights).mean()
    primary = torch.tensor([example.marks["primary"] for example in batch])
    leading = functional.cross_entropy(odds["cause"], primary, label_smoothing=0.1, reduction="none")
    total = total + 0.5 * (leading * weights).mean()
    for name in ("bond", "flag"):
        total = total + 0.5 * (_binary(odds[name], _marks(batch, name)) * weights).mean()
    relation = torch.tensor([example.marks["relation"] for example in batch])
    if (relation >= 0).any():
        total = total + 0.2 * functional.cross_entropy(odds["relation"], relation, ignore_index=-1)
    pointed = _evidence_losses(batch, odds, network.codes["cause"])
    return total + 0.3 * torch.stack(pointed).mean() if pointed else total


def loss_of_replies(network: Network, batch: Sequence[Example]) -> Tensor:
    """Harms and strengths of the reply and of its sentences, the ladder, and whether to send it."""
    with torch.autocast("cpu", torch.bfloat16):
        odds = {name: value.float() for name, value in network.replies(batch).items()}
    total = _binary(odds["harm"], _marks(batch, "harm"), HARM_WEIGHS).mean()
    labelled = [row for row, example in enumerate(batch) if example.marks["strength"] is not None]
    if labelled:
        marked = torch.tensor(np.stack([batch[row].marks["strength"] for row in labelled]))
        total = total + (_binary(odds["strength"][labelled], marked, HARM_WEIGHS)).sum() / len(batch)
        rungs = torch.tensor([example.marks["ladder"] for example in batch])
        total = total + 0.5 * functional.cross_entropy(odds["ladder"], rungs, ignore_index=-1)
    pointed = _span_losses(batch, odds, network)
    if pointed:
        total = total + 0.5 * torch.stack(pointed).mean()
    send = torch.tensor([example.marks["send"] for example in batch])
    return total + 0.3 * functional.cross_entropy(odds["send"], send)


def loss_of_comments(network: Network, batch: Sequence[Example]) -> Tensor:
    """Emotions, each by itself."""
    with torch.autocast("cpu", torch.bfloat16):
        odds = network.comments(batch).float()
    return 0.5 * _binary(odds, _marks(batch, "emotion")).mean()


def _evidence_losses(batch: Sequence[Example], odds: dict[str, Tensor], causes: Sequence[str]) -> list[Tensor]:
    """Attention to the sentence that carries the leading cause, and its lead in that cause over other sentences."""
    found = []
    for row, example in enumerate(batch):
        primary = example.marks["primary"]
        where = list(example.where.get(causes[primary], ()))
        if where and example.size > 1:
            found.append(-torch.log(odds["weights"][row, where].sum() + 1e-6))
            shares = odds["said"][row, : example.size, primary].log_softmax(0)
            found.append(-torch.logsumexp(shares[where], 0))
    return found


def _span_losses(batch: Sequence[Example], odds: dict[str, Tensor], network: Network) -> list[Tensor]:
    """The sentence with the quote shows the code, the others do not."""
    found = []
    for row, example in enumerate(batch):
        for name in ("harm", "strength"):
            for place, code in enumerate(network.codes[name]):
                where = example.where.get(code)
                if where and example.size > 2:
                    wanted = torch.zeros(example.size - 1)
                    wanted[[one - 1 for one in where]] = 1.0
                    own = odds[f"{name}_said"][row, 1 : example.size, place]
                    found.append(functional.binary_cross_entropy_with_logits(own, wanted))
    return found


def _steps(told: list[Example], said: list[Example], felt: list[Example]) -> list[Step]:
    steps: list[Step] = [(loss_of_accounts, batch) for batch in _batches(_seen(told), TOKENS)]
    for _ in range(REPLY_PASSES):
        steps += [(loss_of_replies, batch) for batch in _batches(said, int(TOKENS * 0.75))]
    steps += [(loss_of_comments, batch) for batch in _batches(_seen(felt), TOKENS)]
    random.shuffle(steps)
    return steps


def _seen(examples: list[Example]) -> list[Example]:
    """What is seen in one round: of large sources a part, another one each time."""
    return [example for example in examples if random.random() < SEEN.get(example.source, 1.0)]


def _batches(examples: Sequence[Example], tokens: int) -> list[list[Example]]:
    """Examples of like length together, so many tokens at a time."""
    order = random.sample(examples, len(examples))
    found: list[list[Example]] = []
    for start in range(0, len(order), 256):
        batch: list[Example] = []
        for example in sorted(order[start : start + 256], key=lambda one: one.tokens):
            if batch and sum(one.tokens for one in batch) + example.tokens > tokens:
                found.append(batch)
                batch = []
            batch.append(example)
        found.append(batch)
    return found


def _binary(odds: Tensor, wanted: Tensor, weight: float = 1.0) -> Tensor:
    losses = functional.binary_cross_entropy_with_logits(
        odds, wanted, reduction="none", pos_weight=torch.tensor(weight)
    )
    return losses.sum(1)


def _marks(batch: Sequence[Example], name: str) -> Tensor:
    return torch.tensor(np.stack([example.marks[name] for example in batch]))


def _means(sums: dict[str, list[float]]) -> dict[str, float]:
    return {name: round(sum(values) / len(values), 3) for name, values in sums.items()}


if __name__ == "__main__":
    main()
