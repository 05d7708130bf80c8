"""What no declarative kind of rule can say: small functions that a rule file names as its ``detector``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from kerchief.checking.drafts import Prepared
from kerchief.patterns import Place
from kerchief.text import Text

Detector = Callable[[Prepared], Iterator[Place]]

# Self-shift (dossier, H10). A long story is one wherever it stands; a short one only in answer to something told.
_SHARE = 0.4  # of a reply's words, from which it has become the writer's own story
_LEAST_WORDS, _LEAST_CLAUSES = 25, 3
_SHORT_SHARE, _SHORT_WORDS = 0.5, 5
_EASED_SHARE, _EASED_WORDS = 0.6, 8  # where a word for the other came first
_SAID_SHARE = 0.35  # of clauses with the writer in them, not only going on with the story
_CLAUSE = re.compile(r"[.!?;,\n\u2600-\u27bf\U0001F000-\U0001FAFF]+|\s(?=(?:and|but|or|so|then|because|when|while)\s)")
_OWN_PAST = re.compile(
    r"\b(?:i|we|my|mine|our)\b.*\b(?:was|were|had|did|went|got|lost|left|took|came|made|told|said|ended|cried"
    r"|\w+ed)\b"
)
_THEIRS = re.compile(
    r"\b(?:you|your|yours|yourself|u|ur|urs|ya|sorry|hugs?|congrats|congratulations|condolences|good luck"
    r"|thanks?|well done|nice one|good (?:job|for)|way to go|(?:glad|good|hope) (?:it|that|to hear|he|she|they))\b|\?"
)
_IDLE_YOU = re.compile(
    r"\bany (?:ideas?|advice|tips|thoughts)\?|\b(?:you know(?! (?:what|how|who|that))|(?:tell|believe) you|you see,|if you ask me|you never know"
    r"|(?:hate|love|like|sucks|hard|annoying|worst|nice|great|awful)(?: it| that)? when you\b[^.!?,]*)"
)
_NOT_A_STORY = re.compile(r"\bi was (?:thinking|wondering|hoping)\b|\bi (?:wanted|meant) to\b")

# Where a clause speaks of the writer within its first words: "as a kid I", "the last time my car", "mine".
_SELF = re.compile(
    r"^\W*(?!(?:come|take|use|count|borrow|wear|tell|have|let|give|call|lean|hold|ask|put|meet|k"
    r"|ok)\b)(?:[\w'&-]+\W+){0,5}?(?P<me>i(?:'?m|'?ve|'?d|'?ll)?|we(?:'?ve)?(?= (?:had|have|lost|got|went|did|used"
    r"|moved|lived|own"
    r"|were|was|fought|broke|never|once|drove|\w+ed)\b)|my(?: own)? \w+(?= \w)|mine|our \w+(?= \w))(?=\W|$)"
)
# The writer without an "I": "that happened to me", "sounds like my boss", "had the same thing last week".
_LIKE_MINE = re.compile(
    r"^\W*(?:(?:oh|ah|lol|ha\w*|yeah?|yes|yep|wow|ugh|man)\W+)*(?:"
    r"(?:that|this|it|same|sounds?|reminds?|something|exactly|which)\b(?!.*\b(?:would(?:'?ve)?|let|tell|makes?"
    r"|made|seems?|sounds? to|breaks?"
    r"|hurts|believe|ask|if it (?:was|were)|annoys|bothers|amazes|gives|scares|worries) (?:to )?(?:me|my|us)\b)"
    r".*\b(?:me|my|mine|us)\b|(?:me too|same here|me neither|in the same)\b"
    r"|(?:been|had|lost|got|went|just (?:got|had|went)|used to|never|dealing|going)\b"
    r"(?=.*\b(?:my|me|mine|myself|same|too|last|ago)\b)"
    r"|(?:a|an|one|this|some) (?:\w+ )?(?:friends?|guy|girl|woman|man|coworker|colleague|cousin|person|lady)"
    r" (?:of mine|of ours|i \w+)|(?:someone|somebody|people|one) i (?:know|knew|work))"
)
_ADVERBS = (
    r"(?: \w+ly| do| did| can| could| just| still| always| also| totally| so| never| too| here| all| right| not"
    r"| already"
    r"| (?:do|did|ca|could)n'?t| cannot)*"
)
# Words of the writer that are for the other: what one hopes, thinks, sees, would do, offers.
_FOR_THEM = re.compile(
    r"(?:i|we)" + _ADVERBS + r" (?:(?:hope|think|thought|know|guess|bet)(?! (?:that )?my\b| i (?:slept|had|was|did"
    r"|ever|got)\b)"
    r"|wish(?! (?:my|mine|i (?:had (?!words|something|the|more|a magic)|was (?!there)))\b)|imagine|suppose|believe"
    r"|knew"
    r"|understand|relate|agree|see|saw|hear|heard|get (?:it|that|why|how|what)|feel (?:for|so|bad|sad|terrible"
    r"|awful|sorry"
    r"|happy)|doubt|wonder|trust|swear|promise|mean|meant|pray|appreciate|care|tell(?! (?:my|myself)\b)|notice|noticed|read|say|said"
    r"|reckon"
    r"|assume|figure|figured|blame|mind|recommend|suggest|ask|asked|counted|want(?:ed)? (?:to (?:help|be|hear|know"
    r"|see|say|hug"
    r"|tell|ask)|you|a)|need (?:to (?:tell|say|know|ask|go|run|hear)|you))\b"
    r"|(?:i|we)" + _ADVERBS + r" (?:love|hate|like|loved|liked|miss|missed|enjoy|remember|met) (?:that|this|it|how"
    r"|when|to|him|her"
    r"|them|these|those|hearing)\b(?! (?:i|my|we)\b)"
    r"|(?:i|we|mine)(?:'d|'ll| would(?:n'?t)?| will| won'?t| should(?:n'?t)?| might| may| must| shall)\b"
    r"|(?:i|we|mine)(?: could| can(?:not|'?t)?(?![\w'])(?! (?:eat|drive|swim|cook|sleep|dance|sing"
    r"|walk|drink|afford|remember)\b)| couldn'?t)\b(?!.*\b(?:either|too|myself|once)$)"
    r"|i(?:'?m| am| was|'?ve been)" + _ADVERBS + r" (?:sorry|sad|glad|happy|proud|here|with|sure|afraid(?! of)"
    r"|shocked|surprised|very"
    r"|impressed|jealous|gutted|heartbroken|excited|relieved|curious|confused|speechless|up|around|on (?:my|the)"
    r"|thankful"
    r"|grateful|angry|furious|mad|upset|certain|in (?:tears|bits|awe|shock|pieces)|a (?:friend|good listener)"
    r"|ashamed|wrong"
    r"|free|delighted|thrilled|pleased|touched|moved|an idiot|two|outside|next|so|really)\b"
    r"|(?:i|we)(?:'?m| am|'?re| are)" + _ADVERBS + r" (?!going through|dealing|struggling|having|getting|living"
    r"|working|dating"
    r"|raising|studying)\w+ing\b"
    r"|my(?: own)? (?:heart|condolences|prayers|thoughts|goodness|god|gosh|advice|bad|word|dear|love|fault|mistake"
    r"|door|phone"
    r"|shoulder|sympath\w+|deepest|best|guess|hat|arms|couch|sofa|mind|stomach|sincere\w*|inbox|dms?|place|car is)\b"
    r"|our (?:door|home|house|thoughts|prayers|hearts|condolences)\b"
    r"|(?:i|we)(?:'?ve| have)?" + _ADVERBS + r" (?:got (?:the|this|that|all|here|you)|brought|have (?:no words"
    r"|faith|all|time|the))\b"
)
# A reply that owns up, or tells what help was done, speaks of the writer for the other's sake.
_OWNS_UP = re.compile(
    r"\b(?:apolog\w+|my fault|ashamed|(?:should|could)(?:'?ve| have|n'?t have)|(?:was|were) wrong|my mistake|on me"
    r"|i forgot(?! my)|regret\w*|i let|unfair|i promise|no excuse|(?:i|i'?ve) (?:left|put|made|fed|walked|cooked"
    r"|brought|kept|covered|took"
    r"|did|washed|booked|rang|called|told|picked|sorted|done|dropped|cancelled|canceled|locked|turned|switched"
    r"|moved) "
    r"(?:the|some|soup|dinner|tea|off|both|all|them|him|her|it|everything)"
    r"|i (?:lock|put|close|make|bring|carry|hold|pass|open|hand|pour|fetch|saved?|sit|stay|wait) (?:the|a|some"
    r"|here|with|beside|it|them|him|her|his|soup|tea|until|till))\b"
)
_ABOUT_THEM = re.compile(r"\b(?:him|her|them|his|their)\b")
_MY_OWN = re.compile(r"\b(?:my|mine|our|ours|i (?:had|have|knew|dated|got|met)|we (?:had|have|got))\b")
# What is answered speaks to the writer: it ends in a question, or it is a quarrel between the two.
_ASKS_WRITER = re.compile(r"\b(?:you|u|your|ur|anyone|anybody|someone)\b[^.!?]*\?[^.!?]*$|\b(?:advi[cs]e|tell me about)\b")
_QUARREL = re.compile(
    r"\byou(?:'?d|'?ve| never| always| just)* (?:said|left|promised|forgot|told|lied|didn'?t|never|always|made"
    r"|hurt|were"
    r"|weren'?t|don'?t|won'?t)\b|\bi \w+(?: on)? your\b"
)


def self_share(draft: Prepared) -> Iterator[Place]:
    """Most of the reply is about the writer, and it does not come back to the other person."""
    told = _IDLE_YOU.sub("", draft.context.folded)
    if told.strip() and not _ASKS_WRITER.search(told) and not _QUARREL.search(told):
        found = _short_shift(draft.reply)
        if found is not None:
            yield found
            return
    yield from _long_story(draft.reply)


def _long_story(reply: Text) -> Iterator[Place]:
    own = [place for place in _clauses(reply.folded) if _is_own_past(reply.folded[slice(*place)])]
    words = _count(reply.folded, own)
    total = len(reply.folded.split())
    if total < _LEAST_WORDS or len(own) < _LEAST_CLAUSES or words <= _SHARE * total:
        return
    ending = reply.folded[reply.sentences[-2:][0][0] :]
    if not _THEIRS.search(ending):
        yield own[0]


def _short_shift(reply: Text) -> Place | None:
    """The first clause of the writer's own case, where that is most of the reply and nothing after it turns back."""
    folded = reply.folded
    own = _own_clauses(folded)
    if not own or _OWNS_UP.search(folded):
        return None
    start = own[0][0]
    if _THEIRS.search(_IDLE_YOU.sub("", folded[start:])):
        return None
    eased = bool(_THEIRS.search(folded, 0, start))
    share, least = (_EASED_SHARE, _EASED_WORDS) if eased else (_SHORT_SHARE, _SHORT_WORDS)
    words, total = _count(folded, own), len(folded.split())
    said = _count(folded, (place for place in own if _is_own(folded[slice(*place)])))
    return own[0] if words >= max(least, share * total) and said >= _SAID_SHARE * total else None


