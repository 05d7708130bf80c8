"""The dossier's own accounts and minimal pairs read as the dossier says."""

import tomllib
from pathlib import Path

import pytest

from kerchief.domain.reading import Reading
from kerchief.engine import Kerchief

ROWS = tomllib.loads((Path(__file__).parent / "dossier.toml").read_text(encoding="utf-8"))["account"]
CAUSES = [(row["code"], text, row.get("beside", [])) for row in ROWS if "code" in row for text in row["texts"]]
BONDS = [(row["bond"], text) for row in ROWS if "bond" in row for text in row["texts"]]


def codes(reading: Reading) -> list[str]:
    return [cause.code for cause in reading.causes]


def flags(reading: Reading) -> set[str]:
    return {flag.code for flag in reading.flags}


def is_as_told(reading: Reading, code: str, beside: list[str]) -> bool:
    found = codes(reading)
    return found[0] == code or (found[0] in beside and code in found[:3])


@pytest.mark.parametrize(("code", "text", "beside"), CAUSES)
def test_an_example_account_reads_as_the_dossier_says(code: str, text: str, beside: list[str], quick: Kerchief) -> None:
    assert is_as_told(quick.read(text), code, beside)


def test_the_large_reader_reads_four_in_five_of_the_examples_so(reader: Kerchief) -> None:
    """What it misses it misses narrowly, and stands in decision 15."""
    read = [is_as_told(reader.read(text), code, beside) for code, text, beside in CAUSES]
    assert sum(read) >= 0.8 * len(read)


@pytest.mark.parametrize(("code", "text"), BONDS)
def test_an_example_of_the_bond_reads_as_the_dossier_says(code: str, text: str, quick: Kerchief) -> None:
    assert code in [bond.code for bond in quick.read(text).bond]


def first(reader: Kerchief, text: str) -> str:
    return codes(reader.read(text))[0]


def test_pair_1_sorry_for_a_dinner_is_falling_short_and_sorry_for_a_diary_is_guilt(quick: Kerchief) -> None:
    assert first(quick, 'He cried. "Sorry, I messed up the dinner," he said.') in {"let_you_down", "unappreciated"}
    assert first(quick, 'He cried. "Sorry I read your diary," he said.') == "guilty"


def test_pair_2_dont_leave_me_depends_on_the_scene(reader: Kerchief) -> None:
    gate = reader.read('At the airport gate before my semester abroad he hugged me and cried "don\'t leave me".')
    assert set(codes(gate)[:2]) & {"lonely", "scared_to_lose_you"}
    assert first(reader, 'We were breaking up and he cried "don\'t leave me".') == "scared_to_lose_you"
    door = reader.read('He cried "don\'t leave me" with his hand on the door, blocking it, and my keys in his pocket.')
    assert flags(door) & {"control", "violence"}


def test_pair_3_cant_do_this_anymore_depends_on_its_object(reader: Kerchief) -> None:
    assert (
        first(reader, "He came off his third double shift and cried that he can't do this job anymore.") == "exhausted"
    )
    us = reader.read("He cried and said he can't do this anymore, us, this relationship.")
    assert codes(us)[0] in {"scared_to_lose_you", "clashing_ideals"}
    assert "suicide_risk" in flags(reader.read("He cried and said he can't do this anymore."))


def test_pair_4_a_death_today_is_grief(reader: Kerchief) -> None:
    assert first(reader, "His dad died today and he cried in the hall.") in {"grief", "needs_support"}
    later = reader.read("He has cried most days since his dad died, three years ago. Nothing gives him pleasure.")
    assert {"grief", "despair"} & set(codes(later)[:2])


def test_pair_5_crying_with_laughter_is_no_crying(reader: Kerchief) -> None:
    assert reader.read("He cried laughing at the dog in the paddling pool.").crier is None


def test_pair_6_tears_at_a_proposal_are_joy(reader: Kerchief) -> None:
    assert first(reader, "I made him cry by proposing.") in {"joyful", "valued"}


def test_pair_7_a_threat_to_die_is_said_first_and_an_idiom_is_asked_about(reader: Kerchief) -> None:
    threat = reader.read(
        "He cried and says if I leave he will kill himself. He keeps saying it and has the pills counted."
    )
    assert ("suicide_risk", "hard") in {(flag.code, flag.tier) for flag in threat.flags}
    idiom = reader.read("He cried a bit at the station and joked that he'd die if I left him alone with my mother.")
    assert "hard" not in {flag.tier for flag in idiom.flags}


def test_pair_8_tears_that_answer_tears_are_empathy(reader: Kerchief) -> None:
    reading = reader.read("She cried, so he cried.")
    assert codes(reading)[0] == "empathizing"


def test_pair_9_never_crying_is_no_episode(reader: Kerchief) -> None:
    reading = reader.read("He never cries.")
    assert reading.crier is None
    assert reading.causes == ()
    assert reading.abstained


def test_pair_10_force_outranks_every_meaning(reader: Kerchief) -> None:
    reading = reader.read("He cried and then he hit the wall next to me.")
    assert ("violence", "hard") in {(flag.code, flag.tier) for flag in reading.flags}
    assert reading.bond == ()


TRAPS = [
    "I was dying laughing and so was he, tears down our faces.",
    "This deadline is killing me, honestly.",
    "I'm dead tired and the kettle broke.",
    "This deadline will be the death of me.",
    "You have to kill the process before it restarts.",
    "We're moving house in May and giving most of our things away to the charity shop.",
    "My great-uncle died by suicide years before I was born; today was just about the family tree.",
    "The news had a piece on a bridge where people have died.",
    "In the novel the hero wants to die at the end of chapter three and the rain washes it off.",
    "He's tired of being here at the office past six.",
]


@pytest.mark.parametrize("text", TRAPS)
def test_a_benign_trap_raises_nothing(text: str, reader: Kerchief) -> None:
    dangers = {code for code, kind in reader.catalogue.flags.items() if kind.kind == "danger"}
    assert not flags(reader.read(text)) & dangers
