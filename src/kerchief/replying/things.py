"""The things and persons that an account is about, by the names it gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerchief.replying.ground import Fact, Ground, Place
from kerchief.replying.turning import turn
from kerchief.signals.cast import NARRATOR

_NEAR, _UNKNOWN = 0.5, 0.7  # weight for closeness to the tears; what is taken off for "a letter"
_INDEFINITE = ("a", "an", "this", "that")
_ARTICLE = re.compile(r"^(?:a|an|this|that)\s", re.IGNORECASE)
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
        yield Fact(
            kind="lost" if ground.words.kin.fullmatch(name) else "thing",
            text=said[0].lower() + said[1:],
            span=ground.span(start, end),
            weight=ground.bonus(start, end)
            + _NEAR * closeness
            - (_UNKNOWN if match.group("article") in _INDEFINITE else 0.0),
        )


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
