"""The object through which screens and command line work on a séance that is open.

Commands go in, new states come out; rules are the domain's, files the store's.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain.clock import Clock, Instant
from e33tui.domain.errors import StoreError
from e33tui.domain.identity import NO_EXTRA_TIME, Accommodation, Candidate
from e33tui.domain.roster import number_shared
from e33tui.domain.rubric import Rubric
from e33tui.domain.sitting import Sitting
from e33tui.domain.sitting_commands import AddCandidate, SittingCommand
from e33tui.rubric import PRACTICE
from e33tui.service import grids
from e33tui.service.authorship import terminal_label
from e33tui.service.day import DayRow, States, next_to_examine
from e33tui.service.sitting import CurrentSitting
from e33tui.service.watch import Watch
from e33tui.store import Finding, Holder, SaveStatus, Store, new_passage_id

__all__ = ["DayRow", "Renderer", "Service"]

if TYPE_CHECKING:
    from e33tui.aids import Aids
    from e33tui.domain.closing import Assent
    from e33tui.domain.harmonisation import Comparison
    from e33tui.domain.versions import Version
    from e33tui.service.changes import Changes
    from e33tui.service.checks import Checks
    from e33tui.service.closing import Obstacle
    from e33tui.service.desk import Desk
    from e33tui.service.documents import Renderer
    from e33tui.service.erasure import Found
    from e33tui.service.exports import Exports
    from e33tui.service.forms import BegunForms
    from e33tui.service.from_list import FromList
    from e33tui.service.past import Past, SealedText
    from e33tui.service.rescue import Copied
    from e33tui.service.screen_code import CodeOfScreen
    from e33tui.service.seating import Seating


class Service:
    """A séance at work.

    What is done all day is a method here. The rest is asked of the part that does it: :attr:`seating`,
    :attr:`from_list`, :attr:`exports`, :attr:`checks`, :attr:`forms` and so on, each loaded when it is
    first asked for.

    Attributes:
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
        self._store = store
        self._clock = clock
        self._render = renderer
        self._states = States(store, rubric)
        self._current = CurrentSitting(store, rubric, self._states)
        self._watch = Watch()
        self._forms: BegunForms | None = None
        self._aids: Aids | None = None
        self.copy_folder: Path | None = None
        self.copied = False
        self._begins_with_code = store.has_screen_code
        try:
            if store.purged is None:
                self._current.begin(tolerant=tolerant)
            # Last: whoever is told to be here stays.
            store.announce(terminal_label())
        except BaseException:
            store.close(0.0)
            raise

    # -- The séance -------------------------------------------------------------------------------

    @property
    def sitting(self) -> Sitting:
        """The séance, as last read or written."""
        return self._current.known

    @property
    def rubric(self) -> Rubric:
        """The grid in use: the one that the séance records, else the one that was given."""
        return self._current.rubric

    @property
    def damage(self) -> str:
        """What is wrong with the séance's own file, one French sentence; empty as a rule."""
        return self._current.damage

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

    @functools.cached_property
    def grids(self) -> tuple[Rubric, ...]:
        """The grids that a new séance may have; first the one that it has unless another is chosen."""
        return grids.offered(self._current.at_hand)

    @property
    def is_practice(self) -> bool:
        """Whether this is a practice séance: fictitious candidates, and E33's rubric in little time."""
        return self._current.known.demonstration and self.rubric.id == PRACTICE

    @property
    def may_change_grid(self) -> bool:
        """Whether another grid may still be chosen, as far as is known: no disk is asked.

        :meth:`change` asks, and refuses it where somebody has just begun elsewhere.
        """
        return not (self.is_practice or self._current.known.closing or self.has_begun)

    @functools.cached_property
    def changes(self) -> Changes:
        """What changes the settings and the list, and knows what may still change."""
        from e33tui.service.changes import Changes

        return Changes(self._store, self._current, self._states, self._clock)

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
        return self.changes.make(commands, seen, with_list=with_list)

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

    # -- The day ----------------------------------------------------------------------------------

    @property
    def has_begun(self) -> bool:
        """Whether a passage has begun, or may have: one that was not read yet counts."""
        return any(row.passage or row.problem or row.unread for row in self.known_rows())

    def roster(self) -> tuple[DayRow, ...]:
        """Return the roster alone, no passage read."""
        return tuple(DayRow(entry, unread=True) for entry in self._current.known.roster)

    def known_rows(self) -> tuple[DayRow, ...]:
        """Return what :meth:`rows` would, as far as it is in memory: it can be shown at once."""
        return self._states.known(self._current.known.roster)

    def rows(self) -> tuple[DayRow, ...]:
        """Return the roster with what each passage says, other terminals' work included.

        A passage's file is parsed again only after it changed.
        """
        self._current.look()
        return self._states.rows(self._current.known.roster)

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

    def comparison(self) -> Comparison:
        """Return the day's passages side by side, for the harmonisation; it waits for the disk."""
        from e33tui.service.harmonisation import comparison

        return comparison(self.rubric, self.sitting.bands, self.rows())

    def passage_of(self, number: str) -> str:
        """Return the passage of a candidate's number: the passage's own, once it has begun.

        Raises:
            InputError: no candidate has it, or several have.
        """
        known = self._states.read(self._store.passages.ids())
        wanted = number.strip()
        found = [each for each in known if known[each].identification.candidate.number == wanted]
        if len(found) > 1:
            raise number_shared()
        if found:
            return found[0]
        # What a passage says of its candidate goes before what was announced.
        unread = tuple(each for each in self.sitting.roster if each.passage not in known)
        return dataclasses.replace(self.sitting, roster=unread).by_number(number).passage

    def put_back(self) -> None:
        """Put back on the list who has begun and is not on it any more, and have it told.

        What keeps that from being done keeps nobody from working: ``verify`` tells who is missing.
        """
        from e33tui.service import orphans

        if self.purged_at is None:
            with contextlib.suppress(StoreError):
                orphans.put_back(self._store, self.rubric, self.now())
                self._current.refresh()

    def orphans(self) -> tuple[DayRow, ...]:
        """Return the passages that have begun and that the roster lacks, as lines of the day.

        Raises:
            StoreError: the folder of the passages cannot be read.
        """
        from e33tui.service import orphans

        return orphans.rows(self._store, self._current, self._states)

    # -- One passage ------------------------------------------------------------------------------

    @functools.cached_property
    def seating(self) -> Seating:
        """What puts passages on desks: opens, takes over, restores."""
        from e33tui.service.seating import Seating

        return Seating(self._store, self._current, self._states, self._watch, self._clock)

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
        return self.seating.open(passage, closing=closing)

    def look(self, passage: str) -> Desk:
        """Put a passage on the desk to be read only, whoever writes it.

        Raises:
            InputError: no such candidate is on the list.
            StoreError: it cannot be read.
        """
        return self.seating.look(passage)

    def beat(self) -> None:
        """Note that this program is awake and watches the clocks that run; twice a second.

        A passage that it let go itself is then opened again without a question about its clock.
        """
        self._watch.beat(self.now())
        for desk in self._states.desks:
            desk.beat()

    # -- Aids -------------------------------------------------------------------------------------

    @property
    def aids(self) -> Aids:
        """What helps through an oral with this grid; its files are read when first asked for."""
        if self._aids is None or self._aids.rubric is not self.rubric:
            from e33tui.aids import Aids

            self._aids = Aids(self.rubric)
        return self._aids

    # -- Documents --------------------------------------------------------------------------------

    @functools.cached_property
    def exports(self) -> Exports:
        """What makes this séance's documents."""
        from e33tui.service.exports import Exports

        return Exports(self, self._store, self._states, self._render)

    # -- What was ---------------------------------------------------------------------------------

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

    # -- Checks -----------------------------------------------------------------------------------

    @functools.cached_property
    def checks(self) -> Checks:
        """What is checked of seals, register and documents."""
        from e33tui.service.checks import Checks

        return Checks(self._store, self._current, self._states)

    def verify(self, head: str | None = None) -> list[Finding]:
        """Check seals and register, changing nothing; as :meth:`Checks.verify`."""
        return self.checks.verify(head)

    # -- The clôture ------------------------------------------------------------------------------

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

    # -- Saving, time -----------------------------------------------------------------------------

    def save_status(self) -> SaveStatus:
        """Return what is saved, what waits, and what fails."""
        return self._store.status()

    def news(self) -> tuple[str, ...]:
        """Return what was set aside since the last call, one French sentence each."""
        return self._store.news()

    def tell(self, sentence: str) -> None:
        """Have a sentence told with the next :meth:`news`."""
        self._store.tell(sentence)

    def now(self) -> Instant:
        """Return the present moment."""
        return self._clock.now()

    def save_drafts(self) -> None:
        """Bring what is being typed to the disk: of every passage held here, and of forms."""
        for desk in self._states.desks:
            desk.save_draft()
        if self._forms is not None:
            self._forms.save()

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
