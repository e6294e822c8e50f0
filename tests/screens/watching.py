"""Eyes that look after every key: what must be so whatever a commission does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakKeyDictionary

from textual.widget import Widget

from e33tui.actions import ACTIONS
from e33tui.domain import commands as done
from e33tui.domain.journal import Line, fold, load, to_data
from e33tui.domain.passage import Passage
from e33tui.domain.timeline import EVERYTHING
from e33tui.screens.aided import AidedScreen
from e33tui.screens.appraisal import AppraisalScreen
from e33tui.screens.base import PlaceScreen
from e33tui.screens.blank import Blank
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.dialogs import Dialog
from e33tui.screens.editor import TextEditor
from e33tui.screens.extra_time import CHOICE, MEASURES
from e33tui.screens.fields import LineInput
from e33tui.screens.identification import DRAFT
from e33tui.screens.insert import Insert
from e33tui.screens.observation_questions import EditLine
from e33tui.screens.observations import ObservationsScreen
from e33tui.service.desk import Desk
from tests.screens.facts import check_rules, squeeze, strings
from tests.screens.support import Juror

MOST_SCREENS: Final = 6
"""A place, and at most a few questions and covers over it."""
REOPENED: Final = "rouvert"
FULL: Final = "plein écran"
CHOSEN_ONLY: Final = "observations choisies"
CHOOSERS: Final = ("Palette", "Menu")
"""What offers actions by name."""
KEYS: Final = {action.id: frozenset(action.keys) for action in ACTIONS}
FIGURE: Final = re.compile(r"[\d\s.,:/+-]+")
GIVING_UP: Final = frozenset({"escape", "ctrl+r"})
EDITING: Final = frozenset(
    {
        *("space", "backspace", "delete", "enter", "paste"),
        *(f"ctrl+{letter}" for letter in "dfkuwxyz"),
    }
)
"""Keys that change a text where it stands; a single character does too."""
TAKING_BACK: Final = {
    done.Undo: "undo",
    done.DeleteRemark: "remove_remark",
    done.DeclareNothing: "nothing",
}
"""What takes texts out of the record, and the action whose key alone may do it."""
ENTERING: Final = {
    done.AddRemark: "text",
    done.EditRemark: "text",
    done.WriteText: "text",
    done.RecordIncident: "text",
    done.StateMember: "text",
    done.StateCandidate: "text",
    done.EndOtherwise: "reason",
    done.Reopen: "reason",
}
"""What brings a text into the record at once, and where it stands in the command.

