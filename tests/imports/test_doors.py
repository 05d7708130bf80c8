"""An export is the same chat through every door, and each asks who the user is where it does not say."""

import io
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console
from tests.http.serving import client, started
from tests.http.serving import command as command_of

import kerchief
from kerchief import wire
from kerchief.errors import SpeakerError
from kerchief.interfaces.bulk.local import Job, run
from kerchief.interfaces.cli.render_reading import print_reading
from kerchief.interfaces.mcp import _TOOLS, _row_of

COMMAND = Path(sys.executable).parent / "kerchief"
HTMX = {"HX-Request": "true"}
EXPORT = (
    "12/03/2026, 20:59 - Messages and calls are end-to-end encrypted. Only people in this chat can read them.\n"
    "12/03/2026, 21:04 - Tom: sorry about last night\n"
    "12/03/2026, 21:05 - Sam: you cried for an hour\n"
    "13/03/2026, 21:06 - Tom: i know. i keep thinking i'm failing you\nand i should be able to pay\n"
    "13/03/2026, 21:08 - Sam: what do you mean\n"
)


LONG = "".join(f"{1 + n // 60:02d}/03/2026, 21:{n % 60:02d} - {('Tom', 'Sam')[n % 2]}: ok\n" for n in range(698))
LONG += "28/03/2026, 22:00 - Tom: i cried\n28/03/2026, 22:01 - Sam: oh\n"
LAST = "Only the last messages of this chat are read, not the 200 before them."
TWO = "Anna: are you ok?\nBen: no. i've been crying since lunch\nAnna: what happened"
NOBODY = "Tom: are you up?\nSam: yes\nTom: good"


@pytest.fixture(scope="module")
def reading(reader):
    return wire.from_reading(reader.read(kerchief.to_conversation(EXPORT, me="Sam")))


