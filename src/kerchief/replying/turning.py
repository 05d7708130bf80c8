"""Words of an account turned round to the one they are about: "he cooked for two days" is "you cooked for two days"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kerchief.domain.conversation import Role
from kerchief.domain.reading import Crier
from kerchief.knowledge.crier_words import CrierWords
from kerchief.signals.cast import NARRATOR, WE, YOU, Cast, Mention
from kerchief.signals.people import find_people
from kerchief.text import Text

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_AGE = re.compile(r"\s*[(\[]\s*(?:\d\d?\s*/?\s*[mfMF]|[mfMF]\s*/?\s*\d\d?)\s*[)\]]|(?<=\w)\s+\d\d[mfMF]\b")
_PLURAL: Mapping[str, str] = {
    "was": "were",
    "is": "are",
    "am": "are",
    "has": "have",
    "does": "do",
    "wasn't": "weren't",
    "isn't": "aren't",
    "hasn't": "haven't",
    "doesn't": "don't",
    "wasnt": "weren't",
    "isnt": "aren't",
    "hasnt": "haven't",
    "doesnt": "don't",
}
_SUFFIX: Mapping[str, str] = {"m": "'re", "s": "'re", "d": "'d", "ll": "'ll", "ve": "'ve", "re": "'re"}
_FUSED: Mapping[str, str] = {"im": "'m", "ive": "'ve", "hes": "'s", "shes": "'s", "theyre": "'re"}
_PARTICIPLE = re.compile(
    r"\s+(?:(?:just|already|never|always|only|not|also|even|finally|really)\s+)?"
    r"(?:been|got|had|gone|done|lost|left|made|taken|given|come|become|seen|said|told|kept|put|spent|worked|tried|"
    r"found|broken|fallen|forgotten|known|chosen|written|sent|paid|held|\w+ed)\b(?! (?:by|at|of|about|that|with)\b)"
)
_ADVERB = frozenset(
    ["just", "always", "never", "really", "still", "only", "also", "even", "actually", "barely", "hardly", "already", "finally", "suddenly", "then", "kind", "sort", "of", "honestly", "literally", "usually", "often", "almost", "nearly", "once", "not", "ever"]
)
_NO_VERB = frozenset(("always", "perhaps", "sometimes", "its", "this", "us", "as", "yes", "plus", "less"))
_SHORT = re.compile(r"(?<!\w)(we|you|they)'(?:ve|ll|re|d)(?!\w)")
_THEY = -1  # nobody of the cast
_OBJECTS = frozenset(("him", "her", "me", "them"))
_JOINS = frozenset(("and", "but", "or", "then"))
_NOT_OWNED = re.compile(
    r"\s+(?:a|an|the|and|or|but|to|in|on|at|for|with|from|by|about|of|off|up|down|out|over|into|through|when|while|if|as|so|"
    r"because|that|this|is|was|i|he|she|we|they|you|it|my|our|his|again|maybe|once|twice|anyway|too|more|very|really|just|"
    r"even|not|never|always|how|what|why|who|where|before|after|since|until|than|then|here|there|home|away|back|cry|go|"
    r"come|know|sleep|eat|talk|feel|think|say|see|yesterday|today|tonight|tomorrow|\w+ing|\w+ly)\b|\s*[^\w\s'-]|\s*$"
)

@dataclass(frozen=True)
class Voices:
    """Who is "you" in a reply (a number in the cast, or None), and whether the account's "I" speaks it."""

    addressee: int | None
    i_speak: bool
    cast: Cast
    mentions: tuple[tuple[Mention, ...], ...]


def find_voices(texts: Sequence[Text], crier: Crier | None, words: CrierWords, speakers: Sequence[Role]) -> Voices:
    """The voices of a reply to the one who cries; where nobody does, to the other one told of."""
    cast = Cast(words)
    mentions = tuple(_people(text, cast, role) for text, role in zip(texts, speakers, strict=True))
    addressee = _addressee(crier, texts, cast, mentions)
    return Voices(addressee, addressee != NARRATOR, cast, mentions)


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
    return Voices(other if other != NARRATOR else None, True, voices.cast, voices.mentions)


def _addressee(
    crier: Crier | None, texts: Sequence[Text], cast: Cast, mentions: Sequence[Sequence[Mention]]
) -> int | None:
    if crier is None:
        other = cast.companion()
        is_mourned = any(re.search(r"\b(?:died|dead|funeral|passed away|passed on|buried|wake)\b", t.folded) for t in texts)
        return NARRATOR if is_mourned or cast.people[other].relation in ("stranger", "unknown") else other
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
        if who > YOU and cast.people[who].relation in (crier.relation, "unknown") and not cast.people[who].plural
        and cast.people[who].gender in (crier.gender, "u")
    ]
    return max(fitting)[1] if fitting else None


