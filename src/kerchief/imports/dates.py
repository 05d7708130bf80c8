"""Dates as apps write them, as ISO 8601; one that could be read in two ways is left out and not guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby, pairwise

DAY = r"\d{1,4}[./-][^\S\n]?\d{1,2}[./-][^\S\n]?\d{2,4}\.?"
CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[^\S\n]?[ap]\.?[^\S\n]?m\.?)?"
_DIGITS = re.compile(r"\d+")
_LAST_DAY, _LAST_MONTH = 31, 12
_Numbers = tuple[int, ...]


def to_iso(days: Sequence[str], clocks: Sequence[str]) -> list[str | None]:
    """The time of each message. Whether day or month comes first, all of the days together decide."""
    written = {day: tuple(map(int, _DIGITS.findall(day))) for day in dict.fromkeys(days)}
    orders = _ORDERS[:1] if any("." in day for day in written) else _ORDERS  # with full stops the day comes first
    readings = [{day: _placed(numbers, order) for day, numbers in written.items()} for order in orders]
    possible = [reading for reading in readings if _fits([reading[day] for day, _ in groupby(days)])]
    if not possible or possible[0] != possible[-1]:
        return [None] * len(days)
    return [_iso(possible[0][day], clock) for day, clock in zip(days, clocks, strict=True)]


_ORDERS: tuple[_Numbers, ...] = ((2, 1, 0), (2, 0, 1))  # where year, month and day stand: 31/12/2026, 12/31/2026


def _placed(numbers: _Numbers, order: _Numbers) -> _Numbers:
    """Year, month, day."""
    if numbers[0] > _LAST_DAY:
        return numbers
    year, month, day = (numbers[place] for place in order)
    return (year if year > 99 else 2000 + year, month, day)


def _fits(days: Sequence[_Numbers]) -> bool:
    """Whether every one is a day, and none comes before the one above it."""
    return all(0 < month <= _LAST_MONTH and 0 < day <= _LAST_DAY for _, month, day in days) and all(
        earlier <= later for earlier, later in pairwise(days)
    )


def _iso(day: _Numbers, clock: str) -> str | None:
    hour, minute, second = (*map(int, _DIGITS.findall(clock)), 0)[:3]
    half = re.search("[ap]", clock, re.I)
    if half:
        hour = hour % 12 + (12 if half.group() in "pP" else 0)
    try:
        return datetime(day[0], day[1], day[2], hour, minute, second).isoformat()
    except ValueError:
        return None
