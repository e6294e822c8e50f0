"""What is changed of the séance's settings and list, and what its passages do not let change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from e33tui.domain import sitting as sittings
from e33tui.domain.clock import Clock
from e33tui.domain.errors import RuleError
from e33tui.domain.identity import Candidate
from e33tui.domain.roster import number_taken, parts_of
from e33tui.domain.sitting import Sitting
from e33tui.domain.sitting_commands import (
    AddCandidate,
    EditCandidate,
    HandOver,
    ImportCandidates,
    RemoveCandidate,
    SetUp,
    SittingCommand,
)
from e33tui.domain.text import accept
from e33tui.service import grids
from e33tui.service.day import States, uncollected
from e33tui.service.sitting import CurrentSitting
from e33tui.store import Lines, Row, Store

_STARTED = {
    EditCandidate: "Ce passage a commencé ou est ouvert dans un terminal : corrigez "
    "l’identification depuis le passage lui-même.",
    RemoveCandidate: "Ce passage a commencé ou est ouvert dans un terminal : ce candidat "
    "ne peut plus être retiré de la liste.",
}

_CHANGED_ELSEWHERE = (
    "La séance vient d’être modifiée dans un autre terminal : revenez à la liste, rouvrez la "
    "séance et relisez-la avant d’enregistrer."
)
_LIST_CHANGED_ELSEWHERE = (
    "La séance vient d’être modifiée dans un autre terminal : relisez le fichier et son aperçu. Rien "
    "n’a été repris."
)


class Changes:
    """Changes of one séance, each on what its file holds now; they block until it is on the disk."""

    def __init__(self, store: Store, current: CurrentSitting, states: States, clock: Clock) -> None:
        """Change nothing yet.

        Args:
            store: the séance's folder.
            current: the séance, which takes each change up.
            states: its passages, which are asked what may still change.
            clock: tells the present moment.
        """
        self._store = store
        self._current = current
        self._states = states
        self._clock = clock

    def make(
        self, commands: Sequence[SittingCommand], seen: Sitting | None, *, with_list: bool
    ) -> Sitting:
        """Carry out all of the commands or none; see :meth:`e33tui.service.Service.change`."""

        # Not while the disk is waited for, which may be long.
        @uncollected()
        def lines_for(lines: Lines) -> list[Row]:
            sitting = self._current.of(lines)
            if seen is not None:
                self._refuse_changed(sitting, seen, with_list=with_list)
            begun = self._begun(sitting, commands)
            for command in commands:
                for part in parts_of(sitting, command):
                    self._refuse_started(part)
                    self._refuse_handing(sitting, part)
                    self._refuse_grid(sitting, part)
                after = sittings.apply(sitting, command)
                _refuse_taken(after, sitting, command, begun)
                sitting = after
            at = self._clock.now()
            return [sittings.to_data(command, at) for command in commands]

        self._current.known = sitting = self._current.of(self._store.sitting.append(lines_for))
        self._states.begin(
            part.passage
            for command in commands
            for part in parts_of(sitting, command)
            if isinstance(part, AddCandidate | EditCandidate)
        )
        return sitting

    def _refuse_changed(self, sitting: Sitting, seen: Sitting, *, with_list: bool) -> None:
        """Refuse to write over what was changed elsewhere, which is taken up."""
        if with_list and sitting != seen:
            self._current.known = sitting
            raise RuleError("R1", _LIST_CHANGED_ELSEWHERE)
        if not sitting.same_settings(seen):
            self._current.known = sitting
            raise RuleError("R1", _CHANGED_ELSEWHERE)

    def _refuse_started(self, command: SittingCommand) -> None:
        if not isinstance(command, EditCandidate | RemoveCandidate):
            return
        if self.has_started(command.passage):
            raise RuleError("R1", _STARTED[type(command)])

    def _refuse_handing(self, sitting: Sitting, command: SittingCommand) -> None:
        """Refuse to hand over who has begun, is open in a terminal, or was handed to others."""
        if not isinstance(command, HandOver):
            return
        from e33tui.domain.handing import check_hand_over, check_here
        from e33tui.service.from_list import refuse_open

        entry = sitting.entry(command.passage)
        if entry.handed_to != command.to.strip():
            check_here(entry)

        holder = self._store.ownership.holder(command.passage)
        if holder is not None:
            raise refuse_open(holder)
        check_hand_over(self._states.state(command.passage))

    def _refuse_grid(self, sitting: Sitting, command: SittingCommand) -> None:
        """Refuse another grid once somebody has begun: the crosses are this one's."""
        current = self._current
        if isinstance(command, SetUp) and command.rubric not in (
            "",
            sitting.rubric or current.rubric.id,
        ):
            grids.check_known(command.rubric, current.at_hand)
            if self._any_started(sitting):
                raise RuleError("R5", grids.SETTLED)

    def _any_started(self, sitting: Sitting) -> bool:
        holder = self._store.ownership.holder
        held = (holder(entry.passage) for entry in sitting.roster)
        return bool(self._store.passages.ids()) or any(held)

    def has_started(self, passage: str) -> bool:
        """Tell whether a passage has begun or is open in a terminal: its line is settled then."""
        # A passage on a desk may have commands that are not on the disk yet.
        return self._store.passages.has(passage) or bool(self._store.ownership.holder(passage))

    def check_number(self, passage: str, number: str) -> None:
        """Refuse a number that another candidate of the séance has, as far as it is known.

        Raises:
            InputError: it is taken, its holder is named; or it cannot be a number.
        """
        wanted = accept("Numéro", number)
        for row in self._states.known(self._current.known.roster):
            if row.entry.passage != passage and row.candidate.number == wanted:
                raise number_taken(row.candidate)

    def _begun(
        self, sitting: Sitting, commands: Iterable[SittingCommand]
    ) -> Mapping[str, Candidate]:
        """Return who the begun passages are of, where a number may have been corrected since."""
        kinds = AddCandidate | EditCandidate | ImportCandidates
        if not any(isinstance(command, kinds) for command in commands):
            return {}
        rows = self._states.rows(sitting.roster)
        return {row.entry.passage: row.candidate for row in rows if row.passage is not None}


def _refuse_taken(
    after: Sitting, before: Sitting, command: SittingCommand, begun: Mapping[str, Candidate]
) -> None:
    """Refuse a number that another passage took on when it was corrected there."""
    parts = parts_of(before, command)
    given = {each.passage for each in parts if isinstance(each, AddCandidate | EditCandidate)}
    if not (given and begun):
        return
    holders = {candidate.number: passage for passage, candidate in begun.items()}
    for entry in after.roster:
        holder = holders.get(entry.candidate.number, entry.passage)
        if entry.passage in given and holder != entry.passage:
            raise number_taken(begun[holder])
