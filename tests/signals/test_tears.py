import pytest

from kerchief.signals.tears import find_tears
from kerchief.text import normalise

SHED = [
    "He cried on the ferry.",
    "She sobbed into the steering wheel",
    "Dad wept when the band stopped.",
    "i was bawling by the second verse",
    "There were tears running down his neck.",
    "A single tear slid off her chin.",
    "It made me tear up.",
    "I began to tear up",
    "Help me stop crying",
    "Her eyes welled up at the gate",
    "His eyes filled when he saw the cot.",
    "He broke down in the middle of aisle nine.",
    "I can't stop crying.",
    "He couldn't say the name without crying",
    "I've never cried so hard in my life.",
    "I don't know why I cried.",
    "It's the first time I saw him cry.",
    "Every time we fight she ends up in tears.",
    "I'm tired of crying over a spreadsheet.",
    "He cried his eyes out.",
    "not a day goes by that I don't cry",
    "he held it together until he got to the car and wept",
]
HELD = [
    "I nearly cried at the bus stop.",
    "He was fighting back tears the whole speech.",
    "She was on the verge of tears.",
    "I was trying not to cry at my desk",
    "He choked up at the word home.",
    "Her lip was trembling.",
    "He looked like he was going to cry.",
    "I just want to curl up and cry.",
]
SHOWN = [
    "Gran said goodnight and he couldn't get the words out.",
    "I read him the card and he just folded.",
    "His whole face crumpled.",
    "Her shoulders were shaking over the sink.",
    "I read him the card and he went to pieces.",
    "He stood on the platform with his cheeks streaming.",
]
NONE = [
    "It's a crying shame about the library.",
    "He cries wolf about the boiler.",
    "For crying out loud, shut the door.",
    "We cried laughing at the video.",
    "That is a far cry from what you promised.",
    "No use crying over spilt milk.",
    "He tears up the paper and walks off.",
    "Years of wear and tear on that sofa.",
    "This job tears me apart.",
    "The car broke down outside Leeds.",
    "He broke down the figures for me.",
    '"Not the blue one!" she cried.',
    "You always have a shoulder to cry on.",
    "It took blood, sweat and tears.",
    "The lecture bored me to tears.",
    "I was crying inside.",
    "Spare me the sob story.",
    "He never cries.",
    "She didn't cry at the funeral.",
    "We said goodbye without crying.",
    "He would probably cry if I told him.",
    "If she cries I'm leaving.",
    "Please don't cry.",
    "Did you cry at your wedding?",
    "I'm going to tell her and she might cry.",
    "I have dreams where I'm crying at his desk.",
    "I can't cry any more.",
    "I'm not the type to cry.",
]


@pytest.mark.parametrize("source", SHED)
def test_tears_that_fall_are_found(source, words_for_tears):
    found = find_tears([normalise(source)], words_for_tears)
    assert found
    assert any(tears.shed for tears in found)


@pytest.mark.parametrize("source", HELD)
def test_tears_held_back_count_as_tears_that_were_not_shed(source, words_for_tears):
    found = find_tears([normalise(source)], words_for_tears)
    assert found
    assert not any(tears.shed for tears in found)


@pytest.mark.parametrize("source", SHOWN)
def test_signs_of_tears_count_where_no_tears_are_named(source, words_for_tears):
    found = find_tears([normalise(source)], words_for_tears)
    assert found
    assert not any(tears.shed for tears in found)


@pytest.mark.parametrize("source", NONE)
def test_figures_of_speech_and_tears_never_shed_are_not_tears(source, words_for_tears):
    assert not find_tears([normalise(source)], words_for_tears)


def test_a_sign_of_tears_is_passed_over_where_tears_are_named_elsewhere(words_for_tears):
    found = find_tears([normalise("He couldn't speak. Later he cried in the shed.")], words_for_tears)
    assert [tears.shed for tears in found] == [True]


def test_a_denial_in_one_sentence_leaves_the_tears_of_the_next_alone(words_for_tears):
    found = find_tears([normalise("He never cries.\nHe cried tonight")], words_for_tears)
    assert len(found) == 1


def test_every_mention_names_its_utterance_and_its_words(words_for_tears):
    texts = [normalise("Are you ok?"), normalise("no I\u200b’m crying")]
    (tears,) = find_tears(texts, words_for_tears)
    assert tears.utterance == 1
    assert texts[1].folded[tears.start : tears.end] == "crying"
