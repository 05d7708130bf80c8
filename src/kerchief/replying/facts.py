"""What an account holds that a reply can take up: the crier's own words, what happened, and the things it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kerchief.domain.conversation import Span
from kerchief.domain.reading import Reading
from kerchief.replying.turning import NARRATOR, WE, Voices, is_spoken_by, turn
from kerchief.replying.words import Words
from kerchief.signals.extract import Signals
from kerchief.text import Text

Kind = Literal["said", "words", "fact", "act", "thing", "lost"]
Place = tuple[int, int]

_LEAST, _MOST = 4, 15  # words of a clause that is given back
_MOST_QUOTED = 9
_JOINT = re.compile(r"[,;:()]\s*|\s+-+\s+|\s+(?=(?:and|but|because|so|when|while|then|though|although|which|until|if)\s)")
_LEAD_IN = re.compile(
    r"(?:(?:and|but|so|then|because|also|well|okay|ok|like|that|though|plus|cause|yesterday|today|tonight|now|"
    r"last (?:night|week|month|year)|(?:on )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: night)?)"
    r",?\s+)+"
)
_BODY = re.compile(
    r"(?:eyes?|face|hands?|head|shoulders?|arms?|mouth|chin|lips?|voice|cheeks?|hair|lap|chest|feet|tears?)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something of the account in words for the addressee, and the span it comes from."""

    kind: Kind
    text: str
    span: Span
    weight: float


@dataclass(frozen=True)
class Facts:
    """What can be taken up, the weightiest of each kind first."""

    found: tuple[Fact, ...]

    def of(self, kind: str) -> tuple[Fact, ...]:
        """The facts of one kind."""
        return tuple(fact for fact in self.found if fact.kind == kind)


@dataclass(frozen=True)
class _Ground:
    """One utterance that is looked through, with what must not be said back."""

    number: int
    text: Text
    voices: Voices
    words: Words
    wet: tuple[Place, ...]
    grave: tuple[Place, ...]
    evidence: tuple[tuple[Place, float], ...]

    def is_free(self, start: int, end: int) -> bool:
        """Whether neither tears nor a sign of danger stand in the stretch."""
        return not any(a < end and start < b for a, b in (*self.wet, *self.grave))

    def bonus(self, start: int, end: int) -> float:
        """How much the reading leans on the stretch."""
        return max((weight for (a, b), weight in self.evidence if a < end and start < b), default=0.0)

    def span(self, start: int, end: int) -> Span:
        return self.text.span(start, end, self.number)


def find_facts(signals: Signals, reading: Reading, voices: Voices, words: Words) -> Facts:
    """Every fact of a conversation that can be said back without a slip."""
    found: list[Fact] = []
    for number, text in enumerate(signals.texts):
        ground = _Ground(
            number,
            text,
            voices,
            words,
            tuple((tears.start, tears.end) for tears in signals.tears if tears.utterance == number),
            _grave(reading, number),
            _evidence(reading, number),
        )
        near = {(one.start, one.end): one.distance for one in signals.sentences if one.utterance == number}
        found += _said(ground)
        for sentence in text.sentences:
            closeness = 1 / (1 + max(0, near.get(sentence, 3)))
            found += _clauses(ground, sentence, closeness)
            found += _things(ground, sentence, closeness)
    return Facts(tuple(_distinct(sorted(found, key=lambda fact: -fact.weight))))


def _grave(reading: Reading, number: int) -> tuple[Place, ...]:
    """Places that raised a flag: they are never said back."""
    return tuple(
        (item.start, item.end) for flag in reading.flags for item in flag.evidence if item.utterance == number
    )


def _evidence(reading: Reading, number: int) -> tuple[tuple[Place, float], ...]:
    """Places of the source that speak for the first causes, the first one most."""
    return tuple(
        ((item.start, item.end), 2.0 / (1 + rank))
        for rank, cause in enumerate(reading.causes[:3])
        for item in cause.evidence
        if item.weight > 0 and item.utterance == number
    )


