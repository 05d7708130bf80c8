"""Families of violence, control, pressure and a child's danger, as told in words that no other test uses."""

from __future__ import annotations

import pytest
from benchmarks.fairness import swap_gender

from kerchief.knowledge.catalogue import Catalogue
from kerchief.safety import find_flags
from kerchief.text import normalise

TOLD = {
    "violence": (
        "He cried about it after. He had stood in front of the door so I couldn't get out.",
        "She peeled my hands off her and flung me out of the car, and then she sobbed.",
        "Dad wept at the table. He smacked my brother round the head for spilling milk.",
        "I told him that I didn't want it tonight and I ended up having sex with him anyway. I cried in the shower.",
        "A lad from work took advantage of me when I was drunk. My sister cried when I said so.",
        "My father was extremely abusive growing up, she said, in tears.",
        "He can't control his anger, he yells and then he cries.",
        "They push him around every break and he comes home in tears.",
        "I keep having violent thoughts about my brothers and it makes me cry.",
    ),
    "control": (
        "She forbade me seeing my cousin and cried when I did.",
        "He gets upset when I don't answer right away, then he is in tears on the phone.",
        "My mother takes all of my benefits and sobs if I ask for some.",
        "He said if I went on the course it was over, and wept.",
        "I can't leave her because I'd be homeless. She cries that she needs me.",
        "I tried walking away twice. He calls me and cries.",
        "He tells her not to talk to certain people and she weeps about it at work.",
    ),
    "pressuring": (
        "I said it was over but she begged and cried.",
        "I was ready to leave. He got on his knees and sobbed, and of course I gave him another chance.",
        "She started crying and said I was being selfish.",
        "I can't talk to him about the rent because he melts down.",
        "He begged me not to tell his sister, so I didn't. He was crying.",
        "I kept begging, in tears, until she agreed to see me.",
        "I can't stand to hear her cry, so I stay.",
        "She yelled at me, then cried, and that was our evening.",
    ),
    "child_at_risk": (
        "In the queue a man backhanded the little boy so hard that the child sobbed.",
        "I keep wanting to hurt my baby and I can't stop crying.",
        "She left the kids alone at night again. My nephew cried on the phone to me.",
        "I'm scared being at home. I cry in the bus shelter till it's dark.",
        "My 13 year old daughter cuts herself. She wept when I found out.",
        "He drank around my son until the boy was in tears.",
        "I am 15 and in a relationship with my teacher, and I cry about it at night.",
    ),
}

SPARED = (
    "Being a mum is kicking my ass and I cried over a sock.",
    "The dog bit the cushion and she cried laughing.",
    "It felt like being punched in the stomach when the letter came; I cried.",
    "The stress of this term hit me and I cried at my desk.",
    "She raised her hand and asked why he was in tears.",
    "He cried when the leukaemia was beaten.",
    "I had to threaten to turn the night light off, and my boy cried.",
    "The college kept calling me and I cried with joy when the place came.",
    "He left me alone and I cried, and then I slept.",
    "The doctor forbade me driving and I cried.",
    "I am controlling my diabetes at last; mum cried when she heard.",
    "We lunged for the same slice of cake and laughed till we cried.",
    "I said goodbye at the airport and he cried.",
    "She cried with joy and agreed to start over as friends.",
)


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in TOLD.items() for text in texts])
def test_a_danger_is_seen_in_the_words_people_have_for_it(code: str, text: str, catalogue: Catalogue) -> None:
    assert code in found_in(text, catalogue)


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in TOLD.items() for text in texts])
def test_it_is_seen_whoever_is_told_of(code: str, text: str, catalogue: Catalogue) -> None:
    assert code in found_in(swap_gender(text), catalogue)


@pytest.mark.parametrize("text", SPARED)
def test_words_that_only_sound_like_it_are_spared(text: str, catalogue: Catalogue) -> None:
    assert not found_in(text, catalogue) & set(TOLD)


@pytest.mark.parametrize("code", ["control", "pressuring"])
def test_what_may_be_a_pattern_is_asked_about_and_never_called_certain(code: str, catalogue: Catalogue) -> None:
    for text in TOLD[code]:
        tiers = {flag.tier for flag in find_flags((normalise(text),), None, catalogue) if flag.code == code}
        assert tiers == {"soft"}


def found_in(text: str, catalogue: Catalogue) -> set[str]:
    return {flag.code for flag in find_flags((normalise(text),), None, catalogue)}
