"""The things and persons that an account is about, by the names it gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerchief.replying.ground import Fact, Ground, Place
from kerchief.replying.turning import turn
from kerchief.signals.cast import NARRATOR

_NEAR, _UNKNOWN = 0.5, 0.7  # weight for closeness to the tears; what is taken off for "a letter"
_BY_THE_WAY = 0.5  # what is taken off for a coat that is mentioned once
_INDEFINITE = ("a", "an", "this", "that")
_ARTICLE = re.compile(r"^(?:a|an|this|that)\s", re.IGNORECASE)
_ANYTHING = 0.2  # what is taken off for a thing that is on no list
_OFTEN = 2  # times from which a thing of every day is what it is about
_PROPER = ("christmas", "xmas")
_MINE = re.compile(r"my (?!\S+'s )", re.IGNORECASE)
_BODY = re.compile(
    r"(?:eyes?|face|hands?|head|shoulders?|arms?|mouth|chin|lips?|voice|cheeks?|hair|lap|chest|feet|tears?)\b"
)
_GOES_ON = re.compile(  # a name that may be longer than the list knows: "the Christmas packages"
    r" (?!(?:and|or|but|so|because|when|while|if|that|who|which|as|than|then|in|on|at|to|for|from|with|without|of|off|"
    r"by|about|into|over|after|before|since|until|up|down|out|back|i|he|she|we|they|you|it|my|his|her|our|their|the|a|an|"
    r"this|there|here|not|never|always|just|really|still|again|too|yesterday|today|tonight|last|next|every|all|now)\b)"
    r"[^\W\d_]"
)
_WHERE = re.compile(
    r"(?:^|\s)(?:in|on|at|into|onto|behind|beside|under|by|near|from|outside|inside|across|through|round|around|to|of)\s+$"
)


def find_things(ground: Ground, sentence: Place, closeness: float) -> Iterator[Fact]:
    """The things of a sentence; a ``lost`` one is a person or an animal."""
    yield from _bare(ground, sentence, closeness)
    yield from _owned(ground, sentence, closeness)
    for match in ground.words.thing.finditer(ground.text.folded, *sentence):
        start, end = match.span()
        name = match.group("name")
        if _BODY.match(name) or not ground.is_free(start, end) or _is_where(ground, start, name):
            continue
        if _GOES_ON.match(ground.text.folded, end) and not ground.words.finite.match(ground.text.folded, end + 1):
            continue
        said = None if _is_either(ground, start, end) else turn(ground.text, (start, end), ground.voices, ground.number)
        if not said:
            continue
        said = _ARTICLE.sub("the ", said)
        is_kin = ground.words.kin.fullmatch(name) is not None
        if (ground.voices.i_speak and _MINE.match(said)) or (
            is_kin and said.lower().startswith("the ") and not ground.words.pet.fullmatch(name)
        ):
            continue
        yield Fact(
            kind="lost" if is_kin else "blow" if ground.words.blow.match(said.lower()) else "thing",
            text=said[0].lower() + said[1:],
            span=ground.span(start, end),
            weight=ground.bonus(start, end)
            + _NEAR * closeness
            - (_UNKNOWN if match.group("article") in _INDEFINITE else 0.0)
            - (_BY_THE_WAY if _is_by_the_way(ground, name) else 0.0),
        )


def _bare(ground: Ground, sentence: Place, closeness: float) -> Iterator[Fact]:
    """Things that go without an article: "a row about money"."""
    for match in ground.words.bare.finditer(ground.text.folded, *sentence):
        place = match.span("name")
        if ground.is_free(*place):
            name = match.group("name")
            text = name.capitalize() if name in _PROPER else name
            weight = ground.bonus(*place) + _NEAR * closeness
            yield Fact(kind="thing", text=text, span=ground.span(*place), weight=weight)


def _owned(ground: Ground, sentence: Place, closeness: float) -> Iterator[Fact]:
    """What belongs to the addressee, whatever it is: "her report", "his drawing"."""
    owners = {one.start for one in ground.voices.mentions[ground.number] if one.who == ground.voices.addressee}
    for match in ground.words.owned.finditer(ground.text.folded, *sentence):
        start, end = match.span()
        if start not in owners or _BODY.match(match.group("name")) or not ground.is_free(start, end):
            continue
        said = turn(ground.text, (start, end), ground.voices, ground.number)
        if said and said.lower().startswith("your "):
            weight = ground.bonus(start, end) + _NEAR * closeness - _ANYTHING
            yield Fact(kind="thing", text=said.lower(), span=ground.span(start, end), weight=weight)


def _is_by_the_way(ground: Ground, name: str) -> bool:
    """Whether it is a thing of every day that nobody comes back to."""
    return ground.words.prop.search(name) is not None and ground.text.words.count(name) < _OFTEN


def _is_either(ground: Ground, start: int, end: int) -> bool:
    """Whether it is one of the two who talk, and no thing between them."""
    either = (NARRATOR, ground.voices.addressee)
    return any(
        one.start < end and start < one.end and one.role != "owner" and one.who in either
        for one in ground.voices.mentions[ground.number]
    )


def _is_where(ground: Ground, start: int, name: str) -> bool:
    """Whether it is only where it happened: "behind the bottle bank"."""
    before = ground.text.folded[max(0, start - 10) : start]
    return bool(_WHERE.search(before)) and ground.words.place.search(name) is not None
