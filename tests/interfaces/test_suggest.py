"""``kerchief suggest`` as a person meets it."""

import json
from pathlib import Path

from .conftest import Run

ACCOUNT = (
    "My husband fixed my mother's roof all weekend in the rain. On Sunday I asked when the garage would be done. "
    "He said nobody in this house has ever noticed what he does, and he cried."
)


def test_it_shows_the_next_minute_what_to_say_and_what_can_wait(run: Run) -> None:
    result = run("suggest", stdin=ACCOUNT)
    assert result.returncode == 0
    for part in (
        "In the next minute",
        "Hands:",
        "Mouth:",
        "Phone:",
        "What you could say",
        "1. ",
        "3. ",
        "What can wait",
    ):
        assert part in result.stdout
    assert "takes up" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_it_writes_the_wire_format(run: Run) -> None:
    result = run("suggest", "--format", "json", "--as", "friend", "--when", "later", "--by", "text", stdin=ACCOUNT)
    found = json.loads(result.stdout)
    assert found["kind"] == "suggestions"
    assert len(found["suggestions"]) == 3
    assert all(one["report"]["send"] == "yes" for one in found["suggestions"])


def test_a_draft_is_kept_beside_the_three(run: Run, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("You fixed the roof in the rain. Thank you.", encoding="utf-8")
    result = run("suggest", "--draft", "draft.txt", stdin=ACCOUNT)
    assert "Your own words" in result.stdout
    assert "You fixed the roof in the rain. Thank you." in result.stdout


def test_a_word_that_it_does_not_know_is_one_sentence(run: Run) -> None:
    result = run("suggest", "--as", "boss", stdin=ACCOUNT)
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_voice_that_is_away_costs_one_line(run: Run) -> None:
    result = run("suggest", "--voice", "http://127.0.0.1:9/v1", stdin=ACCOUNT)
    assert result.returncode == 0
    assert result.stderr.strip().splitlines() == ["kerchief: Asking the model at 127.0.0.1, on this machine."]
    assert "The model cannot be reached." in result.stdout
    assert "3. " in result.stdout


def test_bulk_suggests_for_every_row(run: Run, tmp_path: Path) -> None:
    rows = [{"id": "a", "text": ACCOUNT, "group": 1}, {"id": "b"}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = run("bulk", "suggest", "in.jsonl", "out.jsonl")
    assert result.returncode == 1
    first, second = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert first["kind"] == "suggestions"
    assert first["group"] == 1
    assert len(first["suggestions"]) == 3
    assert second["error"]["code"] == "bad-row"
