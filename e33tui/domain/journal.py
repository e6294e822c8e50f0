"""The working journal: one line a change, undo is a line, the fold of the lines is the state.

Its number is a line's position, counted from 1; :mod:`e33tui.domain.lines` says how it stands in a
file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from e33tui.domain import lines as lines_in_files
from e33tui.domain.clock import Instant
from e33tui.domain.codec import decoder, encode
from e33tui.domain.commands import (
    COMMANDS,
    AddRemark,
    Amend,
    Close,
    Command,
    EditRemark,
    EndPart,
    EraseRemark,
    Lock,
    OpenPassage,
    Reopen,
    ReopenPart,
    StartPart,
    Undo,
)
from e33tui.domain.copying import replace
from e33tui.domain.errors import E33Error, RuleError
from e33tui.domain.lines import Stamp
from e33tui.domain.machine import Context, apply, opened
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.rubric import Rubric
from e33tui.domain.undone import Undone, undone

BARRIERS = (OpenPassage, Lock, Reopen, Amend, Close)
"""What undo never passes: before the lock it takes back, after it only a reopening changes."""

NOTHING_TO_UNDO = "Il n’y a rien à annuler."
ERASED = ""
"""What stands in the journal where an erased observation's text stood."""


class Line(NamedTuple):
    """One line of a journal.

    Attributes:
        command: what was done.
        at: when.
        by: the author's id, empty for the commission as a whole.
    """

    command: Command
    at: Instant
    by: str = ""


@dataclass(frozen=True)
class Journal:
    """A passage's journal with its fold.

    Attributes:
        lines: all lines ever written, oldest first.
        state: their fold, the committed state.
    """

    lines: tuple[Line, ...]
    state: Passage

    @classmethod
    def begin(cls, rubric: Rubric, command: OpenPassage, at: Instant, by: str = "") -> Journal:
        """Return the journal of a passage that begins.

        Raises:
            InputError: the identification is not complete.
        """
        return cls((Line(command, at, by),), opened(rubric, command))

    def then(self, command: Command, at: Instant, by: str = "") -> Journal:
        """Return the journal with one more line.

        Raises:
            RuleError, InputError: the rules refuse ``command`` now; nothing has changed.
        """
        lines = (*self.lines, Line(command, at, by))
        if isinstance(command, Undo):
            _check_undo(self.lines, command)
            states = _states(self.state.rubric, lines, judged_after=command.line)
            return Journal(lines, _last(states))
        if isinstance(command, EraseRemark):
            _check_erasure(self.lines, command)
        state = apply(self.state, command, Context(at, by, len(lines)))
        if isinstance(command, EraseRemark):
            lines = scrubbed(lines, command.remark)
        if isinstance(command, Lock):
            lines = _forgotten(lines, state)
        return Journal(lines, state)

    def undo(self, at: Instant, by: str = "") -> tuple[Journal, Undone]:
        """Return the journal with its last change taken back, and what and where that was.

        Raises:
            RuleError: there is nothing that can be taken back.
        """
        target = undo_target(self.lines)
        if target is None:
            raise RuleError("R15", NOTHING_TO_UNDO)
        try:
            journal = self.then(Undo(target), at, by)
        except RuleError as error:
            raise RuleError(error.rule, NOTHING_TO_UNDO) from None
        return journal, undone(self.lines[target - 1].command, journal.state)

    def undoable(self) -> Command | None:
        """Return what undo would take back; ``None`` while there is nothing."""
        target = undo_target(self.lines)
        return None if target is None else self.lines[target - 1].command

    def undo_across(self) -> str:
        """Return what undo would take back from before a *temps* began or ended; else nothing.

        Neither is undone itself, so that such a change is out of mind, and mostly out of sight.
        """
        target = undo_target(self.lines)
        if target is None:
            return ""
        later = (line.command for line in self.lines[target:])
        if not any(isinstance(command, StartPart | EndPart) for command in later):
            return ""
        return undone(self.lines[target - 1].command, self.state).words

    def without_remarks(self) -> Journal:
        """Return the journal with every observation out of it, those taken back included.

        Whatever the state: a purge asks no rule. Nothing else of the state changes.
        """
        lines = tuple(_blanked(line) for line in self.lines)
        return Journal(lines, replace(self.state, remarks=()))

    @property
    def erased(self) -> frozenset[int]:
        """The observations whose text is gone for good."""
        return _erased(self.lines)

    def rewrote(self, before: Journal) -> bool:
        """Tell whether lines of ``before`` have lost a text, so that no older file may be kept."""
        return any(new is not old for new, old in zip(self.lines, before.lines, strict=False))


