"""What a reply asks: questioning, and pressing for an answer (dossier, H15)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerchief.checking.drafts import Prepared
from kerchief.patterns import Place
from kerchief.text import Text

_MANY = 3
_ASKED = re.compile(r"[^.!?\n]*\?+|(?<=\?)\W*(?:or )?(?:is it|was it|did (?:i|he|she|they))\b[^.!?\n]+$")
_WORD = re.compile(r"[a-z']+")
_SMALL = re.compile(
    r"(?:an?|the|s?he|they|it|you|i|we|his|her|their|your|my|to|of|in|on|at|and|or|so|is|are|was|were|do|did|does"
    r"|that|this"
    r"|for|with|him|them|me|no|not|really|just|what|oh|wow|even|by|from|all|again)"
)
_OFFER = re.compile(
    r"^\W*(?:(?:and|or|so|ok|okay|hey|but)\W+)*(?:(?:do|d|did|would) ?(?:you|ya|u)(?: want| like| need| fancy"
    r"| prefer| mind"
    r"|'?d like)|would (?:it|a|some|that) (?:help|be)|d'you want|want (?:me|to|a|some|company|it)|wanna|shall (?:i"
    r"|we)"
    r"|should i|(?:can|could|may) i\b|mind if|fancy|need (?:a|me|some)|how about (?:a|i|we|some|tea)"
    r"|what about (?:a|some)"
    r"|(?:ok|okay) if i|is (?:it|that|this|now) (?:ok|okay|all ?right)|(?:are )?(?:you|u)(?: feeling)? "
    r"(?:ok|okay|all ?right|alright|ready)\W*$|how are (?:you|u)\b|(?:a |some |cup of |hot )?(?:tea|coffee|water"
    r"|cuppa|brew"
    r"|blanket|hug|cake|soup|toast|company|chocolate|tissues?|quiet|pizza|biscuits?|walk|chips)\b"
    r"|(?:remember|you know|right|really|deal|yes|no|yeah|huh|eh|what|wow|oh)\W*$)"
)
_SAFETY_ASK = re.compile(
    r"\b(?:suicid\w*|kill(?:ing)? (?:yourself|u|urself)|end(?:ing)? your life|want to die|be dead|safe"
    r"|(?:hurt|harm)(?:ing)? (?:yourself|you)|with you|anyone there|pills|on your own right now)\b"
)
_TAG = re.compile(r"(?:n'?t (?:you|i|it|he|she|they|we)|\b(?:innit|right|eh|yeah|huh|ok|okay|you know))\W*\?+$")
_CLOSED = re.compile(
    r"^\W*(?:or )?(?:is it|is this|was it|did (?:i|he|she|they|you|someone|somebody)|have i|are you (?!ok"
    r"|all ?right|sure)"
    r"|is that|do you|is some\w+|has some\w+)\b"
)
_GUESS = re.compile(r"^\W*(?:or )?(?:is it|was it|did (?:i|he|she|they|someone|somebody)|have i done|is some\w+)\b")


# Asking why of the tears, or pressing for an answer, is questioning by itself.
_YOU = r"(?:you|u|ya)"
_PRESSES = re.compile(
    rf"\b(?:why|y) {_YOU}(?: so| always| even)* (?:cry(?:ing)?|upset|sad|in tears|like this)\b"
    rf"|\b(?:why|wht|y|what)(?: on earth| the hell| the heck)? ?(?:are|r|is|was|were|do|does|did|have"
    rf"|'?re) (?:{_YOU}|he|she|they"
    r"|it is that you)(?: so| really| even| suddenly| always| still| now| been)* (?:cry(?:ing)?|in tears|sobbing"
    r"|weeping"
    r"|blubbing|bawling|teary|(?:being |acting )?like this|sad|upset|down|emotional|so quiet)\b(?: (?:for|about))?"
    r"|\bwhy (?:the|all the|all these|those|these) tears\b"
    rf"|\b(?:tell me|say|explain|answer me|i (?:want|need|demand) to know)(?: \w+){{0,3}} why (?:you(?:'?re| are)?"
    rf"|ur|u r|u)"
    r"(?: so| really| been)* (?:cry(?:ing)?|in tears|sobbing|upset|like this)\b"
    rf"|\bwhy (?:won'?t|can'?t|don'?t|aren'?t|wouldn'?t) {_YOU} (?:just )?(?:tell|say|talk|answer|speak|open up"
    rf"|explain|let me in)\b"
    r"|\bwhat(?:'?s| is) (?:wrong|the matter|up|going on)(?: with you)?\?+\W*(?:what happened|is it|did (?:i|he"
    r"|she|they|some\w+)"
    r"|who|tell me|why|what did)\b"
    r"|\b(?:tell me|answer me) right now\b|\bout with it\b|\banswer (?:me|the question)[.!]"
    r"|\bi asked you a question\b"
    r"|\bi'?m not (?:leaving|going anywhere|letting you go) (?:until|till) you (?:tell|say|talk)\b"
    r"|\bi(?:'?ll)? keep asking (?:until|till)\b|\bspit it out\b"
)
_PRESSES_NOT = re.compile(
    r"\b(?:do ?n'?t|do not|need ?n'?t|no need to|without having to|never|not going to)\b[^.!?]{0,25}\b(?:have to"
    r"|need to|asks?"
    r"|asking|explain|tell|know|say)\b|\b(?:understand|see|get|know|knows|makes sense|wonder|asked me|asks"
    r"|asked you|sure|idea"
    r"|told) why\b"
)


def volley(draft: Prepared) -> Iterator[Place]:
    """One place for all questioning: three questions or more (the last may stand), two closed guesses, or a why."""
    reply = draft.reply
    asked = [place for place in _sentences_asked(reply) if _is_question(reply.folded[slice(*place)], draft.context)]
    pressing = [match.span() for match in _PRESSES.finditer(reply.folded) if _is_pressing(reply, match.span())]
    first, second = ([reply.folded[slice(*place)] for place in asked] + ["", ""])[:2]
    guesses = len(asked) < _MANY and _CLOSED.search(first) and _GUESS.search(second)
    if len(asked) >= _MANY or guesses:
        pressing.append((asked[0][0], asked[-2][1]))
    if pressing:
        yield min(start for start, _ in pressing), max(end for _, end in pressing)


def _sentences_asked(reply: Text) -> Iterator[Place]:
    for match in _ASKED.finditer(reply.folded):
        start, end = match.span()
        start += len(match.group()) - len(match.group().lstrip(" \n\t.!?"))
        if not reply.is_quoted(start, end):
            yield start, end


def _is_pressing(reply: Text, place: Place) -> bool:
    return not reply.is_quoted(*place) and not _PRESSES_NOT.search(reply.folded, *reply.sentence_at(place[0]))


def _is_question(sentence: str, context: Text) -> bool:
    """A question that asks them for something: no offer, no tag, no echo of their words, not about safety."""
    words = {word for word in _WORD.findall(sentence) if not _SMALL.fullmatch(word)}
    if not words or words <= set(context.words):
        return len(words) > 0 and not context.words
    return not (_OFFER.search(sentence) or _SAFETY_ASK.search(sentence) or _TAG.search(sentence))