# -- the crier's own words -------------------------------------------------------------------------------------------


def _said(ground: _Ground) -> Iterator[Fact]:
    yield from _quoted(ground)
    yield from _reported(ground)


def _quoted(ground: _Ground) -> Iterator[Fact]:
    text, voices = ground.text, ground.voices
    for start, end in text.quotations:
        quote = text.folded[start:end]
        size = len(quote.split())
        if not 2 <= size <= _MOST or "?" in quote or not ground.is_free(start, end) or _is_unsaid(ground, quote):
            continue
        if not is_spoken_by(text, (start, end), voices, ground.number, ground.words.saying):
            continue
        weight = 2.5 + ground.bonus(start, end)
        indirect = turn(text, (start, end), voices, ground.number, in_quote=True)
        span = ground.span(start, end)
        if indirect and _is_statement(indirect):
            yield Fact(kind="said", text=_opened(indirect), span=span, weight=weight)
        elif 3 <= size <= _MOST_QUOTED and not re.search(r"\d{3}|^(?:and|or|but|is)\b", quote):
            yield Fact(kind="words", text=span.quote.strip(" ,.;:"), span=span, weight=weight - 0.5)


def _reported(ground: _Ground) -> Iterator[Fact]:
    text = ground.text
    owners = {one.start: one for one in ground.voices.mentions[ground.number]}
    for match in ground.words.reported.finditer(text.folded):
        mention = owners.get(match.start("who"))
        if mention is None or mention.who != ground.voices.addressee or mention.role != "subject":
            continue
        _, last = text.sentence_at(match.start())
        start, end = match.end(), _clause_end(text, match.end(), last)
        if end is None or text.is_quoted(match.start(), match.end()) or not ground.is_free(start, end):
            continue
        said = turn(text, (start, end), ground.voices, ground.number)
        if said and _is_statement(said) and _fits(said) and not _is_unsaid(ground, said.lower()):
            weight = 2.2 + ground.bonus(start, end)
            yield Fact(kind="said", text=_opened(said), span=ground.span(match.start(), end), weight=weight)


def _clause_end(text: Text, start: int, last: int) -> int | None:
    """Where a clause of fitting length ends: the sentence's end, or else a joint."""
    ends = [match.start() for match in _JOINT.finditer(text.folded, start, last)] + [last]
    fitting = [end for end in ends if _LEAST - 1 <= len(text.folded[start:end].split()) <= _MOST]
    whole = [end for end in fitting if text.folded[start:end].count('"') == 0]
    return whole[-1] if whole else None


_BROKEN = re.compile(r'[?!"()]|\.\.|…|, (?:mum|mom|dad|love|mate|darling|baby|honey|sweetheart|dude|man)$|\band to\b|\bsa(?:y|id|ys)\b|^you\'re (?:so |really |very )?sorry|(?<!\')\byou \w+ing\b', re.I)
_STATEMENT = re.compile(
    r"(?:you(?:'re|'ve|'d|'ll)?|your|i|i'm|i've|i'd|my|we|we're|our|it|it's|nobody|no one|everybody|everyone|they|"
    r"they're|there(?:'s)?|the|nothing|everything|that's|this|all)\s", re.I
)


def _is_statement(said: str) -> bool:
    return bool(_STATEMENT.match(said)) and not _BROKEN.search(said)


# -- what happened ---------------------------------------------------------------------------------------------------


def _clauses(ground: _Ground, sentence: Place, closeness: float) -> Iterator[Fact]:
    """Runs of clauses of one sentence, the longest fitting run from each clean start."""
    text = ground.text
    first, last = sentence
    joints = [match.end() for match in _JOINT.finditer(text.folded, first, last)]
    for start in [first, *joints]:
        end = _clause_end(text, start, last)
        if end is None:
            continue
        lead = _LEAD_IN.match(text.folded, start, end)
        begin = lead.end() if lead else start
        found = _clause(ground, begin, end, closeness)
        if found is not None:
            yield found
            if start == first:
                return


