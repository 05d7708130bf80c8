"""Results as JSON, and JSON as input: wire format 1, the same for every door."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast, get_args

from pydantic import TypeAdapter, ValidationError

from kerchief.domain.conversation import Conversation, Draft, DraftSpeaker, Role, Utterance
from kerchief.domain.reading import Reading
from kerchief.domain.rehearsal import Rehearsal, Scenario, Scenarios, Script
from kerchief.domain.report import Report
from kerchief.domain.suggestion import Moment, Suggestions
from kerchief.errors import BadRowError, KerchiefError
from kerchief.imports import opening
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.entries import Meanings, Rules, list_meanings, list_rules
from kerchief.rehearsal.session import Session

WIRE = 1
Json = dict[str, Any]
_OF_REPORT = ("findings", "strengths", "skills", "send")
_MOMENT = {"when": "when", "by": "by", "as": "speaker", "i_cried": "i_cried"}
_MOMENT_HINT = (
    '"when" is now or later; "by" in-person or text; "as" partner, parent, friend, colleague or child; '
    '"i_cried" true or false.'
)


def from_reading(reading: Reading) -> Json:
    """A reading as wire format 1 writes it."""
    return _enveloped("reading", _adapter(Reading).dump_python(reading, mode="json"))


def from_report(report: Report) -> Json:
    """A report as wire format 1 writes it."""
    return _enveloped("report", _adapter(Report).dump_python(report, mode="json"))


def from_suggestions(suggestions: Suggestions) -> Json:
    """Suggestions as wire format 1 writes them; of each report what was found, the skills and whether to send it."""
    body = _adapter(Suggestions).dump_python(suggestions, mode="json")
    for item in (*body["suggestions"], *filter(None, [body["draft"]])):
        item["report"] = {key: item["report"][key] for key in _OF_REPORT}
    return _enveloped("suggestions", body)


def from_rehearsal(session: Session, *, with_debrief: bool = True) -> Json:
    """A practice as wire format 1 writes it; ``with_debrief=False`` between two turns, where it would tell too much."""
    practice = Rehearsal(
        scenario=session.scenario.code,
        seed=session.seed,
        simulated=session.simulated,
        turns=session.transcript,
        ended=session.ended,
        debrief=session.debrief() if with_debrief else None,
        branches=session.script.branches,
    )
    return _enveloped("rehearsal", _adapter(Rehearsal).dump_python(practice, mode="json"))


def from_scenarios(scenarios: Mapping[str, Scenario]) -> Json:
    """What can be practised: what the user knows beforehand, and nothing that is hidden."""
    listed = Scenarios(scenarios=tuple(item.card for item in scenarios.values()))
    return _enveloped("scenarios", _adapter(Scenarios).dump_python(listed, mode="json"))


def to_rehearsal(row: Mapping[str, Any]) -> Script:
    """A practice as :func:`from_rehearsal` wrote it, or with ``replies`` in place of turns. Raises BadRowError."""
    scenario, seed, replies = row.get("scenario"), row.get("seed", 0), row.get("replies")
    if replies is None and isinstance(row.get("turns"), list):
        said = (turn for turn in row["turns"] if isinstance(turn, dict) and turn.get("role") == Role.SUPPORTER)
        replies = [turn.get("text") for turn in said]
    branches = row.get("branches", [])
    is_whole = isinstance(scenario, str) and isinstance(seed, int) and isinstance(branches, list)
    if not is_whole or not all(_is_texts(texts) for texts in (replies, *branches)):
        raise BadRowError('A practice has a "scenario", a "seed", and "turns" or "replies".')
    ways = tuple(tuple(branch) for branch in branches)
    return Script(scenario=str(scenario), seed=seed, replies=tuple(replies or ()), branches=ways)


def to_moment(row: Mapping[str, Any]) -> Moment:
    """The keys ``when``, ``by``, ``as`` and ``i_cried`` of a row, those it has, as a moment. Raises BadRowError."""
    named = {_MOMENT[key]: value for key, value in row.items() if key in _MOMENT}
    try:
        return _adapter(Moment).validate_python(named)  # type: ignore[no-any-return]
    except ValidationError as error:
        wrong = next(key for key, name in _MOMENT.items() if name == error.errors()[0]["loc"][0])
        raise BadRowError(f'"{wrong}" is not one of the words it may be.', _MOMENT_HINT) from error


def from_rules(catalogue: Catalogue) -> Json:
    """Everything the checker looks for, as wire format 1 writes it."""
    return _enveloped("rules", _adapter(Rules).dump_python(list_rules(catalogue), mode="json"))


def from_meanings(catalogue: Catalogue) -> Json:
    """Everything that tears may mean, as wire format 1 writes it."""
    return _enveloped("meanings", _adapter(Meanings).dump_python(list_meanings(catalogue), mode="json"))


def from_error(error: KerchiefError) -> Json:
    """An error as a bulk row carries it."""
    return {"error": {"code": error.code, "message": error.sentence}}


def to_conversation(row: Mapping[str, Any]) -> Conversation:
    """A row with ``text`` (an account, or a chat as ``me`` has it) or ``utterances`` as a conversation.

    Raises BadRowError, and SpeakerError where a chat does not tell who the user is.
    """
    name, me = _id_of(row), row.get("me")
    if isinstance(row.get("text"), str):
        return opening.to_conversation(row["text"], me if isinstance(me, str) else None, name)
    utterances = row.get("utterances")
    if not isinstance(utterances, list) or not utterances:
        raise BadRowError('The row has neither "text" nor "utterances".')
    situation = row.get("situation")
    return Conversation(
        utterances=tuple(_utterance(item) for item in utterances),
        id=name,
        situation=situation if isinstance(situation, str) else None,
    )


def to_draft(row: Mapping[str, Any]) -> Draft:
    """A row with ``reply``, and ``context`` and ``speaker`` where they are known, as a draft. Raises BadRowError."""
    reply, context, speaker = row.get("reply"), row.get("context"), row.get("speaker") or "person"
    if not isinstance(reply, str):
        raise BadRowError('The row has no "reply".')
    if speaker not in get_args(DraftSpeaker):
        raise BadRowError('The "speaker" of a reply is person or bot.')
    answered = context if isinstance(context, str) else ""
    return Draft(reply=reply, context=answered, id=_id_of(row), speaker=cast(DraftSpeaker, speaker))


def schema() -> Json:
    """JSON Schema (2020-12) of everything kerchief writes."""
    kinds = {
        "reading": Reading,
        "report": Report,
        "suggestions": Suggestions,
        "rules": Rules,
        "meanings": Meanings,
        "rehearsal": Rehearsal,
        "scenarios": Scenarios,
    }
    found = {name: _enveloped_schema(name, kind) for name, kind in kinds.items()}
    part = found["suggestions"]["$defs"]["Report"]
    part.update(required=list(_OF_REPORT), properties={key: part["properties"][key] for key in _OF_REPORT})
    return found


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _enveloped(kind: str, body: Json) -> Json:
    return {"kerchief": WIRE, "kind": kind, **body}


def _enveloped_schema(name: str, kind: type) -> Json:
    body = _adapter(kind).json_schema(mode="serialization")
    envelope = {"kerchief": {"const": WIRE}, "kind": {"const": name}}
    return {**body, "properties": {**envelope, **body["properties"]}, "required": [*envelope, *body["required"]]}


def _utterance(item: object) -> Utterance:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise BadRowError('An utterance is an object with a "text".')
    speaker = item.get("speaker", Role.NARRATOR)
    if speaker not in tuple(Role):
        raise BadRowError('A "speaker" is seeker, supporter or narrator.')
    return Utterance(text=item["text"], speaker=Role(speaker), name=item.get("name"), at=item.get("at"))


def _id_of(row: Mapping[str, Any]) -> str | None:
    name = row.get("id")
    return None if name is None else str(name)


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
