"""Recorded values as a juror reads them: moments, durations, levels, notes, texts; never a raw key."""

from __future__ import annotations

import time

from e33tui.domain.clock import minutes_seconds
from e33tui.domain.identity import Identification, french_date
from e33tui.domain.note import show
from e33tui.domain.rubric import Rubric

NO_TIME = "moment inconnu"
RESERVED = "Réservé à la commission, non communicable."
"""What stands over whatever shows crosses (rule 11)."""
RESERVED_DOCUMENT = (
    "Document réservé à la commission, non communicable, à remettre au chef de centre"
)
"""What every page of such a document says at its head (rule 11)."""
_SCHOOL_BEGINS = 8
"""The month from which on a school year is the new one."""
RESERVED_IN_TRAINING = "Réservé aux examinateurs, non communicable"
"""What it says in a training, which no *chef de centre* collects."""


def reserved_document(rubric: Rubric) -> str:
    """Return what the pages for the commission alone say at their head."""
    return RESERVED_IN_TRAINING if rubric.use == "training" else RESERVED_DOCUMENT


def reserved_pages(rubric: Rubric) -> str:
    """Return the same for what has many sheets: no one of a training's may pass for an exam's."""
    said = (reserved_document(rubric), training_notice(rubric))
    return "\u00a0· ".join(filter(None, said))


def training_notice(rubric: Rubric) -> str:
    """Return what a document of a training says of itself; empty for an exam's."""
    return "Entraînement, sans valeur d’examen" if rubric.use == "training" else ""


def document_title(rubric: Rubric, name: str) -> str:
    """Return the title of a document's file: what it is, and of which form."""
    return f"{name}\u00a0–\u00a0{document_code(rubric)}"


def running_title(rubric: Rubric, name: str) -> str:
    """Return it as a page repeats it where :func:`reserved_pages` stands beside it."""
    return f"{name}\u00a0–\u00a0{rubric.code}"


def document_code(rubric: Rubric) -> str:
    """Return by what a document's title names its form; a training's says so."""
    return f"{rubric.code}, entraînement" if rubric.use == "training" else rubric.code


def head_named(rubric: Rubric, words: str) -> str:
    """Return words that name who heads the place: a training has no *chef de centre*.

    A practice séance rehearses the exam, its gate included, and speaks as on the day.
    """
    if _is_of_a_school(rubric):
        # Whether it begins the words or stands in them.
        return words.replace("hef de centre", "hef d’établissement")
    return words


def proposed_session(rubric: Rubric, date: str) -> str:
    """Return the session of an ISO date: its year, or the school year of a training, from August on."""
    year = int(date[:4])
    if not _is_of_a_school(rubric):
        return str(year)
    begun = year if int(date[5:7]) >= _SCHOOL_BEGINS else year - 1
    return f"{begun}-{begun + 1}"


def _is_of_a_school(rubric: Rubric) -> bool:
    """Tell whether a training is a school's own, with its words, and no exam rehearsed."""
    return rubric.use == "training" and not rubric.gate.present


def identification_fields(
    rubric: Rubric, who: Identification | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the form's fields that tell whose it is, as (label, value), empty where nobody is named."""
    labels = rubric.identification
    fields = (labels.session, labels.centre, labels.date, labels.name, labels.number)
    if who is None:
        return tuple((label, "") for label in fields)
    candidate, day = who.candidate, french_date(who.date)
    values = (who.session, who.centre, day, candidate.full_name, candidate.number)
    return tuple(zip(fields, values, strict=True))


def counted(number: int, one: str, several: str) -> str:
    """Return a number with its noun: ``1 passage``, ``3 passages``."""
    return f"{number} {several if number > 1 else one}"


def moment(wall: int) -> str:
    """Return a wall time as day and time of day in the machine's zone: ``22/11/2026 14:07:31``."""
    return _written(wall, "%d/%m/%Y %H:%M:%S")


def minute(wall: int) -> str:
    """Return a wall time as a document says it: ``22/11/2026 à 14:07``."""
    return _written(wall, "%d/%m/%Y à %H:%M")


def _written(wall: int, form: str) -> str:
    try:
        return time.strftime(form, time.localtime(wall // 1000))
    except (OverflowError, ValueError, OSError):
        return NO_TIME


def correction(milliseconds: int) -> str:
    """Return a correction of the clock: ``+ 00:30``, ``− 02:00``, « aucune »."""
    if not milliseconds:
        return "aucune"
    return f"{'+' if milliseconds > 0 else '−'} {minutes_seconds(abs(milliseconds))}"


def level_words(number: int, rubric: Rubric) -> str:
    """Return a level by number and name: ``3 Averti``; one that the rubric lacks by its number."""
    found = (level.name for level in rubric.levels if level.number == number)
    return f"{number} {next(found, '')}".rstrip()


def note_words(steps: int, rubric: Rubric) -> str:
    """Return a note as printed: ``13,5``."""
    return show(steps, rubric.note)


def quoted(text: str) -> str:
    """Return a text between French quotation marks."""
    return f"«\u00a0{text}\u00a0»"


def capitalised(words: str) -> str:
    """Return words with a capital at the beginning."""
    return words[:1].upper() + words[1:]
