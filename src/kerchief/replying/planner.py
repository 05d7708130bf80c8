"""What a reply should do: from the reading and the moment to a case, a place to look for words, and strategies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kerchief.domain.reading import Reading
from kerchief.domain.suggestion import Moment, Strategy
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.replies import Case
from kerchief.patterns import is_any_in
from kerchief.reading.ranker import NOBODY_CRIES
from kerchief.signals.extract import Signals
from kerchief.text import Text

_UNKNOWN, _PLAIN, _HURT, _GLAD = "unknown", "plain", "shared", "glad"  # files of replies/ for more than one cause
COMMON = (_UNKNOWN, _PLAIN, _HURT, _GLAD)
_JOY = ("joyful", "valued")
_NO_PART = (*_JOY, "grief", "media", "empathizing", "in_pain")  # causes in which an act of yours had no part
_APART = ("colleague", "stranger")
_LEFT = ("partner", "ex")  # who can be left
_HOLDS = ("control", "violence", "child_at_risk")  # beside which a wish to die is also a hold on somebody
_SURE, _NOT_SAD = 0.5, 0.3  # of the chance of good tears, and of any other
_LIKELY = 0.5  # a cause's chance from which words may guess at it; below, first causes are wrong three times in four
_CLOSE_SECOND = 0.4  # of the first cause's chance, from which the second has a say

_AS_USUAL = ("no_tears", "unsure", "joy")  # cases in which the cause still chooses the words
OWN = "your_part"  # the case that needs an act of the speaker's
TOLD, AT_RISK = "danger_told", "danger_self"  # words for the one who tells, to somebody near
_NOTED = {TOLD: "narrator_afraid", AT_RISK: "narrator_at_risk"}
_ASKING: tuple[Strategy, ...] = ("question", "presence", "affirmation", "self_disclosure", "suggestion")
_ANY: tuple[Strategy, ...] = (
    "question",
    "affirmation",
    "presence",
    "restatement",
    "suggestion",
    "reflection_of_feelings",
)
Turns = tuple[tuple[Strategy, ...], ...]
_NOW: Turns = (
    (*("reflection_of_feelings",) * 5, *("presence",) * 2, "self_disclosure"),
    ("restatement", "restatement", "question"),
    ("affirmation", "affirmation", "suggestion", "suggestion", "presence"),
)
_LATER: Turns = (
    ("question", "restatement"),
    ("affirmation", "reflection_of_feelings"),
    ("suggestion", "suggestion", "self_disclosure"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where to look for words (``codes``: files of replies/, the first first), and what they should do.

    ``is_silent``: nothing is suggested at all. ``danger``, ``tier``: what every reply must ask about, and how surely.
    ``is_mixed``: the files have an equal say. ``is_guess``: the cause is too unsure to be spoken of.
    """

    case: Case | None
    codes: tuple[str, ...]
    strategies: tuple[Strategy, ...]
    moment: Moment
    is_apart: bool
    is_silent: bool = False
    danger: str = ""
    tier: str = ""
    is_mixed: bool = False
    is_guess: bool = False

    @property
    def is_open(self) -> bool:
        """Whether what the account is about may choose the words: no danger, no case with words of its own, no joy."""
        return not (self.danger or self.is_silent) and (self.case is None or self.case.code in ("no_tears", "unsure"))


def plan(
    signals: Signals, reading: Reading, moment: Moment, catalogue: Catalogue, *, seed: int, without: str = ""
) -> Plan:
    """The plan for one account. Danger decides before anything else; ``without`` is a case that turned out empty."""
    cases = catalogue.replies.cases
    is_apart = moment.speaker == "colleague" or (
        moment.speaker == "partner" and reading.crier is not None and reading.crier.relation in _APART
    )

    def made(case: str, codes: Sequence[str], strategies: Sequence[Strategy], **more: str | bool) -> Plan:
        return Plan(
            case=cases.get(case),
            codes=tuple(codes),
            strategies=tuple(dict.fromkeys(strategies)),
            moment=moment,
            is_apart=is_apart,
            **more,  # type: ignore[arg-type]
        )

    danger = _danger(reading, moment)
    if danger in ("narrator_harms", "unsafe"):
        return made(danger, (), (), is_silent=True)
    if danger:
        return made(_NOTED.get(danger, "danger"), (danger,), _ASKING, danger=danger, tier="hard")
    if any(flag.code == "suicide_risk" for flag in reading.flags):
        return made("gentle", ("danger_suicide",), _ASKING, danger="danger_suicide", tier="soft")
    found = set(_cases(signals, reading, moment, catalogue)) - {without}
    case = min((cases[code] for code in found), key=lambda one: one.rank, default=None)
    if case is None or case.code in _AS_USUAL:
        wanted = case.kinds if case is not None and case.code == "joy" else _ordinary(moment, seed)
        files = _files(case.code if case is not None else "", reading)
        kinds = (*wanted, *_ordinary(moment, seed + 1), *_ANY)
        is_guess = bool(reading.causes) and reading.causes[0].probability < _LIKELY
        return made(case.code if case else "", files, kinds, is_mixed=True, is_guess=is_guess)
    if case.code == OWN:
        return made(case.code, (case.code, *_causes(reading), _HURT, _PLAIN), case.kinds)
    return made(case.code, (case.code,), _turned(case.kinds, seed))


def is_glad(reading: Reading) -> bool:
    """Whether good news may be answered as such: nothing sad is likely."""
    return all(cause.code in _JOY or cause.probability <= _NOT_SAD for cause in reading.causes)


# -- danger ----------------------------------------------------------------------------------------------------------


