"""Few, different, and each of them checked: the candidates that are suggested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from kerchief.domain.conversation import Span
from kerchief.domain.reading import Flag
from kerchief.domain.report import Report
from kerchief.domain.suggestion import Strategy, Suggestion
from kerchief.knowledge.catalogue import Catalogue
from kerchief.patterns import is_any_in
from kerchief.replying.composer import ROUNDS, Away, Candidate, Composer
from kerchief.safety import is_silenced
from kerchief.text import Text, normalise

MOST = 3
Vet = Callable[[str, Text, tuple[Flag, ...]], Report | None]


@dataclass(frozen=True)
class Selection:
    """Chooses for one account; ``vet`` gives a report, or None where anything is found."""

    catalogue: Catalogue
    flags: tuple[Flag, ...]
    context: Text
    vet: Vet

    def choose(self, composer: Composer, strategies: Sequence[Strategy]) -> tuple[Suggestion, ...]:
        """Three that do different things: first those that take up something new, then those that take up anything."""
        chosen: dict[Strategy, Suggestion] = {}
        barred: set[Span] = set()
        for turn, strategy in product(ROUNDS, strategies):
            if len(chosen) == MOST:
                break
            if strategy not in chosen:
                used = tuple(span for item in chosen.values() for span in item.because)
                candidates = composer.candidates(strategy, turn, Away(used, tuple(barred)))
                found = next(self._passing(composer, candidates, barred), None)
                if found is not None:
                    chosen[strategy] = found
        return tuple(chosen.values())

    def accept(self, text: str) -> Report | None:
        """The report on words that may be suggested; None where they may not."""
        folded = normalise(text)
        if is_silenced(text, self.flags, self.catalogue):
            return None
        if any(is_any_in(never.patterns, folded.folded) for never in self.catalogue.never):
            return None
        report = self.vet(text, self.context, self.flags)
        return report if report is not None and report.send == "yes" else None

    def _passing(self, composer: Composer, candidates: Iterable[Candidate], barred: set[Span]) -> Iterator[Suggestion]:
        """Those that may be said; ``barred`` grows by facts that cannot be, whatever is said with them."""
        for candidate in candidates:
            if barred.intersection(candidate.because):
                continue
            report = self.accept(candidate.text)
            if report is not None:
                yield self.suggestion(candidate, report, composer.seed)
            else:
                barred.update(fact.span for fact in candidate.facts if self.accept(f"{fact.text}.") is None)

    def suggestion(self, candidate: Candidate, report: Report, seed: int = 0) -> Suggestion:
        """A suggestion with why it is made."""
        kind = self.catalogue.replies.strategies[candidate.strategy]
        return Suggestion(
            text=candidate.text,
            strategy=candidate.strategy,
            phase=kind.phase,
            why=kind.why[seed % len(kind.why)],
            because=candidate.because,
            report=report,
        )
