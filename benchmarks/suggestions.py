"""What ``kerchief suggest`` says over many accounts: does it pass its own check, and is it about the account."""

from __future__ import annotations

import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks import judged
from benchmarks.scorers import table
from kerchief.domain.conversation import Draft
from kerchief.domain.suggestion import Suggestions
from kerchief.engine import Kerchief

ACCOUNTS = 200
OWN = Path(__file__).resolve().parent.parent / "training" / "data"
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_WORD = re.compile(r"[a-z']+")
_NAMING = 4  # letters of a word that can be the account's own


def section(shared: Path) -> str:
    """The part of the page about suggestions."""
    texts = accounts(shared)
    kerchief = Kerchief.load()
    found = kerchief.suggest_many(texts)
    said = [item.text for suggestions in found for item in suggestions.suggestions]
    faults = _faults(kerchief, texts, found)
    sentence, most = _most_repeated(found)
    body = [
        ["suggestions", "–", f"{len(said)} for {len(texts)} accounts"],
        ["accounts with three", "–", f"{sum(len(one.suggestions) == 3 for one in found)}"],
        ["accounts with none, for safety", "–", f"{sum(not one.suggestions for one in found)}"],
        ["with a finding when checked again", "0", str(faults)],
        ["distinct-2 over all", "above 0.6", f"{distinct(said):.3f}"],
        ["accounts that share the most repeated sentence", "below 2 in 100", f"{100 * most:.1f} in 100 ({sentence})"],
        ["with a word of the account, where no danger decides", "all", f"{_with_words(found):.1%}"],
        ["the same, of the first of three", "all", f"{_with_words(found, most=1):.1%}"],
        ["listening step 4 or 5", "–", f"{_steps(found):.0%}"],
        ["first suggestion once loaded", "60 ms", f"{_median(kerchief, texts):.0f} ms"],
        ["the same without the encoder", "60 ms", f"{_median(Kerchief.load(use_encoder=False), texts):.0f} ms"],
    ]
    return (
        f"{len(texts)} accounts: the dev set of readings, filled up with accounts written for training.\n\n"
        f"{table(['what', 'goal', 'measured'], body)}\n\n{judged.section()}"
    )


def accounts(shared: Path) -> list[str]:
    """The dev accounts, then as many of our own, evenly spread, as make the number full."""
    with (shared / "data" / "readings" / "dev.jsonl").open(encoding="utf-8") as stream:
        texts = [json.loads(line)["text"] for line in stream]
    own: list[str] = []
    for path in sorted(OWN.glob("accounts-*.jsonl")):
        with path.open(encoding="utf-8") as stream:
            own += [json.loads(line)["text"] for line in stream]
    missing = max(0, ACCOUNTS - len(texts))
    return [*texts, *own[:: max(1, len(own) // max(1, missing))][:missing]][:ACCOUNTS]


def distinct(said: Sequence[str]) -> float:
    """The share of two-word sequences that are said once only counted once (Li 2016)."""
    pairs = [pair for text in said for pair in pairwise(_WORD.findall(text.lower()))]
    return len(set(pairs)) / max(1, len(pairs))


def _faults(kerchief: Kerchief, texts: Sequence[str], found: Sequence[Suggestions]) -> int:
    """How many suggestions the checker finds fault with, asked anew with the whole account."""
    reports = (
        kerchief.check(Draft(reply=item.text, context=text))
        for text, suggestions in zip(texts, found, strict=True)
        for item in suggestions.suggestions
        if item.report.help == suggestions.help
    )
    return sum(bool(report.findings) or report.send != "yes" for report in reports)


def _most_repeated(found: Sequence[Suggestions]) -> tuple[str, float]:
    counts: Counter[str] = Counter()
    for suggestions in found:
        sentences = {sentence.strip() for item in suggestions.suggestions for sentence in _SENTENCE.findall(item.text)}
        counts.update(sentences)
    sentence, number = counts.most_common(1)[0]
    return sentence, number / len(found)


def _with_words(found: Sequence[Suggestions], most: int = 3) -> float:
    """The share of suggestions that take up a stretch of the account; beside plain danger, none is meant to."""
    calm = (one for one in found if all(flag.tier != "hard" for flag in one.flags))
    items = [item for suggestions in calm for item in suggestions.suggestions[:most]]
    return sum(bool(item.because) for item in items) / max(1, len(items))


def _steps(found: Sequence[Suggestions]) -> float:
    items = [item for suggestions in found for item in suggestions.suggestions]
    return sum(item.report.skills.ladder >= 4 for item in items) / max(1, len(items))


def _median(kerchief: Kerchief, texts: Sequence[str]) -> float:
    """Milliseconds for one account, the median of forty."""
    kerchief.suggest(texts[0])
    times = []
    for text in texts[:40]:
        began = time.perf_counter()
        kerchief.suggest(text)
        times.append(1e3 * (time.perf_counter() - began))
    return statistics.median(times)


if __name__ == "__main__":
    print(section(Path("../shared")))
