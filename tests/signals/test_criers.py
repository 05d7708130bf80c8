import pytest
from benchmarks.fairness import swap_gender

from kerchief.domain.conversation import Role
from kerchief.signals.criers import find_crier
from kerchief.signals.tears import find_tears
from kerchief.text import normalise


@pytest.fixture
def crier(words_for_tears, words_for_criers):
    def find(*sources, speakers=()):
        texts = [normalise(source) for source in sources]
        return find_crier(texts, find_tears(texts, words_for_tears), words_for_criers, speakers)

    return find


WHO = [
    ("My husband cried in the van last night.", "partner", "m"),
    ("My gf [24f] was in tears over the rota.", "partner", "f"),
    ("My ex rang me sobbing.", "ex", "u"),
    ("Mum put the phone down and wept.", "parent", "f"),
    ("I made my dad cry by selling the boat.", "parent", "m"),
    ("Our son came home from training crying.", "child", "m"),
    ("My little sister burst into tears.", "sibling", "f"),
    ("Her mother cried when we told them.", "relative", "f"),
    ("My boyfriend's mom sobbed at the altar.", "relative", "f"),
    ("My nan welled up over the photo.", "relative", "f"),
    ("My best friend told me about the scan. She cried for an hour.", "friend", "f"),
    ("My boss shut the door and cried. He looked so tired.", "colleague", "m"),
    ("A man on the tram was crying.", "stranger", "m"),
    ("I cried in the car park.", "narrator", "u"),
    ("I (22F) cried in the car park.", "narrator", "f"),
    ("As a 40 year old man I cried over a hamster.", "narrator", "m"),
    ("I saw him crying behind the shed. My husband never said why.", "partner", "m"),
    ("My wife looked at the letter, put it down, and there were tears in her eyes.", "partner", "f"),
    ("My daughter rang. Tears were running down her face.", "child", "f"),
    ("I told my brother I was moving out and he started crying.", "sibling", "m"),
    ("I hugged my wife and cried.", "narrator", "m"),
    ("My dad called me in tears.", "parent", "m"),
    ("I found my sister on the landing with the lights off, crying.", "sibling", "f"),
    ('My friend Tom said "I was crying before you rang".', "friend", "m"),
    ("We broke up in June. Last night he called and cried.", "ex", "m"),
    ("My husband was holding my coat with tears running down.", "partner", "m"),
    ("A man at the desk saw me crying and fetched some water.", "narrator", "u"),
    ("My coach mocked me for crying over the result.", "narrator", "u"),
    ("My sister, who never asks for anything, sat there and cried.", "sibling", "f"),
    ("Our 16 year old daughter cried over the timetable.", "child", "f"),
    ("My 5yo cried because the moon had gone in.", "child", "u"),
    ("I came home to my mum crying over the gas bill.", "parent", "f"),
    ("The whole thing ended with her crying and me out on the porch. My wife hates rows.", "partner", "f"),
    ("My aunt never lets on. I saw her crying on the ferry.", "relative", "f"),
    ("It went so far as to make my brother cry.", "sibling", "m"),
    ("I saw my aunt at the gate and cried.", "narrator", "u"),
    ("She came by late, all muddy. She's my boss, and she was crying.", "colleague", "f"),
    ("My face is so sore from crying.", "narrator", "u"),
    ("My old boyfriend and I had split up. She broke up with me in June too, and she cried.", "ex", "f"),
    ("He had burnt the rice again and cried. I love being married to my husband.", "partner", "m"),
    ("I'm female and I cried at the rugby.", "narrator", "f"),
    ("She had told my boyfriend. I cried, and his mother, who had the photographs, cried and cried.", "relative", "f"),
]


@pytest.mark.parametrize(("source", "relation", "gender"), WHO)
def test_the_crier_is_who_the_account_says(source, relation, gender, crier):
    found = crier(source)
    assert (found.relation, found.gender) == (relation, gender)


def test_nobody_is_the_crier_where_nobody_cries(crier):
    assert crier("My husband never cries. It's a crying shame.") is None


def test_of_several_criers_it_is_the_one_other_than_the_narrator(crier):
    assert crier("I cried all week. I cried at work. Then my mother cried.").relation == "parent"


def test_of_two_others_it_is_the_one_told_more_fully(crier):
    found = crier("My sister cried a bit. My dad cried in the hall, he cried at the sink, and he wept in bed.")
    assert (found.relation, found.gender) == ("parent", "m")


def test_tears_of_another_told_in_passing_do_not_outweigh_the_narrators_own(crier):
    source = "I cried on Monday. I cried on Tuesday. I sobbed all Friday. My aunt had nearly cried once, in 2010."
    assert crier(source).relation == "narrator"


@pytest.mark.parametrize(
    ("source", "relation", "gender"), [row for row in WHO if row[2] != "u" and "22F" not in row[0]]
)
def test_turning_the_gender_words_round_turns_the_gender_and_keeps_the_relation(source, relation, gender, crier):
    found = crier(swap_gender(source))
    assert (found.relation, found.gender) == (relation, {"m": "f", "f": "m"}[gender])


def test_a_baby_crying_in_passing_is_not_the_crier(crier):
    assert crier("The baby was crying and I just sat down on the stairs and cried.").relation == "narrator"


def test_a_baby_is_the_crier_where_nobody_else_cries(crier):
    assert crier("Our baby cried from two till five.").relation == "child"


def test_the_span_holds_the_subject_and_the_tears(crier):
    source = "We talked. Then he started to cry, my poor husband."
    span = crier(source).span
    assert source[span.start : span.end] == span.quote == "he started to cry"


def test_what_we_do_together_the_other_one_does_too(crier):
    assert crier("My brother and I sat on the step. We cried.").relation == "sibling"


def test_i_in_the_words_of_the_one_who_hurts_is_the_narrator(crier):
    found = crier("Rough night?", "I cried till four.", speakers=(Role.SUPPORTER, Role.SEEKER))
    assert (found.relation, found.span.utterance) == ("narrator", 1)


def test_you_in_the_words_of_the_supporter_is_the_one_who_hurts(crier):
    found = crier("It was a lot.", "You were crying when I left.", speakers=(Role.SEEKER, Role.SUPPORTER))
    assert found.relation == "narrator"


def test_a_line_of_a_chat_belongs_to_the_speaker_it_names(crier):
    found = crier("Mum: I put his mug out again\nMe: oh mum\nMum: stood there crying like a daft thing\nMe: I'm coming")
    assert (found.relation, found.gender) == ("parent", "f")


def test_what_speakers_call_each_other_tells_what_they_are(crier):
    found = crier("Leo: I failed it again, mum\nMe: Where are you\nLeo: in the stairwell. crying")
    assert (found.relation, found.gender) == ("child", "m")