def _count(folded: str, places: Iterable[Place]) -> int:
    return sum(len(folded[slice(*place)].split()) for place in places)


def _own_clauses(folded: str) -> list[Place]:
    """Clauses about the writer's own case, and those that go on with it."""
    found: list[Place] = []
    goes_on = False
    for start, end in _clauses(folded):
        clause = folded[start:end]
        if not clause.strip(" \"'-"):
            continue
        if _is_own(clause):
            goes_on = not _is_about_them(folded, start, end)
        elif _SELF.match(clause) or _THEIRS.search(clause):
            goes_on = False
        if goes_on:
            found.append((start + len(clause) - len(clause.lstrip()), end))
    return found


def _is_own(clause: str) -> bool:
    """Whether the clause tells of the writer's own case, and is no word of sympathy or help."""
    own = _SELF.match(clause)
    return not _FOR_THEM.match(clause, own.start("me")) if own else bool(_LIKE_MINE.match(clause))


def _is_about_them(folded: str, start: int, end: int) -> bool:
    """Whether "him" or "her" in the clause is somebody the other told of, not somebody of the writer's."""
    return bool(_ABOUT_THEM.search(folded, start, end)) and not _MY_OWN.search(folded, 0, end)


def _clauses(folded: str) -> Iterator[Place]:
    start = 0
    for match in _CLAUSE.finditer(folded):
        yield start, match.start()
        start = match.end()
    yield start, len(folded)


def _is_own_past(clause: str) -> bool:
    return bool(_OWN_PAST.search(clause)) and not _THEIRS.search(clause) and not _NOT_A_STORY.search(clause)


# Questioning (dossier, H15).
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


DETECTORS: Mapping[str, Detector] = {"self_share": self_share, "volley": volley}