def taken_back(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that an undo has taken back."""
    return frozenset(line.command.line for line in lines if isinstance(line.command, Undo))


def undo_target(lines: Sequence[Line]) -> int | None:
    """Return the number of the line that undo would take back now, if any.

    A change of an erased observation is no longer one: its text is gone.
    """
    gone = taken_back(lines) | _abandoned(lines)
    erased = _erased(lines)
    for number in range(len(lines), 0, -1):
        line = lines[number - 1]
        if isinstance(line.command, BARRIERS):
            return None
        if line.command.undo_label and number not in gone and _about(line, number) not in erased:
            return number
    return None


def _abandoned(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines of an interview that gave way to the presentation: it never took place."""
    found: set[int] = set()
    begun = 0
    for number, line in enumerate(lines, 1):
        match line.command:
            case StartPart(part=PartId.INTERVIEW):
                begun = number
            case ReopenPart(part=PartId.PRESENTATION) if begun:
                found.update(range(begun, number))
                begun = 0
    return frozenset(found)


def _check_undo(lines: Sequence[Line], command: Undo) -> None:
    if command.line != undo_target(lines):
        raise RuleError("R15", NOTHING_TO_UNDO)


def _check_undone(lines: Sequence[Line], number: int) -> None:
    """Refuse a recorded undo of what no undo reaches: the record is damaged."""
    undo = lines[number - 1].command
    reach = lines[undo.line - 1 : number - 1] if isinstance(undo, Undo) and undo.line > 0 else ()
    if not reach or not reach[0].command.undo_label or _has_barrier(reach):
        raise RuleError("R15", NOTHING_TO_UNDO)


def _has_barrier(lines: Sequence[Line]) -> bool:
    return any(isinstance(line.command, BARRIERS) for line in lines)


def _check_erasure(lines: Sequence[Line], command: EraseRemark) -> None:
    known = 0 < command.remark <= len(lines)
    made = lines[command.remark - 1].command if known else None
    if not isinstance(made, AddRemark) or command.remark in _erased(lines):
        raise RuleError("R15", "Cette observation n’existe plus.")


def _erased(lines: Sequence[Line]) -> frozenset[int]:
    """Return the observations whose text is gone: erased, or still deleted when it was locked."""
    return frozenset(
        number
        for number, line in enumerate(lines, 1)
        if isinstance(line.command, AddRemark) and line.command.text == ERASED
    )


def fold(rubric: Rubric, lines: Sequence[Line]) -> Passage:
    """Return the state that ``lines`` add up to; none is judged again.

    Raises:
        RuleError, InputError: a line that means nothing where it stands.
        ValueError: the first line does not open a passage.
    """
    return _last(_states(rubric, lines))


def _last(states: Iterator[Passage]) -> Passage:
    return deque(states, maxlen=1)[0]


def _states(
    rubric: Rubric, lines: Sequence[Line], judged_after: int | None = None
) -> Iterator[Passage]:
    """Yield the state after each line.

    A line was judged when it was written, by the rules of that day. Only what followed a line that
    is being taken back, number ``judged_after``, has to be possible without it.
    """
    if not lines or not isinstance(lines[0].command, OpenPassage):
        raise ValueError("the first line does not open a passage")
    gone, erased = taken_back(lines), _erased(lines)
    state = opened(rubric, lines[0].command, judged=False)
    yield state
    for number, line in enumerate(lines[1:], 2):
        if isinstance(line.command, Undo):
            _check_undone(lines, number)
        elif number not in gone and not (erased and _about(line, number) in erased):
            judged = judged_after is not None and number > judged_after
            command = _accepted(line.command) if judged else line.command
            state = apply(state, command, Context(line.at, line.by, number, judged))
        yield state


def _accepted(command: Command) -> Command:
    """Return a recorded command as the commission's: what was asked then is not asked again.

    An early end may only become one later, when a correction of the clock is undone.
    """
    return replace(command, confirmed=True) if isinstance(command, EndPart) else command


def _about(line: Line, number: int) -> int | None:
    """Return the observation that a line makes or changes."""
    if isinstance(line.command, AddRemark):
        return number
    found: int | None = getattr(line.command, "remark", None)
    return found


def holds_remark(data: Mapping[str, Any]) -> bool:
    """Tell whether a line of a file, as it stands there, says anything of an observation."""
    about = data.get("do") in (AddRemark.do, EditRemark.do)
    return about and any(data.get(name) for name in ("text", "mark", "criterion"))


def scrubbed(lines: Sequence[Line], remark: int) -> tuple[Line, ...]:
    """Return the lines with every text of one observation taken out (rule 15)."""
    return tuple(_scrub(line, number, remark) for number, line in enumerate(lines, 1))


def _scrub(line: Line, number: int, remark: int) -> Line:
    return _blanked(line) if _about(line, number) == remark else line


def _blanked(line: Line) -> Line:
    """Return a line without what it says of an observation: its mark and criterion judge too."""
    command = line.command
    if not isinstance(command, AddRemark | EditRemark):
        return line
    blank = replace(command, text=ERASED, mark=Mark.NEUTRAL, criterion=None)
    return line if blank == command else line._replace(command=blank)


def _forgotten(lines: Sequence[Line], state: Passage) -> tuple[Line, ...]:
    """Return the lines at a lock: texts that only an undo could bring back are gone (rule 15)."""
    kept, gone = {remark.id: remark.text for remark in state.remarks}, taken_back(lines)

    def left(line: Line, number: int) -> Line:
        about = _about(line, number)
        if about is None or about not in kept or number in gone:
            return _blanked(line)
        return _reworded(line, kept[about])

    return tuple(left(line, number) for number, line in enumerate(lines, 1))


def _reworded(line: Line, text: str) -> Line:
    """Return a line of an observation as if it had said from the start what it says now."""
    command = line.command
    if not isinstance(command, AddRemark | EditRemark) or command.text == text:
        return line
    return line._replace(command=replace(command, text=text))


def to_data(line: Line) -> dict[str, Any]:
    """Return the object that stands for ``line`` in a file."""
    stamp = Stamp(line.command.do, line.at, line.by)
    return lines_in_files.to_data(stamp, encode(line.command))


def from_data(data: Mapping[str, Any]) -> Line:
    """Return the line that ``data`` stands for.

    Raises:
        ValueError: an unknown command, or a field missing, unknown or ill-typed.
    """
    stamp, fields = lines_in_files.from_data(data)
    return Line(_decoder(stamp.do)(fields), stamp.at, stamp.by)


@cache
def _decoder(do: str) -> Callable[[Any], Command]:
    """Return what reads the fields of the command of this name."""
    kind = COMMANDS.get(do)
    if kind is None:
        raise ValueError(f"unknown command {do!r:.40}")
    return decoder(kind)


def load(rubric: Rubric, data: Sequence[Mapping[str, Any]]) -> Journal:
    """Return the journal that a file's lines hold.

    Raises:
        ValueError: a line that cannot be read or means nothing there; its number is named.
    """
    lines = _read(data)
    done = 0
    try:
        for done, state in enumerate(_states(rubric, lines), 1):  # noqa: B007 - the last one counts.
            pass
    except E33Error as error:
        raise ValueError(f"line {done + 1}: {error.message}") from None
    return Journal(lines, state)


def _read(data: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for number, entry in enumerate(data, 1):
        try:
            lines.append(from_data(entry))
        except (ValueError, TypeError) as error:
            raise ValueError(f"line {number}: {error}") from None
    return tuple(lines)