The reason of a rectification waits as a draft until the members have decided.
"""
ANSWERED: Final = " – "
"""Stands between a question and its answer."""
OBSERVING: Final = (done.AddRemark, done.EditRemark)
FIGURES: Final = (done.SetNote, done.Accommodate, done.StartPart, done.AdjustClock)
"""What records a figure that was typed as what it means."""
TAKING_OUT: Final = (done.DeleteRemark, done.Lock)
"""What takes observations out of the record for good, and out of any draft that repeats one."""
GIVEN_FROM_OUTSIDE: Final = (done.Close, done.MarkAbsent, done.UnmarkAbsent)
"""What a passage may be given while it is on no desk: by the clôture, or by a key on the list."""
CHOSEN: Final = frozenset(f"{DRAFT}{name}" for name in (CHOICE, *MEASURES))
"""Drafts of what is chosen, and of measures that the choice may leave out."""
Commands = tuple[done.Command, ...]


@dataclass(frozen=True)
class Field:
    """A text field as it stood before a key, on a screen of ``desk`` or of no passage."""

    widget: LineInput | TextEditor
    text: str
    asked: bool
    desk: Desk | None


@dataclass
class Watch:
    """What was seen so far.

    Attributes:
        juror: who is at work; another one after a restart.
        desks: every passage that was on the desk, as it was left.
        seen: the places, presences, endings and the like that were come to.
    """

    juror: Juror
    desks: dict[str, Desk] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    _given: WeakKeyDictionary[Widget, str] = field(default_factory=WeakKeyDictionary)
    _typed_ahead: int = 0

    def look(self) -> None:
        """Note how things are before a key."""
        app = self.juror.app
        self.desks.update((desk.id, desk) for desk in self._at_work())
        self._owner = _desk_of(app.place())
        self._lines = {desk: len(desk._journal.lines) for desk in self.desks.values()}
        self._drafts = Drafts({name: dict(d._draft.texts) for name, d in self.desks.items()})
        self._sitting = app.service.sitting
        self._fields = tuple(_fields(self.juror))
        for each in self._fields:
            self._given.setdefault(each.widget, each.text)
        self._on_top = type(app.screen).__name__

    def _at_work(self) -> list[Desk]:
        """The passage on the desk and that of the screen: for a moment they may be two."""
        app = self.juror.app
        return [desk for desk in (_desk_of(app.place()), app.desk) if desk is not None]

    def check(self, key: str) -> None:
        """Compare how things are now with how they were."""
        self._check_screens()
        self._typed_ahead += len(key) == 1 or key in EDITING
        new = {desk.id: self._new(desk, key) for desk in self._lines}
        for desk in self._at_work():
            known = self.desks.get(desk.id)
            if known is not desk:
                check_rules(desk.state)
                if known is not None:
                    _check_opened_again(known, desk, typed=self._typed_ahead > 0)
            self.desks[desk.id] = desk
        self._check_fields(key, new)
        self._check_drafts(key, new)
        app = self.juror.app
        if not (app.ways.opening or app._ahead._waiting or app._ahead._again):
            self._typed_ahead = 0
        self._note()

    def _new(self, desk: Desk, key: str) -> Commands:
        """What a passage's journal gained; it folds to the state, which breaks no rule."""
        journal = desk._journal
        new = tuple(line.command for line in journal.lines[self._lines[desk] :])
        if new:
            data = [to_data(line) for line in journal.lines]
            assert load(desk.state.rubric, data).state == journal.state
            check_rules(journal.state)
            self._check_commands(key, new, desk)
        return new

    # -- What is shown ------------------------------------------------------------------------

    def _check_screens(self) -> None:
        app = self.juror.app
        stack = app.screen_stack
        assert app.is_running
        assert sum(isinstance(screen, PlaceScreen) for screen in stack) == 1
        assert len(stack) <= MOST_SCREENS
        first = self.juror.first_line()
        blanks = [screen for screen in stack if isinstance(screen, Blank)]
        if blanks:
            # Nothing comes over it, not even that the terminal is too small.
            assert blanks == [app.screen]
            assert app.code not in first
        else:
            assert first.startswith(f" {app.code} "), first

    # -- What is recorded -----------------------------------------------------------------------

    def _check_commands(self, key: str, new: Iterable[done.Command], desk: Desk) -> None:
        """Nothing is entered that was not typed, nothing taken back but by its own key."""
        typed = [squeeze(each.text) for each in self._fields]
        known = desk._journal.lines[: self._lines[desk]]
        for command in new:
            action = TAKING_BACK.get(type(command))
            if action is not None and self._on_top not in CHOOSERS:
                assert key in KEYS[action], (key, command)
            where = ENTERING.get(type(command))
            if self._owner is not desk:
                continue  # It was typed ahead of its screen, whose fields nobody has seen.
            if isinstance(command, done.EditRemark) and _is_said(command.text, known):
                continue  # Moved or marked, it keeps its text.
            entered = getattr(command, where) if where else ""
            if isinstance(command, done.EditRemark) and self._on_top != EditLine.__name__:
                # On its own screen a question ends with the answer that is typed.
                entered = entered.rpartition(ANSWERED)[2]
            if text := squeeze(entered):
                assert any(text in each for each in typed), command

    def _check_fields(self, key: str, new: Mapping[str, Commands]) -> None:
        """What stood in a field stands there still, or is recorded, or kept with its passage."""
        for before in self._fields:
            there = before.widget.is_attached
            if there and (_edits(key, before) or text_in(before.widget) == before.text):
                continue
            if there and self._inserts(key, before.text, text_in(before.widget)):
                continue
            if before.widget.disabled:
                continue  # A measure that another choice has taken out of the form.
            typed = before.desk is not None and self._drafts.hold(before.desk.id, before.text)
            if not before.text.strip() or (before.text == self._given[before.widget] and not typed):
                continue
            if FIGURE.fullmatch(before.text) and before.desk is not None and not typed:
                continue  # The note or a measure, and the record has it.
            given_up = before.asked and key in GIVING_UP
            if given_up or (self._undoing(key) and (not typed or self._undoes(before))):
                continue
            assert self._is_kept(before.desk, before.text, new), (key, before.text)

    def _inserts(self, key: str, before: str, now: str) -> bool:
        """Whether something was put into a text, all of which is there still."""
        rest = iter(now)
        return (
            key == "enter"
            and self._on_top == Insert.__name__
            and all(character in rest for character in before)
        )

    def _undoing(self, key: str) -> bool:
        return key in KEYS["undo"] or self._on_top in CHOOSERS

    def _undoes(self, before: Field) -> bool:
        """Whether an undo takes typing itself back: an editor does, a form says so."""
        place = self.juror.app.place()
        said = place is not None and place._notice.text.startswith("Saisie annulée")
        return isinstance(before.widget, TextEditor) or said

    def _is_kept(self, desk: Desk | None, text: str, new: Mapping[str, Commands]) -> bool:
        """Whether the record or a draft has a text of a passage, or of the séance's forms."""
        app = self.juror.app
        figure = FIGURE.fullmatch(text) is not None
        if desk is None:
            # A date or a plage is recorded as what it means.
            changed = app.service.sitting != self._sitting
            return (figure and changed) or _holds(
                (app.service.sitting, vars(app.service.forms)), text
            )
        commands = new.get(desk.id, ())
        if figure and any(isinstance(command, FIGURES) for command in commands):
            return True
        desk = self.desks[desk.id]
        if any(_typed_into(draft, text) for draft in desk._draft.texts.values()):
            return True
        return _holds((desk.state, desk._draft.texts, commands), text)

    def _check_drafts(self, key: str, new: Mapping[str, Commands]) -> None:
        """A draft changes only by a key on a screen of its passage, and none is lost."""
        owners = {desk.id for desk in (self._owner, *self._at_work()) if desk is not None}
        for passage, before in self._drafts.texts.items():
            desk = self.desks[passage]
            for name in sorted({*before, *desk._draft.texts}):
                old, now = before.get(name, ""), desk._draft.texts.get(name, "")
                if old == now:
                    continue
                gone = any(isinstance(command, TAKING_OUT) for command in new.get(passage, ()))
                assert passage in owners or gone, (key, name, old, now)
                if self._owner is None or passage != self._owner.id:
                    # All that can have been typed is the key, and what waited for the screen.
                    most = len(squeeze(old)) + max(1, self._typed_ahead)
                    assert key == "paste" or len(squeeze(now)) <= most, (key, now)
                elif old.strip() and not gone and name not in CHOSEN:
                    self._check_draft(key, desk, old, new)

    def _check_draft(self, key: str, desk: Desk, old: str, new: Mapping[str, Commands]) -> None:
        """A text being typed is typed further, taken, given up or taken back, and else it stays."""
        standing = [
            f for f in self._fields if f.desk is not None and squeeze(f.text) == squeeze(old)
        ]
        for each in standing:
            given_up = each.asked and key in GIVING_UP
            undone = self._undoing(key) and self._undoes(each)
            if self._inserts(key, squeeze(old), squeeze(text_in(each.widget))):
                return
            if given_up or undone or _edits(key, each):
                return
        assert self._is_kept(desk, old, new), (key, old)

    # -- What was reached -----------------------------------------------------------------------

    def _note(self) -> None:
        self.seen.add(self.juror.where)
        self.seen.update(type(screen).__name__ for screen in self.juror.app.screen_stack)
        self.seen.update(filter(None, _shown(self.juror.app.place())))
        if self.juror.app.desk is not None:
            state = self.juror.state
            self.seen.update((state.presence, state.progress, *state.mentions))
            self.seen.update(filter(None, (state.ending, REOPENED * bool(state.reopen_reason))))


