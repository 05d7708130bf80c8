"""Who sheds the tears: the subject of each mention, and the one whose crying is told most fully."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kerchief.domain.conversation import Role
from kerchief.domain.reading import Crier, Gender, Relation
from kerchief.knowledge.crier_words import CrierWords
from kerchief.patterns import is_any_in
from kerchief.signals.cast import NARRATOR, WE, YOU, Cast, Mention
from kerchief.signals.people import find_people
from kerchief.signals.tears import Tears
from kerchief.text import Text

_OWN = re.compile(r"tears?|eyes?|sobs?|face|voice|chin|lips?|cry|crying|cheeks?|sobbing|weeping")
_WORD = re.compile(r"\w+")
_LEAST = 0.8  # how surely somebody else must cry where the narrator does
_SHARE = 0.5  # and how fully, against the narrator's own crying
_LETTER = 3  # more "you" than this, and the account is a letter to somebody
_CROWD, _PASSING = 0.5, 0.4  # how fully the crying of many, or of a small child, counts as told


@dataclass(frozen=True, slots=True)
class _Told:
    """One mention of tears with the person it is told of, the words that say so, and how sure that is (0 to 1)."""

    tears: Tears
    who: int
    start: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Walk:
    """One text with the people in it; ``aloud`` are those outside quotation marks."""

    text: Text
    mentions: tuple[Mention, ...]
    aloud: tuple[Mention, ...]

    @classmethod
    def of(cls, text: Text, mentions: tuple[Mention, ...]) -> _Walk:
        return cls(text, mentions, tuple(one for one in mentions if not text.is_quoted(one.start, one.end)))


@dataclass(frozen=True)
class _Scene:
    """What is looked at to find the subject of one mention of tears: the same voice only, quoted or not."""

    tears: Tears
    text: Text
    cast: Cast
    mentions: tuple[Mention, ...]
    sentence: tuple[int, int]

    @property
    def before(self) -> list[Mention]:
        start, end = self.sentence[0], self.tears.start
        return [mention for mention in self.mentions if start <= mention.start < end]

    @property
    def after(self) -> list[Mention]:
        start, end = self.tears.start, self.sentence[1]
        return [mention for mention in self.mentions if start <= mention.start < end]

    def head(self, mention: Mention) -> str:
        """The words before a mention, without its own "my" or "the old"."""
        words, grammar = self.text.folded[max(0, mention.start - 50) : mention.start], self.cast.words.grammar
        return words if self.word(mention) in grammar.pronouns else grammar.determined.sub("", words)

    def word(self, mention: Mention) -> str:
        return self.text.folded[mention.start : mention.end]


_Found = tuple[Mention, float] | None


def find_crier(
    texts: Sequence[Text], tears: Sequence[Tears], words: CrierWords, speakers: Sequence[Role] = ()
) -> Crier | None:
    """The crier of an account or a chat; None where nobody sheds tears.

    If several people cry it is the one other than the narrator whose crying is told most fully.
    """
    if not tears:
        return None
    cast = Cast(words)
    roles = [*speakers, *[Role.NARRATOR] * (len(texts) - len(speakers))]
    walks = [_Walk.of(text, find_people(text, cast, role)) for text, role in zip(texts, roles, strict=True)]
    over = any(is_any_in(words.over, text.folded) for text in texts)
    love = any(is_any_in(words.love, text.folded) for text in texts)
    told = [_told(one, walks[one.utterance], cast) for one in tears]
    best = _choose([replace(one, who=_meant(one.who, cast, over or love)) for one in told], cast)
    person = cast.people[best.who]
    relation, gender = person.relation, person.gender
    if relation == "unknown":
        relation = cast.namesake(person) or _likeliest(over, love, is_noun=person.word in words.people)
    if best.who == NARRATOR and gender == "u":
        gender = _narrator_gender(texts, words)
    span = texts[best.tears.utterance].span(best.start, best.tears.end, best.tears.utterance)
    return Crier(relation=relation, gender=gender, span=span)


def _likeliest(over: bool, love: bool, is_noun: bool) -> Relation:
    """What an unnamed "she", or "a girl", is likeliest to be in accounts of tears."""
    if over:
        return "ex"
    return "stranger" if is_noun and not love else "partner"


def _told(tears: Tears, walk: _Walk, cast: Cast) -> _Told:
    scene = _scene(tears, walk, cast)
    for look in (_by_owner, _by_link, _by_witness, _by_clause, _by_what_follows, _by_sentence_before):
        found = look(scene)
        if found is not None:
            mention, weight = found
            near = mention.start < tears.start and tears.start - mention.end < 60
            start = min(mention.start, tears.start) if near else tears.start
            who = _quoted(mention, walk)
            return _Told(tears, who, start, weight if tears.shed else 0.8 * weight)
    return _Told(tears, NARRATOR, tears.start, 0.4)


def _scene(tears: Tears, walk: _Walk, cast: Cast) -> _Scene:
    text = walk.text
    if not tears.shed:  # of "wanted to cry" the place of "cry" counts
        last = text.folded.rfind(" ", tears.start, tears.end) + 1
        tears = replace(tears, start=max(tears.start, last))
    quote = next(((a, b) for a, b in text.quotations if a <= tears.start < b), None)
    same = walk.aloud
    if quote is not None:
        same = tuple(mention for mention in walk.mentions if quote[0] <= mention.start < quote[1])
    return _Scene(tears, text, cast, same, text.sentence_at(tears.start))


def _by_owner(scene: _Scene) -> _Found:
    """His tears; tears in her eyes."""
    word = scene.text.folded[scene.tears.start : scene.tears.end]
    if not _OWN.match(word):
        return None
    before = scene.before
    if before and before[-1].role == "owner":
        between = scene.text.folded[before[-1].end : scene.tears.start].split()
        if len(between) <= (0 if word.endswith("ing") else 1):
            return before[-1], 1.0
    for mention in scene.after:
        until = scene.text.folded[scene.tears.end : mention.start]
        near = mention.role == "owner" and len(until) <= 45 and " and " not in until
        if near and scene.cast.words.grammar.body.match(scene.text.folded, mention.end):
            return mention, 1.0
    return None


def _by_link(scene: _Scene) -> _Found:
    """She was still crying; made him cry."""
    candidates = [mention for mention in scene.before if mention.role != "owner"]
    if not candidates:
        return None
    mention, words = candidates[-1], scene.cast.words
    gap = _WORD.findall(scene.text.folded[mention.end : scene.tears.start])
    if not words.link.issuperset(gap):
        return None
    caused = not _is_other_verb(gap) and words.causes.search(scene.head(mention)) is not None
    if mention.role == "object":
        return (mention, 1.0) if caused or gap == ["for"] else None
    if caused or len(candidates) == 1 or _opens_clause(mention, scene):
        return mention, 1.0
    return (mention, 1.0) if gap and gap[0] in words.grammar.finite else None


def _is_other_verb(gap: Sequence[str]) -> bool:
    """Whether the tears are a second verb: "saw my aunt and cried", not "saw her shaking and crying"."""
    return any(word == "and" and not before.endswith("ing") for before, word in pairwise(["", *gap]))


def _by_witness(scene: _Scene) -> _Found:
    """I heard sobbing; I found him on the floor with the lights off, crying."""
    folded, words = scene.text.folded, scene.cast.words
    if words.witnesses.search(folded[max(0, scene.tears.start - 30) : scene.tears.start]):
        others = [one for one in scene.mentions if one.end <= scene.tears.start and one.who != NARRATOR]
        return (others[-1], 0.6) if others else None
    for mention in reversed(scene.before):
        if scene.word(mention) in words.grammar.subjects:
            return None
        if mention.role != "owner" and words.causes.search(scene.head(mention)):
            gap = _WORD.findall(folded[mention.end : scene.tears.start])
            return None if _is_other_verb(gap) else (mention, 0.9)
    return None


def _by_clause(scene: _Scene) -> _Found:
    """The last person before the tears who can be the subject of a clause."""
    subjects = [mention for mention in scene.before if mention.role in ("subject", "speaker")]
    for mention in reversed(subjects):
        if mention.role == "speaker" or _opens_clause(mention, scene):
            return mention, 0.8
    return (subjects[-1], 0.6) if subjects else None


def _opens_clause(mention: Mention, scene: _Scene) -> bool:
    grammar = scene.cast.words.grammar
    return scene.word(mention) in grammar.subjects or grammar.clause.search(scene.head(mention)) is not None


def _by_what_follows(scene: _Scene) -> _Found:
    """Crying, he told me."""
    for mention in scene.after:
        if mention.role == "subject" and mention.start - scene.tears.end < 40:
            return mention, 0.6
    return None


def _by_sentence_before(scene: _Scene) -> _Found:
    """No subject in the sentence: who speaks, or the subject of the sentence before."""
    start = scene.sentence[0]
    speakers = [mention for mention in scene.mentions if mention.role == "speaker" and mention.start < start]
    if speakers:
        return speakers[-1], 0.7
    earlier = [mention for mention in scene.mentions if mention.end <= start and mention.role == "subject"]
    if not earlier:
        return None
    others = [mention for mention in earlier if mention.who != NARRATOR]
    onlooker = earlier[-1].who == NARRATOR and scene.cast.words.reports.match(scene.text.folded, earlier[-1].end)
    return (others[-1], 0.5) if others and onlooker else (earlier[-1], 0.5)


def _quoted(mention: Mention, walk: _Walk) -> int:
    """Inside quotation marks "I" is whoever is quoted."""
    if mention.who != NARRATOR or not walk.text.is_quoted(mention.start, mention.end):
        return mention.who
    opening = next(start for start, end in walk.text.quotations if start <= mention.start and mention.end <= end)
    outside = [one for one in walk.aloud if one.end <= opening and one.role == "subject"]
    return outside[-1].who if outside else mention.who


def _meant(who: int, cast: Cast, is_close: bool) -> int:
    """That "we cried" means the other one too; "you" is somebody only in a letter to them."""
    if who == WE:
        who = cast.companion()
    if who == YOU and not (is_close and cast.counts[YOU] > _LETTER):
        return NARRATOR
    return who


def _choose(told: Sequence[_Told], cast: Cast) -> _Told:
    totals: dict[int, float] = defaultdict(float)
    for one in told:
        totals[one.who] += one.weight * _fullness(one.who, cast)
    least = max(_LEAST, _SHARE * totals[NARRATOR]) if NARRATOR in totals else 0.0
    others = [who for who, total in totals.items() if who != NARRATOR and total >= least]
    best = max(others or totals, key=lambda who: (totals[who], -who))
    return next(one for one in told if one.who == best)


def _fullness(who: int, cast: Cast) -> float:
    person = cast.people[who]
    if person.word.rpartition(" ")[2] in cast.words.grammar.small:
        return _PASSING
    return _CROWD if person.plural else 1.0


def _narrator_gender(texts: Sequence[Text], words: CrierWords) -> Gender:
    """What the account tells of the narrator's gender; nothing where it tells both."""
    found = [
        gender for gender, patterns in words.narrator.items() if any(is_any_in(patterns, text.folded) for text in texts)
    ]
    return found[0] if len(found) == 1 else "u"
