"""What a juror types in one life of the program, and what each key of it must have left.

The typist knows the keys of two screens and none of the program's code: what must become of them
it works out by itself.
"""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from e33tui import rubric

WORDS = [
    "l’étude",
    "de",
    "zone",
    "cite",
    "ses",
    "sources",
    "mais",
    "la",
    "fidélité",
    "reste",
    "à",
    "démontrer",
    ";",
    "hésite,",
    "reprend,",
    "chiffre",
    "bien",
    "«",
    "à",
    "l’essai",
    "»",
    "12,5",
    "%",
    "d’abonnés",
    "Nœux",
    "déjà",
    "été",
    "où",
    "ça",
    "coûte",
    "peu",
    "et",
    "rapporte",
]
RUBRIC = rubric.load()
CRITERIA = tuple(criterion.id for criterion in RUBRIC.criteria)
TEXTS = tuple(text.id for text in RUBRIC.texts)
REMARK, LEVEL = "remark", "level"
UP, DOWN, ENTER, TAB, BACK_TAB, RUBOUT = b"\x1b[A", b"\x1b[B", b"\r", b"\t", b"\x1b[Z", b"\x7f"
_MOVES = (UP, DOWN, TAB, BACK_TAB)
MARKS = "+-?"

Entry = tuple[str, ...]
"""One committed change: the field it came from, then what it says."""


@dataclass(frozen=True)
class Found:
    """What is known of a passage: what the disk holds, or a new life begins with.

    Attributes:
        entries: what was committed, in order.
        drafts: field to the text being typed in it.
        place: the criterion or text that had the focus.
    """

    entries: tuple[Entry, ...] = ()
    drafts: dict[str, str] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True)
class Stroke:
    """One key, and what there was once it had taken effect.

    Attributes:
        at: when it was sent, in seconds of the wall clock.
        weight: characters entered by it; 0 for a key that only moves about.
        entries: how many changes were committed.
        field: the field in which something was being typed; empty for none.
        text: as far as it was typed.
    """

    at: float
    weight: int
    entries: int
    field: str
    text: str


class Typist(ABC):
    """Random work on one screen, from what the program found again at its start.

    Attributes:
        SHOWN: what tells that the screen is there.
        text: what stands in the field.
        entries: what was committed so far, in order.
        strokes: every key of this life.
    """

    SHOWN: ClassVar[str]

    def __init__(self, seed: int, found: Found) -> None:
        self.random = random.Random(seed)
        self.text = ""
        self.entries = list(found.entries)
        self.strokes: list[Stroke] = []
        self._words = 0
        self._keys = self._work()

    @property
    @abstractmethod
    def pending(self) -> str:
        """The field in which something was typed that is not committed yet; empty for none."""

    def next(self) -> bytes:
        """Return the next key, having taken it into account."""
        return next(self._keys)

    def note(self, key: bytes, at: float) -> None:
        """Remember that this key was sent."""
        weight = 0 if key in _MOVES else len(key.decode())
        text = self.text if self.pending else ""
        self.strokes.append(Stroke(at, weight, len(self.entries), self.pending, text))

    def pause(self) -> float:
        """Return the seconds until the next key: bursts, typing, a look at the candidate."""
        kind = self.random.random()
        if kind < 0.04:
            return self.random.uniform(0.3, 1.5)
        return 0.0 if kind < 0.2 else self.random.uniform(0.02, 0.12)

    @abstractmethod
    def _work(self) -> Iterator[bytes]:
        """Yield keys for ever, the model being what each will have made of the field."""

    def _type(self, text: str) -> Iterator[bytes]:
        for character in text:
            self.text += character
            yield character.encode()

    def _type_word(self) -> Iterator[bytes]:
        self._words += 1
        yield from self._type(f"{self.random.choice(WORDS)}{self._words}")
        if self.random.random() < 0.1:
            for _ in range(self.random.randint(1, 3)):
                self.text = self.text[:-1]
                yield RUBOUT


class Examiner(Typist):
    """On a timed screen: observations, criteria, levels."""

    SHOWN = "1er temps · Présentation"

    def __init__(self, seed: int, found: Found) -> None:
        super().__init__(seed, found)
        self.text = found.drafts.get(REMARK, "")
        self._place = CRITERIA.index(found.place) if found.place in CRITERIA else 0
        self._levels = {entry[1]: entry[2] for entry in found.entries if entry[0] == LEVEL}

    @property
    def pending(self) -> str:
        return REMARK if self.text else ""

    def _work(self) -> Iterator[bytes]:
        while True:
            if not self.text:
                yield from self._move()
                yield from self._type(self.random.choice(("", "", "+ ", "- ", "? ")))
            elif not self.text.endswith(" "):
                yield from self._type(" ")
            yield from self._type_word()
            if self.random.random() < 0.1:
                yield from self._place_levels()
            if len(self.text) > 200 or self.random.random() < 0.15:
                yield self._enter()

    def _move(self) -> Iterator[bytes]:
        for _ in range(self.random.randint(0, 2)):
            by = self.random.choice((-1, 1))
            self._place = (self._place + by) % len(CRITERIA)
            yield UP if by < 0 else DOWN

    def _enter(self) -> bytes:
        line = self.text.strip()
        mark = line[:1] if line[:1] in MARKS else ""
        if text := line.removeprefix(mark).strip():
            self.entries.append((REMARK, CRITERIA[self._place], mark, text))
        self.text = ""
        return ENTER

    def _place_levels(self) -> Iterator[bytes]:
        yield TAB
        for _ in range(self.random.randint(1, 3)):
            level, criterion = self.random.choice("1234"), CRITERIA[self._place]
            if self._levels.get(criterion) != level:
                self._levels[criterion] = level
                self.entries.append((LEVEL, criterion, level))
            if not self.text:
                self._place = min(self._place + 1, len(CRITERIA) - 1)
            yield level.encode()
        yield TAB


class Writer(Typist):
    """On the texts' screen: the first two, in turn; the others stay owed."""

    SHOWN = "Appréciation · "
    LONGEST = 1500

    def __init__(self, seed: int, found: Found) -> None:
        super().__init__(seed, found)
        self._committed = {entry[0]: entry[1] for entry in found.entries}
        self._place = self._resume(found)
        self.text = found.drafts.get(self._field, self._committed.get(self._field, ""))

    def _resume(self, found: Found) -> int:
        if found.place in TEXTS:
            return TEXTS.index(found.place)
        return next(n for n, text in enumerate(TEXTS) if f"text:{text}" not in self._committed)

    @property
    def _field(self) -> str:
        return f"text:{TEXTS[self._place]}"

    @property
    def pending(self) -> str:
        return "" if self.text == self._committed.get(self._field, "") else self._field

    def _work(self) -> Iterator[bytes]:
        while True:
            while self._place > 1:
                yield self._go(-1)
            if self.text:
                yield from self._type("\n" if self.random.random() < 0.1 else " ")
            yield from self._type_word()
            if self.random.random() < 0.15 or len(self.text) > self.LONGEST:
                yield self._go(-1 if self._place else 1)

    def _type(self, text: str) -> Iterator[bytes]:
        for key in super()._type(text):
            yield ENTER if key == b"\n" else key

    def _go(self, by: int) -> bytes:
        text = self.text.strip()
        if text != self._committed.get(self._field, ""):
            self._committed[self._field] = text
            self.entries.append((self._field, text))
        self._place += by
        self.text = self._committed.get(self._field, "")
        return TAB if by > 0 else BACK_TAB
