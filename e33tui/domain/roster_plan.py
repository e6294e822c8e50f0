"""What taking a file over would do to a roster; nothing is done yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from e33tui.domain.clock import minutes_seconds
from e33tui.domain.errors import InputError
from e33tui.domain.identity import Accommodation, Candidate
from e33tui.domain.roster import Entry
from e33tui.domain.roster_reading import Reading, RosterLine, Spot
from e33tui.domain.roster_table import FILE
from e33tui.domain.sitting_commands import AddCandidate, ImportCandidates
from e33tui.domain.wording import counted


@dataclass(frozen=True)
class Known:
    """One line of the roster, and what its passage says since.

    Attributes:
        entry: the roster's line.
        begun: whether its passage has begun, or is open: nothing touches it then.
        candidate: who it is now, where that was corrected in the passage.
    """

    entry: Entry
    begun: bool
    candidate: Candidate


@dataclass(frozen=True)
class Change:
    """One candidate of the roster whom the file has otherwise.

    Attributes:
        line: the line of the file.
        before: the roster's line.
        after: what it would be.
    """

    line: int
    before: Entry
    after: Entry

    @property
    def differences(self) -> tuple[tuple[str, str, str], ...]:
        """What changes, as (field, before, after) in French; an empty value is an empty text."""
        pairs = zip(_values(self.before), _values(self.after), strict=True)
        return tuple((name, old, new) for (name, old), (_, new) in pairs if old != new)


def _values(entry: Entry) -> tuple[tuple[str, str], ...]:
    return (
        ("nom", entry.candidate.surname),
        ("prénom", entry.candidate.given_name),
        ("heure", entry.convocation),
        ("aménagement", extra_words(entry.accommodation)),
        ("établissement", entry.school),
    )


def extra_words(extra: Accommodation) -> str:
    """Return an extra time in few words, empty for none: « + 05:00 et + 08:20 »."""
    if extra == Accommodation():
        return ""
    first, second = (minutes_seconds(s * 1000) for s in (extra.presentation, extra.interview))
    return f"+ {first} et + {second}"


@dataclass(frozen=True)
class Plan:
    """What taking a file over would do.

    Attributes:
        roster: the roster that it was compared with.
        new: who would be added, at the end and in the file's order.
        changed: whose line would change.
        unchanged: how many are on the roster just so.
        begun: whose passage has begun: the file changes nothing of it.
        absent: who is on the roster and not in the file; they stay.
        faults: why nothing can be taken over; empty if it can.
        remarks: what is worth a look.
        ignored: the titles of the columns that are passed over.
    """

    roster: tuple[Entry, ...]
    new: tuple[RosterLine, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: int = 0
    begun: tuple[Entry, ...] = ()
    absent: tuple[Entry, ...] = ()
    faults: tuple[Spot, ...] = ()
    remarks: tuple[Spot, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def changes_something(self) -> bool:
        """Whether taking it over would change the roster."""
        return bool(self.new or self.changed)

    def refusal(self) -> InputError:
        """Return why nothing of it is taken over."""
        said = counted(len(self.faults), "point est à corriger", "points sont à corriger")
        return InputError(
            FILE, f"{FILE} : {said}. Rien n’a été repris : corrigez le fichier, puis recommencez."
        )

    def command(self, new_passage: Callable[[], str]) -> ImportCandidates:
        """Return what takes it over; ``new_passage`` gives each who is new an opaque id."""
        added = (
            AddCandidate(
                new_passage(),
                line.candidate,
                line.accommodation or Accommodation(),
                line.convocation or "",
                line.school or "",
            )
            for line in self.new
        )
        edited = (_as_command(change.after) for change in self.changed)
        return ImportCandidates((*edited, *added))


def _as_command(entry: Entry) -> AddCandidate:
    return AddCandidate(
        entry.passage, entry.candidate, entry.accommodation, entry.convocation, entry.school
    )


def plan(reading: Reading, roster: Sequence[Known]) -> Plan:
    """Compare what a file says with the roster; candidates are matched by their number.

    Args:
        reading: the file.
        roster: every line of the roster.
    """
    by_number: dict[str, Known] = {}
    for known in roster:
        by_number.setdefault(known.entry.candidate.number, known)
    # A number corrected in a passage is the one in force.
    by_number |= {each.candidate.number: each for each in roster if each.begun}
    new: list[RosterLine] = []
    changed: list[Change] = []
    begun: dict[str, Entry] = {}
    met: set[str] = set()
    unchanged = 0
    for line in reading.lines:
        match = by_number.get(line.candidate.number)
        if match is None:
            new.append(line)
            continue
        met.add(match.entry.passage)
        after = _as_told(match.entry, line)
        if match.begun:
            # Whose number was corrected may be in the file with both.
            begun[match.entry.passage] = match.entry
        elif after == match.entry:
            unchanged += 1
        else:
            changed.append(Change(line.line, match.entry, after))
    absent = tuple(each for each in roster if each.entry.passage not in met)
    return Plan(
        tuple(each.entry for each in roster),
        tuple(new),
        tuple(changed),
        unchanged,
        tuple(begun.values()),
        tuple(each.entry for each in absent),
        (*reading.faults, *_lost_zeros(new, absent)),
        (*reading.remarks, *_other_numbers(new, absent), *_other_order(new)),
        reading.ignored,
    )


def _as_told(entry: Entry, line: RosterLine) -> Entry:
    """Return a roster's line as a line of the file has it; what the file has no column for stays."""
    return replace(
        entry,
        candidate=line.candidate,
        accommodation=entry.accommodation if line.accommodation is None else line.accommodation,
        convocation=entry.convocation if line.convocation is None else line.convocation,
        school=entry.school if line.school is None else line.school,
    )


