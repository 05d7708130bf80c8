"""A practice can be gone back in, taken up again, written down and summed up; a debrief always follows."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kerchief import wire
from kerchief.domain.conversation import Role
from kerchief.engine import Kerchief
from kerchief.errors import BadRowError, InputError, KnowledgeError, RehearsalEndedError, UnknownCodeError
from kerchief.knowledge import files, scenarios
from kerchief.knowledge.loader import ENGLISH, load
from kerchief.knowledge.rows import Row
from kerchief.knowledge.scenarios import lines_of
from kerchief.patterns import compile_pattern, is_any_in
from kerchief.rehearsal import export, summary
from kerchief.rehearsal.picture import blocks, to_svg
from kerchief.rehearsal.session import Session
from kerchief.safety import find_flags
from kerchief.text import normalise

from .conftest import ASK, Rehearse, advice, good, harm

SCENARIOS = load().scenarios
each_scenario = pytest.mark.parametrize("code", sorted(SCENARIOS))


@pytest.fixture(scope="module")
def mixed(checker: Kerchief) -> Session:
    """A talk with a stumble in it, gone back in once."""
    talk = checker.rehearse("let_you_down", 4).replay(["I'm here. Take your time.", "You're overreacting."])
    return talk.rewind(3).replay(["It's all right to cry with me.", "You should ring the bank.", *good(1)[:5]])


def test_it_begins_by_saying_that_it_is_simulated(checker: Kerchief) -> None:
    talk = checker.rehearse("let_you_down")
    assert "made up" in talk.simulated
    assert "Tom" in talk.simulated
    for written in (export.to_markdown(talk), export.to_html(talk), json.dumps(wire.from_rehearsal(talk))):
        assert re.search("simulated|made up", written)


def test_a_reply_changes_no_session_that_is_there_already(checker: Kerchief) -> None:
    start = checker.rehearse("let_you_down", 1)
    start.reply("I'm here.")
    assert len(start.transcript) == 1


def test_rewinding_to_any_turn_meets_the_same_seeker_again(rehearse: Rehearse) -> None:
    talk = rehearse("let_you_down", 5).replay(good(5)[:4])
    for turn in range(len(talk.transcript)):
        back = talk.rewind(turn)
        assert back.transcript == talk.transcript[: len(back.transcript)]
        assert back.transcript[-1].role is Role.SEEKER
        assert back.replay(good(5)[len(back.transcript) // 2 : 4]).transcript == talk.transcript


def test_ways_left_by_rewinding_are_kept_side_by_side(mixed: Session) -> None:
    (branch,) = mixed.debrief().branches
    assert branch.turn == 3
    assert branch.replies == ("You're overreacting.",)
    assert branch.state.trust < mixed.debrief().arc[2].trust
    assert "overreacting" in export.to_html(mixed)


def test_after_the_end_one_can_only_go_back(rehearse: Rehearse) -> None:
    over = rehearse("let_you_down", 1).replay(harm(1))
    with pytest.raises(RehearsalEndedError):
        over.reply("Sorry.")
    assert over.rewind(1).reply("I'm here.").ended is None


@pytest.mark.parametrize("turn", [-1, 99])
def test_a_turn_that_is_not_there_is_refused(checker: Kerchief, turn: int) -> None:
    with pytest.raises(InputError):
        checker.rehearse("let_you_down").rewind(turn)


def test_an_unknown_scenario_is_refused(checker: Kerchief) -> None:
    with pytest.raises(UnknownCodeError):
        checker.rehearse("nobody")


def test_a_practice_goes_through_json_and_comes_back_the_same(checker: Kerchief, mixed: Session) -> None:
    written = json.loads(json.dumps(wire.from_rehearsal(mixed)))
    script = wire.to_rehearsal(written)
    again = checker.resume(script.scenario, script.seed, script.replies, script.branches)
    assert again.transcript == mixed.transcript
    assert again.branches == mixed.branches
    assert wire.from_rehearsal(again) == wire.from_rehearsal(mixed)


def test_the_wire_has_the_shape_that_it_promises(mixed: Session) -> None:
    body = wire.from_rehearsal(mixed)
    assert (body["kerchief"], body["kind"], body["scenario"], body["seed"]) == (1, "rehearsal", "let_you_down", 4)
    assert {"distress", "trust", "openness"} <= set(body["turns"][0]["state"])
    assert body["turns"][1]["report"]["send"]
    assert {"moments", "skills", "best_line", "try_next", "hidden"} <= set(body["debrief"])
    assert {"turn", "what", "effect"} <= set(body["debrief"]["moments"][0])
    assert wire.from_rehearsal(mixed, with_debrief=False)["debrief"] is None


def test_the_list_tells_nothing_that_is_hidden(checker: Kerchief) -> None:
    listed = json.dumps(wire.from_scenarios(checker.scenarios))
    for scenario in checker.scenarios.values():
        assert scenario.title in listed
        assert not any(hidden.fact in listed for hidden in scenario.hidden)


@pytest.mark.parametrize(
    "row", [{}, {"scenario": 3, "replies": []}, {"scenario": "x", "turns": [{"role": "supporter"}]}]
)
def test_a_broken_file_is_refused_in_a_sentence(row: dict[str, object]) -> None:
    with pytest.raises(BadRowError):
        wire.to_rehearsal(row)


# -- hints and the debrief -------------------------------------------------------------------------------------------


def test_there_is_a_hint_at_every_turn(rehearse: Rehearse) -> None:
    for replies in (good(1), harm(1), advice(1)):
        talk = rehearse("if_you_leave", 1)
        for reply in replies:
            assert talk.hint()
            if talk.ended is None:
                talk = talk.reply(reply)


def test_where_danger_showed_the_hint_says_to_ask_plainly(rehearse: Rehearse) -> None:
    talk = rehearse("if_you_leave", 2)
    while not any(turn.showed == 0 for turn in talk.transcript):
        talk = talk.reply(good(2)[len(talk.transcript) // 2])
    assert "plain" in talk.hint()


def test_the_debrief_names_the_turn_that_hurt_and_what_to_say_instead(checker: Kerchief) -> None:
    debrief = (
        checker.rehearse("let_you_down", 4).replay(["I'm here. Take your time.", "You're overreacting."]).debrief()
    )
    worst = min(debrief.moments, key=lambda moment: moment.effect["trust"])
    assert (worst.turn, worst.said) == (3, "You're overreacting.")
    assert worst.what
    assert debrief.instead
    assert "overreacting" in debrief.try_next
    assert debrief.best_line == "I'm here. Take your time."
    assert debrief.skills.findings["should-feel"] == 1
    assert debrief.skills.strengths["pace"] == 1


def test_the_better_line_passes_the_checker(checker: Kerchief) -> None:
    lines = [rules.example for rules in checker.catalogue.practice.tries]
    for line in lines:
        assert not checker.check(line).findings, line


def test_the_debrief_says_what_was_hidden_and_where_it_showed(rehearse: Rehearse) -> None:
    talk = rehearse("let_you_down", 3).replay(good(3))
    debrief = talk.debrief()
    assert len(debrief.hidden) == len(debrief.kept) == 3
    for kept in debrief.kept:
        assert kept.told is not None
        assert talk.transcript[kept.told].situation == "told"
        assert all(talk.transcript[place].situation == "shows" for place in kept.showed)


def test_there_is_a_debrief_before_the_first_word(checker: Kerchief) -> None:
    talk = checker.rehearse("let_you_down")
    assert talk.debrief().try_next
    assert export.to_markdown(talk)
    assert export.to_html(talk)


def test_what_was_not_asked_is_what_to_try_next(rehearse: Rehearse) -> None:
    unasked = rehearse("if_you_leave", 1).replay(good(1)).debrief()
    assert unasked.instead is not None
    assert "killing yourself" in unasked.instead
    asked = rehearse("if_you_leave", 1).replay([ASK, *good(1)]).debrief()
    assert asked.instead != unasked.instead


def test_a_danger_that_was_practised_comes_with_real_lines_to_call(rehearse: Rehearse) -> None:
    debrief = rehearse("if_you_leave", 1).reply("I'm here.").debrief()
    assert [resource.country for resource in debrief.help] == ["GB", "GB"]
    assert any("999" in line for line in debrief.outside)


# -- safety of the one who practises ---------------------------------------------------------------------------------


@pytest.mark.parametrize("reply", ["I want to die. I can't go on.", "I'm going to kill myself.", "My husband hits me."])
def test_danger_in_the_users_own_words_is_answered_outside_the_play(checker: Kerchief, reply: str) -> None:
    talk = checker.rehearse("let_you_down", 1).reply(reply)
    own = talk.transcript[1]
    assert own.care
    assert own.help
    assert talk.ended is None
    again = talk.reply(reply).transcript[3]
    assert again.care
    assert not {item.name for item in again.help} & {item.name for item in own.help}


@pytest.mark.parametrize("reply", [ASK, "Are you safe tonight?", "I'm scared for you.", *good(1)])
def test_asking_plainly_is_no_danger_of_the_users(checker: Kerchief, reply: str) -> None:
    assert checker.rehearse("if_you_leave", 1).reply(reply).transcript[1].care == ()


# -- what is written -------------------------------------------------------------------------------------------------


def test_exports_hold_every_line_and_no_markup_of_the_users(checker: Kerchief) -> None:
    talk = checker.rehearse("let_you_down", 1).replay(["<b>I'm here</b> & listening\n# no heading", ""])
    page, text = export.to_html(talk), export.to_markdown(talk)
    for turn in talk.transcript:
        assert " ".join(turn.text.split()) in text
    assert "<b>I'm" not in page
    assert "(silence)" in text
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("https://", "")
    assert "\n# no heading" not in text


def test_the_arc_is_a_picture_that_also_says_what_it_shows(rehearse: Rehearse) -> None:
    debrief = rehearse("let_you_down", 1).replay(good(1)).debrief()
    root = ET.fromstring(to_svg(debrief.arc, "Tom", [moment.turn for moment in debrief.moments]))
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert {"title", "desc", "polyline"} <= names
    texts = "".join(root.itertext())
    assert all(name in texts for name in ("distress", "trust", "openness"))
    assert len(blocks(debrief.arc, "trust", 1)) == len(debrief.arc)


def test_a_trainer_sees_many_practices_in_one_table(rehearse: Rehearse) -> None:
    sessions = [("=ann", rehearse("let_you_down", 1).replay(good(1))), ("<ben>", rehearse("guilty", 2).replay(harm(2)))]
    rows = summary.summarise(sessions)
    table = list(csv.DictReader(io.StringIO(summary.to_csv(rows))))
    assert [row["ended"] for row in table] == ["opened", "shut"]
    assert table[0]["name"] == "'=ann"
    assert int(table[1]["trust"]) < 0
    page = summary.to_html(rows)
    assert "&lt;ben&gt;" in page
    assert "not marks" in page


# -- the files -------------------------------------------------------------------------------------------------------


@each_scenario
def test_a_scenario_says_nothing_that_must_never_be_said(code: str) -> None:
    scenario = SCENARIOS[code]
    own = [scenario.title, scenario.about, scenario.setting, scenario.you, *scenario.account, *scenario.notice]
    own += [ending.means for ending in scenario.endings] + [hidden.fact for hidden in scenario.hidden]
    for never in load().never:
        texts = [*own, *(lines_of(scenario) if never.n in (3, 7) else ())]
        assert [text for text in texts if is_any_in(never.patterns, normalise(text).folded)] == [], never.says


def test_practice_says_nothing_that_must_never_be_said() -> None:
    practice = load().practice
    own = [practice.simulated, *(line for lines in practice.hints.values() for line in lines)]
    own += [text for item in (*practice.tries, practice.unasked) for text in (item.says, item.example)]
    own += [effect.did for effect in practice.effects.values()]
    for never in load().never:
        assert [text for text in own if is_any_in(never.patterns, normalise(text).folded)] == [], never.says


@each_scenario
def test_only_a_scenario_of_danger_sounds_like_danger(code: str) -> None:
    scenario = SCENARIOS[code]
    if scenario.danger:
        return
    for line in lines_of(scenario):
        flags = find_flags((normalise(line),), None, load())
        assert not [flag.code for flag in flags if flag.tier == "hard"], line


@each_scenario
def test_a_scenario_has_sixty_lines_and_more_and_several_endings(code: str) -> None:
    scenario = SCENARIOS[code]
    assert len(set(lines_of(scenario))) >= 60
    assert len(scenario.endings) >= 4
    assert max(hidden.trust for hidden in scenario.hidden) <= 0.66


def test_there_is_a_scenario_for_each_of_the_ten_meanings_and_the_hard_cases() -> None:
    ten = {
        "overwhelmed", "unappreciated", "clashing_ideals", "let_you_down", "guilty",
        "scared_to_lose_you", "needs_support", "empathizing", "opening_up", "you_mean_a_lot",
    }  # fmt: skip
    assert ten <= set(SCENARIOS)
    assert len(SCENARIOS) >= 16
    assert "if_you_leave" in SCENARIOS


def test_a_scenario_file_with_a_slot_missing_names_file_and_key() -> None:
    name = "scenarios/let_you_down.toml"
    text = (ENGLISH / name).read_text(encoding="utf-8").replace("retracts = [", "retract = [")
    row = Row(files.parse(name, text.encode()), name, 1, lambda source: compile_pattern(source, {}))
    with pytest.raises(KnowledgeError, match=r"scenarios/let_you_down.toml.*retract"):
        scenarios.scenario(row, "let_you_down", load().practice)


def test_the_python_of_the_how_to_runs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "practise.md").read_text(encoding="utf-8")
    names: dict[str, Session] = {}
    for code in re.findall(r"```python\n(.*?)```", page, re.S):
        exec(code, names)  # type: ignore[arg-type]
    assert names["talk"].said
    assert names["again"].debrief().branches
