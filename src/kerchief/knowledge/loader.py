"""Knowledge files in, checked catalogue out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from kerchief.domain.rehearsal import Scenario
from kerchief.errors import KnowledgeError
from kerchief.knowledge import checks, files, replies, scenarios, schema
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.crier_words import crier_words, tear_words
from kerchief.knowledge.practice import Practice
from kerchief.knowledge.replies import Replies
from kerchief.knowledge.rows import Row
from kerchief.patterns import Pattern, compile_pattern

PACKAGE = Path(__file__).resolve().parent.parent
ENGLISH = PACKAGE / "data" / "en"
_COMPILERS = ("patterns.py", "needles.py", "knowledge/files.py")  # what else says how the files are compiled
T = TypeVar("T")


@lru_cache(maxsize=4)
def load(directory: Path = ENGLISH) -> Catalogue:
    """The catalogue made from the files under ``directory``.

    The files are parsed once when the package is built; where they have changed since, they are parsed again,
    which takes about a second and gives the same catalogue. Raises KnowledgeError, naming file and line.
    """
    contents = files.read_all(directory)
    digest = files.digest_of(contents)
    stored = _stored(directory / files.COMPILED)
    if stored is None or stored["made_from"] != _made_from(digest):
        stored = {"tables": {name: files.parse(name, content) for name, content in contents.items()}, "patterns": {}}
    return _Shelf(stored["tables"], stored["patterns"]).catalogue(digest)


def compile_files(directory: Path = ENGLISH) -> Path:
    """Parse the files ahead of time, so that loading is fast; done when the package is built."""
    contents = files.read_all(directory)
    tables = {name: files.parse(name, content) for name, content in contents.items()}
    shelf = _Shelf(tables, {})
    digest = files.digest_of(contents)
    shelf.catalogue(digest)
    target = directory / files.COMPILED
    stored = {"made_from": _made_from(digest), "tables": tables, "patterns": shelf.patterns}
    target.write_text(json.dumps(stored), encoding="utf-8")
    return target


def _made_from(digest: str) -> str:
    """What compiled files hang on: the knowledge, and the code that compiles it."""
    return files.digest_of({digest: b"", **{name: (PACKAGE / name).read_bytes() for name in _COMPILERS}})


def _stored(path: Path) -> dict[str, Any] | None:
    try:
        stored = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return stored if isinstance(stored, dict) and {"made_from", "tables", "patterns"} <= set(stored) else None


@dataclass
class _Shelf:
    """Parsed files, and the patterns compiled so far (source to expression and needles)."""

    tables: Mapping[str, files.Parsed]
    patterns: dict[str, list[Any]]

    def catalogue(self, digest: str) -> Catalogue:
        self._lexicon = self._words()
        rules = self._practice()
        made = Catalogue(
            lexicon=self._lexicon,
            meanings=self._by("code", self._rows("meaning", schema.meaning, "meanings.toml", "causes.toml")),
            cues=tuple(self._of_folder("cues", "cue", schema.cue)),
            questions=tuple(self._rows("question", schema.question, "questions.toml")),
            rules=self._by("code", self._documents("rules", schema.rule)),
            strengths=self._by("code", self._documents("strengths", schema.strength)),
            flags=self._by("code", self._rows("flag", schema.flag, "flags.toml")),
            safety_cues=tuple(self._of_folder("safety", "cue", schema.safety_cue)),
            safety_frames=tuple(self._rows("frame", schema.safety_frame, "safety_frames.toml")),
            helplines=tuple(self._rows("helpline", schema.helpline, "helplines.toml")),
            emergencies=self._by("country", self._rows("emergency", schema.emergency, "helplines.toml")),
            directory=str(self.tables.get("helplines.toml", {}).get("directory", "")),
            never=tuple(self._rows("never", schema.never, "never_say.toml")),
            sources=self._by("id", self._rows("source", schema.source, "sources.toml")),
            seed_map=self._by("id", self._rows("claim", schema.claim, "seed_map.toml")),
            digest=digest,
            tear_words=tear_words(self.tables["criers.toml"], self._pattern),
            crier_words=crier_words(self.tables["criers.toml"], self._pattern),
            practice=rules,
            scenarios=self._by("code", self._of_scenarios(rules)),
            replies=self._replies(),
        )
        checks.check(made)
        return made

    def _practice(self) -> Practice:
        row = self._row("practice.toml", self.tables["practice.toml"])
        made = scenarios.practice(row)
        row.done()
        return made

    def _of_scenarios(self, rules: Practice) -> Iterator[Scenario]:
        for name, table in self._in("scenarios"):
            row = self._row(name, table)
            yield scenarios.scenario(row, Path(name).stem, rules)
            row.done()

    def _replies(self) -> Replies:
        moments = "replies/moments.toml"
        return Replies(
            pieces=tuple(chain.from_iterable(self._of_folder("replies", "piece", replies.pieces))),
            leads=tuple(chain.from_iterable(self._rows("lead", replies.leads, "replies/leads.toml"))),
            strategies=self._by("code", self._rows("strategy", replies.strategy, moments)),
            media=tuple(self._rows("medium", replies.medium, moments)),
            cases=self._by("code", self._rows("case", replies.case, moments)),
            waits={code: tuple(lines) for code, lines in self.tables[moments]["waits"].items()},
            themes=tuple(self._of_folder("themes", "theme", replies.theme)),
        )

    def _pattern(self, source: str) -> Pattern:
        known = self.patterns.get(source)
        if known is None:
            made = compile_pattern(source, self._lexicon)
            self.patterns[source] = [made.expression, made.needles, made.reach]
            return made
        expression, needles, reach = known
        return Pattern(source, expression, tuple(map(tuple, needles)), reach)

    def _words(self) -> dict[str, str]:
        words: dict[str, str] = {}
        for name, table in self._in("lexicon"):
            for key, value in table.items():
                if key in words:
                    raise KnowledgeError(f'{name}: the word list "{key}" is given twice')
                words[key] = value
        return words

    def _in(self, folder: str) -> Iterator[tuple[str, files.Parsed]]:
        for name, table in self.tables.items():
            if name.startswith(f"{folder}/"):
                yield name, table

    def _row(self, name: str, values: Mapping[str, Any]) -> Row:
        row = Row(values, name, int(values.get("line", 1)), self._pattern)
        row.used.add("line")
        return row

    def _rows(self, key: str, make: Callable[[Row], T], *names: str) -> Iterator[T]:
        for name in names:
            for values in self.tables.get(name, {}).get(key, []):
                row = self._row(name, values)
                yield make(row)
                row.done()

    def _of_folder(self, folder: str, key: str, make: Callable[[Row, str], T]) -> Iterator[T]:
        for name, table in self._in(folder):
            code = Path(name).stem
            for values in table.get(key, []):
                row = self._row(name, values)
                yield make(row, code)
                row.done()

    def _documents(self, folder: str, make: Callable[[Row], T]) -> Iterator[T]:
        for name, table in self._in(folder):
            row = self._row(name, table)
            made = make(row)
            row.done()
            if not Path(name).name.startswith(f"{table['code']}-{table['name']}."):
                row.fail(f"a file is named CODE-name.md, here {table['code']}-{table['name']}.md")
            yield made

    def _by(self, key: str, rows: Iterator[T]) -> dict[str, T]:
        found: dict[str, T] = {}
        for row in rows:
            name = getattr(row, key)
            if name in found:
                raise KnowledgeError(f"{name} is given twice; a code has one place.")
            found[name] = row
        return found
