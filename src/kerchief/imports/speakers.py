"""Who is who in a chat: the user, who answers, and the one who hurts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kerchief.domain.conversation import Conversation, Role, Utterance
from kerchief.errors import EmptyTextError, SpeakerError
from kerchief.imports.messages import Chat, Message
from kerchief.imports.notices import without_notices

OWN = ("me", "i", "myself", Role.SUPPORTER.value)
_YOU = "you"  # the user too, where an app wrote it: nobody else is called so
MOST_MESSAGES, MOST_CHARACTERS = 500, 40_000  # of a chat that are read: its last ones
_NAMED = 8  # speakers that a question names


def to_utterances(chat: Chat, me: str | None, id: str | None = None) -> Conversation:  # noqa: A002 - the wire's own word
    """The last messages of a chat, with who says each. Raises SpeakerError where the user must be asked."""
    said = _without_notices(chat)
    names = list(dict.fromkeys(message.name for message in said if message.name is not None))
    if not names:
        raise EmptyTextError("There are no words in this chat.", "Export it again, or tell what happened.")
    user = _user(names, me or chat.me)
    kept, earlier = _last(said)
    return Conversation(
        utterances=tuple(
            Utterance(text=message.text, speaker=_role(message.name, user), name=message.name, at=message.at)
            for message in kept
        ),
        id=id,
        earlier=chat.earlier + earlier,
    )


def last_messages(chat: Chat) -> tuple[Sequence[Message], int]:
    """The messages of a chat that are read, its last ones, and how many stand before them."""
    kept, earlier = _last(_without_notices(chat))
    return kept, chat.earlier + earlier


def _without_notices(chat: Chat) -> list[Message]:
    """The messages in which somebody says something."""
    cleaned = (replace(message, text=without_notices(message.text)) for message in chat.messages)
    return [message for message in cleaned if message.text]


def _user(names: Sequence[str], me: str | None) -> str | None:
    """The name under which the user speaks; None where only the other one does."""
    if me:
        return _called(names, me)
    for own in (*OWN, _YOU):
        named = [name for name in names if name.casefold() == own]
        if named:
            return named[0]
    others = [name for name in names if name.casefold() not in (Role.SEEKER, Role.NARRATOR)]
    if len(names) == 1 or not others:
        return None
    raise SpeakerError(f"Who are you in this chat: {_listed(names, 'or')}?", _HINT, speakers=tuple(names))


def _called(names: Sequence[str], me: str) -> str:
    """The one speaker of that name, or of that first name."""
    wanted = me.strip().casefold()
    same = [name for name in names if name.casefold() == wanted]
    near = same or [name for name in names if name.casefold().split()[0] == wanted]
    if len(near) == 1:
        return near[0]
    sentence = f"Nobody of that name speaks in this chat, only {_listed(names, 'and')}."
    raise SpeakerError(sentence, _HINT, speakers=tuple(names))


_HINT = 'Say which name is yours: --me NAME, or "me" beside the text.'


def _listed(names: Sequence[str], word: str) -> str:
    shown, rest = list(names[:_NAMED]), len(names) - _NAMED
    if rest > 0:
        shown.append(f"{rest} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {word} {shown[-1]}"


def _role(name: str | None, user: str | None) -> Role:
    if name is None or name.casefold() == Role.NARRATOR:
        return Role.NARRATOR
    return Role.SUPPORTER if name == user else Role.SEEKER


def _last(messages: Sequence[Message]) -> tuple[Sequence[Message], int]:
    """The messages that are read, counted from the end, and how many are not; at least one is read."""
    length = 0
    for count, message in enumerate(reversed(messages[-MOST_MESSAGES:])):
        length += len(message.text)
        if count and length > MOST_CHARACTERS:
            return messages[-count:], len(messages) - count
    return messages[-MOST_MESSAGES:], max(0, len(messages) - MOST_MESSAGES)
