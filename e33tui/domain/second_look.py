"""What a harmonisation might look at again: questions to the commission, never orders.

Each is said once for a pair of profiles or for one profile, with its extremes by name, however many
candidates there are. Only the profil global and the note are looked at, never a cross (design rule 6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import combinations

from e33tui.domain.harmonisation import Compared, Comparison
from e33tui.domain.note import NoteBand, outside_band, show_band
from e33tui.domain.passage import Mention
from e33tui.domain.rubric import Rubric
from e33tui.domain.wording import level_words, note_words

FAR_APART = 4
"""Points between two notes of the same profil global from which on the commission is asked."""
NAMED = 6
"""Candidates that one question names at most; the others have its number in the list."""


Names = Mapping[str, str]
"""What the candidates are called, by passage."""


class Kind(Enum):
    """What is asked about."""

    CROSSED = auto()
    """A higher profil global with a lower note."""
    FAR_APART = auto()
    """The same profil global with notes four points or more apart."""
    OUTSIDE = auto()
    """A note outside the *plage* of its profil global."""


@dataclass(frozen=True, slots=True)
class Question:
    """One place worth a second look.

    Attributes:
        kind: what is asked about.
        text: one or two French sentences, the last one a question.
        passages: the opaque ids of all whom it is about, in the roster's order.
    """

    kind: Kind
    text: str
    passages: tuple[str, ...]


def questions(comparison: Comparison) -> tuple[Question, ...]:
    """Return what the commission might look at again; at most a few for each profile."""
    names = _names(comparison)
    return (
        *_crossed(comparison, names),
        *_far_apart(comparison, names),
        *_outside(comparison, names),
    )


def _names(comparison: Comparison) -> Names:
    """Return what each candidate is called: where two have the same name, with their number."""
    shared = Counter(line.candidate.full_name for line in comparison.lines)
    return {
        line.passage: line.candidate.full_name
        if shared[line.candidate.full_name] == 1
        else f"{line.candidate.full_name} n° {line.candidate.number}"
        for line in comparison.compared
    }


def _with(comparison: Comparison, *levels: int) -> list[Compared]:
    """Return the candidates with one of these profils globaux, in the roster's order."""
    return [line for line in comparison.compared if line.global_profile in levels]


def _placed(comparison: Comparison) -> list[int]:
    """Return the profils globaux that somebody has, lowest first."""
    levels = {line.global_profile for line in comparison.compared}
    return sorted(level for level in levels if level is not None)


def _crossed(comparison: Comparison, names: Names) -> Iterator[Question]:
    """Ask once for each two profiles of which the higher has somewhere the lower note."""
    rubric = comparison.rubric
    for low, high in combinations(_placed(comparison), 2):
        least, most = _lowest(_with(comparison, high)), _highest(_with(comparison, low))
        if least.note >= most.note:
            continue
        concerned = [
            line
            for line in _with(comparison, low, high)
            if (line.note < most.note if line.global_profile == high else line.note > least.note)
        ]
        text = (
            f"{_placed_as(least, names, rubric)} a un profil global plus élevé que "
            f"{_placed_as(most, names, rubric)}, et une note plus basse{_others(len(concerned) - 2)}. "
            "Est-ce bien voulu ?"
        )
        yield Question(Kind.CROSSED, text, _ids(concerned))


def _far_apart(comparison: Comparison, names: Names) -> Iterator[Question]:
    """Ask once for each profile of which two notes are far apart."""
    rubric = comparison.rubric
    distance = FAR_APART * rubric.note.steps_per_point
    for level in _placed(comparison):
        same = _with(comparison, level)
        least, most = _lowest(same), _highest(same)
        if most.note - least.note < distance:
            continue
        concerned = [
            line for line in same if max(most.note - line.note, line.note - least.note) >= distance
        ]
        text = (
            f"{_named(least, names, rubric)} et {_named(most, names, rubric)} ont le même profil global, "
            f"{level_words(level, rubric)}, et {note_words(most.note - least.note, rubric)} points "
            f"d’écart{_others(len(concerned) - 2)}. Cet écart est-il voulu ?"
        )
        yield Question(Kind.FAR_APART, text, _ids(concerned))


def _outside(comparison: Comparison, names: Names) -> Iterator[Question]:
    """Ask once for each profile of which a note is outside its *plage*."""
    rubric, bands = comparison.rubric, comparison.bands
    for level in _placed(comparison):
        concerned = [
            line for line in _with(comparison, level) if outside_band(line.note, level, bands)
        ]
        if not concerned:
            continue
        mine = ", ".join(_bands(level, bands, rubric))
        named = ", ".join(_named(line, names, rubric) for line in concerned[:NAMED])
        text = (
            f"Hors de la plage retenue pour le profil global {level_words(level, rubric)} "
            f"({mine}) : {named}{_others(len(concerned) - NAMED)}. Est-ce bien voulu ?"
        )
        yield Question(Kind.OUTSIDE, text, _ids(concerned))


def _bands(level: int, bands: Iterable[NoteBand], rubric: Rubric) -> Iterator[str]:
    return (show_band(band, rubric.note) for band in bands if band.level == level)


def _lowest(lines: Sequence[Compared]) -> Compared:
    return min(lines, key=lambda line: line.note)


def _highest(lines: Sequence[Compared]) -> Compared:
    return max(lines, key=lambda line: line.note)


def _ids(lines: Iterable[Compared]) -> tuple[str, ...]:
    return tuple(line.passage for line in lines)


def _named(line: Compared, names: Names, rubric: Rubric) -> str:
    """Return a candidate with the note: « LEFÈVRE Zoé (13,5) », and an abandon beside it."""
    return f"{names[line.passage]} ({', '.join(_facts(line, rubric))})"


def _placed_as(line: Compared, names: Names, rubric: Rubric) -> str:
    """Return a candidate with profil global and note: « LEFÈVRE Zoé (3 Averti ; 13,5) »."""
    level = "" if line.global_profile is None else level_words(line.global_profile, rubric)
    return f"{names[line.passage]} ({' ; '.join((level, *_facts(line, rubric)))})"


def _facts(line: Compared, rubric: Rubric) -> tuple[str, ...]:
    ended = (str(Mention.WITHDREW),) if Mention.WITHDREW in line.mentions else ()
    return (note_words(line.note, rubric), *ended)


def _others(count: int) -> str:
    """Return that a question is about more candidates than it names."""
    if count < 1:
        return ""
    return f" ; {count} autre{'s' if count > 1 else ''} de même"
