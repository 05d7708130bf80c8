"""In a chat the user's own question is no danger; the answer to it may be."""

import pytest

from kerchief.domain.conversation import Conversation, Role, Utterance
from kerchief.engine import Kerchief


def told(checker: Kerchief, *said: str) -> set[tuple[str, str]]:
    """Flags and whom they are about; a line of the user's begins with ">"."""
    utterances = tuple(
        Utterance(text=line.lstrip("> "), speaker=Role.SUPPORTER if line.startswith(">") else Role.SEEKER)
        for line in said
    )
    (reading,) = checker.read_many([Conversation(utterances=utterances)])
    return {(flag.code, flag.about) for flag in reading.flags}


def test_a_question_that_is_answered_with_no_is_no_danger(checker: Kerchief) -> None:
    assert not told(
        checker,
        "> Have you thought about dying at all?",
        "I haven't thought about dying at all.",
        "> I only ask because thoughts of suicide are common.",
        "I understand, but I am not suicidal.",
    )


@pytest.mark.parametrize("answer", ["sometimes", "Yes.", "yeah i guess", "honestly every night", "I have.", "a bit"])
def test_a_question_that_is_answered_with_yes_is_danger(checker: Kerchief, answer: str) -> None:
    assert ("suicide_risk", "crier") in told(checker, "> are you thinking of killing yourself?", answer)


def test_a_question_alone_is_none(checker: Kerchief) -> None:
    assert not told(checker, "i can't sleep", "> are you thinking of killing yourself?")


def test_what_the_user_says_of_themselves_stays_theirs(checker: Kerchief) -> None:
    assert ("suicide_risk", "narrator") in told(checker, "> I want to die too sometimes.", "oh no")


def test_what_the_user_recalls_of_the_seeker_stays(checker: Kerchief) -> None:
    assert told(checker, "> You told me last night that you want to die. Are you safe?", "no.")


def test_no_to_something_else_takes_nothing_away(checker: Kerchief) -> None:
    assert ("suicide_risk", "crier") in told(checker, "i want to die", "> do you mean it?", "no, not really")


def test_asking_in_a_draft_is_right(checker: Kerchief) -> None:
    assert checker.check("Are you thinking of killing yourself?").flags == ()
