"""Whose story a reply tells: where the talk moves to the writer and stays there (dossier, H10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kerchief.checking.drafts import Prepared
from kerchief.patterns import Place
from kerchief.text import Text

# A long story is one wherever it stands; a short one only in answer to something told.
_SHARE = 0.4  # of a reply's words, from which it has become the writer's own story
_LEAST_WORDS, _LEAST_CLAUSES = 25, 3
_SHORT_SHARE, _SHORT_WORDS = 0.5, 5
_WHOLE_SHARE, _WHOLE_WORDS = 0.7, 20  # so much of it is nobody else's talk, whatever was told
_EASED_SHARE, _EASED_WORDS = 0.6, 8  # where a word for the other came first
_DEEDS = 2  # things done for the other, from which it is no story
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
    r"\bany (?:ideas?|advice|tips|thoughts)\?"
    r"|\b(?:you know(?! (?:what|how|who|that))|(?:tell|believe) you|you see,|if you ask me|you never know"
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
    r"|awful|sorry|happy)|doubt|wonder|trust|swear|promise|mean|meant|pray|appreciate|care|tell(?! (?:my|myself)\b)"
    r"|notice|noticed|read|say|said|reckon"
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
_ASKS_WRITER = re.compile(
    r"\b(?:you|u|your|ur|any(?:one|body)|someone)\b[^.!?]*\?[^.!?]*$|\b(?:advi[cs]e|tell me about)\b"
    r"|\bhow (?:do|did|would|can) (?:you|u|people|others|everyone) (?!feel|know|mean|think)[^.!?]*\?"
)
_QUARREL = re.compile(
    r"\byou(?:'?d|'?ve| never| always| just)* (?:said|left|promised|forgot|told|lied|didn'?t|never|always|made"
    r"|hurt|were"
    r"|weren'?t|don'?t|won'?t)\b|\bi \w+(?: on)? your\b"
)


def self_share(draft: Prepared) -> Iterator[Place]:
    """Most of the reply is about the writer, and it does not come back to the other person."""
    if draft.context.folded.strip() and not _is_asked(draft.context):
        found = _short_shift(draft.reply)
        if found is not None:
            yield found
            return
    yield from _long_story(draft.reply)


def whole_story(draft: Prepared) -> Iterator[Place]:
    """A story of the writer's own that is nearly all of a longer reply: whatever was told, it stays behind."""
    own = [] if _is_asked(draft.context) else _own_story(draft.reply.folded)
    told = _count(draft.reply.folded, own)
    if told >= max(_WHOLE_WORDS, _WHOLE_SHARE * len(draft.reply.folded.split())):
        yield own[0]


def _is_asked(context: Text) -> bool:
    told = _IDLE_YOU.sub("", context.folded)
    return bool(_ASKS_WRITER.search(told) or _QUARREL.search(told))


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
    own = _own_story(folded)
    if not own or _OWNS_UP.search(folded):
        return None
    eased = bool(_THEIRS.search(folded, 0, own[0][0]))
    share, least = (_EASED_SHARE, _EASED_WORDS) if eased else (_SHORT_SHARE, _SHORT_WORDS)
    words, total = _count(folded, own), len(folded.split())
    said = _count(folded, (place for place in own if _is_own(folded[slice(*place)])))
    return own[0] if words >= max(least, share * total) and said >= _SAID_SHARE * total else None


def _own_story(folded: str) -> list[Place]:
    """Clauses of the writer's own case, where nothing after them turns back and no deed of help is told."""
    own = _own_clauses(folded)
    if own and _THEIRS.search(_IDLE_YOU.sub("", folded[own[0][0] :])):
        return []
    return own if len(_OWNS_UP.findall(folded)) < _DEEDS else []


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