def command(*arguments, stdin=EXPORT):
    done = subprocess.run(
        [COMMAND, *arguments, "--country", "GB"], input=stdin, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout, done.stderr


def told(reading):
    """A reading without what made it: a process that starts later may find other knowledge files."""
    return {**reading, "provenance": None}


def places(found):
    if isinstance(found, dict):
        if {"utterance", "start", "quote"} <= set(found):
            yield found
        for value in found.values():
            yield from places(value)
    elif isinstance(found, list):
        for value in found:
            yield from places(value)


def test_every_place_lies_in_a_message_of_the_chat_that_comes_along(reading):
    assert [said["name"] for said in reading["chat"]] == ["Tom", "Sam", "Tom", "Sam"]
    found = list(places(reading))
    assert found
    for place in found:
        assert reading["chat"][place["utterance"]]["text"][place["start"] : place["end"]] == place["quote"]


def test_an_account_brings_no_chat_along(reader):
    assert wire.from_reading(reader.read("He cried and said he is failing us."))["chat"] == []


def test_a_name_for_a_text_that_is_no_chat_is_said_to_be_of_no_use():
    status, _, errors = command("read", "--me", "Sam", stdin="He cried and said he is failing us.")
    assert (status, errors) == (0, "kerchief: No chat was found in it; it is read as an account.\n")


def test_a_person_is_told_whose_tears_they_are(reader):
    conversation = kerchief.to_conversation(EXPORT, me="Sam")
    told = Console(file=io.StringIO(), width=80)
    print_reading(reader.read(conversation), conversation, told)
    assert 'Tom – "you cried"' in told.file.getvalue()


def test_suggestions_take_up_words_of_the_chat(reader):
    found = wire.from_suggestions(reader.suggest(kerchief.to_conversation(EXPORT, me="Sam")))
    for place in places([item["because"] for item in found["suggestions"]]):
        assert found["chat"][place["utterance"]]["text"][place["start"] : place["end"]] == place["quote"]


def test_danger_that_the_other_one_writes_of_is_the_other_ones(checker):
    text = "Him: i can't stop crying\nMe: what is it\nHim: i want to die\nMe: where are you"
    assert [(flag.code, flag.about) for flag in checker.read(text).flags] == [("suicide_risk", "crier")]


def test_the_command_reads_the_same_and_says_whom_it_takes_for_whom(reading):
    status, out, errors = command("read", "--me", "sam", "--format", "json")
    assert (status, told(json.loads(out))) == (0, told(reading))
    assert errors == "kerchief: This is read as a chat. You are Sam; you answer Tom.\n"


def test_the_command_asks_in_one_sentence():
    status, out, errors = command("suggest")
    assert (status, out) == (2, "")
    assert errors.startswith("kerchief: Who are you in this chat: Tom or Sam? ")
    assert errors.count("\n") == 1


def test_a_reply_is_checked_to_a_chat_without_asking(tmp_path):
    (tmp_path / "chat.txt").write_text(EXPORT, encoding="utf-8")
    status, out, errors = command("check", "--to", str(tmp_path / "chat.txt"), stdin="At least you have a job.")
    assert (status, errors) == (1, "")
    assert "H05" in out


def test_bulk_reads_a_chat_in_a_row_and_keeps_a_row_that_must_be_asked(tmp_path, quick):
    reading = wire.from_reading(quick.read(kerchief.to_conversation(EXPORT, me="Sam")))
    rows = [{"id": 1, "text": EXPORT, "me": "Sam"}, {"id": 2, "text": EXPORT}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run(Job(task="read", source=tmp_path / "in.jsonl", target=tmp_path / "out.jsonl", country="GB"))
    one, two = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert told(one) == {**told(reading), "id": "1"}
    assert two["error"]["code"] == "who-are-you"


def test_an_assistant_gives_the_name_as_me(reading, reader):
    tool = _TOOLS["read_account"]
    assert tool.call(reader, _row_of(tool, {"text": EXPORT, "me": "Sam"})) == reading
    with pytest.raises(SpeakerError, match="Tom or Sam"):
        tool.call(reader, _row_of(tool, {"text": EXPORT}))


class Choices(HTMLParser):
    """The names that a page offers."""

    def __init__(self, html):
        super().__init__()
        self.names = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if given.get("name") == "me" and given.get("type") == "radio":
            self.names.append(given["value"])


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    errors = tmp_path_factory.mktemp("imports") / "errors.txt"
    with started(command_of("serve", "--no-open"), errors) as server, client(server, "127.0.4.7") as found:
        found.headers.update(server.key)
        yield found
    assert errors.read_text() == ""  # nobody's name, and nothing else


def test_python_says_how_many_messages_are_not_read(reader):
    conversation = kerchief.to_conversation(LONG, me="Sam")
    assert reader.read(conversation).earlier == 200
    assert reader.suggest(conversation).earlier == 200
    assert reader.check("I'm here.", to=LONG).earlier == 200
    assert reader.read(kerchief.to_conversation(EXPORT, me="Sam")).earlier == 0


@pytest.mark.parametrize("arguments", [("read", "--me", "Sam"), ("suggest", "--me", "Sam"), ("check", "--to", "-")])
def test_the_command_says_how_many_messages_are_not_read(tmp_path, arguments):
    reply = []
    if arguments[0] == "check":
        reply = [tmp_path / "reply.txt"]
        reply[0].write_text("I'm here.", encoding="utf-8")
    status, out, errors = command(*arguments, *reply, "--format", "json", stdin=LONG)
    assert (status, json.loads(out)["earlier"]) == (0, 200)
    assert LAST in errors


def test_bulk_and_an_assistant_say_how_many_messages_are_not_read(tmp_path, reader):
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": LONG, "me": "Sam"}), encoding="utf-8")
    run(Job(task="read", source=tmp_path / "in.jsonl", target=tmp_path / "out.jsonl", country="GB"))
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["earlier"] == 200
    for name, row in (
        ("read_account", {"text": LONG, "me": "Sam"}),
        ("suggest_reply", {"text": LONG, "me": "Sam"}),
        ("check_reply", {"reply": "I'm here.", "context": LONG}),
    ):
        assert _TOOLS[name].call(reader, _row_of(_TOOLS[name], row))["earlier"] == 200


def test_http_and_the_page_say_how_many_messages_are_not_read(api):
    chat, draft = {"text": LONG, "me": "Sam"}, {"reply": "I'm here.", "context": LONG}
    for path, body in (("read", chat), ("suggest", chat), ("check", draft)):
        assert api.post(f"/v1/{path}", json=body).json()["earlier"] == 200
    form = {"account": LONG, "me": "Sam", "draft": "I'm here."}
    for path in ("/read", "/suggest", "/check"):
        assert LAST in api.post(path, data=form, headers=HTMX).text
        assert "Only the last" not in api.post(path, data={**form, "account": EXPORT}, headers=HTMX).text


def test_the_command_tells_whom_it_takes_the_user_for_where_no_line_names_them():
    _, out, errors = command("read", "--format", "json", stdin=TWO)
    assert errors == "kerchief: This is read as a chat. You are Anna; you answer Ben.\n"
    assert [said["speaker"] for said in json.loads(out)["chat"]] == ["supporter", "seeker", "supporter"]


def test_the_command_asks_beside_the_reading_where_nothing_tells_who_the_user_is():
    status, _, errors = command("read", stdin=NOBODY)
    assert (status, errors) == (
        0,
        "kerchief: This is read as an account. If it is a chat of Tom and Sam, say which you are: --me NAME.\n",
    )


def test_the_page_tells_whom_it_takes_the_user_for_and_lets_one_say_otherwise(api):
    guessed = api.post("/read", data={"account": TWO}, headers=HTMX).text
    assert "You are taken for Anna, who answers Ben." in guessed
    assert "I am Ben</button>" in guessed
    told = api.post("/read", data={"account": TWO, "me": "Ben"}, headers=HTMX).text
    assert '<input type="hidden" name="me" value="Ben">' in told
    assert "You are taken for" not in told
    open_ = api.post("/read", data={"account": NOBODY}, headers=HTMX).text
    assert "If it is a chat of Tom and Sam, say which of them you are." in open_
    assert Choices(api.post("/suggest", data={"account": NOBODY}, headers=HTMX).text).names == ["Tom", "Sam"]


def test_http_reads_the_same_and_asks_by_a_problem(api, reading):
    assert told(api.post("/v1/read", json={"text": EXPORT, "me": "Sam"}).json()) == told(reading)
    asked = api.post("/v1/read", json={"text": EXPORT})
    assert (asked.status_code, asked.json()["code"]) == (422, "who-are-you")
    assert "Tom or Sam" in asked.json()["detail"]


@pytest.mark.parametrize("path", ["/read", "/suggest"])
def test_the_page_lets_one_choose_and_then_answers(api, path):
    form = {"account": EXPORT}
    asked = api.post(path, data=form, headers=HTMX)
    assert asked.status_code == 422
    assert Choices(asked.text).names == ["Tom", "Sam"]
    answered = api.post(path, data={**form, "me": "Sam"}, headers=HTMX)
    assert answered.status_code == 200
    assert Choices(answered.text).names == []
    assert '<input type="hidden" name="me" value="Sam">' in answered.text


def test_the_page_says_whom_the_chat_is_with(api):
    page = api.post("/read", data={"account": EXPORT, "me": "Sam"}, headers=HTMX).text
    assert "This is read as a chat with Tom." in page
    assert "<strong>Tom</strong>" in page
