"""The crier's own words: what stands in quotation marks, and what is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerchief.replying.ground import MOST, Fact, Ground, fits, opened
from kerchief.replying.turning import turn
from kerchief.replying.voices import is_spoken_by

_QUOTED, _REPORTED, _AS_IT_STANDS = 1.2, 1.0, -0.2  # weight of words in quotation marks, reported, or not turned
_LABELLED, _TELLING = 1.9, 0.5  # weight of what they call themselves; of telling words
_MOST_TELLING = 2
_MOST_QUOTED = 13  # words that are quoted as they stand
_NO_START = re.compile(r"\d{3}|^(?:and|or|but|is)\b")
_CALLED = r", (?:mum|mom|dad|love|mate|darling|baby|honey|sweetheart|dude|man)$"
_BROKEN = re.compile(
    rf"[?!\"()]|\.\.|…|{_CALLED}|\band to\b|\bsa(?:y|id|ys)\b|^you're (?:so |really |very )?sorry"
    rf"|^(?:it|it's|that's|this) that\b|(?<!')\byou \w+ing\b",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"(?:you(?:'re|'ve|'d|'ll)?|we(?:'re|'ve)?|nobody|no one|everybody|everyone|they(?:'re|'ve)?|there(?:'s)?|nothing|"
    r"everything|it(?:'s| is| was| isn't| wasn't| hurts?| feels?| felt)|"
    r"(?:the|your|our|their|my|his|her) (?:\w+ ){1,3}?"
    r"(?:is|are|was|were|has|had|isn't|wasn't|won't|can't|never|always|\w+ed))\s",
    re.IGNORECASE,
)
_LABEL = re.compile(  # a word they have for themselves or for how it is
    r"(?<!\w)(?P<who>i|he|she|they)(?:'m|'s|'re| am| is| was| are| feels?| felt|m|s| (?:just |always |still )?feels?)"
    r"(?: like| as if| that)?(?: (?:so|such|just|all|completely|totally|really|utterly|always|still|very|being))* "
    r"(?P<label>(?:an? )?(?:useless|failure|idiot|fraud|coward|mess|(?:bad|terrible|rubbish|horrible|awful) "
    r"(?:mum|mom|mother|dad|father|parent|wife|husband|friend|daughter|son|person|teacher|nurse|sister|brother))|stupid|"
    r"not (?:good )?enough|never enough|invisible|lonely|broken|empty|numb|trapped|left out|weak|"
    r"ashamed|guilty|homesick|terrified|"
    r"humiliated|unwanted|helpless|forgotten|in the way|second best|the odd one out|so alone|worn out|"
    r"heartbroken|devastated)(?![\w-])"
)


def find_sayings(ground: Ground) -> Iterator[Fact]:
    """What the addressee is told to have said."""
    yield from _labels(ground)
    yield from _quoted(ground)
    yield from _reported(ground)


def _labels(ground: Ground) -> Iterator[Fact]:
    """A word that they have for themselves, as they said it."""
    text, voices = ground.text, ground.voices
    subjects = {one.start: one for one in voices.mentions[ground.number]}
    for match in _LABEL.finditer(text.folded):
        mention, place = subjects.get(match.start("who")), match.span("label")
        quote = next((one for one in text.quotations if one[0] <= match.start() < one[1]), None)
        if quote is not None:
            is_theirs = match["who"] == "i" and is_spoken_by(text, quote, voices, ground.number, ground.words.saying)
        elif mention is None or mention.who != voices.addressee:
            is_theirs = False
        else:
            before = text.folded[text.sentence_at(match.start())[0] : match.start()]
            is_theirs = match["who"] == "i" or ground.words.saying.search(before) is not None
        if is_theirs and not any(a < place[1] and place[0] < b for a, b in ground.barred):
            span = ground.span(*place)
            said = re.sub(r"^(?:an?|so) ", "", span.quote.lower())
            yield Fact(kind="words", text=said, span=span, weight=_LABELLED + ground.bonus(*place))


def _telling(ground: Ground, start: int, end: int) -> float:
    """Weight for what the reading leans on, and for telling words."""
    found = len(ground.words.weighty.findall(ground.text.folded[start:end]))
    return ground.bonus(start, end) + _TELLING * min(_MOST_TELLING, found)


def _quoted(ground: Ground) -> Iterator[Fact]:
    text, voices = ground.text, ground.voices
    for start, end in text.quotations:
        quote = text.folded[start:end]
        size = len(quote.split())
        if not 2 <= size <= MOST or "?" in quote or not ground.is_free(start, end):
            continue
        if not is_spoken_by(text, (start, end), voices, ground.number, ground.words.saying):
            continue
        weight, span = _QUOTED + _telling(ground, start, end), ground.span(start, end)
        indirect = turn(text, (start, end), voices, ground.number, in_quote=True)
        if indirect and _is_statement(indirect) and fits(indirect) and not re.search(r"[,;:.]", indirect):
            yield Fact(kind="said", text=opened(indirect), span=span, weight=weight)
        elif 3 <= size <= _MOST_QUOTED and not _NO_START.search(quote):
            yield Fact(kind="words", text=span.quote.strip(" ,.;:"), span=span, weight=weight + _AS_IT_STANDS)


def _reported(ground: Ground) -> Iterator[Fact]:
    text = ground.text
    subjects = {one.start: one for one in ground.voices.mentions[ground.number] if one.role == "subject"}
    for match in ground.words.reported.finditer(text.folded):
        mention = subjects.get(match.start("who"))
        if mention is None or mention.who != ground.voices.addressee:
            continue
        start, end = match.end(), ground.clause_end(match.end(), text.sentence_at(match.start())[1])
        if end is None or text.is_quoted(match.start(), match.end()):
            continue
        said = turn(text, (start, end), ground.voices, ground.number)
        if said and _is_statement(said) and fits(said):
            weight = _REPORTED + _telling(ground, start, end)
            yield Fact(kind="said", text=opened(said), span=ground.span(match.start(), end), weight=weight)


def _is_statement(said: str) -> bool:
    return bool(_STATEMENT.match(said)) and not _BROKEN.search(said)