@dataclass
class _Turn:
    """One stretch on its way: what is written so far, and whether a verb must still agree with "you"."""

    text: Text
    voices: Voices
    words: CrierWords
    out: list[str]
    agree: str = ""  # "" | "first" | "third": what the verb after it agreed with
    last: str = ""

    def word(self, source: str, low: str) -> None:
        """A word that is no mention; made to agree where it is the verb of a new "you"."""
        new = source
        is_tail = self.last in _JOINS and "you" in self.out
        if (self.agree and low in _PLURAL) or (is_tail and low in _PLURAL):
            new, self.agree = _PLURAL[low], ""
        elif self.agree == "third" and low not in _ADVERB:
            new, self.agree = _base(source, low), ""
        elif self.agree and low not in _ADVERB:
            self.agree = ""
        self.out.append(new)
        self.last = low


def turn(text: Text, place: tuple[int, int], voices: Voices, utterance: int, *, in_quote: bool = False) -> str | None:
    """The stretch as said to the addressee, or None where that cannot be said without a slip."""
    start, end = place
    here = [mention for mention in voices.mentions[utterance] if start <= mention.start < end]
    if not _is_clear(text, here, voices, in_quote):
        return None
    by_start = {mention.start: mention for mention in here}
    state = _Turn(text, voices, voices.cast.words, [])
    at = start
    for match in _TOKEN.finditer(text.folded, start, end):
        if match.start() < at:
            continue
        state.out.append(_between(text, at, match.start()))
        mention = by_start.get(match.start())
        at = _step(state, match, mention, in_quote)
    state.out.append(_between(text, at, end))
    return _tidy("".join(state.out))


def _between(text: Text, start: int, end: int) -> str:
    return text.source_between(start, end) if end > start else ""


def _step(state: _Turn, match: re.Match[str], mention: Mention | None, in_quote: bool) -> int:
    """Write one word, turned if it is somebody who becomes "you"; where the next one starts."""
    low, source = match.group(), state.text.source_between(*match.span())
    if mention is None or not _is_you(mention, state.voices, in_quote):
        kind = state.words.grammar.pronouns.get(low)
        if mention is not None and kind == "we" and not state.voices.i_speak and not in_quote:
            state.out.append(_we(low, mention))
            state.agree, state.last = "", low
            return match.end()
        state.word(source, low)
        return match.end()
    if low in state.words.grammar.pronouns or low.partition("'")[0] in state.words.grammar.pronouns:
        _pronoun(state, match, mention)
        return match.end()
    return _noun(state, mention)


def _is_called(text: Text, mention: Mention, words: CrierWords) -> bool:
    """Whether a noun stands for the one person alone: "my husband", "Tom", not "my other son" or "a Florida man"."""
    if text.folded[mention.start : mention.end] in words.names:
        return True
    head = text.folded[max(0, mention.start - 14) : mention.start]
    return re.search(r"(?<!\w)(?:my|our)\s+(?:(?:poor|dear|own|lovely|sweet|old)\s+)?$", head) is not None


def _is_you(mention: Mention, voices: Voices, in_quote: bool) -> bool:
    return mention.who == (NARRATOR if in_quote else voices.addressee)


def _pronoun(state: _Turn, match: re.Match[str], mention: Mention) -> None:
    low = match.group()
    low = low[: -len(_FUSED[low]) + 1] + _FUSED[low] if low in _FUSED else low
    base, mark, suffix = low.partition("'")
    folded = state.text.folded
    if base in ("himself", "herself", "myself", "themselves"):
        new = "yourself"
    elif base in ("mine", "hers") or (base == "his" and not re.match(r"\s+[^\W_]", folded[match.end() :])):
        new = "yours"
    elif mention.role == "owner" and not (base == "her" and _NOT_OWNED.match(folded, match.end())):
        new = "your"
    else:
        new = "you"
    if new == "you" and base not in _OBJECTS and not mark:
        _swap_question(state)
        state.agree = "first" if base == "i" else "third" if base in ("he", "she") else ""
    if mark:
        has = suffix == "s" and _PARTICIPLE.match(folded, match.end())
        new += "'ve" if has else _SUFFIX.get(suffix, f"'{suffix}")
    state.out.append(new)
    state.last = low