def _clause(ground: _Ground, start: int, end: int, closeness: float) -> Fact | None:
    text = ground.text
    folded = text.folded[start:end]
    if not ground.is_free(start, end) or _is_unsaid(ground, folded) or _MARKED.search(folded):
        return None
    subject = _subject(ground, start, end)
    prefix = ""
    if subject is None and ground.voices.addressee == NARRATOR and _FRAGMENT.match(folded):
        subject, prefix = (NARRATOR, start), "you "
    if subject is None:
        return None
    who, verb = subject
    if ground.words.aside.match(text.folded, start) or re.search(r"\b(?:said|says|say)\b", folded):
        return None
    if who == NARRATOR and ground.words.musing.match(text.folded, start) and ground.voices.addressee != NARRATOR:
        return None
    said = turn(text, (start, end), ground.voices, ground.number)
    said = f"{prefix}{said[0].lower()}{said[1:]}" if said and prefix else said
    if said is None or not _fits(said) or (who != NARRATOR and ground.voices.i_speak and _ASIDES.search(said)):
        return None
    moves = ground.words.moving.match(text.folded, verb)
    bonus = ground.bonus(start, end)
    weight = (
        0.6 * closeness
        + bonus
        + (0.3 if who in _theirs(ground.voices) else 0.0)
        + 0.5 * min(2, len(ground.words.weighty.findall(folded)))
        - (1.0 if moves and not bonus else 0.0)
        - (1.5 if _INTRODUCES.match(said) else 0.0)
    )
    kind: Kind = "act" if who == NARRATOR and ground.voices.i_speak else "fact"
    return Fact(kind=kind, text=_opened(said), span=ground.span(start, end), weight=weight)


def _theirs(voices: Voices) -> tuple[int | None, ...]:
    """Whose doings are the addressee's own: of one who tells, "we" as well."""
    return (NARRATOR, WE) if voices.addressee == NARRATOR else (voices.addressee,)


def _subject(ground: _Ground, start: int, end: int) -> tuple[int | None, int] | None:
    """Who the clause is about, and where its verb stands; None where the stretch is no clause."""
    text = ground.text
    grammar = ground.voices.cast.words.grammar
    mentions = [one for one in ground.voices.mentions[ground.number] if start <= one.start < end]
    head = mentions[0] if mentions else None
    low = text.folded
    if head is not None and head.start == start and low[start : head.end] in grammar.subjects:
        place = _verb_after(text, head.end, end)
        if place is None or re.match(r"(?:and|or|to|who|both|all)\b", low[place:end]):
            return None
        return head.who, place
    opening = re.match(r"(?:the|his|her|my|our|their|nobody|everybody|everyone|no one|they|a|an)\s+(?:[\w'-]+\s+){1,4}?", low[start:end])
    named = next((one for one in mentions if one.role == "subject" and one.start - start < 14), None)
    if named is not None and (opening or named.start == start):
        place = _verb_after(text, named.end, end)
        if place is not None and ground.words.finite.match(low, place):
            return named.who, place
    if re.match(r"(?:there|it) (?:was|were|wasn't|had been) \w+ \w+ \w+", low[start:end]):
        return None, start
    if opening:
        for match in re.finditer(r"[\w']+", low[start : min(end, start + 48)]):
            if match.start() > 3 and ground.words.finite.match(low, start + match.start()):
                return None if re.search(r"\b(?:that|who|which|to|of)\b", low[start : start + match.start()]) else (None, start + match.start())
    return None


def _verb_after(text: Text, start: int, end: int) -> int | None:
    match = re.compile(r"(?:'\w+)?\s+(?:(?:just|always|never|really|still|only|also|even|actually|already)\s+)*(?=\w)").match(text.folded, start, end)
    return match.end() if match else None


def _fits(said: str) -> bool:
    size = len(said.split())
    return _LEAST <= size <= _MOST and not _DANGLING.search(said)


