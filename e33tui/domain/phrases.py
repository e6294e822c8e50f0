"""Phrases for the five texts, found by the beginnings of their words.

None belongs to a level: the commission reads a phrase before it takes it, and changes it afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from e33tui.domain import aid_table
from e33tui.domain.folding import beginnings, folded, matches
from e33tui.domain.rubric import APPRAISAL, Rubric
from e33tui.domain.rubric_table import Table

PHRASE_LIMIT = 200
"""Characters of one phrase."""
APPRAISAL_KEY = "appreciation"
"""What :data:`~e33tui.domain.rubric.APPRAISAL` is called in a file."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase, and the text of the verso it was written for."""

    text_id: str
    text: str


@dataclass(frozen=True)
class PhraseBank:
    """Phrases in their order."""

    phrases: tuple[Phrase, ...]

    @cached_property
    def _words(self) -> tuple[tuple[str, Phrase], ...]:
        return tuple((folded(phrase.text), phrase) for phrase in self.phrases)

    def find(self, typed: str, text_id: str) -> tuple[Phrase, ...]:
        """Return the phrases in which each typed word begins one, those for this text first.

        Args:
            typed: beginnings of words in any order; accents and case do not count. Nothing typed
                finds the phrases for this text alone.
            text_id: the text that is being written.
        """
        wanted = beginnings(typed)
        if not wanted:
            return tuple(phrase for phrase in self.phrases if phrase.text_id == text_id)
        found = [phrase for words, phrase in self._words if matches(words, wanted)]
        return tuple(sorted(found, key=lambda phrase: phrase.text_id != text_id))

    def with_own(self, own: PhraseBank, *, replacing: bool) -> PhraseBank:
        """Return these with a commission's own, which come first.

        Args:
            own: the commission's.
            replacing: whether, for a text that it has phrases for, they take the place of these.
        """
        theirs = {phrase.text_id for phrase in own.phrases}
        kept = (phrase for phrase in self.phrases if not (replacing and phrase.text_id in theirs))
        return PhraseBank(_once((*own.phrases, *kept)))


def _once(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    found: dict[tuple[str, str], Phrase] = {}
    for phrase in phrases:
        found.setdefault((phrase.text_id, folded(phrase.text)), phrase)
    return tuple(found.values())


def phrase_texts(file: Mapping[str, object], rubric: Rubric) -> tuple[str, ...]:
    """Return every text that a phrase may be for: those of a file that ships, and of a rubric."""
    section = file.get("phrases")
    keys = section if isinstance(section, dict) else ()
    shipped = (APPRAISAL if key == APPRAISAL_KEY else key for key in keys)
    return tuple(dict.fromkeys((*shipped, *(text.id for text in rubric.texts))))


def read_phrases(
    root: Table, text_ids: Iterable[str], *, own: bool = False
) -> tuple[PhraseBank, bool]:
    """Return the phrases of a file, and whether they take the place of those that ship.

    Args:
        root: the file's top level.
        text_ids: every text that a phrase may be for, the appraisal among them.
        own: it is a commission's own file, which says ``mode``.

    Raises:
        RubricError: the first key that is missing, wrong or left over.
    """
    root.integer("format", aid_table.FORMAT, aid_table.FORMAT)
    instead = own and aid_table.replacing(root)
    phrases = root.one("phrases", lambda table: tuple(_phrases(table, text_ids)))
    root.close()
    return PhraseBank(phrases), instead


def _phrases(table: Table, text_ids: Iterable[str]) -> Iterable[Phrase]:
    for text_id in text_ids:
        key = APPRAISAL_KEY if text_id == APPRAISAL else text_id
        if not table.has(key):
            continue
        taken: set[str] = set()
        for number, text in enumerate(table.texts(key, limit=PHRASE_LIMIT), 1):
            yield Phrase(text_id, aid_table.once(table, f"{key}[{number}]", text, taken))
