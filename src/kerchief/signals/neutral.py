"""Words without gender, for the encoder: what a sentence means must not hang on whether he or she sheds the tears.

The encoder's vectors move when "he" becomes "she", and a head on them moves with them. So every sentence is encoded as
told of "they": two texts that differ in gender words alone get the same vectors, by construction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NEUTRAL: Mapping[str, str] = {
    word: neutral
    for words, neutral in {
        "he she": "they",
        "he's she's hes shes": "they're",
        "he'd she'd": "they'd",
        "he'll she'll": "they'll",
        "him": "them",
        "his": "their",
        "hers": "theirs",
        "himself herself": "themselves",
        "man woman guy lady gentleman dude chick lad lass boy girl male female": "person",
        "husband wife boyfriend girlfriend bf gf hubby wifey groom bride": "partner",
        "fiance fiancee fiancé fiancée": "fiancé",
        "father mother dad mum mom daddy mummy mommy mam mama papa": "parent",
        "fathers mothers dads mums moms": "parents",
        "stepdad stepmum stepmom stepfather stepmother": "stepparent",
        "son daughter": "child",
        "sons daughters": "children",
        "stepson stepdaughter": "stepchild",
        "brother sister bro sis": "sibling",
        "brothers sisters": "siblings",
        "uncle aunt auntie nephew niece": "relative",
        "grandfather grandmother grandpa grandma grandad granddad gran nan granny nana": "grandparent",
        "father-in-law mother-in-law": "parent-in-law",
        "brother-in-law sister-in-law": "sibling-in-law",
        "widower widow": "widowed person",
        "mr mrs ms miss sir madam": "Mx",
        "men women boys girls": "people",
        "husbands wives boyfriends girlfriends": "partners",
    }.items()
    for word in words.split()
}
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_HER_AS_OBJECT = re.compile(
    r"\s*(?:[.,!?;:)\"\]]|$|\s(?:and|or|but|to|in|on|at|for|with|from|by|about|of|when|while|because|that|if|as|so|is|was"
    r"|i|he|she|we|they|you|it|the|a|an|my|this|up|down|out|off|back|again|over|there|here|not|how|what|why|who|cry|go|"
    r"crying|sobbing|away|after|before|until|since|then|than|more|too|very|really|just|even|like|into|through)\b)",
    re.IGNORECASE,
)


def neutral(sentence: str) -> str:
    """The sentence with its gender words made neutral."""

    def turned(match: re.Match[str]) -> str:
        word = match.group()
        low = word.lower().replace("’", "'")
        if low == "her":
            return "them" if _HER_AS_OBJECT.match(sentence, match.end()) else "their"
        owner, ending = (low[:-2], "'s") if low.endswith("'s") and low not in _NEUTRAL else (low, "")
        return _NEUTRAL[owner] + ending if owner in _NEUTRAL else word

    return _WORD.sub(turned, sentence)
