"""What no declarative kind of rule can say: functions that a rule file names as its ``detector`` or ``anyhow``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kerchief.checking.drafts import Prepared
from kerchief.checking.questions import volley
from kerchief.checking.stories import self_share, whole_story
from kerchief.patterns import Place

Detector = Callable[[Prepared], Iterator[Place]]
DETECTORS: Mapping[str, Detector] = {"self_share": self_share, "whole_story": whole_story, "volley": volley}
