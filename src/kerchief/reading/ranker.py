"""The reading itself: causes ranked, the bond apart, the deciding question, and when to say "not enough to tell"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kerchief.domain.reading import Emotion, Evidence, Flag, Hypothesis, Question
from kerchief.knowledge.catalogue import Catalogue, Meaning
from kerchief.reading.calibration import UNKNOWN, Calibration, Estimate
from kerchief.reading.evidence import evidence_of
from kerchief.reading.scoring import Hits, Score, best_hits, score
from kerchief.reading.voiced import Told, with_quote
from kerchief.signals.extract import Signals

LISTED = 0.05  # causes below this are not listed
BOND_LISTED, BOND_CUED = 0.3, 0.12  # the bond is the weaker line: said where it is likelier, or a cue speaks for it
NOBODY_CRIES = "Nobody sheds tears in this text, as far as I can see."
NOT_ENOUGH = "There is not enough here to tell what the tears mean."


@dataclass(frozen=True)
class Ranking:
    """The part of a reading that is about meaning."""

    causes: tuple[Hypothesis, ...]
    bond: tuple[Hypothesis, ...]
    abstained: str | None
    question: Question | None
    emotions: tuple[Emotion, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """One text under reading: what stands in it, the cues' best places, and how likely each meaning is."""

    signals: Signals
    hits: Hits
    estimate: Estimate


@dataclass(frozen=True)
class Ranker:
    """Ranks what tears may mean."""

    catalogue: Catalogue
    calibration: Calibration

    def rank(self, signals: Signals, flags: tuple[Flag, ...], told: Told | None = None) -> Ranking:
        """Causes and bond with evidence; ``told`` is what a model said of the same text.

        Flags say which parts must stay silent (dossier 4.3).
        """
        hits = best_hits(signals)
        scores = score(hits, self.calibration.codes)
        if not signals.sentences or (not signals.tears and not any(found.cues_for for found in scores.values())):
            return Ranking((), (), NOBODY_CRIES, None)
        estimate = self.calibration.estimate(signals, scores)
        if told is not None and told.is_used:
            estimate = told.joined(estimate)
        case = _Case(signals, hits, estimate)
        causes = self._hypotheses(case, self.calibration.causes, LISTED)
        abstained = self._abstention(signals, causes, estimate.chances[UNKNOWN])
        bond = self._bond(case, scores, flags)
        felt = self.calibration.felt(signals) if signals.tears else ()
        return Ranking(causes, bond, abstained, self._question(causes, abstained), felt)

    def _bond(self, case: _Case, scores: Mapping[str, Score], flags: tuple[Flag, ...]) -> tuple[Hypothesis, ...]:
        """What the tears may say about the bond; never beside abuse."""
        silenced = {word for flag in flags for word in self.catalogue.flags[flag.code].suppress}
        if "bond" in silenced:
            return ()
        cued = [code for code in self.calibration.bond if scores[code].cues_for]
        others = [code for code in self.calibration.bond if code not in cued]
        found = [
            *self._hypotheses(case, cued, BOND_CUED),
            *self._hypotheses(case, others, BOND_LISTED),
        ]
        return tuple(sorted(found, key=lambda bond: -bond.probability))

    def _hypotheses(self, case: _Case, codes: Sequence[str], least: float) -> tuple[Hypothesis, ...]:
        chances = case.estimate.chances
        found = [
            Hypothesis(
                code=code,
                name=self.catalogue.meanings[code].name,
                probability=round(chances[code], 3),
                evidence=_evidence(case, self.catalogue.meanings[code]),
            )
            for code in codes
            if round(chances[code], 3) > least
        ]
        return tuple(
            sorted(found, key=lambda cause: (is_only_suspected(cause.evidence), -cause.probability, cause.code))
        )

    def _abstention(self, signals: Signals, causes: tuple[Hypothesis, ...], no_reason: float) -> str | None:
        if not signals.tears:
            return NOBODY_CRIES
        if not causes or causes[0].probability < max(self.calibration.floor, no_reason):
            return NOT_ENOUGH
        return None

    def _question(self, causes: tuple[Hypothesis, ...], abstained: str | None) -> Question | None:
        if abstained is not None:
            unknown = self.catalogue.meanings[UNKNOWN]
            return Question(between=(), text=unknown.question) if abstained == NOT_ENOUGH else None
        first = causes[0]
        for other in causes[1:4]:
            if first.probability - other.probability > self.calibration.close:
                break
            for question in self.catalogue.questions:
                if set(question.between) == {first.code, other.code}:
                    return Question(between=(first.code, other.code), text=question.text)
        return Question(between=(first.code,), text=self.catalogue.meanings[first.code].question)


def _evidence(case: _Case, meaning: Meaning) -> tuple[Evidence, ...]:
    quote = case.estimate.quotes.get(meaning.code)
    if quote is None:
        return evidence_of(case.signals, case.hits, meaning, case.estimate.said.get(meaning.code))
    return with_quote(evidence_of(case.signals, case.hits, meaning, None), quote, meaning.says)


def is_only_suspected(evidence: tuple[Evidence, ...]) -> bool:
    """Whether nothing but the narrator's own guess speaks for a cause: such a cause never leads (dossier 2.0)."""
    positive = [item for item in evidence if item.weight > 0]
    return bool(positive) and all(item.why.startswith("you suspect") for item in positive)
