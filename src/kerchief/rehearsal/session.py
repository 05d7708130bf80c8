"""A practice: immutable, so that any turn can be gone back to and every way taken is kept side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from kerchief import safety
from kerchief.checking.skills import advise
from kerchief.domain.conversation import Draft, Role
from kerchief.domain.reading import Flag, Resource
from kerchief.domain.rehearsal import Debrief, Ended, Scenario, Script, Turn
from kerchief.domain.report import Report
from kerchief.errors import InputError, RehearsalEndedError, UnknownCodeError
from kerchief.knowledge.catalogue import Catalogue
from kerchief.rehearsal.debriefing import make_debrief
from kerchief.rehearsal.hearing import hear
from kerchief.rehearsal.partner import begin, respond
from kerchief.rehearsal.past import Past, ended_by
from kerchief.text import normalise

MOST_CHECKED = 1_200  # characters of a reply that are heard
MOST_KEPT = 20_000  # and that are kept
_NOT_ASKED = "Z01"
_REMEMBERED = 3  # lines of the seeker that a reply is checked against


@dataclass(frozen=True, kw_only=True)
class Room:
    """What a practice needs around it: the checker, the knowledge and the country of the helplines."""

    catalogue: Catalogue
    check: Callable[[Draft], Report]
    country: str | None = None

    def scenario(self, code: str) -> Scenario:
        """The scenario of a code. Raises UnknownCodeError."""
        if code not in self.catalogue.scenarios:
            raise UnknownCodeError(f"No scenario is called {code!r}.", "'kerchief rehearse --list' lists them.")
        return self.catalogue.scenarios[code]


@dataclass(frozen=True, kw_only=True)
class Session:
    """A practice as it stands. :meth:`reply` and :meth:`rewind` give a new one; this one stays as it is."""

    scenario: Scenario
    seed: int
    transcript: tuple[Turn, ...]
    room: Room
    branches: tuple[tuple[Turn, ...], ...] = ()

    @classmethod
    def start(cls, scenario: str, seed: int, room: Room) -> Session:
        """A new practice. Raises UnknownCodeError."""
        found = room.scenario(scenario)
        return cls(scenario=found, seed=seed, transcript=(begin(found, seed),), room=room)

    @classmethod
    def resume(cls, script: Script, room: Room) -> Session:
        """A practice played again from its script: the same seeker gives the same answers."""
        start = cls.start(script.scenario, script.seed, room)
        branches = tuple(start.replay(replies).transcript for replies in script.branches)
        return replace(start.replay(script.replies), branches=branches)

    @property
    def simulated(self) -> str:
        """What every practice begins with: that nobody is there."""
        return self.room.catalogue.practice.simulated.replace("{name}", self.scenario.name)

    @property
    def said(self) -> str:
        """The seeker's latest line."""
        return self.transcript[-1].text

    @property
    def ended(self) -> Ended | None:
        """How it ended, or None while it goes on."""
        return ended_by(self.transcript[-1])

    @property
    def script(self) -> Script:
        """What is needed to play it again."""
        return Script(
            scenario=self.scenario.code,
            seed=self.seed,
            replies=replies_of(self.transcript),
            branches=tuple(replies_of(branch) for branch in self.branches),
        )

    def reply(self, text: str) -> Session:
        """The practice after the user's reply and the seeker's answer. Any text will do; an empty one is silence.

        Raises RehearsalEndedError after the last line.
        """
        if self.ended is not None:
            raise RehearsalEndedError("This practice is over.", "Rewind to a turn, or begin another.")
        kept = text[:MOST_KEPT].encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair is no text
        report = self._checked(kept[:MOST_CHECKED])
        heard = hear(kept[:MOST_CHECKED], report, self.transcript, self.scenario, self.room.catalogue.practice)
        care, resources = self._care(kept[:MOST_CHECKED], report)
        own = Turn(role=Role.SUPPORTER, text=kept, situation=heard.situation, report=report, care=care, help=resources)
        past = Past(self.scenario, self.seed, (*self.transcript, own))
        return replace(self, transcript=(*past.turns, respond(past, kept[:MOST_CHECKED], heard)))

    def replay(self, replies: Iterable[str]) -> Session:
        """The practice after several replies; those after its end are left out."""
        session = self
        for text in replies:
            if session.ended is None:
                session = session.reply(text)
        return session

    def rewind(self, turn: int) -> Session:
        """The practice just before the user's turn ``turn`` (or just after the seeker's); what followed is a branch.

        Turns are numbered as in ``transcript``: 0 is the seeker's first line. Raises InputError.
        """
        if not 0 <= turn < len(self.transcript):
            raise InputError(f"There is no turn {turn}.", f"Turns go from 0 to {len(self.transcript) - 1}.")
        kept = self.transcript[: turn + (self.transcript[turn].role is Role.SEEKER)]
        left = () if kept == self.transcript else (self.transcript,)
        return replace(self, transcript=kept, branches=(*self.branches, *left))

    def hint(self) -> str:
        """One thing that may help with the next reply."""
        hints = self.room.catalogue.practice.hints
        lines = hints.get(self._hinted(), hints["asked"])
        return lines[len(self.transcript) // 2 % len(lines)]

    def debrief(self) -> Debrief:
        """What this practice showed, at any point of it."""
        return make_debrief(self.scenario, self.transcript, self.branches, self.room.catalogue, self.room.country)

    def _hinted(self) -> str:
        last = self.transcript[-1]
        asked = any(turn.situation == "asked_plainly" for turn in self.transcript)
        if last.told is not None and self.scenario.hidden[last.told].asked:
            return "danger_told"
        signs = (turn.showed for turn in self.transcript if turn.showed is not None)
        if self.scenario.danger and not asked and any(self.scenario.hidden[number].asked for number in signs):
            return "danger"
        return "thanks" if self.ended in ("opened", "safe") else last.situation

    def _checked(self, reply: str) -> Report | None:
        """The report on a reply; None for silence.

        That danger was not asked about says nothing against the rest of a reply, and nothing once it was asked.
        """
        if not reply.strip():
            return None
        lines = [turn.text for turn in self.transcript if turn.role is Role.SEEKER]
        report = self.room.check(Draft(reply=reply, context="\n".join(lines[-_REMEMBERED:])))
        if not any(finding.code == _NOT_ASKED for finding in report.findings):
            return report
        by_itself = self.room.check(Draft(reply=reply))
        is_asked = any(turn.situation == "asked_plainly" for turn in self.transcript)
        findings = tuple(finding for finding in report.findings if not is_asked or finding.code != _NOT_ASKED)
        send = advise(by_itself.skills, findings)
        return replace(report, findings=findings, strengths=by_itself.strengths, skills=by_itself.skills, send=send)

    def _care(self, reply: str, report: Report | None) -> tuple[tuple[str, ...], tuple[Resource, ...]]:
        """What is said to the user outside the play, where their own words show danger to them or by them."""
        if report is None or not report.flags:
            return (), ()
        catalogue = self.room.catalogue
        flags = [flag for flag in safety.find_flags((normalise(reply),), None, catalogue) if _is_own(flag)]
        given = {resource.name for turn in self.transcript for resource in turn.help}
        return safety.guidance(flags, self.room.country, catalogue, given=given)


def replies_of(transcript: Iterable[Turn]) -> tuple[str, ...]:
    """What the user said."""
    return tuple(turn.text for turn in transcript if turn.role is Role.SUPPORTER)


def _is_own(flag: Flag) -> bool:
    """Whether the user's words are about themselves, and certain."""
    return flag.tier == "hard" and flag.about in ("narrator", "narrator_as_harmer")