def _name(candidate: Candidate) -> tuple[str, str]:
    return candidate.surname.casefold(), candidate.given_name.casefold()


def _same_names(
    new: Sequence[RosterLine], absent: Sequence[Known]
) -> Iterator[tuple[RosterLine, Candidate]]:
    """Yield who would be added and has the name of somebody whom the file does not have."""
    by_name: Mapping[tuple[str, str], Candidate] = {
        _name(each.candidate): each.candidate for each in absent
    }
    for line in new:
        found = by_name.get(_name(line.candidate))
        if found is not None:
            yield line, found


def _has_lost_zeros(line: RosterLine, known: Candidate) -> bool:
    number = line.candidate.number
    return number != known.number and number == known.number.lstrip("0")


def _lost_zeros(new: Sequence[RosterLine], absent: Sequence[Known]) -> Iterator[Spot]:
    for line, known in _same_names(new, absent):
        if _has_lost_zeros(line, known):
            yield Spot(
                line.line,
                "",
                f"{known.full_name} a sur la liste le numéro {known.number} : les zéros du début "
                "manquent dans le fichier.",
            )


def _other_numbers(new: Sequence[RosterLine], absent: Sequence[Known]) -> Iterator[Spot]:
    for line, known in _same_names(new, absent):
        if not _has_lost_zeros(line, known):
            yield Spot(
                line.line,
                "",
                f"{known.full_name} est déjà sur la liste avec le numéro {known.number} et y reste : "
                "si c’est la même personne, corrigez l’un ou l’autre.",
            )


def _other_order(new: Sequence[RosterLine]) -> Iterator[Spot]:
    hours = [(line.convocation, line.line) for line in new if line.convocation]
    for (earlier, _), (hour, place) in pairwise(hours):
        if hour < earlier:
            yield Spot(
                place,
                "",
                f"cette convocation ({hour}) vient après celle de {earlier} : la liste garde l’ordre "
                "du fichier, à changer ensuite candidat par candidat.",
            )
            return
