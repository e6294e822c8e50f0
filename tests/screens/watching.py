"""Eyes that look after every key: what must be so whatever a commission does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary

from textual.widget import Widget

from e33tui.actions import ACTIONS
from e33tui.desk import Desk
from e33tui.domain import commands as done
from e33tui.domain.clock import PartStatus
from e33tui.domain.journal import load, to_data
from e33tui.domain.passage import Ending, GateAnswer, Passage, Progress
from e33tui.domain.walk import missing
from e33tui.screens.base import PlaceScreen
from e33tui.screens.dialogs import Blank, Dialog, TooSmall
from e33tui.screens.editor import TextEditor
from e33tui.screens.fields import LineInput
from tests.screens.support import Juror
from tests.support.domain import rubric

MOST_SCREENS: Final = 6
"""A place, and at most a few questions and covers over it."""
REOPENED: Final = "rouvert"
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
    done.WriteText: "text",
    done.RecordIncident: "text",
    done.EndOtherwise: "reason",
    done.Reopen: "reason",
}
"""What brings a text into the record, and where it stands in the command."""


@dataclass(frozen=True)
class Field:
    """A text field as it stood before a key."""

    widget: LineInput | TextEditor
    text: str
    asked: bool


@dataclass
class Watch:
    """What was seen so far.

    Attributes:
        desks: every passage that was on the desk, as it was left.
        seen: the places, presences, endings and the like that were come to.
    """

    juror: Juror
    desks: dict[str, Desk] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    _given: WeakKeyDictionary[Widget, str] = field(default_factory=WeakKeyDictionary)

    def look(self) -> None:
        """Note how things are before a key."""
        app = self.juror.app
        self._desk = app.desk
        self._lines = 0 if app.desk is None else len(app.desk._journal.lines)
        self._sitting = app.service.sitting
        self._fields = tuple(_fields(self.juror))
        for each in self._fields:
            self._given.setdefault(each.widget, each.text)
        self._on_top = type(app.screen).__name__

    def check(self, key: str) -> None:
        """Compare how things are now with how they were."""
        self._check_screens()
        new: tuple[done.Command, ...] = ()
        if self._desk is not None:
            journal = self._desk._journal
            new = tuple(line.command for line in journal.lines[self._lines :])
            if new:
                data = [to_data(line) for line in journal.lines]
                assert load(rubric(), data).state == journal.state
                check_rules(journal.state)
                self._check_commands(key, new)
        self._check_fields(key, new)
        if (desk := self.juror.app.desk) is not None:
            self.desks[desk.id] = desk
            if desk is not self._desk:
                check_rules(desk.state)
        self._note()

    # -- What is shown ------------------------------------------------------------------------

    def _check_screens(self) -> None:
        app = self.juror.app
        stack = app.screen_stack
        assert app.is_running
        assert sum(isinstance(screen, PlaceScreen) for screen in stack) == 1
        assert len(stack) <= MOST_SCREENS
        first = self.juror.first_line()
        if isinstance(app.screen, Blank):
            assert "E33" not in first
        else:
            # Blanked, nothing may come over it but a terminal that is too small.
            assert isinstance(app.screen, TooSmall) or not any(isinstance(s, Blank) for s in stack)
            assert first.startswith(" E33 "), first

    # -- What is recorded -----------------------------------------------------------------------

    def _check_commands(self, key: str, new: Iterable[done.Command]) -> None:
        """Nothing is entered that was not typed, nothing taken back but by its own key."""
        typed = [squeeze(each.text) for each in self._fields]
        for command in new:
            action = TAKING_BACK.get(type(command))
            if action is not None and self._on_top not in CHOOSERS:
                assert key in KEYS[action], (key, command)
            where = ENTERING.get(type(command))
            if where is not None and (text := squeeze(getattr(command, where))):
                assert any(text in each for each in typed), command

    def _check_fields(self, key: str, new: Iterable[done.Command]) -> None:
        """What stood in a field stands there still, or is recorded, or kept as a draft."""
        for before in self._fields:
            edited = len(key) == 1 or key in EDITING - {"enter"}
            there = before.widget.is_attached
            if there and (edited or text_in(before.widget) == before.text):
                continue
            untouched = before.text in ("", self._given[before.widget]) or not before.text.strip()
            if untouched or (before.asked and key in GIVING_UP) or key in KEYS["undo"]:
                continue
            assert self._is_kept(before.text, new), (key, before.text)

    def _is_kept(self, text: str, new: Iterable[done.Command]) -> bool:
        app, sought = self.juror.app, squeeze(text)
        if FIGURE.fullmatch(text) and (new or app.service.sitting != self._sitting):
            return True  # A date, a duration or the note is recorded as what it means.
        texts = [each.text for each in _fields(self.juror)]
        texts += strings(app.service.sitting)
        texts += strings(app.begun_forms)
        texts += strings(tuple(new))
        for desk in {*self.desks.values(), *filter(None, (app.desk, self._desk))}:
            texts += strings((desk.state, desk._draft.texts))
        return any(sought in squeeze(each) for each in texts)

    # -- What was reached -----------------------------------------------------------------------

    def _note(self) -> None:
        self.seen.add(self.juror.where)
        if self.juror.app.desk is not None:
            state = self.juror.state
            self.seen.update((state.presence, state.progress, *state.mentions))
            self.seen.update(filter(None, (state.ending, REOPENED * bool(state.reopen_reason))))


def _fields(juror: Juror) -> Iterator[Field]:
    """The text fields that the places and questions on the screen hold."""
    for screen in juror.app.screen_stack:
        asked = isinstance(screen, Dialog)
        if asked or isinstance(screen, PlaceScreen):
            for widget in screen.query(LineInput):
                yield Field(widget, widget.value, asked)
            for editor in screen.query(TextEditor):
                yield Field(editor, editor.text, asked)


def text_in(widget: LineInput | TextEditor) -> str:
    return widget.value if isinstance(widget, LineInput) else widget.text


def squeeze(text: str) -> str:
    """A text without blanks, and without the sign that an observation begins with."""
    return "".join(text.split()).lstrip("+-−?")


def strings(value: object) -> list[str]:
    """Every text inside a value, however deep."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value) and not isinstance(value, type):
        inside: Iterable[Any] = (getattr(value, each.name) for each in fields(value))
    elif isinstance(value, Mapping):
        inside = value.values()
    elif isinstance(value, tuple | list | set | frozenset):
        inside = value
    else:
        return []
    return [text for each in inside for text in strings(each)]


def check_rules(state: Passage) -> None:
    """What design §3 never allows, whatever the commission does."""
    heard = state.gate is GateAnswer.OPEN
    assert set(state.levels.values()) <= {level.number for level in rubric().levels}
    assert state.note is None or (0 <= state.note <= 40 and begun(state))
    assert (state.gate is GateAnswer.NONE) <= (state.note == 0)
    assert not state.absent or (state.note is None and state.arrived is None)
    assert state.presentation.status is PartStatus.WAITING or heard
    assert not state.interview.started or state.presentation.ended is not None
    assert state.ending not in (Ending.INTERRUPTED, Ending.EXCLUDED) or state.note is None
    assert not state.locked or (missing(state) == () and state.versions)
    assert (state.progress is Progress.LOCKED) == state.locked


def begun(state: Passage) -> bool:
    """Whether there is something to judge: a *temps* reopened by mistake keeps the note."""
    return state.oral_over or state.interview.started is not None