@dataclass(frozen=True)
class Drafts:
    """What was being typed, by passage and field."""

    texts: dict[str, dict[str, str]]

    def hold(self, passage: str, text: str) -> bool:
        """Whether a text is being typed in a passage, and not committed."""
        return squeeze(text) in map(squeeze, self.texts.get(passage, {}).values())


def _typed_into(draft: str, text: str) -> bool:
    """Whether a draft is a text with one more character, typed as the screen went."""
    return len(draft) == len(text) + 1 and any(
        draft[:place] + draft[place + 1 :] == text for place in range(len(draft))
    )


def _check_opened_again(known: Desk, desk: Desk, *, typed: bool) -> None:
    """A passage that was left, or that a restart cut short, comes back as it was.

    Args:
        known: it when it was left.
        desk: it now.
        typed: whether anything was typed since it was asked for, which is a draft by now.
    """
    if known.begun:
        lines = desk._journal.lines
        while typed and len(lines) > len(known._journal.lines) and _is_by_a_digit(lines[-1]):
            lines = lines[:-1]
        assert as_left(known, lines) == known.state
    assert typed or desk._draft.texts == known._draft.texts


def _is_by_a_digit(line: Line) -> bool:
    """Whether a digit did it that was typed ahead of the grid: it waits in no draft."""
    return isinstance(line.command, done.PlaceLevel)


