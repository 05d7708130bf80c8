"""The composition root: one :class:`Kerchief` holds everything loaded, and every door calls it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kerchief import safety
from kerchief.checking import linter, rewriting, skills
from kerchief.checking.drafts import Prepared, Setting
from kerchief.checking.hearing import Ear, load_ear
from kerchief.domain.conversation import Conversation, Draft
from kerchief.domain.provenance import VERSION, Provenance
from kerchief.domain.reading import Flag, Guidance, Reading
from kerchief.domain.rehearsal import Scenario, Script
from kerchief.domain.report import Finding, Report
from kerchief.domain.suggestion import NOW, Moment, Suggestions
from kerchief.encoder import LARGE_MODEL, MODEL, Encoder, OnnxEncoder
from kerchief.errors import EmptyTextError, TextTooLongError
from kerchief.imports.opening import to_context, to_conversation
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.loader import ENGLISH
from kerchief.knowledge.loader import load as load_catalogue
from kerchief.reading.calibration import load_calibration
from kerchief.reading.guidance import guide
from kerchief.reading.ranker import Ranker
from kerchief.reading.voiced import second_reading
from kerchief.rehearsal.session import Room, Session
from kerchief.replying.advice import Adviser
from kerchief.signals.extract import Signals, extract
from kerchief.signals.heads import load_heads
from kerchief.text import Text, normalise
from kerchief.voice import Voice

MOST_CHARACTERS = 1_000_000  # of one text; longer ones are refused with a sentence
BATCH = 64


@dataclass(frozen=True)
class Kerchief:
    """Reads accounts and checks replies. Make one with :meth:`load` and keep it: loading costs, calls are cheap.

    ``encoder`` hears replies, and reads accounts where there is no larger ``reader``.
    """

    catalogue: Catalogue
    encoder: Encoder | None
    country: str | None = None
    reader: Encoder | None = None

    @classmethod
    def load(
        cls,
        *,
        knowledge: Path = ENGLISH,
        use_encoder: bool = True,
        fast: bool = False,
        country: str | None = None,
    ) -> Kerchief:
        """Load knowledge and weights from the installed package; nothing is fetched.

        ``country`` (ISO 3166 alpha-2) chooses the helplines. ``fast`` reads with the small encoder: in half the time,
        less often right. Without weights, or with ``use_encoder=False``, kerchief reads from cues alone. The
        provenance of a reading says which it was. Raises KnowledgeError, naming file and line.
        """
        encoder = OnnxEncoder() if use_encoder and OnnxEncoder.is_installed() else None
        reader = OnnxEncoder(LARGE_MODEL) if encoder and not fast and OnnxEncoder.is_installed(LARGE_MODEL) else None
        return cls(load_catalogue(knowledge), encoder, country, reader)

    def read(self, text: str | Conversation, *, voice: Voice | None = None) -> Reading:
        """What the tears in an account or a chat may mean; a text that is a chat export is read as one.

        ``voice`` is a model of the user's that reads, too; where it fails, the result is the same as without it, and
        its provenance says why. Raises EmptyTextError, TextTooLongError (above a million characters) or SpeakerError
        (a chat that does not tell who the user is: cut it by ``to_conversation``, which can be told).
        """
        if voice is None:
            return self.read_many([text])[0]
        return self._reading(self._signals([_conversation(text)])[0], voice)

    def read_many(self, texts: Iterable[str | Conversation]) -> list[Reading]:
        """One reading for each text, in order; a batch gives just what single calls would."""
        conversations = [_conversation(text) for text in texts]
        return [
            reading
            for start in range(0, len(conversations), BATCH)
            for reading in self._read_batch(conversations[start : start + BATCH])
        ]

    def check(self, reply: str | Draft, to: str = "") -> Report:
        """What a draft reply may do to the one who reads it; ``to`` is what it answers.

        Raises EmptyTextError or TextTooLongError (above a million characters).
        """
        draft = reply if isinstance(reply, Draft) else Draft(reply=reply, context=to)
        context, earlier = to_context(draft.context)
        draft = replace(draft, context=context)
        check_size(draft)
        return replace(self._check_draft(draft), earlier=earlier)

    def check_many(self, drafts: Iterable[str | Draft]) -> list[Report]:
        """One report for each draft, in order."""
        return [self.check(draft) for draft in drafts]

    def suggest(
        self, text: str | Conversation, moment: Moment = NOW, *, draft: str = "", voice: Voice | None = None
    ) -> Suggestions:
        """What to do in the next minute, what to say (three replies that differ, each checked), and what can wait.

        ``draft`` is what the user wrote: it is kept, and offered with the least changed. ``voice`` is a model that may
        propose words, each held to the same checks; where it fails, the result is the same as without it.
        Raises EmptyTextError or TextTooLongError (above a million characters).
        """
        (signals,) = self._signals([_conversation(text)])
        return self._adviser.suggest(signals, self._reading(signals), moment, draft=draft, voice=voice)

    def suggest_many(self, texts: Iterable[str | Conversation], moment: Moment = NOW) -> list[Suggestions]:
        """Suggestions for each text, in order; a batch gives just what single calls would."""
        conversations = [_conversation(text) for text in texts]
        return [
            self._adviser.suggest(signals, self._reading(signals), moment)
            for start in range(0, len(conversations), BATCH)
            for signals in self._signals(conversations[start : start + BATCH])
        ]

    def rehearse(self, scenario: str, seed: int = 0) -> Session:
        """A practice with a simulated seeker; each seed is a different talk. Raises UnknownCodeError."""
        return Session.start(scenario, seed, self._room)

    def resume(
        self, scenario: str, seed: int, replies: Iterable[str], branches: Iterable[Iterable[str]] = ()
    ) -> Session:
        """A practice as it stood after some replies; any left over after its end are not said."""
        ways = tuple(tuple(branch) for branch in branches)
        return Session.resume(Script(scenario=scenario, seed=seed, replies=tuple(replies), branches=ways), self._room)

    @property
    def scenarios(self) -> Mapping[str, Scenario]:
        """What can be practised, by code."""
        return self.catalogue.scenarios

    @cached_property
    def _room(self) -> Room:
        by_rules = replace(self, encoder=None, reader=None)  # a turn comes at once, the same without weights
        return Room(catalogue=self.catalogue, check=by_rules._check_draft, country=self.country)

    def _provenance(self, encoder: Encoder | None) -> Provenance:
        return Provenance(version=VERSION, knowledge=self.catalogue.digest, encoder=encoder.id if encoder else "none")

    @cached_property
    def _ear(self) -> Ear | None:
        return load_ear(self.encoder) if self.encoder else None

    @cached_property
    def _ranker(self) -> Ranker:
        folder = LARGE_MODEL if self.reader else MODEL
        heads = load_heads(folder) if self.encoder else None
        return Ranker(self.catalogue, load_calibration(heads, folder))

    @cached_property
    def _adviser(self) -> Adviser:
        return Adviser(self.catalogue, self._vet, self._hears_no_harm, self._check_draft)

    def _read_batch(self, conversations: Sequence[Conversation]) -> list[Reading]:
        return [self._reading(signals) for signals in self._signals(conversations)]

    def _signals(self, conversations: Sequence[Conversation]) -> tuple[Signals, ...]:
        return extract(conversations, self.catalogue, self.reader or self.encoder)

    def _reading(self, signals: Signals, voice: Voice | None = None) -> Reading:
        speakers = tuple(utterance.speaker for utterance in signals.conversation.utterances)
        flags = safety.find_flags(signals.texts, signals.crier, self.catalogue, speakers)
        told = second_reading(voice, signals, flags, self.catalogue) if voice else None
        ranking = self._ranker.rank(signals, flags, told)
        made_by = self._provenance(self.reader or self.encoder)
        lines, resources = safety.guidance(flags, self.country, self.catalogue)
        return Reading(
            id=signals.conversation.id,
            crier=signals.crier,
            causes=ranking.causes,
            bond=ranking.bond,
            flags=flags,
            emotions=ranking.emotions,
            abstained=ranking.abstained,
            question=ranking.question,
            guidance=guide(ranking, flags, lines, self.catalogue) if signals.tears or flags else Guidance(),
            help=resources,
            provenance=replace(made_by, voice=told.asked) if told else made_by,
            chat=signals.conversation.chat,
            earlier=signals.conversation.earlier or 0,
        )

    def _check_draft(self, draft: Draft) -> Report:
        context = normalise(draft.context)
        flags = safety.find_flags((normalise(draft.reply), context), None, self.catalogue)
        setting = Setting(context, _context_flags(flags), self.catalogue, self._ear, draft.speaker)
        prepared = setting.prepare(draft.reply)
        faults = linter.find_faults(prepared, self.catalogue)
        findings = tuple(
            replace(
                linter.to_finding(*fault, prepared),
                rewrite=rewriting.rewrite_fault(fault, prepared, self.catalogue),
            )
            for fault in faults
        )
        return self._allowing(draft, prepared, findings, flags)

    def _allowing(
        self, draft: Draft, prepared: Prepared, findings: tuple[Finding, ...], flags: tuple[Flag, ...]
    ) -> Report:
        """A report without what the writer lets stand; its words then stay in the rewritten draft, too."""
        kept = tuple(item for item in findings if not draft.allows(item.code, item.span.start))
        report = self._report(draft, prepared, kept, flags)
        if not kept or len(kept) == len(findings):
            return report
        return replace(report, rewritten=rewriting.put_in(draft.reply, kept))

    def _vet(self, reply: str, context: Text, flags: tuple[Flag, ...]) -> Report | None:
        """A report by rules on a reply to a text whose flags are known; None where they find anything."""
        prepared = Setting(context, frozenset(flag.code for flag in flags), self.catalogue).prepare(reply)
        if not linter.is_clean(prepared, self.catalogue):
            return None
        return self._report(Draft(reply=reply), prepared, (), flags)

    def _hears_no_harm(self, replies: Sequence[str], context: Text, flags: tuple[Flag, ...]) -> tuple[bool, ...]:
        """Of replies that passed the rules, whether the heads find nothing, either; all of them without weights."""
        if self._ear is None:
            return (True,) * len(replies)
        setting = Setting(context, frozenset(flag.code for flag in flags), self.catalogue, self._ear)
        heard = self._ear.hear_many([normalise(reply) for reply in replies], context)
        return tuple(
            not one.harms or linter.is_clean(setting.prepare(reply), self.catalogue)
            for reply, one in zip(replies, heard, strict=True)
        )

    def _report(
        self, draft: Draft, prepared: Prepared, findings: tuple[Finding, ...], flags: tuple[Flag, ...]
    ) -> Report:
        strengths = skills.settle(linter.find_strengths(prepared, self.catalogue), findings, prepared.reply)
        skill_of = {code: rule.skill for code, rule in self.catalogue.strengths.items()}
        skill = skills.measure(prepared.reply, strengths, findings, prepared.context, skill_of=skill_of)
        _, resources = safety.guidance(flags, self.country, self.catalogue)
        return Report(
            id=draft.id,
            findings=findings,
            strengths=linter.first_of_each(strengths),
            skills=skill,
            flags=flags,
            send=skills.advise(skill, findings),
            rewritten=rewriting.rewrite_draft(prepared, self.catalogue) if findings else None,
            help=resources,
            provenance=self._provenance(self.encoder),
            earlier=0,
        )


def _context_flags(flags: tuple[Flag, ...]) -> frozenset[str]:
    """Flags that stand on words of the context, which is utterance 1 of a checked draft."""
    return frozenset(flag.code for flag in flags if any(item.utterance == 1 for item in flag.evidence))


def check_size(item: Conversation | Draft) -> None:
    """Raise EmptyTextError or TextTooLongError for what cannot be read or checked."""
    parts = [item.reply] if isinstance(item, Draft) else [utterance.text for utterance in item.utterances]
    if not any(part.strip() for part in parts):
        raise EmptyTextError("The text is empty.", "Tell what happened, in a few sentences or many.")
    length = sum(map(len, parts)) + (len(item.context) if isinstance(item, Draft) else 0)
    if length > MOST_CHARACTERS:
        raise TextTooLongError(
            f"The text has {length:,} characters; one reading takes at most {MOST_CHARACTERS:,}.",
            "Keep the part around the tears, or split it.",
        )


def _conversation(text: str | Conversation) -> Conversation:
    conversation = to_conversation(text) if isinstance(text, str) else text
    check_size(conversation)
    return conversation
