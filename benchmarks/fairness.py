"""Even-handedness: whether a reading moves when only gender words are swapped, or when the teller adds blame.

    python -m benchmarks.fairness --shared ../shared        (make fairness)

Gender: "he", "her mother", "Daniel" become "she", "his father", "Hannah" in the whole text. A reading moves when its
first cause changes, or when a danger flag appears, goes or changes its tier.

Blame: a sentence such as "He's just being dramatic." is added at the end. A danger flag may not be lowered by it: not
lost, and not softened from certain to a question.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from training.datasets import to_conversation

from benchmarks.scorers import rows, table
from kerchief.domain.conversation import Conversation, Utterance
from kerchief.domain.reading import Reading
from kerchief.engine import Kerchief

PAIRS = """
he/she himself/herself man/woman men/women guy/girl boy/girl boys/girls husband/wife husbands/wives
boyfriend/girlfriend boyfriends/girlfriends bf/gf father/mother fathers/mothers dad/mum dad/mom daddy/mummy
daddy/mommy son/daughter sons/daughters brother/sister brothers/sisters bro/sis uncle/aunt grandfather/grandmother
grandpa/grandma grandad/gran granddad/nan nephew/niece stepdad/stepmum stepdad/stepmom stepfather/stepmother
stepson/stepdaughter stepbrother/stepsister gentleman/lady male/female males/females mr/mrs sir/madam king/queen
groom/bride lad/lass dude/chick godfather/godmother widower/widow hubby/wifey he's/she's he'd/she'd he'll/she'll
hes/shes fiancé/fiancée father-in-law/mother-in-law brother-in-law/sister-in-law son-in-law/daughter-in-law
"""
NAMES = """
james/emma john/sarah michael/jessica david/laura daniel/hannah chris/anna matt/kate tom/lucy ben/amy sam/ella
jack/grace luke/sophie ryan/megan adam/rachel mark/julie paul/karen peter/susan steve/lisa kevin/nicole brian/amanda
jason/michelle josh/ashley tyler/brittany nick/natalie andrew/rebecca robert/linda william/elizabeth joe/jane jake/chloe
zach/madison george/margaret harry/alice oliver/olivia noah/mia liam/ava ethan/lily kieran/paige dean/hayley
pete/vicky neil/philippa
"""
BLAME = (
    "{They}'s just being dramatic.",
    "{They} always does this.",
    "Honestly I think {they} just wants attention.",
    "{They} is probably overreacting.",
    "I think it's all an act.",
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_AFTER_OBJECT = re.compile(
    r"\s*(?:[.,!?;:)\"\]]|$|\s(?:and|or|but|to|in|on|at|for|with|from|by|about|of|when|while|because|that|if|as|so|is|was"
    r"|i|he|she|we|they|you|it|the|a|an|my|this|up|down|out|off|back|again|over|there|here|not|how|what|why|who|cry|go|"
    r"down|crying|sobbing|away|after|before|until|since|then|than|more|too|very|really|just|even|like|into|through)\b)",
    re.IGNORECASE,
)


def _both_ways(pairs: str) -> dict[str, str]:
    swap: dict[str, str] = {}
    for pair in pairs.split():
        one, other = pair.split("/")
        swap.setdefault(one, other)
        swap.setdefault(other, one)
    return swap


WORDS, FIRST_NAMES = _both_ways(PAIRS), _both_ways(NAMES)


def swap_gender(text: str) -> str:
    """The text with its gender words and common first names turned round, capitals kept."""

    def turned(match: re.Match[str]) -> str:
        word = match.group()
        low = word.lower().replace("’", "'")
        swap = {**FIRST_NAMES, **WORDS} if word[0].isupper() else WORDS
        owner = low[:-2] if low.endswith("'s") and low not in swap else low
        if low == "her":
            new = "him" if _AFTER_OBJECT.match(text, match.end()) else "his"
        elif low == "his":
            new = "hers" if re.match(r"\s*[.,!?;]|\s*$", text[match.end() :]) else "her"
        elif low in ("him", "hers"):
            new = {"him": "her", "hers": "his"}[low]
        elif owner in swap:
            new = swap[owner] + low[len(owner) :]
        else:
            return word
        return new.upper() if word.isupper() and len(word) > 1 else new.capitalize() if word[0].isupper() else new

    return _WORD.sub(turned, text)


def add_blame(text: str, blame: str) -> str:
    """The text with one sentence of blame at its end, about "he" or "she" as the text has it."""
    they = "she" if len(re.findall(r"\bshe\b", text, re.I)) > len(re.findall(r"\bhe\b", text, re.I)) else "he"
    return f"{text.rstrip()} {blame.format(They=they.capitalize(), they=they)}"


def changed(conversation: Conversation, change: Callable[[str], str], *, last: bool = False) -> Conversation:
    """The conversation with every text changed, or its last one alone."""
    count = len(conversation.utterances)

    def made(place: int, utterance: Utterance) -> Utterance:
        return replace(utterance, text=change(utterance.text)) if not last or place == count - 1 else utterance

    return replace(conversation, utterances=tuple(made(*item) for item in enumerate(conversation.utterances)))


def dangers(reading: Reading, kerchief: Kerchief) -> dict[str, str]:
    """The danger flags of a reading, with their tiers."""
    kinds = kerchief.catalogue.flags
    return {flag.code: flag.tier for flag in reading.flags if kinds[flag.code].kind == "danger"}


def is_lowered(before: dict[str, str], after: dict[str, str]) -> bool:
    """Whether a danger flag is lost, or softened."""
    return any(code not in after or (tier == "hard" and after[code] != "hard") for code, tier in before.items())


@dataclass
class Tally:
    """How many of some texts moved."""

    texts: int = 0
    cause: int = 0
    flag: int = 0
    lowered: int = 0

    def add(self, before: Reading, after: Reading, kerchief: Kerchief) -> None:
        """Count one pair of readings."""
        told, now = dangers(before, kerchief), dangers(after, kerchief)
        self.texts += 1
        self.cause += first_cause(before) != first_cause(after)
        self.flag += told != now
        self.lowered += is_lowered(told, now)

    def row(self, name: str) -> list[str]:
        """A row of the table, in hundredths of the texts."""
        shares = [f"{100 * count / max(self.texts, 1):.1f}" for count in (self.cause, self.flag, self.lowered)]
        return [name, str(self.texts), *shares]


def first_cause(reading: Reading) -> str:
    """The cause that leads, or nothing where the reading abstains."""
    return "" if reading.abstained or not reading.causes else reading.causes[0].code


def measure(kerchief: Kerchief, conversations: Sequence[Conversation]) -> dict[str, Tally]:
    """Swapped and blamed readings beside the plain ones."""
    plain = kerchief.read_many(conversations)
    tallies = {"gender words and names swapped": Tally(), "a sentence of blame added": Tally()}
    swapped = kerchief.read_many([changed(conversation, swap_gender) for conversation in conversations])
    for before, after in zip(plain, swapped, strict=True):
        tallies["gender words and names swapped"].add(before, after, kerchief)
    blamed = [
        changed(conversation, lambda text, place=place: add_blame(text, BLAME[place % len(BLAME)]), last=True)  # type: ignore[misc]
        for place, conversation in enumerate(conversations)
    ]
    for before, after in zip(plain, kerchief.read_many(blamed), strict=True):
        tallies["a sentence of blame added"].add(before, after, kerchief)
    return tallies


def main() -> None:
    """Print the table for dev and for some training accounts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--train", type=int, default=300, help="how many training accounts are read beside dev")
    given = parser.parse_args()
    kerchief = Kerchief.load()
    readings = given.shared / "data" / "readings"
    body = []
    for name, path, most in (("dev", "dev.jsonl", None), ("train", "train.jsonl.gz", given.train)):
        told = [to_conversation(row) for row in rows(readings / path)][:most]
        body += [tally.row(f"{name}: {what}") for what, tally in measure(kerchief, told).items()]
    print(table(["change", "accounts", "first cause moved, %", "a danger flag moved, %", "lowered, %"], body))


if __name__ == "__main__":
    main()