def as_left(known: Desk, lines: tuple[Line, ...]) -> Passage:
    """What a journal says without its end: what the clôture or the list gave it since it was left."""
    left = len(known._journal.lines)
    for command in (line.command for line in lines[left:]):
        assert isinstance(command, GIVEN_FROM_OUTSIDE) or (
            isinstance(command, done.Lock) and command.closing
        ), command
    return fold(known.state.rubric, lines[:left])


def _desk_of(place: PlaceScreen | None) -> Desk | None:
    return place.desk if isinstance(place, DeskScreen) else None


def _is_said(text: str, lines: Iterable[Line]) -> bool:
    """Whether an observation has had this text already."""
    told = (line.command for line in lines)
    return any(isinstance(each, OBSERVING) and each.text == text for each in told)


def _shown(place: PlaceScreen | None) -> Iterator[str]:
    """The aids that a screen shows in the place of something else."""
    if isinstance(place, AidedScreen):
        yield place.shown_aid.value if place.shown_aid else ""
    if isinstance(place, AppraisalScreen):
        yield FULL * place.full
    if isinstance(place, ObservationsScreen):
        yield CHOSEN_ONLY * (place.choice != EVERYTHING)


def _fields(juror: Juror) -> Iterator[Field]:
    """The text fields that the places and questions on the screen hold."""
    desk = _desk_of(juror.app.place())
    for screen in juror.app.screen_stack:
        asked = isinstance(screen, Dialog)
        if asked or isinstance(screen, PlaceScreen):
            for widget in screen.query(LineInput):
                if widget.id == "find":
                    continue  # What is looked for is nobody's record.
                yield Field(widget, widget.value, asked, desk)
            for editor in screen.query(TextEditor):
                yield Field(editor, editor.text, asked, desk)


def _edits(key: str, before: Field) -> bool:
    """Whether a key may change a text where it stands; only an editor undoes by itself."""
    if key in KEYS["undo"]:
        return isinstance(before.widget, TextEditor)
    return len(key) == 1 or key in EDITING - {"enter"}


def _holds(value: object, text: str) -> bool:
    return any(squeeze(text) in squeeze(each) for each in strings(value))


def text_in(widget: LineInput | TextEditor) -> str:
    return widget.value if isinstance(widget, LineInput) else widget.text
