"""What happened: clauses of the account that can stand alone when they are said to the addressee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from kerchief.replying.ground import LEAST, MOST, Fact, Ground, Kind, Place, fits, joints, opened
from kerchief.replying.turning import turn
from kerchief.replying.voices import Voices
from kerchief.signals.cast import NARRATOR, WE
from kerchief.text import Text

_Placed = tuple[Place, Fact]
Subject = tuple[int | None, int]  # whose clause it is, and where its verb stands

_NEAR, _THEIRS, _OURS = 0.6, 0.3, -0.3  # weight for closeness to the tears, being their own, or of both
_WEIGHTY, _WEIGHTY_NEAR = 0.25, 0.5  # for telling words; more so near the tears
_FULL, _FULLEST = 0.02, 8  # for each word, up to so many: a fuller clause says more
_MOVING, _INTRODUCING = 1.0, 1.5  # and what is taken off for mere getting about, and for who somebody is
_DAY = r"(?:on )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: night)?"
_LEAD_IN = re.compile(
    r"(?:(?:and|but|so|then|because|also|well|okay|ok|like|that|though|plus|cause|yesterday|today|tonight|now|"
    rf"last (?:night|week|month|year)|{_DAY}),?\s+)+"
)
_FRAGMENT = re.compile(
    r"(?!need|indeed|embed)(?:came|went|got|had|lost|found|told|left|made|took|put|paid|spent|drove|rang|sat|stood|woke|"
    r"\w{3,}ed) (?:my|the|a|an|in|to|up|out|on|at|back|home|it|them|him|her|off|from|for|with|by|over|through) "
)
_MARKED = re.compile(r'["?!*/#<>()…]|\.\.|http|\d{4,}')
_SAYING = re.compile(
    r"\b(?:said|says|say|saying|asked|asks|asking|goes|(?:told|tells|texted) (?:me|us|him|her|them)|would|might|may|"
    r"should|'ll|will|could have|wouldn't (?:see|hear|know|notice)|"
    r"supposed to|gonna|going to|imo|im not)\b|'d (?:rather|like|love|be|never|have)\b"
)
_ASIDES = re.compile(
    r"\bI (?:asked|said|told|thought|think|figured|assumed|gave|went|wasn't|was|am|feel|felt|know|knew|guess|suppose|"
    r"mean)\b"
)
_BREATH = re.compile(r",?\s?(?:(and|so|because)\s(?:then )?)?")
_LOUD = re.compile(r"[A-Z]{2,} [A-Z]{2,}")
_BARE = re.compile(
    r"(?:boss|manager|teacher|co-?worker|colleague|friend|girl|guy|boy|man|woman|bf|gf)\b", re.IGNORECASE
)
_INTRODUCES = re.compile(
    r"you(?:'re|'ve been|'ve always been| are| were| have always been) "
    r"(?:an? |the |from |in |at |\d|only \d|on |with |(?:so |very |really |still )?"
    r"(?:polite|attractive|great|nice|kind|lovely|beautiful|pretty|smart|clever|funny|handsome|fine|shy)\b)|.*,? \d\d$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"(?:the|his|her|my|our|their|nobody|everybody|everyone|no one|they|a|an)\s+(?:[\w'-]+\s+){1,4}?")
_IMPERSONAL = re.compile(r"there (?:was|were|wasn't|had been) \w+ \w+ \w+")
_TO_VERB = re.compile(r"(?:'\w+)?\s+(?:(?:just|always|never|really|still|only|also|even|actually|already)\s+)*(?=\w)")
_NO_VERB = re.compile(r"(?:and|or|to|who|both|all)\b")
_ASKED = re.compile(r"\b(?:am|are|is|was|were|do|does|did|have|has|can|could|will|would|so)\s$")  # asked, not told
_RELATIVE = re.compile(
    r"(?:who|whom|whose|which|what|that|(?:a lot|some|most|many) (?:are|is|was|were))\b", re.IGNORECASE
)
_TOLD_THAT = re.compile(
    r"\b(?:said|says|saying|told|tells|telling|claim\w*|insist\w*|accus\w+)\b.{0,40}\b(?:that|i'm|i am)\b"
)
_MOST_ENDS = 3  # ends that are tried for one clause
_NESTED = re.compile(r"\b(?:that|who|which|to|of)\b")
_WORD = re.compile(r"[\w']+")
_REACH, _NAMED_WITHIN = 48, 14  # characters in which a verb, or the name of whose it is, must stand


def find_clauses(ground: Ground, sentence: Place, closeness: float) -> Iterator[Fact]:
    """The clauses that can stand alone, from each clean start of a sentence."""
    before: _Placed | None = None
    for found in _clauses(ground, sentence, closeness):
        both = _together(ground, before, found) if before else None
        if before and not both:
            yield before[1]
        before = both or found
    if before:
        yield before[1]


def _clauses(ground: Ground, sentence: Place, closeness: float) -> Iterator[_Placed]:
    text, over = ground.text, sentence[0]
    for start in joints(text, *sentence):
        if start < over or text.folded.startswith("that ", start) or _TOLD_THAT.search(text.folded, sentence[0], start):
            continue
        for end in islice(ground.clause_ends(start, sentence[1]), _MOST_ENDS):
            lead = _LEAD_IN.match(text.folded, start, end)
            place = (lead.end() if lead else start, end)
            found = _clause(ground, place, closeness)
            if found is not None:
                yield place, found
                over = end
                break


def _together(ground: Ground, before: _Placed, after: _Placed) -> _Placed | None:
    """Two clauses that were told in one breath, as one; None where they stand apart, or are too long together."""
    (place, one), (other_place, other) = before, after
    breath = _BREATH.fullmatch(ground.text.folded, place[1], other_place[0])
    if breath is None or one.kind != other.kind or len(f"{one.text} {other.text}".split()) >= MOST:
        return None
    both = (place[0], other_place[1])
    text = f"{one.text} {breath.group(1) or 'and'} {other.text}"
    return both, replace(one, text=text, span=ground.span(*both), weight=max(one.weight, other.weight))


def _clause(ground: Ground, place: Place, closeness: float) -> Fact | None:
    start, end = place
    folded = ground.text.folded[start:end]
    if _ASKED.search(ground.text.folded, max(0, start - 6), start):
        return None
    subject = _subject(ground, start, end) or _unspoken(ground, start, folded)
    if subject is None or _is_talk(ground, subject, start, folded):
        return None
    who, verb = subject
    said = turn(ground.text, place, ground.voices, ground.number)
    if said and verb == start and who == NARRATOR:
        said = f"you {said[0].lower()}{said[1:]}"
    if (
        not said
        or _is_scant(ground, said)
        or not fits(said)
        or _BARE.match(said)
        or _RELATIVE.match(said)
        or _LOUD.search(said)
        or (who != NARRATOR and ground.voices.i_speak and _ASIDES.search(said))
    ):
        return None
    kind: Kind = "act" if who == NARRATOR and ground.voices.i_speak else "fact"
    weight = _weight(ground, place, subject, closeness) - (_INTRODUCING if _INTRODUCES.match(said) else 0.0)
    return Fact(kind=kind, text=opened(said), span=ground.span(start, end), weight=weight)


def _is_scant(ground: Ground, said: str) -> bool:
    """Whether the few words of a clause tell nothing: "you are great"."""
    return len(said.split()) <= LEAST and ground.words.weighty.search(said) is None


def _is_talk(ground: Ground, subject: Subject, start: int, folded: str) -> bool:
    """Whether the teller speaks to readers, muses, or gives somebody's words; such is not what happened."""
    if _MARKED.search(folded) or _SAYING.search(folded) or ground.words.aside.match(ground.text.folded, start):
        return True
    is_other = subject[0] == NARRATOR and ground.voices.addressee != NARRATOR
    return is_other and ground.words.musing.match(ground.text.folded, start) is not None


