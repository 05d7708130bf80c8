"""Whatever is said in a chat: written out as an app writes it, it is read back as it was said."""

import csv
import io
import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerchief.domain.conversation import Role
from kerchief.errors import KerchiefError
from kerchief.imports.opening import to_context, to_conversation

WORDS = st.text(alphabet=string.ascii_letters + string.digits + " ',.!?éß😢-()", min_size=1, max_size=60)
LINE = WORDS.map(str.strip).filter(lambda words: words.lower() not in ("", "null"))
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
NAMES = ("Tom", "Sam", "Aya Müller", "+44 1632 960001")
CHAT = st.lists(st.tuples(st.sampled_from(NAMES), TEXT), min_size=1, max_size=8)


def android(chat):
    return "".join(f"{place + 13}/03/2026, 21:04 - {name}: {text}\n" for place, (name, text) in enumerate(chat))


def iphone(chat):
    lines = (f"[3/{place + 13}/26, 9:04:11\u202fPM] {name}: {text}\r\n" for place, (name, text) in enumerate(chat))
    return "\u200e" + "".join(lines)


def signal(chat):
    return "".join(f"[2026-03-{place + 13} 21:04:11] {name}: {text}\n" for place, (name, text) in enumerate(chat))


def sigtop(chat):
    head = "From: {}\nType: incoming\nSent: Thu, 12 Mar 2026 21:04:00 +0000\n\n{}\n\n"
    return "".join(head.format(name, text) for name, text in chat)


def telegram(chat):
    messages = [{"type": "message", "date": "2026-03-12T21:04:00", "from": name, "text": [text]} for name, text in chat]
    return json.dumps({"name": "x", "type": "private_group", "messages": messages})


def telegram_copied(chat):
    return "".join(f"{name}, [{place + 13}/03/2026 21:04]\n{text}\n\n" for place, (name, text) in enumerate(chat))


def table(chat):
    written = io.StringIO()
    csv.writer(written).writerows([("sender", "text"), *chat])
    return written.getvalue()


def lines(chat):
    return "\n".join(json.dumps({"speaker": name, "text": text}) for name, text in [*chat, ("Sam", "ok")])


WRITERS = [android, iphone, signal, sigtop, telegram, telegram_copied, table, lines]


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
@given(chat=CHAT)
@settings(max_examples=60, deadline=None)
def test_what_was_said_is_read_back(write, chat):
    whole = [("Sam", "hello"), *chat, ("Tom", "bye")]
    expected = [*whole, ("Sam", "ok")] if write is lines else whole
    found = to_conversation(write(whole), "Sam").utterances
    assert [(one.name, one.text) for one in found] == expected
    assert all((one.speaker is Role.SUPPORTER) == (one.name == "Sam") for one in found)


PIECES = (
    "12/03/2026, 21:04 - ", "[3/12/26, 9:04:11\u202fPM] ", "99/99/9999, 99:99 - A: ", "Tom, [12/03/2026 21:04]\n",
    "Tom: ", "Me: ", "\n", "\r", "{", "[", "]", "}", '"messages": [', '{"text": 1}', "From: a\nType: b\n",
    "speaker,text\n", "<Media omitted>", "\u200e",
)  # fmt: skip
ANYTHING = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=14).map("".join)


def sentence_of(text, me):
    """What is said where a text is refused; empty where it is read, as the chat or the account that it is."""
    try:
        conversation = to_conversation(text, me)
    except KerchiefError as error:
        return error.sentence
    assert conversation.chat or conversation.utterances[0].text == text
    assert all(one.text.strip() for one in conversation.chat)
    return ""


@given(text=ANYTHING, me=st.none() | st.text(max_size=4))
@settings(max_examples=300, deadline=None)
def test_no_text_ends_in_more_than_a_sentence(text, me):
    to_context(text)
    assert sentence_of(text, me).isprintable()
