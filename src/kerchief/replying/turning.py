"""Words of an account turned round to the one they are about: "he cooked for two days" is "you cooked for two days"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kerchief.knowledge.crier_words import CrierWords
from kerchief.replying.voices import Voices
from kerchief.signals.cast import NARRATOR, YOU, Mention
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
_ADVERB = re.compile(
    r"(?:just|always|never|really|still|only|also|even|actually|barely|hardly|already|finally|suddenly|then|kind|sort|of|"
    r"honestly|literally|usually|often|almost|nearly|once|not|ever|pretty|much|so|very|quickly|slowly|simply|basically)"
)
_SHOUTED = re.compile(
    r"\b(?:AGAIN|NEVER|ALWAYS|NOT|EVERY\w*|NOTHING|NOBODY|ALL|SO|VERY|REALLY|STILL|"
    r"TWICE|ONCE|NOW|ONLY|JUST|SHE|HE|THEY|YEARS|MONTHS|WEEKS|DAYS|HOURS|MINUTES|OWN|ONE|EVER|EVEN|ALONE|BEFORE|WITHOUT|AND|MY|THE)\b"
)
_CONTRACTED = (
    (re.compile(r"\b(ca|do|wo)nt\b", re.I), r"\1n't"),
    (re.compile(r"\b(there|that|what)s(?= )", re.I), r"\1's"),
    (re.compile(r"\b(they|you)re\b", re.I), r"\1're"),
    (re.compile(r"\b(they|you|we)ve\b", re.I), r"\1've"),
)
_UNMARKED = re.compile(r"\b(did|does|is|was|were|has|have|had|could|would|should|do|are)nt\b")
_HEADING = re.compile(r"(?:^|[.!?\n]\s*|^so |^ok |^and )$")  # before a "husband" with nothing of its own
_KIN = re.compile(
    r"(?:ex-?)?(?:husband|hubby|wife|boyfriend|girlfriend|bf|gf|fianc\w+|mum|mom|mam|dad|"
    r"son|daughter|sister|brother|nan|co-?worker|colleague)"
)
_SHORTER = (  # as people talk
    (re.compile(r"\b(you|we|they) are(?= (?!and\b|or\b|but\b)\w)", re.I), r"\1're"),
    (
        re.compile(r"\b(you|we|they) (?:have)(?= (?:been|never|always|already|just|had|got|lost|tried)\b)", re.I),
        r"\1've",
    ),
    (re.compile(r"\b(it|there) is(?= (?:not|so|a|an|the|just|too|all|hard|like|no)\b)", re.I), r"\1's"),
    (re.compile(r"\b(do|does|did|is|are|was|were|have|has|had|would|could|should)(?: not)\b", re.I), r"\1n't"),
    (re.compile(r"\bcan ?not\b", re.I), "can't"),
)
_PICTURES = re.compile(r"[\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff]+")
_DATES = re.compile(
    r"\b(?:(?<=in )march|(?<=in )may|january|february|april|june|july|august|september|october|november|december|"
    r"christmas|easter|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_ITS = re.compile(r"\bits(?= (?:just|a|an|not|so|the|gone|been|too|only|all|going|over|my|your)\b)", re.IGNORECASE)
_NO_VERB = frozenset(("always", "perhaps", "sometimes", "its", "this", "us", "as", "yes", "plus", "less"))
_OBJECTS = frozenset(("him", "her", "me", "them"))
_JOINS = frozenset(("and", "but", "or", "then"))
_NOT_OWNED = re.compile(  # after a "her" that is no "your"
    r"\s+(?:a|an|the|and|or|but|to|in|on|at|for|with|from|by|about|of|off|up|down|out|over|into|through|when|while|if|as|"
    r"so|because|that|this|is|was|i|he|she|we|they|you|it|my|our|his|again|maybe|once|twice|anyway|too|more|very|really|"
    r"just|even|not|never|always|how|what|why|who|where|before|after|since|until|than|then|its|it's|theyre|here|"
    r"one|two|three|four|five|six|seven|ten|all|every|because|there|home|away|back|cry|"
    r"go|come|know|sleep|eat|talk|feel|think|say|see|yesterday|today|tonight|tomorrow|\w+ing|\w+ly)\b"
    r"|\s*[^\w\s'-]|\s*$"
)


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
        is_tail = self.last in _JOINS and any(one.lower().startswith("you") for one in self.out)
        if (self.agree and low in _PLURAL) or (is_tail and low in _PLURAL):
            new, self.agree = _PLURAL[low], ""
        elif self.agree == "third" and not _ADVERB.fullmatch(low):
            new, self.agree = _base(source, low), ""
        elif self.agree and not _ADVERB.fullmatch(low):
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
        kind = state.words.grammar.pronouns.get(low.partition("'")[0])
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
    if _HEADING.search(head) and _KIN.fullmatch(text.folded, mention.start, mention.end):
        return True
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
    """Put "were" for the "was" of "was he", before the new "you"."""
    for place in range(len(state.out) - 1, max(-1, len(state.out) - 3), -1):
        low = state.out[place].lower()
        if low in _PLURAL:
            state.out[place] = _PLURAL[low]
        if low.strip():
            return


def _noun(state: _Turn, mention: Mention) -> int:
    """For "my husband" and for "Tom": "you"; with 's it is "your", or "you're"."""
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
    for mention in here:
        kind = _kind(text, mention, voices)
        if _is_you(mention, voices, in_quote):
            if not _becomes_you(text, mention, voices, acting):
                return False
        elif not _stays(mention, kind, voices, named, in_quote=in_quote):
            return False
        acting = mention.who if mention.role == "subject" else acting
        if kind is None:
            named.add(mention.who)
    return True


