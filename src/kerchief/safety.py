"""Danger first: flags on a text, and what is then said.

It runs on every text before anything else, needs no encoder and has no off switch. What counts as a sign is in
``safety/*.toml``, what turns a sign into something else (fiction, news, "never") in ``safety_frames.toml``, what is
said in ``flags.toml``. A hard sign raises a hard flag by itself and nothing takes it back: not "I was only joking",
and not the low score of a model. A soft sign asks for one gentle question; weak signs need another family beside them.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from kerchief.domain.conversation import Role
from kerchief.domain.reading import Crier, Evidence, Flag, Resource, Tier
from kerchief.knowledge.catalogue import Catalogue, Helpline, SafetyCue, SafetyFrame
from kerchief.patterns import Place, expand, is_any_in
from kerchief.scanner import Scan
from kerchief.signals.chat import is_affirmed, is_only_asked
from kerchief.signals.signs import Sign, about_of, compiled
from kerchief.text import Text, normalise

WEIGHT: Mapping[str, float] = {"hard": 3.0, "soft": 2.0, "weak": 1.0}
ENOUGH = 2.0  # points of different families that raise a soft flag
ASKED = "asked"  # the family of questions that are signs once they are answered with yes
STALE_DAYS = 183
MOST_RESOURCES = 2
MOST_EVIDENCE = 4
MOST_LINES = 9
LOCAL_NUMBER = "your local emergency number"
GIVEN_BEFORE = "The lines you were given before are still there for you."
NO_LINE = "In an emergency call {emergency}. {directory} lists lines by country."
_BEFORE = 90  # characters before a sign in which "not" or "never" may stand


def find_flags(
    texts: Sequence[Text], crier: Crier | None, catalogue: Catalogue, speakers: Sequence[Role] = ()
) -> tuple[Flag, ...]:
    """The flags of a conversation: hard ones first, then in the order of ``flags.toml``.

    ``speakers`` says who wrote each text (a narrator where it is empty): "I want to die" from the seeker is about
    the crier, from a narrator about the narrator.
    """
    by_flag: dict[str, list[Sign]] = {}
    for sign in find_signs(texts, catalogue):
        if _is_said(sign, texts, speakers):
            by_flag.setdefault(sign.cue.flag, []).append(sign)
    flags = []
    for code, signs in by_flag.items():
        tier = _tier(signs)
        if tier is not None:
            signs.sort(key=_precedence)  # stable: otherwise as told
            first = signs[0]
            speaker = speakers[first.utterance] if speakers else Role.NARRATOR
            about = about_of(first, texts[first.utterance], crier, speaker=speaker, catalogue=catalogue)
            name = catalogue.flags[code].name
            flags.append(Flag(code=code, name=name, tier=tier, about=about, evidence=_evidence(signs, texts)))
    return tuple(sorted(flags, key=lambda flag: (flag.tier != "hard", catalogue.flags[flag.code].rank)))


def find_signs(texts: Sequence[Text], catalogue: Catalogue) -> list[Sign]:
    """Every sign that no exception or frame takes away, in the order of the text."""
    found = [
        Sign(cue, number, start, end)
        for number, text in enumerate(texts)
        for scan in (catalogue.safety_scanner.scan(text.folded),)
        for cue in catalogue.safety_scanner.touched(scan)
        for start, end in _places(text, cue, scan, catalogue.safety_frames)
    ]
    return sorted(found, key=lambda sign: (sign.utterance, sign.start, sign.end))


def _is_said(sign: Sign, texts: Sequence[Text], speakers: Sequence[Role]) -> bool:
    """Whether a sign is more than the user's own question: that counts once the seeker says yes to it."""
    if sign.cue.family == ASKED:
        return is_affirmed(texts, speakers, sign.utterance)
    return not is_only_asked(texts, speakers, sign.utterance, sign.start)


def _precedence(sign: Sign) -> tuple[float, int]:
    """The strongest first; harm to the narrator before the narrator's own, and both before harm to others."""
    return -WEIGHT[sign.cue.tier], {"narrator": 0, "narrator_as_harmer": 1}.get(sign.cue.about or "", 2)


def _places(text: Text, cue: SafetyCue, scan: Scan, frames: Sequence[SafetyFrame]) -> Iterator[Place]:
    taken: list[Place] = []
    for pattern in cue.patterns:
        for place in scan.get(pattern.expression, ()):
            at = bisect(taken, place)
            is_taken = any(start < place[1] and place[0] < end for start, end in taken[max(0, at - 1) : at + 1])
            if not is_taken and not _is_framed(text, cue, place, frames):
                taken.insert(at, place)
                yield place


def _is_framed(text: Text, cue: SafetyCue, place: Place, frames: Sequence[SafetyFrame]) -> bool:
    first, last = text.sentence_at(place[0])
    sentence = (first, max(last, place[1]))
    if is_any_in(cue.excepts, text.folded, *sentence):
        return True
    return any(_is_within(frame, text, place, sentence) for frame in frames if cue.flag in frame.drops)


def _is_within(frame: SafetyFrame, text: Text, place: Place, sentence: Place) -> bool:
    around = sentence if frame.place == "sentence" else (max(sentence[0], place[0] - _BEFORE), place[0])
    return is_any_in(frame.patterns, text.folded, *around) and not is_any_in(frame.unless, text.folded, *sentence)


def _tier(signs: Sequence[Sign]) -> Tier | None:
    if any(sign.cue.tier == "hard" for sign in signs):
        return "hard"
    best: dict[str, float] = {}
    for sign in signs:
        best[sign.cue.family] = max(best.get(sign.cue.family, 0.0), WEIGHT[sign.cue.tier])
    return "soft" if sum(best.values()) >= ENOUGH else None


