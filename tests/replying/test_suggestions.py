"""What is suggested, and how it differs from account to account."""

from dataclasses import replace

import pytest

from kerchief import wire
from kerchief.domain.conversation import Conversation, Draft, Role, Utterance
from kerchief.domain.suggestion import Moment, Suggestions
from kerchief.engine import Kerchief
from kerchief.errors import EmptyTextError
from kerchief.imports.opening import to_conversation
from kerchief.patterns import is_any_in
from kerchief.signals.extract import extract
from kerchief.text import normalise

ROOF = (
    "My husband fixed my mother's roof all weekend in the rain. On Sunday I asked when the garage would be done. "
    "He said nobody in this house has ever noticed what he does, and he cried."
)
LETTER = (
    "My sister got the letter from the university on Friday. She had worked for two years for that course. "
    "She told me she'd let everybody down, and she sobbed on the stairs."
)
EXAM = "I failed the exam my parents paid for. I told them I was fine and then I cried in the bus shelter."
FEW = "He cried."
ACCOUNTS = (ROOF, LETTER, EXAM, FEW)
MOMENTS = (
    Moment(),
    Moment(when="later"),
    Moment(by="text"),
    Moment(when="later", by="text", speaker="friend"),
    Moment(speaker="colleague"),
    Moment(speaker="parent"),
    Moment(speaker="child", when="later"),
)


def texts(found: Suggestions) -> list[str]:
    return [suggestion.text for suggestion in found.suggestions]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
@pytest.mark.parametrize("account", ACCOUNTS)
def test_three_that_differ_and_each_passes_the_check(checker: Kerchief, account: str, moment: Moment) -> None:
    found = checker.suggest(account, moment)
    assert len(found.suggestions) == 3
    assert len({suggestion.strategy for suggestion in found.suggestions}) == 3
    for suggestion in found.suggestions:
        report = checker.check(Draft(reply=suggestion.text, context=account))
        assert report.findings == ()
        assert report.send == "yes"
        assert not any(
            is_any_in(never.patterns, normalise(suggestion.text).folded) for never in checker.catalogue.never
        )


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_slot_and_no_slip_is_left(checker: Kerchief, account: str) -> None:
    for moment in MOMENTS:
        for text in texts(checker.suggest(account, moment)):
            assert not set("{}").intersection(text)
            assert text[0].isupper() or text[0] == '"'
            assert text[-1] in '.?!"'
            assert "  " not in text


@pytest.mark.parametrize("account", [ROOF, LETTER, EXAM])
def test_each_carries_words_of_the_account(checker: Kerchief, account: str) -> None:
    found = checker.suggest(account)
    assert sum(bool(suggestion.because) for suggestion in found.suggestions) >= 2
    for suggestion in found.suggestions:
        for span in suggestion.because:
            assert account[span.start : span.end] == span.quote


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
@pytest.mark.parametrize("account", [ROOF, LETTER, EXAM])
def test_the_first_of_three_carries_a_word_of_the_account(checker: Kerchief, account: str, moment: Moment) -> None:
    assert checker.suggest(account, moment).suggestions[0].because


def test_their_own_word_is_taken_up_with_care(checker: Kerchief) -> None:
    found = texts(checker.suggest('Husband lost his job. He cried at the sink. Said "i\'m useless" over and over.'))
    assert any('seless"' in text for text in found)
    assert not any("you're useless" in text.lower() for text in found)


def test_where_the_cause_is_a_guess_no_piece_takes_it_for_granted(checker: Kerchief) -> None:
    reading = checker.read(ROOF)
    assert reading.causes[0].probability < 0.5
    taken = {piece.text for piece in checker.catalogue.replies.pieces if piece.code == reading.causes[0].code}
    for suggestion in checker.suggest(ROOF).suggestions:
        if suggestion.strategy in ("question", "affirmation", "reflection_of_feelings"):
            assert not any(suggestion.text.endswith(text) for text in taken)


def test_what_was_told_once_does_not_stand_in_all_three(checker: Kerchief) -> None:
    for account in ACCOUNTS:
        taken = [set(suggestion.because) for suggestion in checker.suggest(account).suggestions]
        assert not set.intersection(*taken)


def test_a_number_is_not_cut(checker: Kerchief) -> None:
    found = texts(checker.suggest("I cried all evening. I was short by 100,000 dollars and they gave my place away."))
    assert not any("by 100." in text or text.endswith("by 100") for text in found)


def test_the_words_of_somebody_else_are_not_given_back_as_theirs(checker: Kerchief) -> None:
    found = texts(
        checker.suggest('They changed my dressing. The nurse said "you have two kids, you\'ll cope". I cried.')
    )
    assert not any("cope" in text for text in found)


def test_what_the_heads_refuse_makes_room_for_something_else(checker: Kerchief) -> None:
    refused = texts(checker.suggest(ROOF))[0]
    adviser = replace(checker._adviser, hear=lambda replies, *_: tuple(text != refused for text in replies))
    (signals,) = extract([to_conversation(ROOF)], checker.catalogue, checker.encoder)
    found = adviser.suggest(signals, checker.read(ROOF), Moment())
    assert len(found.suggestions) == 3
    assert refused not in texts(found)