def _swap_question(state: _Turn) -> None:
    """"was he" before the new "you"."""
    for place in range(len(state.out) - 1, max(-1, len(state.out) - 3), -1):
        low = state.out[place].lower()
        if low in _PLURAL:
            state.out[place] = _PLURAL[low]
        if low.strip():
            return


def _noun(state: _Turn, mention: Mention) -> int:
    """"my husband", "Tom" → "you"; with 's it is "your", or "you're"."""
    while state.out and (not state.out[-1].strip() or _leads(state)):
        state.out.pop()
    if state.out:
        state.out.append(" ")
    folded, end = state.text.folded, mention.end
    if folded.startswith("'s", end):
        has = _PARTICIPLE.match(folded, end + 2)
        state.out.append("your" if mention.role == "owner" else "you've" if has else "you're")
        end += 2
    else:
        state.out.append("you")
        state.agree = "third"
    state.last = "you"
    age = _AGE.match(folded, end)
    return age.end() if age else end


def _leads(state: _Turn) -> bool:
    """Whether the last word written belongs to the noun: "my", "my poor"."""
    return state.out[-1].lower() in ("my", "our", "the", "poor", "dear", "own", "old", "lovely", "sweet", "your")


def _we(low: str, mention: Mention) -> str:
    del mention
    base, mark, suffix = low.partition("'")
    new = {"us": "you", "our": "your", "ours": "yours", "ourselves": "yourselves"}.get(base, "you")
    return f"{new}'{suffix}" if mark else new


def _base(source: str, low: str) -> str:
    """A verb without the -s of he and she."""
    if "'" in low or not low.endswith("s") or low in _NO_VERB or low.endswith(("ss", "us", "n's")) or len(low) < 3:
        return source
    if low.endswith("ies") and len(low) > 4:
        return source[:-3] + "y"
    if low.endswith(("shes", "ches", "sses", "xes", "oes", "zzes")):
        return source[:-2]
    return source[:-1]


def _is_clear(text: Text, here: Sequence[Mention], voices: Voices, in_quote: bool) -> bool:
    """Whether every "he", "she" and "you" of the stretch has its owner in it, or becomes "you"."""
    named: set[int] = set()
    acting: int | None = None
    pronouns = voices.cast.words.grammar.pronouns
    for mention in here:
        word = text.folded[mention.start : mention.end]
        kind = pronouns.get(word) or pronouns.get(word.partition("'")[0])
        if _is_you(mention, voices, in_quote):
            if kind == "they" and voices.cast.people[mention.who].gender != "u":
                return False
            if kind is None and mention.who == NARRATOR:
                return False
            if kind is None and not _is_called(text, mention, voices.cast.words):
                return False
            if word in ("him", "her") and acting == mention.who and (word == "him" or _NOT_OWNED.match(text.folded, mention.end)):
                return False
            acting = mention.who if mention.role == "subject" else acting
            continue
        if mention.role == "subject":
            acting = mention.who
        if mention.role == "speaker" or kind == "you" or mention.who == YOU:
            return False
        if in_quote and (kind == "first" or (mention.who == voices.addressee and kind in ("m", "f"))):
            return False
        if kind in ("m", "f") and mention.who not in named:
            return False
        if not in_quote and kind in ("first",) and not voices.i_speak:
            return False
        if kind is None:
            named.add(mention.who)
    return True


def _tidy(said: str) -> str:
    said = _AGE.sub("", said)
    said = " ".join(said.split()).strip(" ,;:-–—.")
    said = re.sub(r"\b[A-Z]{4,}\b", lambda match: match.group().lower(), said)
    return re.sub(r"\bi\b(?='|\s|$)", "I", said)


def is_spoken_by(text: Text, quote: tuple[int, int], voices: Voices, utterance: int, saying: re.Pattern[str]) -> bool:
    """Whether a stretch in quotation marks is told as said by the addressee."""
    before = text.folded[max(0, quote[0] - 70) : quote[0]]
    after = text.folded[quote[1] : quote[1] + 45]
    if not (saying.search(before[-40:]) or saying.search(after)):
        return False
    mentions = voices.mentions[utterance]
    near_after = [one for one in mentions if quote[1] < one.start < quote[1] + 14 and one.role == "subject"]
    near_before = [one for one in mentions if quote[0] - 70 < one.start < quote[0] and one.role == "subject"]
    if near_after and saying.search(after[:22]):
        return near_after[0].who == voices.addressee
    outside = [one for one in near_before if not text.is_quoted(one.start, one.end)]
    return bool(outside) and outside[-1].who == voices.addressee


__all__ = ["NARRATOR", "WE", "Voices", "find_voices", "is_spoken_by", "turn", "turned_to_other"]
