"""What the HTTP and MCP doors take: the rows of wire format 1, each field held to what it may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
)
from pydantic.config import JsonDict

from kerchief.domain.conversation import DraftSpeaker
from kerchief.domain.suggestion import By, Speaker, When
from kerchief.errors import TextTooLongError

MOST_CHARACTERS = 50_000  # of an account or a chat: what is read in seconds; the command takes more
MOST_REPLY = 5_000  # of a draft
_MOST_UTTERANCES = 1_000
# Spaces as Python has them. A pattern to match, beside so great a length, is more than tools can make examples of.
_NOT_BLANK: JsonDict = {"not": {"pattern": r"^[\s\x1c-\x1f\x85]*$"}}
_SOMETHING: JsonDict = {"contains": {"properties": {"text": _NOT_BLANK}}}


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError
    return text


_Said = AfterValidator(_said), Field(json_schema_extra=_NOT_BLANK)
MaybeWords = Annotated[str, StringConstraints(max_length=MOST_CHARACTERS)]
Words = Annotated[MaybeWords, *_Said]
MaybeReply = Annotated[str, StringConstraints(max_length=MOST_REPLY)]
Reply = Annotated[MaybeReply, *_Said]
Replies = Annotated[list[MaybeReply], Field(max_length=40)]
Name = Annotated[str, StringConstraints(max_length=1000)]


class Body(BaseModel):
    """A request; fields it does not know are refused, so that a slip of the pen is seen."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    def row(self) -> dict[str, Any]:
        """The fields that were given, as a row of the wire."""
        return self.model_dump(by_alias=True, exclude_unset=True)


class AccountBody(Body):
    """What happened, as one text: an account, or a chat export in which ``me`` is the user's name."""

    id: Name | None = None
    text: Words
    me: Name | None = None


class UtteranceBody(Body):
    """One thing said by one speaker."""

    text: MaybeWords
    speaker: Literal["seeker", "supporter", "narrator"] = "narrator"
    name: Name | None = None
    at: Name | None = None


class ChatBody(Body):
    """What happened, as a conversation; at least one thing was said in it."""

    id: Name | None = None
    utterances: Annotated[list[UtteranceBody], Field(min_length=1, json_schema_extra=_SOMETHING)]
    situation: MaybeWords | None = None

    def row(self) -> dict[str, Any]:
        """The fields that were given. Raises TextTooLongError where all that was said is too long together."""
        length = sum(len(said.text) for said in self.utterances)
        if len(self.utterances) > _MOST_UTTERANCES or length > MOST_CHARACTERS:
            raise TextTooLongError(
                f"A conversation has at most {_MOST_UTTERANCES:,} utterances and {MOST_CHARACTERS:,} characters.",
                "Keep the part around the tears.",
            )
        return super().row()


class DraftBody(Body):
    """A reply before it is sent, what it answers, and who sends it."""

    id: Name | None = None
    reply: Reply
    context: MaybeWords = ""
    speaker: DraftSpeaker = "person"


class MomentBody(Body):
    """When, how and as whom something is to be said, and the draft there is already."""

    when: When = "now"
    by: By = "in-person"
    speaker: Speaker = Field("partner", alias="as")
    i_cried: bool = False
    draft: MaybeReply = ""


class SuggestAccountBody(AccountBody, MomentBody):
    """An account, and the moment to say something in."""


class SuggestChatBody(ChatBody, MomentBody):
    """A conversation, and the moment to say something in."""


def _form(body: object) -> str:
    return "chat" if isinstance(body, dict) and "utterances" in body else "account"


ReadBody = Annotated[
    Annotated[AccountBody, Tag("account")] | Annotated[ChatBody, Tag("chat")],
    Discriminator(_form),
]
SuggestBody = Annotated[
    Annotated[SuggestAccountBody, Tag("account")] | Annotated[SuggestChatBody, Tag("chat")],
    Discriminator(_form),
]


def _whole(value: object) -> object:
    """JSON knows no difference between 7 and 7.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class RehearsalBody(Body):
    """A practice as it stands: the scenario, the seed, and the replies so far; ``branches`` were left by rewinding."""

    scenario: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
    seed: Annotated[int, Field(ge=0, le=2**53), BeforeValidator(_whole)] = 0
    replies: Replies = []
    branches: Annotated[list[Replies], Field(max_length=10)] = []
    debrief: bool = True


_BODIES = (UtteranceBody, DraftBody, SuggestAccountBody, SuggestChatBody, RehearsalBody)
_NAMES = frozenset(field.alias or name for body in _BODIES for name, field in body.model_fields.items())


def place_of(fault: Mapping[str, Any]) -> str:
    """Where a body is not as it should be, by names that are known; a name of the sender's own is left out."""
    return ".".join(str(part) for part in fault["loc"] if isinstance(part, int) or part in _NAMES) or "the body"
