"""The words that a reading stands on, as the page marks them."""

from kerchief.domain.conversation import Conversation
from kerchief.engine import Kerchief
from kerchief.interfaces.web.marks import marked

TEXT = (
    "He cried. He kept saying \"I'm failing you\", I'm supposed to be the one who looks after us. Then he apologised."
)


def test_a_comma_between_marked_words_has_no_mark_of_its_own(checker: Kerchief) -> None:
    conversation = Conversation.of(TEXT)
    (said,) = marked(conversation, checker.read(conversation))
    assert "".join(run.text for run in said.runs) == TEXT
    assert any(run.marks for run in said.runs)
    for before, run in zip(said.runs, said.runs[1:], strict=False):
        if not any(char.isalnum() for char in run.text):
            assert run.ending == ()
            assert run.marks in ((), before.marks)
