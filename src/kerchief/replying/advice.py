"""From a reading and a moment to suggestions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from kerchief.domain.conversation import Draft
from kerchief.domain.reading import Reading
from kerchief.domain.report import Report
from kerchief.domain.suggestion import Better, Moment, Suggestions
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.replies import Case
from kerchief.patterns import is_any_in
from kerchief.replying.composer import Composer, Shelf
from kerchief.replying.facts import Facts, find_facts
from kerchief.replying.planner import OWN, Plan, is_glad, plan
from kerchief.replying.selection import Hear, Selection, Vet
from kerchief.replying.themes import Told, find_themes
from kerchief.replying.voiced import joined, propose
from kerchief.replying.voices import Voices, find_voices, turned_to_other
from kerchief.signals.extract import Signals
from kerchief.text import Text, normalise
from kerchief.voice import Voice

Check = Callable[[Draft], Report]
_MOST_WAITING = 3
_NAMED = 3  # letters of a word that counts as one of the account's


@dataclass(frozen=True)
class Adviser:
    """Says what to say. ``vet`` and ``hear`` are what every suggestion must pass, ``check`` is for a draft."""

    catalogue: Catalogue
    vet: Vet
    hear: Hear
    check: Check

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf.of(self.catalogue)

    def suggest(
        self, signals: Signals, reading: Reading, moment: Moment, *, draft: str = "", voice: Voice | None = None
    ) -> Suggestions:
        """Suggestions for one account; without a voice, the same ones each time."""
        seed = _seed(signals)
        chosen = plan(signals, reading, moment, self.catalogue, seed=seed)
        voices = self._voices(signals, reading, chosen)
        facts = self._facts(signals, reading, chosen, voices)
        if chosen.case is not None and chosen.case.code == OWN and not facts.of("act"):
            chosen = plan(signals, reading, moment, self.catalogue, seed=seed, without=OWN)
            facts = self._facts(signals, reading, chosen, voices)
        selection = Selection(self.catalogue, reading.flags, _context(signals), self.vet, self.hear)
        told = self._told(signals, reading, chosen, voices)
        composer = Composer(self._shelf, chosen, facts, seed, told, voices.in_chat)
        found = () if chosen.is_silent else selection.choose(composer, chosen.strategies)
        proposed = propose(voice, chosen, facts, selection) if voice is not None else None
        return Suggestions(
            id=reading.id,
            note=chosen.case.note if chosen.case else "",
            first_minute=self._first_minute(chosen, reading),
            suggestions=joined(proposed, found) if proposed else found,
            can_wait=self._can_wait(chosen, reading),
            draft=self._better(draft, selection, composer) if draft.strip() else None,
            voice=proposed.voiced if proposed else None,
            flags=reading.flags,
            help=reading.help,
            provenance=reading.provenance,
            chat=reading.chat,
            earlier=reading.earlier,
        )

    def _voices(self, signals: Signals, reading: Reading, chosen: Plan) -> Voices:
        speakers = [utterance.speaker for utterance in signals.conversation.utterances]
        voices = find_voices(signals.texts, reading.crier, self.catalogue.crier_words, speakers)
        is_turned = chosen.case is not None and chosen.case.code in ("i_cried", "both_cry")
        return turned_to_other(voices) if is_turned else voices

    def _facts(self, signals: Signals, reading: Reading, chosen: Plan, voices: Voices) -> Facts:
        facts = find_facts(signals, reading, voices, self._shelf.words)
        return _owned(facts, chosen.case) if chosen.case is not None else facts

    def _told(self, signals: Signals, reading: Reading, chosen: Plan, voices: Voices) -> tuple[Told, ...]:
        """What it is about, where that may choose the words; good news only where nothing sad is likely."""
        if not chosen.is_open:
            return ()
        told = find_themes(signals, voices, self._shelf.words, self.catalogue.theme_scanner)
        return tuple(one for one in told if not one.theme.is_glad or is_glad(reading))

    def _first_minute(self, chosen: Plan, reading: Reading) -> tuple[str, ...]:
        """What to do with hands, mouth and phone; where there is danger, what safety says."""
        said = reading.guidance.first_minute
        if chosen.danger or chosen.is_silent:
            return said
        flagged = tuple(line for line in said if not line.startswith(("Hands:", "Mouth:", "Phone:")))
        if chosen.case is not None and chosen.case.first_minute:
            return (*flagged, *chosen.case.first_minute)
        moment = chosen.moment
        medium = next(
            (one for one in self.catalogue.replies.media if (one.by, one.when) == (moment.by, moment.when)), None
        )
        if medium is not None:
            return (*flagged, *medium.first_minute)
        return said or self.catalogue.meanings[(chosen.codes or ("unknown",))[0]].first_minute

    def _can_wait(self, chosen: Plan, reading: Reading) -> tuple[str, ...]:
        case = chosen.case.can_wait if chosen.case else ()
        code = reading.causes[0].code if reading.causes and reading.abstained is None else "unknown"
        cause = () if chosen.danger or chosen.is_silent else self.catalogue.replies.waits.get(code, ())
        return tuple(dict.fromkeys((*case, *cause)))[:_MOST_WAITING]

    def _better(self, draft: str, selection: Selection, composer: Composer) -> Better | None:
        """The draft with the least changed that makes it fit to send, and the account's own in it."""
        report = self.check(Draft(reply=draft, context=selection.context.source))
        if report.findings:
            text = report.rewritten or ""
            mended = selection.accept(text) if text else None
            if mended is None:
                return None
            return Better(text=text, why="Only what may hurt was changed; the rest is yours.", report=mended)
        if not composer.plan.danger and not _names(draft, selection.context):
            lead = composer.opening()
            for text in (f"{draft.rstrip()} {lead}", f"{lead} {draft.lstrip()}") if lead else ():
                longer = selection.accept(text)
                if longer is not None:
                    return Better(text=text, why="Yours, with one thing added that was told.", report=longer)
        return Better(text=draft, why="It can go as it is.", report=report)


def _owned(facts: Facts, case: Case) -> Facts:
    """Of what the speaker did, only what a case is about: nothing else need be owned."""
    if not (case.narrator and case.patterns):
        return facts
    return Facts(
        tuple(
            fact
            for fact in facts.found
            if fact.kind != "act" or is_any_in(case.patterns, normalise(fact.span.quote).folded)
        )
    )


def _seed(signals: Signals) -> int:
    """A number of this text's own."""
    told = "\n".join(text.folded for text in signals.texts)
    return int.from_bytes(hashlib.blake2b(told.encode(), digest_size=6).digest(), "big")


def _context(signals: Signals) -> Text:
    """What a suggestion answers: the whole of what was told."""
    if len(signals.texts) == 1:
        return signals.texts[0]
    return normalise("\n".join(text.source for text in signals.texts))


def _names(draft: str, context: Text) -> bool:
    """Whether a draft takes up a word of the account that is no small word."""
    told = {word for word in context.words if len(word) > _NAMED}
    said = re.findall(r"[^\W_]+", draft.lower())
    return any(word in told and not _SMALL.fullmatch(word) for word in said)


_SMALL = re.compile(
    r"(?:about|after|again|also|always|because|been|before|being|could|does|doing|done|down|even|ever|every|from|good|"
    r"have|having|here|into|just|know|like|little|made|make|many|more|most|much|need|never|only|other|over|really|right|"
    r"said|same|should|some|something|still|such|than|that|their|them|then|there|these|they|thing|think|this|those|"
    r"though|time|told|very|want|wanted|well|were|what|when|where|which|while|will|with|would|your|yours|sorry)"
)
