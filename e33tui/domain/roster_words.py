"""What taking a roster over would do, in words: the same for a screen and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from e33tui.domain.identity import Accommodation, Candidate
from e33tui.domain.roster import Entry
from e33tui.domain.roster_plan import Change, Plan, extra_words
from e33tui.domain.roster_reading import RosterLine
from e33tui.domain.wording import counted


@dataclass(frozen=True)
class Section:
    """Some lines of a preview under a title.

    Attributes:
        title: what they have in common, and how many they are.
        lines: one sentence or one candidate each; none where the title says all.
        grave: whether they keep the file from being taken over.
    """

    title: str
    lines: tuple[str, ...] = ()
    grave: bool = False


def verdict(plan: Plan) -> str:
    """Return in one sentence what can be done with a file."""
    if plan.faults:
        said = counted(len(plan.faults), "point", "points")
        return f"{said} à corriger dans le fichier : rien ne peut être repris."
    if not plan.changes_something:
        return "Rien à changer : la liste est déjà celle du fichier."
    added = counted(len(plan.new), "candidat à ajouter", "candidats à ajouter")
    changed = counted(len(plan.changed), "ligne à modifier", "lignes à modifier")
    parts = [said for said, of in ((added, plan.new), (changed, plan.changed)) if of]
    return " et ".join(parts) + "."


def sections(plan: Plan) -> tuple[Section, ...]:
    """Return a plan's preview, what keeps it from being done first; nothing empty is in it."""
    return tuple(_sections(plan))


def _sections(plan: Plan) -> Iterator[Section]:
    yield from _listed(
        "À corriger", (spot.sentence for spot in plan.faults), len(plan.faults), grave=True
    )
    yield from _listed("À vérifier", (spot.sentence for spot in plan.remarks), len(plan.remarks))
    yield from _listed("À ajouter", map(_of_line, plan.new), len(plan.new))
    yield from _listed("À modifier", map(_of_change, plan.changed), len(plan.changed))
    begun = map(_of_entry, plan.begun)
    yield from _listed("Déjà commencés, laissés tels quels", begun, len(plan.begun))
    absent = map(_of_entry, plan.absent)
    yield from _listed("Sur la liste et pas dans le fichier, gardés", absent, len(plan.absent))
    if plan.unchanged:
        yield Section(f"Sans changement : {plan.unchanged}")
    yield from _listed("Colonnes inconnues, ignorées", plan.ignored, len(plan.ignored))


def _listed(
    title: str, lines: Iterable[str], count: int, *, grave: bool = False
) -> Iterator[Section]:
    if count:
        yield Section(f"{title} : {count}", tuple(lines), grave)


def _named(candidate: Candidate) -> str:
    return f"{candidate.number}  {candidate.full_name}"


def _of_line(line: RosterLine) -> str:
    extra = extra_words(line.accommodation or Accommodation())
    parts = (_named(line.candidate), line.convocation, extra, line.school)
    return ", ".join(part for part in parts if part)


def _of_entry(entry: Entry) -> str:
    return _named(entry.candidate)


def _of_change(change: Change) -> str:
    said = ", ".join(
        f"{name} {before or '(vide)'} devient {after or '(vide)'}"
        for name, before, after in change.differences
    )
    return f"{_named(change.before.candidate)} : {said}"