def _kind(text: Text, mention: Mention, voices: Voices) -> str | None:
    """What kind of pronoun a mention is; None for a noun or a name."""
    pronouns, word = voices.cast.words.grammar.pronouns, text.folded[mention.start : mention.end]
    return pronouns.get(word) or pronouns.get(word.partition("'")[0])


def _becomes_you(text: Text, mention: Mention, voices: Voices, acting: int | None) -> bool:
    """Whether "you" can stand in its place: a "him" whose subject is the same "he" is somebody else."""
    kind, word = _kind(text, mention, voices), text.folded[mention.start : mention.end]
    if kind is None:
        return mention.who != NARRATOR and _is_called(text, mention, voices.cast.words)
    if kind == "they":
        return voices.cast.people[mention.who].gender == "u"
    is_object = word == "him" or (word == "her" and _NOT_OWNED.match(text.folded, mention.end) is not None)
    return not (is_object and acting == mention.who)


def _stays(mention: Mention, kind: str | None, voices: Voices, named: Collection[int], *, in_quote: bool) -> bool:
    """Whether somebody who is not spoken to can stay as they are called."""
    if mention.role == "speaker" or kind == "you" or mention.who == YOU:
        return False
    if kind == "first":
        return voices.i_speak and not in_quote
    if kind in ("m", "f"):
        if voices.addressee == NARRATOR and not in_quote:  # who has just said "he" knows whom it means
            return True
        return mention.who in named and not (in_quote and mention.who == voices.addressee)
    return True


def _tidy(said: str) -> str:
    said = _PICTURES.sub("", _AGE.sub("", said))
    said = " ".join(said.split()).strip(" ,;:-–—.")
    said = _SHOUTED.sub(lambda match: match.group().lower(), said)
    said = _ITS.sub("it's", said)
    said = _UNMARKED.sub(r"\1n't", said)
    for long, short in (*_CONTRACTED, *_SHORTER):
        said = long.sub(short, said)
    said = _DATES.sub(lambda match: match.group().capitalize(), said)
    return re.sub(r"\bi\b(?='|\s|$)", "I", said)
