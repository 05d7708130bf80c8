"""Everybody an account speaks of, and whom a pronoun points at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from kerchief.domain.reading import Gender, Relation
from kerchief.knowledge.crier_words import CrierWords

NARRATOR, WE, YOU = 0, 1, 2
_OPEN = 0.35  # how far "she" points at somebody whose gender is open, against somebody known for a "she"
_COOLING = 0.92  # how much of its heat a person keeps when another one is spoken of


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the account; ``word`` is what they are first called."""

    relation: Relation
    gender: Gender = "u"
    word: str = ""
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A person (by number in the cast) at ``folded[start:end]``.

    ``role`` is subject, object, owner ("his" in "his eyes") or speaker (the label of a chat's line).
    """

    start: int
    end: int
    who: int
    role: str


@dataclass
class Cast:
    """Everybody met so far: 0 the narrator, 1 "we", 2 "you". Lives only while the texts are walked through."""

    words: CrierWords
    people: list[Person] = field(
        default_factory=lambda: [Person("narrator", word="i"), Person("unknown", plural=True), Person("unknown")]
    )
    heat: dict[int, float] = field(default_factory=dict)
    called: dict[str, int] = field(default_factory=dict)
    counts: Counter[int] = field(default_factory=Counter)

    def meet(self, person: Person) -> int:
        """The number of a person; the same word for the same relation is the same person."""
        key = f"{person.relation} {person.word}"
        if key not in self.called:
            self.called[key] = len(self.people)
            self.people.append(person)
        return self.called[key]

    def note(self, who: int, weight: float = 1.0) -> int:
        """Keep who was spoken of, and how lately."""
        if who > YOU:
            for other in self.heat:
                self.heat[other] *= _COOLING
            self.heat[who] = self.heat.get(who, 0.0) + weight
        self.counts[who] += 1
        return who

    def mark(self, who: int, gender: Gender) -> None:
        """What a tag or a pronoun tells of a person's gender."""
        if self.people[who].gender == "u":
            self.people[who] = replace(self.people[who], gender=gender)

    def become(self, who: int, relation: Relation) -> None:
        """What a person turns out to be to the narrator."""
        if who > YOU and self.people[who].relation == "unknown":
            self.people[who] = replace(self.people[who], relation=relation)

    def last(self, gender: Gender) -> int:
        """Whom "he" or "she" points at: the one of that gender spoken of most lately, else one whose gender is open."""
        fit = {gender: 1.0, "u": _OPEN}
        known = [who for who in self.heat if not self.people[who].plural and self.people[who].gender in fit]
        if known:
            best = max(known, key=lambda who: self.heat[who] * fit[self.people[who].gender])
            self.mark(best, gender)
            return best
        return self.meet(Person("unknown", gender, word="he" if gender == "m" else "she"))

    def group(self) -> int:
        """Whom "they" points at."""
        for who in self._hottest():
            if self.people[who].plural or self.people[who].gender == "u":
                return who
        return self.meet(Person("stranger", word="they", plural=True))

    def companion(self) -> int:
        """The other half of "we": the one person spoken of most, else whom a letter is to."""
        others = [(count, who) for who, count in self.counts.items() if who > YOU and not self.people[who].plural]
        return max(others)[1] if others else YOU

    def namesake(self, person: Person) -> Relation | None:
        """What an unplaced person is likeliest to be: the one partner of that gender, or for a name the one friend."""
        for other in self.people:
            if other.plural or other.gender not in (person.gender, "u"):
                continue
            if other.relation == "partner" and other.gender == person.gender:
                return "partner"
            if other.relation == "friend" and other.word == "friend" and person.word in self.words.names:
                return "friend"
        return None

    def _hottest(self) -> list[int]:
        return sorted(self.heat, key=lambda who: -self.heat[who])