def _evidence(signs: Sequence[Sign], texts: Sequence[Text]) -> tuple[Evidence, ...]:
    """The strongest places, one for each cue."""
    one_each = {sign.cue.id: sign for sign in reversed(signs)}
    kept = [sign for sign in signs if one_each[sign.cue.id] is sign][:MOST_EVIDENCE]
    return tuple(_quoted(sign, texts[sign.utterance]) for sign in kept)


def _quoted(sign: Sign, text: Text) -> Evidence:
    span = text.span(sign.start, sign.end, sign.utterance)
    return Evidence(
        utterance=span.utterance,
        start=span.start,
        end=span.end,
        quote=span.quote,
        weight=WEIGHT[sign.cue.tier],
        why=sign.cue.why,
    )


# -- what is then said -----------------------------------------------------------------------------------------------


def guidance(
    flags: Sequence[Flag],
    country: str | None,
    catalogue: Catalogue,
    *,
    given: Collection[str] = (),
    today: date | None = None,
) -> tuple[tuple[str, ...], tuple[Resource, ...]]:
    """What to say and whom to call: plain lines, and at most two resources of the country.

    ``given`` names services shown before in the session: they are not repeated. Without flags there is nothing.
    """
    dangers = [flag for flag in flags if catalogue.flags[flag.code].kind == "danger"]
    country = _COUNTRIES.get((country or "").upper(), (country or "").upper())
    emergency = catalogue.emergencies.get(country)
    number = emergency.number if emergency else LOCAL_NUMBER
    lines = _lines(flags, dangers, catalogue)
    needed = _needed(dangers, catalogue)
    helplines = _helplines(needed, country, catalogue)
    fresh = [line for line in helplines if line.service not in given]
    if helplines and not fresh:
        lines.append(GIVEN_BEFORE)
    if needed and not helplines:
        lines.append(NO_LINE.replace("{directory}", catalogue.directory))
    return tuple(line.replace("{emergency}", number) for line in lines), tuple(
        _resource(line, today) for line in fresh[:MOST_RESOURCES]
    )


def is_silenced(line: str, flags: Sequence[Flag], catalogue: Catalogue) -> bool:
    """Whether advice touches a topic that a flag suppresses: forgiveness beside violence, and the like."""
    topics = {topic for flag in flags for topic in catalogue.flags[flag.code].suppress}
    said = normalise(line).folded
    return any(compiled(expand(f"{{s_topic_{topic}}}", catalogue.lexicon)).search(said) for topic in topics)


def _lines(flags: Sequence[Flag], dangers: Sequence[Flag], catalogue: Catalogue) -> list[str]:
    """What each flag says, most urgent first; modifiers speak only where no danger is certain."""
    is_certain = any(flag.tier == "hard" for flag in dangers)
    speaking = dangers if is_certain else flags
    is_threat = _is_threat(dangers)
    said = [
        line
        for flag in speaking
        for line in _lines_of(flag, catalogue.flags[flag.code].lines, is_threat, catalogue.flags[flag.code].question)
    ]
    return list(dict.fromkeys(said))[: MOST_LINES + (2 if is_threat else 0)]


def _lines_of(flag: Flag, lines: Mapping[str, tuple[str, ...]], is_threat: bool, question: str) -> tuple[str, ...]:
    wanted = ("threat",) if is_threat and "threat" in lines else ()
    for key in (*wanted, f"{flag.about}_{flag.tier}", flag.about if flag.tier == "hard" else "", flag.tier):
        if key in lines:
            return lines[key]
    return (question,)


def _is_threat(flags: Sequence[Flag]) -> bool:
    """Whether a wish to die and a hold on somebody are told in the same words: "if you leave I'll kill myself"."""
    told = {flag.code: flag.evidence for flag in flags}
    return any(
        a.utterance == b.utterance and a.start < b.end and b.start < a.end
        for a in told.get("suicide_risk", ())
        for b in told.get("control", ())
    )


def _needed(dangers: Sequence[Flag], catalogue: Catalogue) -> list[str]:
    """The audiences that can help, most urgent first."""
    needs = [need for flag in dangers for need in catalogue.flags[flag.code].needs]
    return [need for need in dict.fromkeys(needs) if need != "emergency"]


def _helplines(needed: Sequence[str], country: str, catalogue: Catalogue) -> list[Helpline]:
    """One line for each audience in turn, then the next ones of the same audiences."""
    there = [line for line in catalogue.helplines if line.country == country]
    by_need = [[line for line in there if line.audience in _AUDIENCES[need]] for need in needed]
    longest = max((len(lines) for lines in by_need), default=0)
    in_turn = [lines[turn] for turn in range(longest) for lines in by_need if turn < len(lines)]
    return list(dict.fromkeys(in_turn))[:MOST_RESOURCES]


_COUNTRIES: Mapping[str, str] = {"UK": "GB"}
_AUDIENCES: Mapping[str, tuple[str, ...]] = {"crisis": ("crisis", "any"), "abuse": ("abuse", "abuse_men")}


def _resource(line: Helpline, today: date | None) -> Resource:
    return Resource(
        name=line.service,
        contact=line.contact,
        country=line.country,
        hours=line.hours,
        checked=line.last_checked,
        stale=is_stale(line.last_checked, today),
    )


def is_stale(last_checked: str, today: date | None = None) -> bool:
    """Whether a helpline was last checked more than six months ago."""
    now = today if today is not None else datetime.now(UTC).date()
    return (now - date.fromisoformat(last_checked)).days > STALE_DAYS
