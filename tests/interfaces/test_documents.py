"""Replies in files: cut into drafts, with comments that allow and settings that choose."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from kerchief.engine import Kerchief
from kerchief.errors import InputError, UnknownCodeError
from kerchief.interfaces.documents.allowing import read_comments
from kerchief.interfaces.documents.checking import Checked, Checker, Document
from kerchief.interfaces.documents.pieces import Each, cut
from kerchief.interfaces.documents.settings import Settings, codes_of, find_settings, to_settings
from kerchief.knowledge.catalogue import Catalogue

from .conftest import Run

HARSH = "At least you still have your job."


def drafts(text: str, each: Each = "paragraph") -> list[str]:
    return [text[piece.start : piece.end] for piece in cut(text, text, each)]


def checked(checker: Kerchief, text: str, each: Each = "paragraph", settings: Settings | None = None) -> list[Checked]:
    return Checker(checker, settings or Settings()).check([Document("macros.md", text)], each)


def found(items: list[Checked]) -> list[tuple[str, int]]:
    """Codes with the lines they stand on."""
    return [(item.code, one.place(item.span.start)[0]) for one in items for item in one.report.findings]


class TestPieces:
    def test_paragraphs_are_drafts_and_headings_are_none(self) -> None:
        assert drafts("# Late\n\nOh no.\nI'm sorry.\n\n\n## Lost\nHow awful.\n") == ["Oh no.\nI'm sorry.", "How awful."]

    def test_the_items_of_a_list_are_drafts_and_a_list_in_a_reply_is_not(self) -> None:
        assert drafts("- Oh no.\n  Sorry.\n- How awful.\n2. Hm.") == ["Oh no.\n  Sorry.", "How awful.", "Hm."]
        assert drafts("I could bring:\n- soup\n- cake") == ["I could bring:\n- soup\n- cake"]

    def test_lines_are_drafts(self) -> None:
        assert drafts("Oh no.\r\n\r\n * Sorry.\r\n# no draft\r\n", "line") == ["Oh no.", "Sorry."]

    def test_a_whole_file_stays_as_it_is(self) -> None:
        assert drafts("\n# Oh\n> no\n", "file") == ["\n# Oh\n> no\n"]

    def test_a_quoted_block_is_answered_by_all_that_follows_until_the_next(self) -> None:
        text = "Hm.\n\n> He\n> cried.\n\nOh.\n\nNo.\n> She left.\nAh."
        assert [(text[piece.start : piece.end], piece.to) for piece in cut(text, text, "paragraph")] == [
            ("Hm.", ""), ("Oh.", "He\ncried."), ("No.", "He\ncried."), ("Ah.", "She left."),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "head",
        ["---\nto: He cried.\n---\n", "---\r\nto: 'He cried.'\r\n---\r\n", "---\na: 1\nto: >\n  He cried.\nb: 2\n---\n",
         '+++\nto = "He cried."\n+++\n'],
    )  # fmt: skip
    def test_front_matter_may_say_what_is_answered(self, head: str) -> None:
        (piece,) = cut(f"{head}Oh no.", f"{head}Oh no.", "paragraph")
        assert piece.to == "He cried."

    def test_front_matter_that_cannot_be_read_is_passed_over(self) -> None:
        assert drafts("+++\nto = nothing\n+++\nOh no.") == ["Oh no."]
        assert drafts("---\n---\nOh no.") == ["Oh no."]


class TestComments:
    @pytest.mark.parametrize(
        "text",
        [
            f"{HARSH} <!-- kerchief: allow H05 -->",
            f"{HARSH}  # kerchief: allow at-least",
            f"{HARSH} <!--kerchief: allow H12, h05-->",
            f"# kerchief: allow H05\n{HARSH}",
            f"<!-- kerchief: allow At-Least -->\n\n{HARSH}",
            f"# kerchief: allow H12\n# kerchief: allow H05\n{HARSH}\n",
        ],
    )
    @pytest.mark.parametrize("each", ["file", "paragraph", "line"])
    def test_a_rule_is_allowed_by_code_or_name_on_the_line_or_before_it(
        self, text: str, each: Each, checker: Kerchief
    ) -> None:
        assert found(checked(checker, text, each)) == []

    def test_it_is_allowed_nowhere_else(self, checker: Kerchief) -> None:
        text = f"{HARSH}\n{HARSH} # kerchief: allow H05\n{HARSH}\n"
        assert found(checked(checker, text)) == [("H05", 1), ("H05", 3)]

    def test_no_other_rule_is_allowed(self, checker: Kerchief) -> None:
        assert found(checked(checker, f"Calm down. {HARSH} # kerchief: allow H05")) == [("H01", 1)]

    def test_a_comment_is_no_part_of_the_reply(self, checker: Kerchief) -> None:
        (item,) = checked(checker, "I'm so sorry. # kerchief: allow H05")
        assert item.draft.reply == "I'm so sorry."

    def test_what_is_allowed_stays_in_the_rewritten_reply(self, checker: Kerchief) -> None:
        (item,) = checked(checker, f"{HARSH} # kerchief: allow H05\nCalm down.")
        assert item.report.rewritten is not None
        assert HARSH in item.report.rewritten
        assert "Calm down" not in item.report.rewritten

    def test_a_reply_with_everything_allowed_may_be_sent(self, checker: Kerchief) -> None:
        (item,) = checked(checker, f"I'm so sorry. {HARSH} # kerchief: allow H05")
        assert (item.report.send, item.report.rewritten) == ("yes", None)

    def test_danger_and_unknown_rules_cannot_be_allowed(self, catalogue: Catalogue) -> None:
        text = "Hm. # kerchief: allow Z04, H99 H05"
        refused = read_comments(text, catalogue).refused
        assert [text[item.start : item.end] for item in refused] == ["Z04", "H99"]
        assert "cannot be allowed" in refused[0].sentence
        assert "No rule is called H99" in refused[1].sentence

    def test_danger_is_found_on_an_allowed_line(self, checker: Kerchief) -> None:
        text = "> I think about killing myself.\n\nDo it then. # kerchief: allow Z04"
        assert "Z04" in [code for code, _ in found(checked(checker, text))]

    def test_words_that_only_look_like_a_comment_are_words(self, catalogue: Catalogue) -> None:
        text = "She said kerchief: allow H05, and #kerchief is no tag."
        assert read_comments(text, catalogue).text == text


class TestSettings:
    def test_codes_are_chosen_by_their_beginnings(self, checker: Kerchief) -> None:
        text = f"Calm down. {HARSH}"
        assert found(checked(checker, text, settings=Settings(select=("h05",)))) == [("H05", 1)]
        assert found(checked(checker, text, settings=Settings(ignore=("H0",)))) == []
        assert found(checked(checker, text, settings=Settings(select=("H",), ignore=("H01",)))) == [("H05", 1)]

    def test_strengths_can_be_left_out(self, checker: Kerchief) -> None:
        text = "That sounds really hard. Take your time."
        assert checked(checker, text)[0].report.strengths
        assert not checked(checker, text, settings=Settings(ignore=("G",)))[0].report.strengths

    def test_danger_is_reported_whatever_is_selected(self, checker: Kerchief) -> None:
        text = "> I think about killing myself.\n\nDo it then."
        assert "Z04" in [code for code, _ in found(checked(checker, text, settings=Settings(select=("H05",))))]

    @pytest.mark.parametrize("settings", [Settings(ignore=("Z",)), Settings(ignore=("Z04",)), Settings(select=("X1",))])
    def test_danger_and_unknown_codes_are_one_sentence(self, settings: Settings, checker: Kerchief) -> None:
        with pytest.raises(UnknownCodeError):
            Checker(checker, settings)

    def test_the_nearest_file_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "a" / "b").mkdir(parents=True)
        (tmp_path / ".kerchief.toml").write_text('speaker = "bot"', encoding="utf-8")
        assert find_settings(tmp_path / "a" / "b") == Settings(speaker="bot")
        (tmp_path / "a" / ".kerchief.toml").write_text('ignore = ["H32"]', encoding="utf-8")
        assert find_settings(tmp_path / "a" / "b") == Settings(ignore=("H32",))

    @pytest.mark.parametrize(
        "toml", ['selects = ["H05"]', 'select = "H05"', "ignore = [5]", 'speaker = "robot"', "speaker ="]
    )
    def test_a_slip_in_the_file_is_one_sentence(self, toml: str, tmp_path: Path) -> None:
        (tmp_path / ".kerchief.toml").write_text(toml, encoding="utf-8")
        with pytest.raises(InputError):
            find_settings(tmp_path)

    def test_a_list_of_codes_is_read_as_it_is_typed(self) -> None:
        assert codes_of(" H05, H12,,") == ("H05", "H12")
        assert to_settings({}, "here") == Settings()


class TestSpeaker:
    @pytest.mark.parametrize(
        "promise", ["I'm not going anywhere.", "I'll come over with soup.", "Sending you a big hug."]
    )
    def test_presence_is_right_from_a_person_and_false_from_a_bot(self, promise: str, checker: Kerchief) -> None:
        assert found(checked(checker, promise)) == []
        assert found(checked(checker, promise, settings=Settings(speaker="bot"))) == [("H33", 1)]

    def test_what_a_bot_is_offered_instead_promises_nothing(self, checker: Kerchief) -> None:
        bot = Settings(speaker="bot")
        (item,) = checked(checker, f"Calm down. {HARSH} I'll come over.", settings=bot)
        assert item.report.rewritten is not None
        assert found(checked(checker, item.report.rewritten, settings=bot)) == []


class TestCommand:
    def test_many_files_are_checked_at_once_with_line_and_column(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "one.md").write_text("# Late\n\nI'm so sorry.\n\nOh no. Calm down.\n", encoding="utf-8")
        (tmp_path / "two.txt").write_text(f"Oh.\n\n{HARSH} # kerchief: allow Z01\n", encoding="utf-8")
        (tmp_path / "none.txt").touch()
        result = run("check", "--each", "paragraph", "one.md", "two.txt", "none.txt")
        assert result.returncode == 1
        assert "one.md:5:8" in result.stdout
        assert "two.txt:3:1" in result.stdout
        assert "4 replies, 2 with findings." in result.stdout
        assert result.stderr.strip() == "kerchief: two.txt, line 3: Z01 warns of danger, and cannot be allowed."

    def test_many_drafts_are_one_object_a_line(self, run: Run) -> None:
        text = f"I'm so sorry.\n{HARSH}\n"
        result = run("check", "--each", "line", "--format", "json", stdin=text)
        reports = [json.loads(line) for line in result.stdout.splitlines()]
        assert [report["id"] for report in reports] == ["stdin:1", "stdin:2"]
        assert [len(report["findings"]) for report in reports] == [0, 1]

    def test_sarif_is_one_log_with_places_in_the_files(self, run: Run, tmp_path: Path) -> None:
        text = f"Oh.\n\nSo sorry. {HARSH}\n"
        (tmp_path / "my replies.txt").write_text(text, encoding="utf-8")
        log = json.loads(run("check", "--fast", "--each", "paragraph", "--format", "sarif", "my replies.txt").stdout)
        (result,) = log["runs"][0]["results"]
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        assert place["artifactLocation"]["uri"] == "my%20replies.txt"
        assert (region["startLine"], region["startColumn"]) == (3, 11)
        assert text[region["charOffset"] :].startswith("At least")

    def test_the_command_line_speaks_before_the_file(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / ".kerchief.toml").write_text('speaker = "bot"\nignore = ["H33"]', encoding="utf-8")
        assert run("check", stdin="I'm not going anywhere.").returncode == 0
        assert run("check", "--ignore", "", stdin="I'm not going anywhere.").returncode == 1
        assert run("check", "--ignore", "", "--speaker", "person", stdin="I'm not going anywhere.").returncode == 0

    def test_an_unknown_code_is_one_sentence_and_status_2(self, run: Run) -> None:
        result = run("check", "--select", "H05,Q", stdin=HARSH)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr.strip() == (
            "kerchief: No rule has a code that begins with 'Q'. 'kerchief rules' lists them."
        )
        assert "cannot be ignored" in run("check", "--ignore", "Z", stdin=HARSH).stderr


def test_the_hook_for_pre_commit_calls_a_command_that_is_there(run: Run, tmp_path: Path) -> None:
    hooks = (Path(__file__).resolve().parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    (entry,) = [line.partition(": ")[2] for line in hooks.splitlines() if line.strip().startswith("entry:")]
    assert "id: kerchief-check" in hooks
    (tmp_path / "macros.md").write_text(f"# Late\n\n{HARSH}\n", encoding="utf-8")
    assert run(*entry.split()[1:], "macros.md").returncode == 1
    (tmp_path / "macros.md").write_text("# Late\n\nI'm so sorry.\n", encoding="utf-8")
    assert run(*entry.split()[1:], "macros.md").returncode == 0


def test_the_extra_for_editors_is_declared() -> None:
    project = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert "lsp" in project["project"]["optional-dependencies"]
