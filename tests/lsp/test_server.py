"""A language server, as an editor meets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lsprotocol import types

from .conftest import Editor

HARSH = "At least you still have your job."


def applied(text: str, edit: types.TextEdit) -> str:
    """The text with a change of one line made, as an editor that counts in UTF-16 does it."""
    assert edit.range.start.line == edit.range.end.line
    lines = text.split("\n")
    line = lines[edit.range.start.line].encode("utf-16-le")
    start, end = edit.range.start.character * 2, edit.range.end.character * 2
    lines[edit.range.start.line] = (line[:start] + edit.new_text.encode("utf-16-le") + line[end:]).decode("utf-16-le")
    return "\n".join(lines)


def codes(found: list[types.Diagnostic]) -> list[object]:
    return [item.code for item in found]


def test_it_underlines_what_may_hurt_and_leaves_kindness_alone(editor: Editor) -> None:
    (found,) = editor.underlined(f"I'm so sorry. Take your time.\n\n{HARSH}\n")
    assert (found.code, found.source, found.severity) == ("H05", "kerchief", types.DiagnosticSeverity.Warning)
    assert found.range.start == types.Position(2, 0)


def test_columns_count_utf16_after_an_emoji(editor: Editor) -> None:
    text = "Oh 😢😢 no. Calm down."
    (found,) = editor.underlined(text)
    start = len(text[: text.index("Calm")].encode("utf-16-le")) // 2
    assert found.range.start == types.Position(0, start)
    assert found.range.end == types.Position(0, start + len("Calm down"))


def test_an_editor_that_counts_otherwise_is_answered_in_its_own_units(another: Callable[..., Editor]) -> None:
    editor = another("utf-8")
    text = "Oh 😢😢 no. Calm down."
    (found,) = editor.underlined(text)
    assert editor.answer.capabilities.position_encoding == "utf-8"
    assert found.range.start.character == len(text[: text.index("Calm")].encode())
    assert editor.leave()[0] == 0


def test_each_paragraph_is_a_reply_of_its_own(editor: Editor) -> None:
    text = f"# Macros\r\n\r\n{HARSH}\r\n\r\nThank you for telling me.\r\n\r\n- Man up.\r\n- Calm down.\r\n"
    assert [item.range.start.line for item in editor.underlined(text)] == [2, 6, 7]


def test_a_quoted_block_is_what_the_reply_answers(editor: Editor) -> None:
    reply = "You should talk to HR about that."
    quoted = f"> My manager gave my project to the new guy\n> and I cried in the loos.\n\n{reply}"
    assert codes(editor.underlined(quoted)) == ["H12"]
    asked = f"> My manager gave my project to the new guy. What should I do?\n\n{reply}"
    assert codes(editor.underlined(asked)) == []


def test_front_matter_says_what_is_answered_and_who_speaks(editor: Editor) -> None:
    head = "---\ntitle: At least\nspeaker: bot\nto: |\n  My manager gave my project away.\n  I cried.\n---\n"
    assert codes(editor.underlined(f"{head}You should talk to HR about that.")) == ["H12"]
    assert codes(editor.underlined(f"{head}I'm not going anywhere.")) == ["H33"]
    assert codes(editor.underlined("+++\nspeaker = 'bot'\n+++\nI'm not going anywhere.")) == ["H33"]
    assert codes(editor.underlined("I'm not going anywhere.")) == []


def test_typing_on_is_checked_once_it_rests(editor: Editor) -> None:
    uri = editor.open("At")
    assert editor.findings(uri).version == 1
    for version, text in enumerate((HARSH[:8], HARSH[:20], HARSH), start=2):
        editor.type(uri, text, version)
    last = editor.findings(uri)
    assert (last.version, codes(list(last.diagnostics))) == (4, ["H05"])


def test_hovering_says_why_and_what_to_say_instead(editor: Editor) -> None:
    uri = editor.open(f"I'm so sorry. Take your time.\n\n{HARSH}")
    editor.findings(uri)
    told = editor.hover(uri, 2, 4)
    assert "**at-least** (H05)" in told
    assert "Say instead: " in told
    assert "Keep it" in editor.hover(uri, 0, 16)
    assert editor.hover(uri, 1, 0) == ""


def test_hovering_right_after_typing_speaks_of_the_new_words(editor: Editor) -> None:
    uri = editor.open("I'm so sorry.")
    editor.findings(uri)
    editor.type(uri, f"Oh no.\n\n{HARSH}", 2)
    assert "at-least" in editor.hover(uri, 2, 3)


def test_the_words_on_offer_leave_nothing_to_find(editor: Editor) -> None:
    text = f"Oh 😢. {HARSH}"
    uri = editor.open(text)
    (found,) = editor.findings(uri).diagnostics
    offers = editor.actions(uri, found)
    title = next(title for title in offers if title.startswith("Say instead: "))
    assert editor.underlined(applied(text, offers[title])) == []


def test_allowing_a_rule_silences_its_line_alone(editor: Editor) -> None:
    text = f"{HARSH}\nAt least it is warm."
    uri = editor.open(text)
    first, second = editor.findings(uri).diagnostics
    offers = editor.actions(uri, first)
    allowed = applied(text, offers["Allow at-least (H05) on this line"])
    assert allowed.startswith(f"{HARSH} <!-- kerchief: allow H05 -->\n")
    (left,) = editor.underlined(allowed)
    assert left.range == second.range


def test_plain_text_gets_a_plain_comment(editor: Editor) -> None:
    uri = editor.open(HARSH, "plaintext", "plain.txt")
    (found,) = editor.findings(uri).diagnostics
    offers = editor.actions(uri, found)
    assert offers["Allow at-least (H05) on this line"].new_text == " # kerchief: allow H05"


def test_danger_cannot_be_allowed_and_the_comment_says_so(editor: Editor) -> None:
    text = "> I think about killing myself.\n\nDo it then. <!-- kerchief: allow Z04 -->"
    uri = editor.open(text)
    found = editor.findings(uri).diagnostics
    assert "Z04" in codes(list(found))
    assert any("cannot be allowed" in item.message for item in found)
    assert not any(title.startswith("Allow") for item in found for title in editor.actions(uri, item))


def test_closing_a_document_takes_its_findings_away(editor: Editor) -> None:
    uri = editor.open(HARSH)
    assert editor.findings(uri).diagnostics
    editor.close(uri)
    assert not editor.findings(uri).diagnostics


def test_a_document_that_holds_no_replies_is_left_alone(editor: Editor) -> None:
    uri = editor.open(f"x = '{HARSH}'", "python", "code.py")
    assert editor.hover(uri, 0, 8) == ""


def test_settings_come_from_the_folder_of_the_document(editor: Editor, folder: Path) -> None:
    below = folder / "bots"
    below.mkdir()
    (below / ".kerchief.toml").write_text('speaker = "bot"\nignore = ["H05"]\n', encoding="utf-8")
    assert codes(editor.underlined("At least it is over. I'm not going anywhere.", name="bots/a.md")) == ["H33"]
    (below / ".kerchief.toml").write_text('spoken = "bot"\n', encoding="utf-8")
    editor.open("Hello.", name="bots/b.md")
    editor.underlined("Hello.")
    assert ".kerchief.toml: nothing reads 'spoken'" in editor.told[-1]


def test_settings_of_the_editor_come_first(another: Callable[..., Editor]) -> None:
    editor = another(options={"speaker": "bot", "ignore": ["H05"]})
    assert codes(editor.underlined("At least it is over. I'm not going anywhere.")) == ["H33"]
    assert editor.leave()[0] == 0


def test_no_word_of_a_document_reaches_standard_error(another: Callable[..., Editor]) -> None:
    editor = another()
    uri = editor.open("CANARY. At least you tried, CANARY.")
    editor.findings(uri)
    editor.tell(editor.client.protocol.notify, "textDocument/didChange", {"CANARY": "CANARY"})
    editor.hover(uri, 0, 10)
    status, said = editor.leave()
    assert status == 0
    assert "CANARY" not in said + " ".join(editor.told)