def test_two_accounts_are_not_answered_alike(checker: Kerchief) -> None:
    assert not set(texts(checker.suggest(ROOF))) & set(texts(checker.suggest(LETTER)))


def test_the_same_account_is_answered_the_same(checker: Kerchief) -> None:
    assert checker.suggest(ROOF) == checker.suggest(ROOF)


def test_a_batch_gives_what_single_calls_give(checker: Kerchief) -> None:
    assert checker.suggest_many(ACCOUNTS) == [checker.suggest(account) for account in ACCOUNTS]


def test_the_first_minute_is_hands_mouth_and_phone(checker: Kerchief) -> None:
    for moment in MOMENTS:
        starts = [line.partition(":")[0] for line in checker.suggest(ROOF, moment).first_minute]
        assert starts[-3:] == ["Hands", "Mouth", "Phone"]


def test_something_can_always_wait(checker: Kerchief) -> None:
    assert all(1 <= len(checker.suggest(account).can_wait) <= 3 for account in ACCOUNTS)


def test_by_text_nothing_needs_the_same_room(checker: Kerchief) -> None:
    for account in ACCOUNTS:
        for text in texts(checker.suggest(account, Moment(by="text"))):
            assert not {"sit", "chair", "kettle", "hand"} & set(normalise(text).words)


def test_a_colleague_says_nothing_of_sofas(checker: Kerchief) -> None:
    for account in (ROOF, LETTER):
        for text in texts(checker.suggest(account, Moment(speaker="colleague"))):
            assert not {"sofa", "bed", "supper", "pillow", "love"} & set(normalise(text).words)


def test_where_the_account_tells_nothing_nothing_is_guessed(checker: Kerchief) -> None:
    found = checker.suggest(FEW)
    assert "does not tell" in found.note
    assert not any(word in text for text in texts(found) for word in ("grief", "guilt", "angry", "ashamed"))


def test_where_nobody_cries_it_says_so_and_helps_all_the_same(checker: Kerchief) -> None:
    found = checker.suggest("My girlfriend lost her job today. She is so worried about the rent.")
    assert "Nobody sheds tears" in found.note
    assert len(found.suggestions) == 3
    assert not any("cry" in text or "tears" in text for text in texts(found))


def test_a_chat_is_answered(checker: Kerchief) -> None:
    chat = Conversation(
        utterances=(
            Utterance(speaker=Role.SEEKER, text="I've been crying all evening. I lost the flat."),
            Utterance(speaker=Role.SUPPORTER, text="Oh no. What happened?"),
            Utterance(speaker=Role.SEEKER, text="The landlord sold the house and I have to be out by Friday."),
        )
    )
    found = checker.suggest(chat)
    assert len(found.suggestions) == 3
    for suggestion in found.suggestions:
        for span in suggestion.because:
            assert chat.utterances[span.utterance].text[span.start : span.end] == span.quote
    told = [span.quote for suggestion in found.suggestions for span in suggestion.because]
    assert any("flat" in quote or "house" in quote or "have to be out" in quote for quote in told)


def test_an_empty_account_is_refused(checker: Kerchief) -> None:
    with pytest.raises(EmptyTextError):
        checker.suggest("  ")


def test_the_wire_has_the_shape_that_it_promises(checker: Kerchief) -> None:
    sent = wire.from_suggestions(checker.suggest(ROOF))
    assert sent["kerchief"] == 1
    assert sent["kind"] == "suggestions"
    assert {"id", "first_minute", "suggestions", "can_wait", "flags", "help", "provenance"} <= set(sent)
    first = sent["suggestions"][0]
    assert {"text", "strategy", "phase", "why", "because", "report"} == set(first)
    assert first["report"]["findings"] == []
    assert first["report"]["send"] == "yes"
    assert first["report"]["skills"]["ladder"] >= 3


# -- a draft of one's own --------------------------------------------------------------------------------------------


def test_a_clean_draft_about_the_account_stays_as_it_is(checker: Kerchief) -> None:
    draft = "You fixed that roof in the rain, and I asked about the garage. I'm sorry."
    better = checker.suggest(ROOF, draft=draft).draft
    assert better is not None
    assert better.text == draft


def test_a_clean_draft_that_fits_anybody_gets_one_thing_that_was_told(checker: Kerchief) -> None:
    better = checker.suggest(ROOF, draft="I'm here for this.").draft
    assert better is not None
    assert better.text.startswith("I'm here for this.")
    assert len(better.text) > len("I'm here for this.")
    assert better.report.findings == ()


def test_of_a_draft_that_hurts_only_the_hurt_is_changed(checker: Kerchief) -> None:
    draft = "I'm so sorry about the roof. At least it's dry now. I'd like to hear more."
    better = checker.suggest(ROOF, draft=draft).draft
    assert better is not None
    assert better.text.startswith("I'm so sorry about the roof.")
    assert better.text.endswith("I'd like to hear more.")
    assert "At least" not in better.text
    assert better.report.findings == ()


def test_without_a_draft_there_is_none(checker: Kerchief) -> None:
    assert checker.suggest(ROOF).draft is None
