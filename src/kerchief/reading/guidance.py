"""What to do about a reading: danger first and alone where it is hard, else what helps with the likeliest cause."""

from __future__ import annotations

from kerchief.domain.reading import Flag, Guidance
from kerchief.knowledge.catalogue import Catalogue, Meaning
from kerchief.reading.calibration import UNKNOWN
from kerchief.reading.ranker import Ranking
from kerchief.safety import is_silenced

ASK_THEM = "This is a guess from words. They know: ask them, and believe the answer."
_PARTS = 4  # lines of each kind that are shown


def guide(ranking: Ranking, flags: tuple[Flag, ...], lines: tuple[str, ...], catalogue: Catalogue) -> Guidance:
    """Guidance for a reading; ``lines`` is what safety says, and stands before everything else."""
    meaning = _leading(ranking, catalogue)

    def fitting(told: tuple[str, ...], most: int) -> tuple[str, ...]:
        return tuple(line for line in told if not is_silenced(line, flags, catalogue))[:most]

    if any(flag.tier == "hard" for flag in flags):
        return Guidance(first_minute=lines, notice=(ASK_THEM,))
    return Guidance(
        first_minute=(*lines, *fitting(meaning.first_minute, _PARTS)),
        helps=fitting(meaning.helps, _PARTS),
        hurts=meaning.hurts[:_PARTS],
        notice=(*fitting(meaning.notice, _PARTS - 1), ASK_THEM),
    )


def _leading(ranking: Ranking, catalogue: Catalogue) -> Meaning:
    if ranking.abstained is not None or not ranking.causes:
        return catalogue.meanings[UNKNOWN]
    return catalogue.meanings[ranking.causes[0].code]