def _weight(ground: Ground, place: Place, subject: Subject, closeness: float) -> float:
    bonus = ground.bonus(*place)
    telling = min(2, len(ground.words.weighty.findall(ground.text.folded[slice(*place)])))
    told = telling * (_WEIGHTY + _WEIGHTY_NEAR * closeness)
    moves = not telling and ground.words.moving.match(ground.text.folded, subject[1])
    own = _THEIRS if subject[0] in _of_addressee(ground.voices) else _OURS if subject[0] == WE else 0.0
    full = _FULL * min(_FULLEST, len(ground.text.folded[slice(*place)].split()))
    return _NEAR * closeness + bonus + own + told + full - (_MOVING if moves else 0.0)


def _of_addressee(voices: Voices) -> tuple[int | None, ...]:
    """Whose doings are the addressee's own: of one who tells, "we" as well."""
    return (NARRATOR, WE) if voices.addressee == NARRATOR else (voices.addressee,)


# -- whose clause it is ----------------------------------------------------------------------------------------------


def _subject(ground: Ground, start: int, end: int) -> Subject | None:
    """Whom the clause is about, and where its verb stands; None where the stretch is no clause."""
    low, grammar = ground.text.folded, ground.voices.cast.words.grammar
    mentions = [one for one in ground.voices.mentions[ground.number] if start <= one.start < end]
    if mentions and mentions[0].start == start and low[start : mentions[0].end] in grammar.subjects:
        place = _verb_after(ground.text, mentions[0].end, end)
        return None if place is None or _NO_VERB.match(low, place) else (mentions[0].who, place)
    opening = _OPENING.match(low, start, end)
    for one in mentions:
        if one.role == "subject" and (one.start == start or (opening and one.start - start < _NAMED_WITHIN)):
            place = _verb_after(ground.text, one.end, end)
            if place is not None and ground.words.finite.match(low, place):
                return one.who, place
            break
    if _IMPERSONAL.match(low, start, end):
        return None, start + 1
    return _of_thing(ground, start, end) if opening else None


def _of_thing(ground: Ground, start: int, end: int) -> Subject | None:
    """A clause about a thing: "the bank said no"."""
    low = ground.text.folded
    for match in _WORD.finditer(low, start, min(end, start + _REACH)):
        if match.start() > start + 3 and ground.words.finite.match(low, match.start()):
            return None if _NESTED.search(low, start, match.start()) else (None, match.start())
    return None


def _unspoken(ground: Ground, start: int, folded: str) -> Subject | None:
    """Of one who tells of themselves, a clause without its "I": "came back to my room"."""
    return (NARRATOR, start) if ground.voices.addressee == NARRATOR and _FRAGMENT.match(folded) else None


def _verb_after(text: Text, start: int, end: int) -> int | None:
    match = _TO_VERB.match(text.folded, start, end)
    return match.end() if match else None
