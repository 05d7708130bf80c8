"""What an account is about, in the sense that a friend would take it: a break-up, a lay-off, feeling stupid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kerchief.domain.conversation import Role, Span
from kerchief.knowledge.replies import Theme
from kerchief.patterns import is_any_in
from kerchief.replying.ground import Ground, Place
from kerchief.replying.turning import turn
from kerchief.replying.voices import Voices, is_spoken_by
from kerchief.replying.words import Words
from kerchief.scanner import Scan, Scanner
from kerchief.signals.cast import NARRATOR, WE
from kerchief.signals.extract import Signals

_LEAST = 0.55  # of its weight a theme keeps however long ago it was told
_FAR = 3  # sentences away from the tears, where nobody cries
_NOT_SO = re.compile(  # before what was not, or not yet
    r"(?:\b(?:not|never|without|if|almost|nearly|might|could|would|didn't|don't|doesn't|wasn't|isn't|hasn't|haven't|"
    r"wouldn't|won't|wondering|unless|instead of|when i|as if|"
    r"(?:scared|afraid|worried|terrified) (?:of|that|i|he|she|they)(?:'ll| will)?)\b[^.!?,;]{0,12})$"
)
_WHO = re.compile(r"\b(?:my|his|her|their|our)\s+(?:[\w-]+\s+){0,2}?[\w-]+")
_LONG = re.compile(
    r"(?<!\w)(?:(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty) "
    r"(?:and a half )?years)(?!\w)(?! (?:ago|old|later|away|younger|older|apart|sober|since|from|before|after))"
)
_NEAR = 70  # characters from a theme within which a time belongs to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A theme where it is told. ``slots`` holds words for its pieces: ``who`` it is about, how ``long`` it was so."""

    theme: Theme
    span: Span
    weight: float
    slots: Mapping[str, str]


def find_themes(signals: Signals, voices: Voices, words: Words, scanner: Scanner[Theme]) -> tuple[Told, ...]:
    """The themes that are told of the one who is spoken to, the weightiest first; each once."""
    best: dict[str, Told] = {}
    speakers = [utterance.speaker for utterance in signals.conversation.utterances]
    last = len(speakers) - 1 if Role.SEEKER in speakers else None
    distances = {(one.utterance, one.start): max(0, one.distance) for one in signals.sentences}
    for number, text in enumerate(signals.texts):
        if speakers[number] == Role.SUPPORTER:
            continue
        ground = Ground(number=number, text=text, voices=voices, words=words, barred=(), evidence=())
        scan = scanner.scan(text.folded)
        for theme in scanner.touched(scan):
            if theme.is_last and number != _last_of(speakers):
                continue
            for place in _places(theme, ground, scan):
                away = distances.get((number, text.sentence_at(place[0])[0]), _FAR) if last is None else last - number
                weight = theme.weight * (_LEAST + (1 - _LEAST) / (1 + away / 2))
                if theme.code not in best or weight >= best[theme.code].weight:
                    slots = dict(_slots(ground, place))
                    best[theme.code] = Told(theme=theme, span=ground.span(*place), weight=weight, slots=slots)
    return tuple(sorted(best.values(), key=lambda told: -told.weight))


def _last_of(speakers: Sequence[Role]) -> int:
    """The utterance in which the one who hurts spoke last."""
    return max((number for number, role in enumerate(speakers) if role != Role.SUPPORTER), default=0)


def _places(theme: Theme, ground: Ground, scan: Scan) -> Iterator[Place]:
    folded = ground.text.folded
    for pattern in theme.patterns:
        for start, end in scan.get(pattern.expression, ()):
            sentence = ground.text.sentence_at(start)
            if _NOT_SO.search(folded, sentence[0], start) or is_any_in(theme.excepts, folded, *sentence):
                continue
            if _is_theirs(theme, ground, (start, end)):
                yield start, end


def _is_theirs(theme: Theme, ground: Ground, place: Place) -> bool:
    """Whether it is told of the one who is spoken to."""
    text, voices, mentions = ground.text, ground.voices, ground.voices.mentions[ground.number]
    quote = next((one for one in text.quotations if one[0] <= place[0] < one[1]), None)
    inside = [one.who for one in mentions if place[0] <= one.start < place[1]]
    if quote is not None:
        is_first = not inside or NARRATOR in inside
        return (
            is_first and not theme.is_others and is_spoken_by(text, quote, voices, ground.number, ground.words.saying)
        )
    if theme.is_others:
        return voices.addressee == NARRATOR
    if not inside:
        start = text.sentence_at(place[0])[0]
        inside = [one.who for one in mentions if start <= one.start < place[0] and one.role == "subject"][-1:]
    return bool({voices.addressee, WE}.intersection(inside)) if inside else voices.addressee == NARRATOR


def _slots(ground: Ground, place: Place) -> Iterator[tuple[str, str]]:
    """Whom it is about, and how long it was so, where the account tells."""
    folded = ground.text.folded
    for match in _WHO.finditer(folded, *place):
        kin = ground.words.whom.match(folded, match.start(), match.end())
        said = turn(ground.text, (match.start(), kin.end()), ground.voices, ground.number) if kin else None
        if said and said.lower().startswith("your "):
            yield "who", said[0].lower() + said[1:]
            break
    long = _LONG.search(folded, max(0, place[0] - _NEAR), place[1] + _NEAR)
    if long:
        yield "long", long.group()