def _danger(reading: Reading, moment: Moment) -> str:
    """The file of replies that a danger asks for, a case in which nothing is said, or nothing."""
    hard = {(flag.code, flag.about) for flag in reading.flags if flag.tier == "hard"}
    if any(flag.about == "narrator_as_harmer" for flag in reading.flags):
        return "narrator_harms"
    if moment.i_cried and _is_narrator(reading) and {code for code, _ in hard} & _ONES_OWN:
        return AT_RISK
    if ("violence", "crier") in hard and ("medical", "crier") not in hard and _may_be_theirs(reading):
        return "unsafe"
    for code, about, file in _FILES:
        if (code, about) in hard:
            is_threat = file == "danger_suicide" and any(flag.code in _HOLDS for flag in reading.flags)
            return "danger_threat" if is_threat else file
    return ""


def _is_narrator(reading: Reading) -> bool:
    return reading.crier is not None and reading.crier.relation == "narrator"


def _may_be_theirs(reading: Reading) -> bool:
    """Whether the force that is told may be the crier's own, against the one who tells."""
    if reading.crier is None or reading.crier.relation in ("partner", "ex", "narrator"):
        return True
    told = (item.quote for flag in reading.flags if flag.code in ("violence", "control") for item in flag.evidence)
    return any(re.search(r"\b(?:me|my|i|us)\b", quote.lower()) for quote in told)


_ONES_OWN = {"suicide_risk", "self_harm"}
_FILES = (
    ("violence", "narrator", TOLD),
    ("child_at_risk", "narrator", TOLD),
    ("suicide_risk", "narrator", AT_RISK),
    ("self_harm", "narrator", AT_RISK),
    ("medical", "crier", "danger_medical"),
    ("suicide_risk", "crier", "danger_suicide"),
    ("child_at_risk", "crier", "danger_child"),
    ("violence", "crier", "danger_violence"),
    ("self_harm", "crier", "danger_self_harm"),
    ("suicide_risk", "third_person", "danger_third"),
    ("child_at_risk", "third_person", "danger_child"),
)


# -- cases -----------------------------------------------------------------------------------------------------------


def _cases(signals: Signals, reading: Reading, moment: Moment, catalogue: Catalogue) -> Iterator[str]:
    crier = reading.crier
    if moment.i_cried:
        yield "i_cried"
    if moment.speaker == "colleague" or (crier is not None and crier.relation == "colleague"):
        yield "at_work"
    if crier is not None:
        yield from _told_cases(signals, reading, catalogue)
    if reading.abstained == NOBODY_CRIES:
        yield "no_tears"
    elif reading.abstained is not None or (_leading(reading) in _JOY and not _is_sure(reading)):
        yield "unsure"
    elif _leading(reading) in _JOY:
        yield "joy"


def _told_cases(signals: Signals, reading: Reading, catalogue: Catalogue) -> Iterator[str]:
    """Cases that the account tells; of one who tells of their own tears, only that both cried."""
    fears = {flag.code for flag in reading.flags} & {"violence", "control"}
    for case in catalogue.replies.cases.values():
        if case.code != "both_cry" and _is_narrator(reading):
            continue
        if case.code == OWN and (fears or _leading(reading) in _NO_PART):
            continue
        if case.code == "leaving" and reading.crier is not None and reading.crier.relation not in _LEFT:
            continue
        if _is_told(case, signals):
            yield case.code


def _leading(reading: Reading) -> str:
    return reading.causes[0].code if reading.causes else _UNKNOWN


def _is_sure(reading: Reading) -> bool:
    """Whether good tears lead by so much that cheering cannot be a blunder."""
    sad = max((cause.probability for cause in reading.causes if cause.code not in _JOY), default=0.0)
    return reading.causes[0].probability >= _SURE and sad <= _NOT_SAD


def _is_told(case: Case, signals: Signals) -> bool:
    return any(_holds(case, text) for text in signals.texts)


def _holds(case: Case, text: Text) -> bool:
    """Whether the case stands in the text; what is the teller's own act must stand outside quotation marks."""
    for pattern in case.patterns:
        for start, end in pattern.find(text.folded):
            if case.narrator and text.is_quoted(start, end):
                continue
            if not is_any_in(case.excepts, text.folded, *text.sentence_at(start)):
                return True
    return False


# -- an ordinary talk ------------------------------------------------------------------------------------------------


def _files(case: str, reading: Reading) -> tuple[str, ...]:
    """Where to look for words: where the tears mean nothing sure, or joy, no piece speaks of hurt."""
    if case == "unsure":
        return (_UNKNOWN, _PLAIN)
    is_joy = case == "joy" or (_leading(reading) in _JOY and is_glad(reading))
    return (*_causes(reading), _GLAD if is_joy else _HURT, _PLAIN)


def _causes(reading: Reading) -> tuple[str, ...]:
    """The cause that leads, and the next where it is nearly as likely."""
    if not reading.causes:
        return (_UNKNOWN,)
    first, *rest = reading.causes
    if rest and rest[0].probability > _CLOSE_SECOND * first.probability:
        return first.code, rest[0].code
    return (first.code,)


def _ordinary(moment: Moment, seed: int) -> tuple[Strategy, ...]:
    turns = _NOW if moment.when == "now" else _LATER
    return tuple(kinds[(seed >> (3 * place)) % len(kinds)] for place, kinds in enumerate(turns))


def _turned(kinds: Sequence[Strategy], seed: int) -> tuple[Strategy, ...]:
    """The first kind first, the others in an order of this text's own."""
    first, *rest = kinds
    shift = seed % max(1, len(rest))
    return (first, *rest[shift:], *rest[:shift])
