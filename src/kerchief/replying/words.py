"""The word lists of replies, ready to search with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kerchief.patterns import expand

_GAP = (
    r"(?:(?!(?:whole|same|other|next|first|last|only|new|old|one|two|three|four|and|or|but|to|of|in|on|at|was|is|were|that|"
    r"who)\b)[a-z'-]+\s+)?"
)


@dataclass(frozen=True)
class Words:
    """Expressions made from lexicon/replies.toml; each field bears the name of its list."""

    saying: re.Pattern[str]
    reported: re.Pattern[str]
    unsaid: re.Pattern[str]
    aside: re.Pattern[str]
    musing: re.Pattern[str]
    moving: re.Pattern[str]
    weighty: re.Pattern[str]
    finite: re.Pattern[str]
    place: re.Pattern[str]
    thing: re.Pattern[str]
    bare: re.Pattern[str]
    kin: re.Pattern[str]
    owned: re.Pattern[str]
    prop: re.Pattern[str]
    whom: re.Pattern[str]
    pet: re.Pattern[str]
    blow: re.Pattern[str]
    bodily: re.Pattern[str]
    instant: re.Pattern[str]
    homely: re.Pattern[str]

    @classmethod
    def of(cls, lexicon: Mapping[str, str]) -> Words:
        """Compiled from the word lists of a catalogue."""

        def made(pattern: str) -> re.Pattern[str]:
            return re.compile(expand(f"~{pattern}", lexicon))

        return cls(
            saying=made(r"(?<!\w)(?:{r_saying}|asked|goes|went|was like|shouted|sobbed|cried)(?!\w)"),
            reported=made(
                r"(?<!\w)(?P<who>he|she|they|i|{r_kin}|[a-z]+)\s+(?:(?:{r_adverb})\s+)?(?P<verb>{r_saying})"
                r"\s+(?:that\s+)?(?=[^\W\d_])"
            ),
            unsaid=made(r"(?<!\w)(?:{r_unsaid})(?!\w)"),
            aside=made(r"(?:{r_aside})(?!\w)"),
            musing=made(r"(?:{r_musing})(?!\w)"),
            moving=made(r"(?:{r_moving})(?!\w)"),
            weighty=made(r"(?<!\w)(?:{r_weighty})(?!\w)"),
            finite=made(r"(?:{r_finite}|\w+ed)(?!\w)"),
            place=made(r"(?<!\w)(?:{r_place})$"),
            thing=made(
                rf"(?<![\w'])(?P<article>{{r_article}})\s+(?P<name>{_GAP}"
                r"(?:{r_thing}|{r_kin}))(?![\w'-])"
            ),
            bare=made(
                r"(?<!\w)(?:about|over|for|from|of|with|at|her|his) (?P<name>{r_bare})(?=[,.;:!?]|$|\s(?:and|but|so|"
                r"because|when|again|this|next|last|then|i|he|she|they|we)\b)"
            ),
            owned=made(
                r"(?<!\w)(?:his|her|their|my) (?!(?:(?:{r_kin})s?|{r_unowned})\b)"
                r"(?P<name>[a-z]{4,}(?<!ing)(?<!ly)(?<!ed))"
                r"(?=[.,;:!?]|$|\s(?:and|but|so|because|when|while|for|was|is|were|had|has|again|that|which|from|with)\b)"
            ),
            blow=made(r"(?:the|your|our) (?:\S+ )?(?:{r_blow})$"),
            kin=made(r"(?:.*\s)?(?:{r_kin}|{r_pet})"),
            whom=made(r"(?:.*\s)?(?:{r_whom}|{r_pet})(?!\w)"),
            pet=made(r"{r_pet}"),
            prop=made(r"(?:{r_prop})$"),
            bodily=made(r"(?<!\w)(?:{r_bodily})(?!\w)"),
            instant=made(r"(?<!\w)(?:{r_instant})(?!\w)"),
            homely=made(r"(?<!\w)(?:{r_homely})(?!\w)"),
        )
