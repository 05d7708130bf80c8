"""Who is spoken to in a reply, who speaks it, and who said what the account quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kerchief.domain.conversation import Role
from kerchief.domain.reading import Crier
from kerchief.knowledge.crier_words import CrierWords
from kerchief.signals.cast import NARRATOR, WE, YOU, Cast, Mention
from kerchief.signals.people import find_people
from kerchief.text import Text

_SHORT = re.compile(r"(?<!\w)(we|you|they)'(?:ve|ll|re|d)(?!\w)")
_UNSPOKEN = re.compile(  # a sentence that begins with its verb: "Said ...", of the one who is spoken of all the while
    r"(?:^|[.!?,;\n]|\band|\bthen)\s*(?:just |keeps? |kept )?"
    r"(?:said|says|saying|whispered|sobbed|mumbled|repeat(?:s|ed|ing))\W*$"
)
_THEY = -1  # nobody of the cast
_OVER = re.compile(r"[.;!?]")  # after the quotation: who comes next says something else
_MOURNED = re.compile(r"\b(?:died|dead|funeral|passed away|passed on|buried|wake)\b")
_DOWN = re.compile(  # who hurts where nobody cries, if it is not the one who tells
    r"\b(?:he|she|they|my \w+|my \w+ \w+)(?:'s|'re| is| are| was| were| feels?| felt| seems?| has been|'s been) "
    r"(?:(?:so|very|really|just|pretty|quite|all|still|feeling|getting) )*(?:worried|upset|sad|devastated|scared|"
    r"afraid|down|depressed|heartbroken|anxious|miserable|lonely|stressed|exhausted|hurt|struggling|lost|crushed|gutted|"
    r"overwhelmed|not (?:ok|okay|well|himself|herself|themselves|eating|sleeping))\b|"
    r"\b(?:lost|losing) (?:his|her|their)\b"
)


@dataclass(frozen=True)
class Voices:
    """Who is "you" in a reply (a number in the cast, or None), and whether the account's "I" speaks it."""

    addressee: int | None
    i_speak: bool
    cast: Cast
    mentions: tuple[tuple[Mention, ...], ...]
    in_chat: bool = False


def find_voices(texts: Sequence[Text], crier: Crier | None, words: CrierWords, speakers: Sequence[Role]) -> Voices:
    """The voices of a reply: to the seeker of a chat, to the one who cries, or else to the other one told of."""
    cast = Cast(words)
    mentions = tuple(_people(text, cast, role) for text, role in zip(texts, speakers, strict=True))
    in_chat = Role.SEEKER in speakers
    addressee = NARRATOR if in_chat else _addressee(crier, texts, cast, mentions)
    return Voices(addressee, addressee != NARRATOR, cast, mentions, in_chat)


def _people(text: Text, cast: Cast, role: Role) -> tuple[Mention, ...]:
    """The mentions of people, with the short forms that only matter when words are turned ("we've", "you'd")."""
    found = {mention.start: mention for mention in find_people(text, cast, role)}
    for match in _SHORT.finditer(text.folded):
        who = {"we": WE, "you": YOU}.get(match.group(1), _THEY)
        found.setdefault(match.start(), Mention(match.start(), match.end(1), who, "subject"))
    return tuple(found[start] for start in sorted(found))


def turned_to_other(voices: Voices) -> Voices:
    """The voices where the one who cried speaks, to the other one told of."""
    other = voices.cast.companion()
    if voices.addressee not in (NARRATOR, None):
        return voices
    return Voices(other if other != NARRATOR else None, True, voices.cast, voices.mentions)


def _addressee(
    crier: Crier | None, texts: Sequence[Text], cast: Cast, mentions: Sequence[Sequence[Mention]]
) -> int | None:
    if crier is None:
        other = cast.companion()
        is_mourned = any(_MOURNED.search(text.folded) for text in texts)
        is_far = cast.people[other].relation in ("stranger", "unknown")
        is_down = any(_DOWN.search(text.folded) for text in texts)
        return other if is_down and not (is_mourned or is_far) else NARRATOR
    if crier.relation == "narrator":
        return NARRATOR
    span = crier.span
    if span is not None:
        for mention in mentions[span.utterance]:
            if mention.start <= span.start < mention.end and mention.who > YOU:
                return mention.who
    fitting = [
        (count, who)
        for who, count in cast.counts.items()
        if who > YOU
        and not cast.people[who].plural
        and cast.people[who].relation in (crier.relation, "unknown")
        and cast.people[who].gender in (crier.gender, "u")
    ]
    return max(fitting)[1] if fitting else None


def is_spoken_by(text: Text, quote: tuple[int, int], voices: Voices, utterance: int, saying: re.Pattern[str]) -> bool:
    """Whether a stretch in quotation marks is told as said by the addressee."""
    before = text.folded[max(0, quote[0] - 70) : quote[0]]
    after = text.folded[quote[1] : quote[1] + 45]
    if not (saying.search(before[-40:]) or saying.search(after)):
        return False
    mentions = voices.mentions[utterance]
    near_after = [one for one in mentions if quote[1] < one.start < quote[1] + 14 and one.role == "subject"]
    near_before = [one for one in mentions if quote[0] - 70 < one.start < quote[0] and one.role == "subject"]
    is_same = near_after and not _OVER.search(text.folded, quote[1], near_after[0].start)
    if is_same and saying.search(after[:22]):
        return near_after[0].who == voices.addressee
    outside = [one for one in near_before if not text.is_quoted(one.start, one.end)]
    if not outside and _UNSPOKEN.search(before):
        return True
    return bool(outside) and outside[-1].who == voices.addressee
