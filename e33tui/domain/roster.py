"""The roster: who is expected, in the order of the day, and what changes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.frozen import dataclass
from e33tui.domain.identity import (
    NO_EXTRA_TIME,
    Accommodation,
    Candidate,
    check_accommodation,
    check_candidate,
    parse_hour,
)
from e33tui.domain.sitting_commands import (
    AddCandidate,
    EditCandidate,
    HandOver,
    ImportCandidates,
    MoveCandidate,
    RemoveCandidate,
    SittingCommand,
    TakeBack,
)
from e33tui.domain.text import accept, required

if TYPE_CHECKING:
    from e33tui.domain.sitting import Sitting

_SCHOOL = "Établissement"
TO_FIELD = "Confié à"
ANOTHER_DAY = "à reconvoquer"
"""To whom a candidate is handed who is summoned again, on a day that nobody knows yet."""


@dataclass(frozen=True)
class Entry:
    """One line of the roster.

    Attributes:
        passage: the opaque id that files go by; never the candidate's number.
        candidate: who is expected.
        accommodation: extra time announced for this candidate.
        convocation: when they are summoned, ``"08:30"``; empty where no hour is known.
        school: only where the centre asked for it: the form has no such field.
        handed_to: who examines them instead of this commission; empty as a rule.
    """

    passage: str
    candidate: Candidate
    accommodation: Accommodation = NO_EXTRA_TIME
    convocation: str = ""
    school: str = ""
    handed_to: str = ""

    @property
    def elsewhere(self) -> str:
        """Where the candidate is examined instead, in words: « confié : commission 2 »; or nothing."""
        named = self.handed_to and self.handed_to != ANOTHER_DAY
        return f"confié : {self.handed_to}" if named else self.handed_to


def _checked(sitting: Sitting, command: AddCandidate | EditCandidate, judged: bool) -> Entry:
    clean = _cleaned(command, judged)
    number = clean.candidate.number
    for entry in sitting.roster:
        if entry.candidate.number == number and entry.passage != clean.passage:
            raise number_taken(entry.candidate)
    return clean


def _cleaned(command: AddCandidate | EditCandidate, judged: bool) -> Entry:
    candidate = command.candidate
    clean = check_candidate(
        candidate.number, candidate.surname, candidate.given_name, judged=judged
    )
    extra = check_accommodation(command.accommodation, judged=judged)
    return Entry(
        command.passage,
        clean,
        extra,
        _hour(command.convocation, judged=judged),
        accept(_SCHOOL, command.school, judged=judged),
    )


def _hour(text: str, *, judged: bool) -> str:
    """Return an hour as the roster has it; what is on record was judged then, and stays."""
    try:
        return parse_hour(text)
    except InputError:
        if judged:
            raise
        return text


def number_taken(holder: Candidate) -> InputError:
    """Return the refusal of a number that ``holder`` has already."""
    return InputError(
        "Numéro",
        f"Numéro : {holder.number} est déjà celui de {holder.full_name}. Vérifiez la convocation.",
    )


def number_shared() -> InputError:
    """Return the refusal to choose between candidates whom two terminals gave the same number."""
    return InputError(
        "Numéro",
        "Numéro : plusieurs candidats de cette séance le portent. Corrigez celui qui est faux sur "
        "son écran d’identification, puis recommencez.",
    )


def add(sitting: Sitting, command: AddCandidate, judged: bool) -> Sitting:
    """Add a candidate at the end."""
    if command.passage in [entry.passage for entry in sitting.roster]:
        raise RuleError("R1", "Ce candidat est déjà sur la liste.")
    return replace(sitting, roster=(*sitting.roster, _checked(sitting, command, judged)))


def edit(sitting: Sitting, command: EditCandidate, judged: bool) -> Sitting:
    """Correct a candidate's line; where they were handed to stays."""
    handed_to = sitting.entry(command.passage).handed_to
    return _with(sitting, replace(_checked(sitting, command, judged), handed_to=handed_to))


def take_over(sitting: Sitting, command: ImportCandidates, judged: bool) -> Sitting:
    """Put a file's lines in their places, or at the end; none is compared with each of the others."""
    entries = {entry.passage: entry for entry in sitting.roster}
    for line in command.lines:
        entry = _cleaned(line, judged)
        known = entries.get(line.passage)
        entries[line.passage] = (
            entry if known is None else replace(entry, handed_to=known.handed_to)
        )
    holders: dict[str, Candidate] = {}
    for entry in entries.values():
        holder = holders.setdefault(entry.candidate.number, entry.candidate)
        if holder is not entry.candidate:
            raise number_taken(holder)
    return replace(sitting, roster=tuple(entries.values()))


def parts_of(sitting: Sitting, command: SittingCommand) -> tuple[SittingCommand, ...]:
    """Return what a command does to each candidate: an import adds some and corrects others."""
    if not isinstance(command, ImportCandidates):
        return (command,)
    known = {entry.passage for entry in sitting.roster}
    return tuple(
        EditCandidate(
            line.passage, line.candidate, line.accommodation, line.convocation, line.school
        )
        if line.passage in known
        else line
        for line in command.lines
    )


def remove(sitting: Sitting, command: RemoveCandidate, judged: bool) -> Sitting:
    """Take a candidate off the list."""
    sitting.entry(command.passage)
    return replace(sitting, roster=tuple(e for e in sitting.roster if e.passage != command.passage))


def move(sitting: Sitting, command: MoveCandidate, judged: bool) -> Sitting:
    """Give a candidate another place; before itself is where it is."""
    moved = sitting.entry(command.passage)
    if command.before == command.passage:
        return sitting
    if command.before:
        sitting.entry(command.before)
    others = [entry for entry in sitting.roster if entry is not moved]
    places = (i for i, entry in enumerate(others) if entry.passage == command.before)
    others.insert(next(places, len(others)), moved)
    return replace(sitting, roster=tuple(others))


def hand_over(sitting: Sitting, command: HandOver, judged: bool) -> Sitting:
    """Note who examines a candidate instead."""
    to = required(TO_FIELD, command.to, judged=judged)
    return _with(sitting, replace(sitting.entry(command.passage), handed_to=to))


def take_back(sitting: Sitting, command: TakeBack, judged: bool) -> Sitting:
    """Expect a candidate here again."""
    return _with(sitting, replace(sitting.entry(command.passage), handed_to=""))


def _with(sitting: Sitting, changed: Entry) -> Sitting:
    roster = tuple(changed if e.passage == changed.passage else e for e in sitting.roster)
    return replace(sitting, roster=roster)
