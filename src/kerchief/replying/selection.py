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
from kerchief.replying.candidates import Away, Candidate
from kerchief.replying.composer import ROUNDS, Composer
from kerchief.safety import is_silenced
from kerchief.text import Text, normalise

MOST = 3
Vet = Callable[[str, Text, tuple[Flag, ...]], Report | None]  # what the rules say of words
Hear = Callable[[Sequence[str], Text, tuple[Flag, ...]], tuple[bool, ...]]  # and whether the heads let them pass


@dataclass(frozen=True)
class Selection:
    """Chooses for one account; ``vet`` gives a report, or None where anything is found; ``hear`` listens to many."""

    catalogue: Catalogue
    flags: tuple[Flag, ...]
    context: Text
    vet: Vet
    hear: Hear

    def choose(self, composer: Composer, strategies: Sequence[Strategy]) -> tuple[Suggestion, ...]:
        """Three that do different things, heard together once the rules let them pass; who fails makes room."""
        barred: set[Span] = set()
        passed: set[str] = set()
        failed: set[str] = set()
        while True:
            chosen = self._chosen(composer, strategies, barred, failed)
            new = [item.text for item in chosen if item.text not in passed]
            heard = dict(zip(new, self.hear(new, self.context, self.flags), strict=True))
            if all(heard.values()):
                return chosen
            passed.update(text for text, is_clean in heard.items() if is_clean)
            failed.update(heard.keys() - passed)
            themes = {one.span for one in composer.told}
            barred.update(span for item in chosen if item.text in failed for span in item.because if span not in themes)

    def _chosen(
        self, composer: Composer, strategies: Sequence[Strategy], barred: set[Span], failed: set[str]
    ) -> tuple[Suggestion, ...]:
        """Looked for with something new first, then with anything; what takes up nothing comes last."""
        chosen: dict[Strategy, Suggestion] = {}
        for turn, strategy in product(ROUNDS, strategies):
            if len(chosen) == MOST:
                break
            if strategy not in chosen:
                used = tuple(span for item in chosen.values() for span in item.because)
                candidates = composer.candidates(strategy, turn, Away(used, tuple(barred)))
                fresh = (candidate for candidate in candidates if candidate.text not in failed)
                found = next(self._passing(composer, fresh, barred), None)
                if found is not None:
                    chosen[strategy] = found
        is_plain = not composer.plan.danger
        return tuple(sorted(chosen.values(), key=lambda item: is_plain and not item.because))

    def accept(self, text: str) -> Report | None:
        """The report on words that may be suggested; None where they may not."""
        report = self._by_rules(text)
        return report if report is not None and all(self.hear([text], self.context, self.flags)) else None

    def _by_rules(self, text: str) -> Report | None:
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
            report = self._by_rules(candidate.text)
            if report is not None:
                yield self.suggestion(candidate, report, composer.seed)
            else:
                told = (fact for fact in candidate.facts if fact.kind != "theme")
                barred.update(fact.span for fact in told if self._by_rules(f"{fact.text}.") is None)

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
