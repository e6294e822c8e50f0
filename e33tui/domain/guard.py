"""What a communicable text had better not say: a level, the grid, another candidate, another's text.

It is a quiet line before the lock, nothing more: the commission may keep its text (rule 11 binds the
program, not the words). A guard that cries often is not read, so that each rule here asks for a
context in which the word cannot be ordinary language: « profil client », « critères de choix »,
« expert-comptable » or « le client est averti par SMS » say nothing of a grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from e33tui.domain.guard_names import Others
from e33tui.domain.guard_words import grid_words, level_words
from e33tui.domain.identity import Candidate
from e33tui.domain.rubric import Rubric
from e33tui.domain.walk import text_label

SAME_AT_LEAST = 40
"""Letters and signs, blanks apart, from which two texts that are the same are no coincidence."""


class About(StrEnum):
    """What a remark is about."""

    LEVEL = "level"
    GRID = "grid"
    CANDIDATE = "candidate"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class GuardRemark:
    """One thing that the commission may want to read again.

    Attributes:
        text_id: which of the verso's texts.
        about: of which kind it is.
        found: the words of the text, as they stand there; for :attr:`About.SAME` the other
            candidate's name.
    """

    text_id: str
    about: About
    found: str

    def sentence(self, rubric: Rubric) -> str:
        """Return it in French, with the text it is about named as where one is missing."""
        return f"{self.where(rubric)}\u00a0: {_SAYS[self.about].format(self.found)}"

    def where(self, rubric: Rubric) -> str:
        """Return what the text it is about is called, in a few words."""
        return text_label(rubric, rubric.text(self.text_id))


_SAYS = {
    About.LEVEL: "«\u00a0{}\u00a0» nomme un degré.",
    About.GRID: "«\u00a0{}\u00a0» renvoie à la grille.",
    About.CANDIDATE: "«\u00a0{}\u00a0» désigne un autre candidat de la séance.",
    About.SAME: "ce texte est aussi celui de {}.",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A candidate and the communicable texts written of them, by the texts' ids."""

    candidate: Candidate
    texts: Mapping[str, str]


def guard(sheet: Sheet, rubric: Rubric, others: Sequence[Sheet]) -> tuple[GuardRemark, ...]:
    """Return what there is to read again, at most one remark of each kind for each text.

    Args:
        sheet: the candidate about to be locked.
        rubric: its levels and texts.
        others: the other candidates of the day; one with no text yet has an empty mapping.
    """
    names = Others(sheet.candidate, tuple(other.candidate for other in others))
    written = _written(others)
    return tuple(
        GuardRemark(plan.id, about, found)
        for plan in rubric.texts
        # As one letter each, however accents were typed: half a letter ends a word.
        if (text := normalize("NFC", sheet.texts.get(plan.id, "").strip()))
        for about, found in _of(text, rubric, names, written)
    )


def one_line(remarks: Sequence[GuardRemark], rubric: Rubric) -> str:
    """Return what is said before the lock: the first remark, and which texts the others are about.

    Nothing where there is none.
    """
    if not remarks:
        return ""
    said = f"À relire, {remarks[0].sentence(rubric)}"
    others = tuple(dict.fromkeys(remark.where(rubric) for remark in remarks[1:]))
    if others:
        one = "Autre point" if len(remarks) == 2 else "Autres points"
        said += f" {one}\u00a0: {', '.join(others)}."
    return said


def _of(
    text: str, rubric: Rubric, names: Others, written: Mapping[str, str]
) -> Iterator[tuple[About, str]]:
    looked_for = (
        (About.LEVEL, level_words(text, rubric)),
        (About.GRID, grid_words(text)),
        (About.CANDIDATE, names.named_in(text)),
        (About.SAME, written.get(_essence(text), "")),
    )
    return ((about, found) for about, found in looked_for if found)


def _written(others: Sequence[Sheet]) -> dict[str, str]:
    """Return whose each long text is."""
    return {
        essence: other.candidate.full_name
        for other in reversed(others)
        for text in other.texts.values()
        if len(essence := _essence(text)) >= SAME_AT_LEAST
    }


def _essence(text: str) -> str:
    """Return what two texts have alike that differ by case, blanks and a last full stop only."""
    return "".join(text.casefold().split()).rstrip(".")
