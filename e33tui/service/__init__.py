"""The object through which screens and command line work on a séance that is open.

Commands go in, new states come out; rules are the domain's, files the store's.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import os
import socket
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain import sitting as sittings
from e33tui.domain.clock import Clock, Instant
from e33tui.domain.closing import Closing
from e33tui.domain.errors import RuleError, StoreError
from e33tui.domain.identity import NO_EXTRA_TIME, Accommodation, Candidate
from e33tui.domain.roster import Entry, number_shared, number_taken, parts_of
from e33tui.domain.rubric import Rubric
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
from e33tui.domain.text import accept, visible
from e33tui.rubric import PRACTICE
from e33tui.service import grids
from e33tui.service.authorship import account, author, terminal
from e33tui.service.day import (
    UNKNOWN_CONTENT,
    DayRow,
    States,
    Unread,
    fold_record,
    next_to_examine,
    read_journal,
)
from e33tui.service.watch import Watch
from e33tui.store import (
    DamagedFile,
    Finding,
    Held,
    Holder,
    Lines,
    PassageRecord,
    Question,
    Row,
    SaveStatus,
    Store,
    kept_versions,
    new_passage_id,
)

__all__ = ["DayRow", "Renderer", "Service", "terminal_label"]

if TYPE_CHECKING:
    from e33tui.aids import Aids
    from e33tui.domain.closing import Assent
    from e33tui.domain.harmonisation import Comparison
    from e33tui.domain.history import Change
    from e33tui.domain.journal import Journal
    from e33tui.domain.passage import Passage
    from e33tui.domain.versions import Version
    from e33tui.service.checks import Told
    from e33tui.service.closing import Obstacle
    from e33tui.service.desk import Desk
    from e33tui.service.documents import Renderer
    from e33tui.service.erasure import Found
    from e33tui.service.exports import Exports
    from e33tui.service.forms import BegunForms
    from e33tui.service.from_list import FromList
    from e33tui.service.past import Past, SealedText
    from e33tui.service.proof import Proof
    from e33tui.service.rescue import Copied
    from e33tui.service.screen_code import CodeOfScreen

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


Folded = tuple[Lines, Sitting]
"""Lines of a séance's file, and what they add up to."""


def read_sitting(store: Store, lines: Lines, before: Folded | None = None) -> Sitting:
    """Return the séance that a file's lines add up to.

    Args:
        store: its folder.
        lines: all of them.
        before: lines known already; if these begin with them, only the others are folded.

    Raises:
        DamagedFile: they cannot be understood.
    """
    try:
        if before is not None and lines[: len(before[0])] == before[0]:
            return sittings.load(lines, len(before[0]), before[1])
        return sittings.load(lines)
    except ValueError as error:
        raise DamagedFile(store.sitting_path, UNKNOWN_CONTENT) from error


