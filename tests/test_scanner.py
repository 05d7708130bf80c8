"""A text is looked through by needles first: that must lose nothing that the expressions find."""

from __future__ import annotations

import re
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.loader import load
from kerchief.text import normalise

GLUE = st.sampled_from((" ", ". ", "\n\n", ", ", " \t", " and ", " at least ", " don't ", "!! ", " 😢 ", " you ", "’ "))


@cache
def examples() -> tuple[str, ...]:
    """What the rules' own files show, flagged and fine."""
    knowledge = load()
    shown = [rule.flagged + rule.fine for rule in knowledge.rules.values()]
    shown += [rule.shown + rule.not_shown for rule in knowledge.strengths.values()]
    return tuple(example.text for own in shown for example in own)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.deferred(lambda: st.sampled_from(examples())), GLUE), min_size=1, max_size=3))
def test_needles_lose_nothing_that_a_rule_finds(catalogue: Catalogue, parts: list[tuple[str, str]]) -> None:
    folded = normalise("".join(text + glue for text, glue in parts)).folded[:600]
    scanned = catalogue.reply_scanner.scan(folded)
    for pattern in catalogue.reply_scanner.patterns:
        matches = [match.span() for match in re.compile(pattern.expression).finditer(folded) if match.group()]
        assert list(scanned.get(pattern.expression, ())) == matches, pattern.source