_FRAGMENT = re.compile(
    r"(?!need|indeed|embed)(?:came|went|got|had|lost|found|told|left|made|took|put|paid|spent|drove|rang|sat|stood|woke|"
    r"\w{3,}ed) (?:my|the|a|an|in|to|up|out|on|at|back|home|it|them|him|her|off|from|for|with|by|over|through) "
)
_MARKED = re.compile(r'["?!*/#<>()…]|\.\.|http|\d{4,}')
_ASIDES = re.compile(
    r"\bI (?:asked|said|told|thought|think|figured|assumed|gave|went|wasn't|was|am|feel|felt|know|knew|guess|suppose|mean)\b"
)
_INTRODUCES = re.compile(r"you(?:'re|'ve been| are| were) (?:an? |the |from |in |at |\d|only \d|on |with )|.*,? \d\d$", re.I)
_DANGLING = re.compile(
    r"\b(?:and|but|or|to|the|a|an|of|with|for|that|which|so|in|at|on|by|from|my|your|was|were|is|had|as|than|like)$"
    r"|(?<!')\byou \w+ing\b", re.I
)


# -- things ----------------------------------------------------------------------------------------------------------


def _things(ground: _Ground, sentence: Place, closeness: float) -> Iterator[Fact]:
    text = ground.text
    for match in ground.words.thing.finditer(text.folded, *sentence):
        start, end = match.span()
        name = match.group("name")
        if _BODY.match(name) or _is_unsaid(ground, name) or not ground.is_free(start, end):
            continue
        if any(one.start < end and start < one.end and one.role != "owner" and one.who in (NARRATOR, ground.voices.addressee)
               for one in ground.voices.mentions[ground.number]):
            continue
        said = turn(text, (start, end), ground.voices, ground.number)
        if said is None:
            continue
        said = re.sub(r"^(?:a|an|this|that)\s", "the ", said, flags=re.I)
        bonus = ground.bonus(start, end) - (0.7 if match.group("article") in ("a", "an", "this", "that") else 0.0)
        if _is_where(ground, start, name):
            continue
        is_kin = ground.words.kin.fullmatch(name) is not None
        yield Fact(kind="lost" if is_kin else "thing", text=said[0].lower() + said[1:], span=ground.span(start, end), weight=bonus + 0.5 * closeness)


def _is_where(ground: _Ground, start: int, name: str) -> bool:
    """Whether the thing is only where it happened: "behind the bottle bank"."""
    before = ground.text.folded[max(0, start - 10) : start]
    return bool(_WHERE.search(before)) and ground.words.place.search(name) is not None


_WHERE = re.compile(r"(?:^|\s)(?:in|on|at|into|onto|behind|beside|under|by|near|from|outside|inside|across|through|round|around|to|of)\s+$")


# -- shared ----------------------------------------------------------------------------------------------------------


def _is_unsaid(ground: _Ground, folded: str) -> bool:
    return ground.words.unsaid.search(folded) is not None


def _opened(said: str) -> str:
    """With a small first letter where it is a small word that begins it."""
    if re.match(r"(?:You|Your|Kids|You're|You've|You'd|My|We|Our|It|The|They|Their|Nobody|Everybody|Everyone|No|There|This|That|All|A|An|In|At|On|Nothing|Everything)\b", said):
        return said[0].lower() + said[1:]
    return said


def _distinct(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Each stretch and each wording once, the weightiest first."""
    seen: set[str] = set()
    taken: list[tuple[str, Span]] = []
    for fact in facts:
        if fact.text.lower() in seen:
            continue
        if fact.kind not in ("thing", "lost") and any(
            kind not in ("thing", "lost") and span.utterance == fact.span.utterance and span.start < fact.span.end and fact.span.start < span.end
            for kind, span in taken
        ):
            continue
        seen.add(fact.text.lower())
        taken.append((fact.kind, fact.span))
        yield fact