class Service:
    """A séance at work.

    Attributes:
        rubric: the grid in use: the one that the séance records, else the one that was given.
        damage: what is wrong with the séance's own file, one French sentence; empty as a rule.
        copy_folder: where a copy was made last; ``None`` when none was.
        copied: whether what could not be saved at the end is in that copy.
    """

    def __init__(
        self,
        store: Store,
        rubric: Rubric,
        clock: Clock,
        renderer: Renderer | None = None,
        *,
        tolerant: bool = False,
    ) -> None:
        """Open the séance that lies in ``store``, which is closed with it, or when it cannot be.

        Args:
            store: the séance's folder.
            rubric: the grid, unless the séance records that it has another.
            clock: tells the present moment.
            renderer: makes documents; the project's own unless given.
            tolerant: go on without a roster when the séance's own file is damaged.

        Raises:
            StoreError: the séance's own file cannot be read, or its grid is not at hand.
        """
        self.rubric = self._at_hand = rubric
        self._store = store
        self._clock = clock
        self._render = renderer
        self._states = States(store, rubric)
        self._watch = Watch()
        self._forms: BegunForms | None = None
        self._aids: Aids | None = None
        self.copy_folder: Path | None = None
        self.copied = False
        self._sitting = Sitting()
        self._folded: Folded | None = None
        self._closed_at = store.register.closed_at()
        self._begins_with_code = store.has_screen_code
        self.damage = ""
        try:
            if store.purged is None:
                self._begin_with(store, tolerant=tolerant)
            # Last: whoever is told to be here stays.
            store.announce(terminal_label())
        except BaseException:
            store.close(0.0)
            raise

    def _begin_with(self, store: Store, *, tolerant: bool) -> None:
        try:
            self._sitting = self._read_sitting(store.sitting_lines())
        except DamagedFile as error:
            if not tolerant:
                raise
            self.damage = error.message

    # -- The séance -----------------------------------------------------------------------------

    @property
    def sitting(self) -> Sitting:
        """The séance, as last read or written."""
        return self._sitting

    @property
    def folder(self) -> Path:
        """The séance's folder."""
        return self._store.folder

    @property
    def warning(self) -> str:
        """What the commission should know about the folder, such as a network disk."""
        return self._store.warning or ""

    @property
    def form_cut_short(self) -> str:
        """The form that was on the screen, half filled in, when a program ended; empty as a rule."""
        return self.forms.shown if self._store.has_forms else ""

    @property
    def forms(self) -> BegunForms:
        """The séance's own forms that were begun and not taken."""
        if self._forms is None:
            from e33tui.service.forms import BegunForms

            self._forms = BegunForms(self._store)
        return self._forms

    def show_no_form(self) -> None:
        """Note that no form is on the screen; none was if they were never asked for, nor read."""
        if self._forms is not None:
            self._forms.show("")

    @functools.cached_property
    def screen_code(self) -> CodeOfScreen:
        """The code that the neutral screen asks for, if the commission has set one."""
        from e33tui.service.screen_code import CodeOfScreen

        return CodeOfScreen(self._store.screen_code, is_set=self._begins_with_code)

    @property
    def purged_at(self) -> int | None:
        """When all but the register was removed, wall-clock milliseconds; ``None`` as a rule."""
        return None if self._store.purged is None else self._store.purged.at

    def _read_sitting(self, lines: Lines) -> Sitting:
        """Return the séance of some lines; what was read last of them is not folded again."""
        folded = self._folded
        if folded is None or folded[0] is not lines:
            self._folded = folded = lines, read_sitting(self._store, lines, folded)
        self._use_grid_of(folded[1])
        return self._still_closed(folded[1])

    def _use_grid_of(self, sitting: Sitting) -> None:
        """Work with the grid that a séance records; another terminal may just have chosen it.

        Raises:
            StoreError: it is not at hand.
        """
        if sitting.rubric and sitting.rubric != self.rubric.id:
            self.rubric = grids.grid_of(sitting, self._at_hand, self._store.sitting_path)
            self._states.use(self.rubric)

    @functools.cached_property
    def grids(self) -> tuple[Rubric, ...]:
        """The grids that a new séance may have; first the one that it has unless another is chosen."""
        return grids.offered(self._at_hand)

    @property
    def is_practice(self) -> bool:
        """Whether this is a practice séance: fictitious candidates, and E33's rubric in little time."""
        return self._sitting.demonstration and self.rubric.id == PRACTICE

    @property
    def may_change_grid(self) -> bool:
        """Whether another grid may still be chosen, as far as is known: no disk is asked.

        :meth:`change` asks, and refuses it where somebody has just begun elsewhere.
        """
        return not (self.is_practice or self._sitting.closing or self.has_begun)

    def _any_started(self, sitting: Sitting) -> bool:
        holder = self._store.ownership.holder
        held = (holder(entry.passage) for entry in sitting.roster)
        return bool(self._store.passage_ids()) or any(held)

    def _still_closed(self, sitting: Sitting) -> Sitting:
        """Keep a séance closed of which the register says so, though its own file has lost it.

        A clôture that was begun stays to be completed; who confirmed a lost one is not known.
        """
        if sitting.closing is not None or self._closed_at is None:
            return sitting
        return dataclasses.replace(sitting, closing=Closing((), self._closed_at))

    def change(
        self, *commands: SittingCommand, seen: Sitting | None = None, with_list: bool = False
    ) -> Sitting:
        """Change the séance, on what its file holds now; all of the commands or none.

        Args:
            commands: what is done.
            seen: the séance as whoever gives them saw it; when its settings have changed since,
                they are refused, so that nobody writes an older state over a colleague's.
            with_list: whether they are refused too when its list has changed since.

        Raises:
            InputError, RuleError: refused; nothing has changed.
            StoreError: the file cannot be written.
        """

        def make(lines: Lines) -> list[Row]:
            sitting = self._read_sitting(lines)
            if seen is not None and with_list and sitting != seen:
                self._sitting = sitting
                raise RuleError("R1", _LIST_CHANGED_ELSEWHERE)
            if seen is not None and not sitting.same_settings(seen):
                self._sitting = sitting
                raise RuleError("R1", _CHANGED_ELSEWHERE)
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

        self._sitting = self._read_sitting(self._store.append_sitting(make))
        self._states.begin(
            part.passage
            for command in commands
            for part in parts_of(self._sitting, command)
            if isinstance(part, AddCandidate | EditCandidate)
        )
        return self._sitting

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
        if isinstance(command, SetUp) and command.rubric not in (
            "",
            sitting.rubric or self.rubric.id,
        ):
            grids.check_known(command.rubric, self._at_hand)
            if self._any_started(sitting):
                raise RuleError("R5", grids.SETTLED)

    def has_started(self, passage: str) -> bool:
        """Tell whether a passage has begun or is open in a terminal: its line is settled then."""
        # A passage on a desk may have commands that are not on the disk yet.
        return self._store.has_passage(passage) or bool(self._store.ownership.holder(passage))

    def _begun(
        self, sitting: Sitting, commands: Iterable[SittingCommand]
    ) -> Mapping[str, Candidate]:
        """Return who the begun passages are of, where a number may have been corrected since."""
        kinds = AddCandidate | EditCandidate | ImportCandidates
        if not any(isinstance(command, kinds) for command in commands):
            return {}
        rows = self._states.rows(sitting.roster)
        return {row.entry.passage: row.candidate for row in rows if row.passage is not None}

    def add_candidate(
        self,
        number: str,
        surname: str,
        given_name: str,
        accommodation: Accommodation = NO_EXTRA_TIME,
        convocation: str = "",
    ) -> str:
        """Add a candidate and return the opaque id of the passage.

        Raises:
            InputError: a field cannot be taken, or the number is another candidate's.
        """
        passage = new_passage_id()
        candidate = Candidate(number, surname, given_name)
        self.change(AddCandidate(passage, candidate, accommodation, convocation))
        return passage

    def check_number(self, passage: str, number: str) -> None:
        """Refuse a number that another candidate of the séance has, as far as it is known.

        Raises:
            InputError: it is taken, its holder is named; or it cannot be a number.
        """
        wanted = accept("Numéro", number)
        for row in self.known_rows():
            if row.entry.passage != passage and row.candidate.number == wanted:
                raise number_taken(row.candidate)

    # -- The day --------------------------------------------------------------------------------

    @property
    def has_begun(self) -> bool:
        """Whether a passage has begun, or may have: one that was not read yet counts."""
        return any(row.passage or row.problem or row.unread for row in self.known_rows())

    def roster(self) -> tuple[DayRow, ...]:
        """Return the roster alone, no passage read."""
        return tuple(DayRow(entry, unread=True) for entry in self._sitting.roster)

    def known_rows(self) -> tuple[DayRow, ...]:
        """Return what :meth:`rows` would, as far as it is in memory: it can be shown at once."""
        return self._states.known(self._sitting.roster)

    def rows(self) -> tuple[DayRow, ...]:
        """Return the roster with what each passage says, other terminals' work included.

        A passage's file is parsed again only after it changed.
        """
        before = self._sitting
        # A séance file that cannot be read now says so when it is changed; the list goes on.
        with contextlib.suppress(StoreError):
            read = self._read_sitting(self._store.sitting_lines())
            # What was changed while this was read slowly is newer.
            if self._sitting is before:
                self._sitting = read
        return self._states.rows(self._sitting.roster)

    @functools.cached_property
    def from_list(self) -> FromList:
        """What a key on the list changes of a candidate: absence, order, who is handed over."""
        from e33tui.service.from_list import FromList

        return FromList(self, self._store)

    def next_to_examine(self, passage: str) -> str | None:
        """Return the passage of the next candidate to examine after ``passage``, if one is left."""
        return next_to_examine(self.rows(), passage)

    def others_running(self, passage: str | None) -> tuple[DayRow, ...]:
        """Return the candidates other than that of ``passage`` whose clock runs."""
        rows = self.rows()
        return tuple(row for row in rows if row.running and row.entry.passage != passage)

    def to_resume(self, rows: Iterable[DayRow]) -> tuple[DayRow, Holder | None] | None:
        """Return the passage that was cut short last, and who holds it if it is open somewhere.

        A free one goes before one that is open: that may be a colleague's, at work.
        """
        from e33tui.service.draft import cut_short

        known = {
            row.entry.passage: row
            for row in rows
            if row.passage is not None and not row.passage.locked
        }
        found = [
            (known[passage], self._store.ownership.holder(passage))
            for passage in cut_short(self._store, known)
        ]
        return min(found, key=lambda pair: pair[1] is not None, default=None)

    # -- One passage ----------------------------------------------------------------------------

    def open(self, passage: str, *, closing: bool = False) -> Desk:
        """Put a passage on the desk, to be written; one that is on a desk here stays on it.

        Args:
            passage: which.
            closing: for the clôture, which locks who was put off here and handed over since.

        Raises:
            InputError: no such candidate is on the list any more.
            RuleError: the candidate is handed over, and nothing is locked here.
            HeldElsewhere: another process writes it; its holder is named.
            StoreError: its file cannot be read.
        """
        desk = self._states.desk(passage)
        if desk is not None and desk.take_up(watched=self._watch.covers(desk, self.now())):
            return desk
        return self._seated(self._store.acquire(passage, terminal_label()), closing=closing)

    def _seated(self, held: Held, *, closing: bool = False) -> Desk:
        passage = held.id
        try:
            journal, past = self._relocked(held, *self._journal(passage))
            if not closing:
                self._refuse_handed(passage, journal.state)
            desk = self._desk(passage, journal, past, held)
            desk.watch_on(watched=self._watch.covers(desk, self.now()))
            desk.complete_seals()
            self._close_after_all(desk)
        except BaseException:
            held.release()
            raise
        self._states.put(desk)
        self._watch.keep(desk)
        return desk

    def _refuse_handed(self, passage: str, state: Passage) -> None:
        """Refuse to examine who is examined elsewhere; a passage held keeps others from handing it."""
        from e33tui.domain.handing import check_here, is_waiting

        if is_waiting(state):
            self._read_settled()
            handed = (e for e in self._sitting.roster if e.passage == passage and e.handed_to)
            for entry in handed:
                check_here(entry)

    def _relocked(
        self, held: Held, journal: Journal, past: tuple[Change, ...]
    ) -> tuple[Journal, tuple[Change, ...]]:
        """Lock a passage again that is from before a lock that was sealed, as it was then.

        Raises:
            StoreError: the register has a lock that cannot be made again, or it cannot be saved.
        """
        from e33tui.service import relocking

        after = relocking.relocked(self._store, held.id, journal, self.now())
        if after is not journal:
            past = relocking.keep(self._store, held, after, journal, past)
        return after, past

    def _close_after_all(self, desk: Desk) -> None:
        """Close a passage brought back from before the clôture, such as a damaged one restored.

        Otherwise it could be reopened as if the séance were not closed (rule 10).
        """
        if self._sitting.closed and desk.state.locked and not desk.state.closed:
            desk.close()

    def _begin(self, passage: str) -> Journal:
        from e33tui.domain.commands import OpenPassage
        from e33tui.domain.journal import Journal

        self._read_settled()
        entry = self._sitting.entry(passage)
        who = self._sitting.identification(passage)
        command = OpenPassage(who, self.rubric.id, entry.accommodation, self.rubric.digest)
        return Journal.begin(self.rubric, command, self._clock.now())

    def _read_settled(self) -> None:
        """Read the séance again for a passage that is held already, if it can be read.

        Under the séance's lock: whoever corrects, removes or hands over this candidate either did
        so before, or sees that the passage is open.
        """
        with contextlib.suppress(StoreError):
            self._sitting = self._read_sitting(self._store.append_sitting(lambda _: ()))

    def restore(self, passage: str) -> Desk:
        """Open a passage at the version before its last save; the damaged file is set aside.

        What was locked and sealed since is locked again, as it was. A file that can be read after
        all, or that another rubric's passage is in, stays.

        Raises:
            StoreError: there is none, it cannot be read either, or a lock since then is in the
                register and cannot be made again.
        """
        held = self._store.acquire(passage, terminal_label())
        try:
            try:
                read_journal(self._store, self.rubric, passage)
            except DamagedFile:
                self._store.restore_passage(held, self._check_previous)
        except BaseException:
            held.release()
            raise
        return self._seated(held)

    def has_previous(self, passage: str) -> bool:
        """Tell whether the version before a passage's last save can be taken up."""
        try:
            previous = self._store.previous_passage(passage)
            if previous is not None:
                self._check_previous(previous)
        except StoreError:
            return False
        return previous is not None

    def _check_previous(self, record: PassageRecord) -> None:
        """Make sure that a version before can be taken up, nothing that was sealed being undone.

        Raises:
            StoreError: it cannot be read, or is from before a lock that cannot be made again.
        """
        from e33tui.service import relocking

        journal, _ = fold_record(self._store, self.rubric, record)
        relocking.relocked(self._store, record.id, journal, self.now())

    def is_lost(self, passage: str) -> bool:
        """Tell whether nothing of a passage can be read, so that it may only begin anew.

        One that has sealed versions is not lost: begun anew, it could never be sealed again.
        """
        try:
            read_journal(self._store, self.rubric, passage)
        except DamagedFile:
            with contextlib.suppress(StoreError):
                return not (self.has_previous(passage) or self.was_sealed(passage))
        except StoreError:
            pass
        return False

    def was_sealed(self, passage: str) -> bool:
        """Tell whether a version of a passage was sealed, or is in the register.

        Raises:
            StoreError: the folder of its sealed versions cannot be read.
        """
        sealed = self._store.seals.list_sealed(passage)
        return bool(sealed) or self._store.is_registered(passage)

    def begin_anew(self, passage: str) -> Desk:
        """Open a passage from its beginning where nothing of it can be read; that is set aside.

        Raises:
            StoreError: something of it can be read after all, or a file cannot be set aside.
        """
        held = self._store.acquire(passage, terminal_label())
        try:
            if self.is_lost(passage):
                self._store.set_record_aside(held)
        except BaseException:
            held.release()
            raise
        return self._seated(held)

    def look(self, passage: str) -> Desk:
        """Put a passage on the desk to be read only, whoever writes it."""
        journal, past = self._journal(passage)
        return self._desk(passage, journal, past, None)

    def _journal(self, passage: str) -> tuple[Journal, tuple[Change, ...]]:
        """Return what the disk holds of a passage, or one begun from the roster."""
        if self._store.has_passage(passage):
            return read_journal(self._store, self.rubric, passage)
        return self._begin(passage), ()

    def _desk(
        self, passage: str, journal: Journal, past: tuple[Change, ...], held: Held | None
    ) -> Desk:
        from e33tui.service.desk import Desk

        return Desk(self._store, passage, journal, past, held, self._clock, author())

    def question(self, holder: Holder) -> Question:
        """Ask the holder of a passage whether it is there; nothing is taken from it."""
        return self._store.ownership.question(holder)

    def take_over(self, passage: str, holder: Holder | None = None) -> Desk:
        """Ask the holder to let go and open the passage (*Reprendre ici*); blocks up to 3 s.

        Args:
            passage: which.
            holder: the only one to ask; whoever has the passage unless given.

        Raises:
            HeldElsewhere: it did not let go; :meth:`end_holder` is what is left. Or somebody else
                was quicker, whom the error names.
        """
        return self._seated(self._store.take_over(passage, terminal_label(), holder))

    def end_holder(self, holder: Holder) -> None:
        """End a holder that does not answer, after a confirmation; blocks a few seconds.

        Raises:
            StoreError: it cannot be ended from here.
        """
        self._store.ownership.end_holder(holder)

    def withdraw(self, passage: str) -> None:
        """Take back a request to take a passage over."""
        self._store.ownership.withdraw(passage)

    def beat(self) -> None:
        """Note that this program is awake and watches the clocks that run; twice a second.

        A passage that it let go itself is then opened again without a question about its clock.
        """
        self._watch.beat(self.now())
        for desk in self._states.desks:
            desk.beat()

    # -- Aids -----------------------------------------------------------------------------------

    @property
    def aids(self) -> Aids:
        """What helps through an oral with this grid; its files are read when first asked for."""
        if self._aids is None or self._aids.rubric is not self.rubric:
            from e33tui.aids import Aids

            self._aids = Aids(self.rubric)
        return self._aids

    # -- Documents ------------------------------------------------------------------------------

    @functools.cached_property
    def exports(self) -> Exports:
        """What makes this séance's documents."""
        from e33tui.service.exports import Exports

        return Exports(self, self._store, self._states, self._render)

    def journal(self, passage: str) -> Journal:
        """Return what the disk holds of a passage, or one begun from the roster.

        Raises:
            InputError: no such candidate is on the list.
            StoreError: it cannot be read.
        """
        return self._journal(passage)[0]

    # -- What was -------------------------------------------------------------------------------

    def past(self, passage: str) -> Past:
        """Return a passage's lasting history and sealed versions, as they are on the disk.

        It takes no lock and writes nothing, whoever holds the passage.

        Raises:
            InputError: it was never locked.
            StoreError: it cannot be read.
        """
        from e33tui.service.past import read_past

        return read_past(self._store, self.rubric, passage)

    def sealed_text(self, passage: str, version: Version) -> SealedText:
        """Return what one sealed version says, its bytes compared with its seal first.

        Raises:
            StoreError: it is not there, or is not what was sealed.
        """
        from e33tui.service.past import read_version

        return read_version(self._store, self.rubric, passage, version)

    # -- A copy elsewhere -----------------------------------------------------------------------

    def copying(self, target: Path) -> Callable[[], Copied]:
        """Return what copies the séance as it is now into another folder; that waits for the disks.

        Should the end of the program find the séance's own disk failing still, another copy is
        made beside it.

        Args:
            target: as :func:`e33tui.service.rescue.parse_target` returned it.
        """
        from e33tui.service import rescue

        self.copy_folder = target
        return rescue.prepare(self._store, self._states.desks, self._forms, target)

    # -- The end --------------------------------------------------------------------------------

    def comparison(self) -> Comparison:
        """Return the day's passages side by side, for the harmonisation; it waits for the disk."""
        from e33tui.service.harmonisation import comparison

        return comparison(self.rubric, self.sitting.bands, self.rows())

    def obstacles(self) -> tuple[Obstacle, ...]:
        """Return what is missing before the clôture, by candidate; empty when nothing is."""
        from e33tui.service.closing import survey

        rows = self.rows()
        passages = (row.entry.passage for row in rows)
        elsewhere = [each for each in passages if self._is_elsewhere(each)]
        return survey(rows, elsewhere, self.orphans())

    def _is_elsewhere(self, passage: str) -> bool:
        here = self._states.desk(passage) is not None
        return not here and self._store.ownership.holder(passage) is not None

    def close_sitting(self, assents: tuple[Assent, ...]) -> Sitting:
        """Close the séance, or complete a clôture that was cut short; blocks some seconds.

        Raises:
            NotReady: what is missing is listed; nothing was changed.
            RuleError: nobody confirms it, the list has just changed, or the séance is closed.
            StoreError: the disk refuses; what was begun is completed by doing it again.
        """
        from e33tui.service import closing

        return closing.close(self, self._store, assents)

    def verify(self, head: str | None = None) -> list[Finding]:
        """Check seals and register, changing nothing.

        Args:
            head: an entry's hash known from elsewhere, or at least its first 16 digits.

        Raises:
            StoreError: something cannot be read, or the head is not one.
        """
        from e33tui.service.checks import Told

        unread: Unread = {}
        told = Told()
        announced = functools.partial(self._states.announced, unread=unread, told=told)
        findings = self._store.verify(head, announced)
        findings += map(Finding.of, unread.values())
        # A file that cannot be read has been named already, or is below.
        with contextlib.suppress(StoreError):
            findings += self._disagreements(told)
        if self.damage:
            findings.append(Finding("damaged", self._store.sitting_path.name, self.damage))
        return findings

    def _disagreements(self, told: Told) -> list[Finding]:
        """Return where register, séance and passages do not tell the same.

        Raises:
            StoreError: one of them cannot be read.
        """
        from e33tui.service import checks
        from e33tui.service.orphans import lost_sight_of

        store = self._store
        if self.purged_at is not None:
            return []
        found = checks.locks(told)
        before = read_sitting(store, store.sitting_lines())
        entries, begun = store.register.entries(), store.passage_ids()
        after = read_sitting(store, store.sitting_lines())
        found += checks.closing(before, entries, after, told)
        return found + checks.off_the_list(lost_sight_of(after, begun))

    def proof_of_document(self, path: Path) -> Proof:
        """Say whether a file is a document of this séance, and of a version in force.

        Raises:
            InputError: there is no such file.
            StoreError: the file, the register or the list of documents cannot be read.
        """
        from e33tui.service import proof

        return proof.of_document(self._store, path)

    def proof_of_fingerprint(self, printed: str) -> Proof:
        """Say which sealed version a printed fingerprint is that of, and whether it is in force.

        Raises:
            InputError: it is no fingerprint.
            StoreError: the register cannot be read.
        """
        from e33tui.service import proof

        return proof.of_fingerprint(self._store, printed)

    def put_back(self) -> None:
        """Put back on the list who has begun and is not on it any more, and have it told.

        What keeps that from being done keeps nobody from working: ``verify`` tells who is missing.
        """
        from e33tui.service import orphans

        if self.purged_at is None:
            with contextlib.suppress(StoreError):
                orphans.put_back(self._store, self.rubric, self.now())
                self._sitting = self._read_sitting(self._store.sitting_lines())

    def orphans(self) -> tuple[DayRow, ...]:
        """Return the passages that have begun and that the roster lacks, as lines of the day.

        Raises:
            StoreError: the folder of the passages cannot be read.
        """
        from e33tui.service.orphans import lost_sight_of

        begun = self._store.passage_ids()
        sitting = self._sitting
        with contextlib.suppress(StoreError):
            sitting = self._read_sitting(self._store.sitting_lines())
        lost = lost_sight_of(sitting, begun)
        known = self._states.read(lost)
        return tuple(
            DayRow(Entry(p, known[p].identification.candidate), known[p])
            if p in known
            else DayRow(Entry(p, Candidate("?", f"passages/{p}", "")), problem=UNKNOWN_CONTENT)
            for p in lost
        )

    def remarks(self) -> tuple[Found, ...]:
        """Return which passages hold observations, as they are on the disk."""
        from e33tui.service import erasure

        return erasure.survey(self._store, self.rubric)

    def erase_remarks(self, found: Sequence[Found]) -> dict[str, str]:
        """Erase the observations that :meth:`remarks` found; return why some are left, by passage.

        Raises:
            StoreError: the register cannot be written; nothing was erased.
        """
        from e33tui.service import erasure

        return erasure.erase(self._store, found, self.open, self.now().wall)

    def sealed_versions(self) -> int:
        """Return how many versions are sealed and registered, those purged apart.

        Raises:
            StoreError: the register cannot be read.
        """
        return len(kept_versions(self._store.register.entries()))

    def register_summary(self) -> tuple[int, str]:
        """Return how many entries the register has, and the hash of the last one."""
        entries = self._store.register.entries()
        return len(entries), self._store.register.head()

    def passage_of(self, number: str) -> str:
        """Return the passage of a candidate's number: the passage's own, once it has begun.

        Raises:
            InputError: no candidate has it, or several have.
        """
        known = self._states.read(self._store.passage_ids())
        wanted = number.strip()
        found = [each for each in known if known[each].identification.candidate.number == wanted]
        if len(found) > 1:
            raise number_shared()
        if found:
            return found[0]
        # What a passage says of its candidate goes before what was announced.
        unread = tuple(each for each in self.sitting.roster if each.passage not in known)
        return dataclasses.replace(self.sitting, roster=unread).by_number(number).passage

    def save_status(self) -> SaveStatus:
        """Return what is saved, what waits, and what fails."""
        return self._store.status()

    def news(self) -> tuple[str, ...]:
        """Return what was set aside since the last call, one French sentence each."""
        return self._store.news()

    def now(self) -> Instant:
        """Return the present moment."""
        return self._clock.now()

    def save_drafts(self) -> None:
        """Bring what is being typed to the disk: of every passage held here, and of forms."""
        for desk in self._states.desks:
            desk.save_draft()
        if self._forms is not None:
            self._forms.save()

    def close(self, timeout: float = 10.0) -> bool:
        """Bring everything to the disk, drafts included; return whether that came about.

        A document in the making is given up: the program's end would wait for it.
        """
        # Only once they are loaded: the program's end is no time to load them.
        stop = getattr(sys.modules.get("e33tui.documents"), "stop_rendering", None)
        if stop is not None:
            stop()
        self.save_drafts()
        done = self._store.close(timeout)
        if not done and self.copy_folder is not None:
            from e33tui.service import rescue

            with contextlib.suppress(StoreError):
                self.copying(rescue.unused(self.copy_folder))()
                self.copied = True
        return done


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


def terminal_label() -> str:
    """Return what tells a person which terminal this is: account, machine, terminal."""
    user = os.environ.get("USER", "") or account()
    return visible(" ".join(part for part in (user, socket.gethostname(), terminal()) if part))
