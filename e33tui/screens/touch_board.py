"""A block of targets on the screen: one widget, however many targets, and no focus of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import ClassVar, Final

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

from e33tui.screens.touch_pads import Pad, Placed, draw, place

GUARD: Final = 0.6
"""Seconds within which a tap was meant for what stood there before the screen changed."""


class Board(Widget):
    """Targets in rows; a press and a release on the same one is a tap.

    What a field holds, and its focus, stay as they are while targets are tapped.

    Attributes:
        clock: seconds that only ever grow.
        AT_ONCE: what is taken however short it has been there.
        placed: the targets with their cells, as they are shown now.
    """

    AT_ONCE: ClassVar[tuple[str, ...]] = ()
    clock: ClassVar[Callable[[], float]] = monotonic

    DEFAULT_CSS = "Board { height: 0; width: 1fr; }"

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self.placed: list[Placed] = []
        self._drawn = Content("")
        self._pressed = ""
        self._seen_from = self.now()
        self._before: list[tuple[float, list[Placed]]] = []

    @classmethod
    def now(cls) -> float:
        """Return the seconds of the clock."""
        return cls.clock()

    def on_mount(self) -> None:
        # Not by a message: a tap could come before it.
        self.app.screen_change_signal.subscribe(self, self._see_again, immediate=True)

    def _see_again(self, screen: Screen[object]) -> None:
        """What stood over the screen has gone: its targets are under the finger only now."""
        if self.is_attached and screen is self.screen:
            self._seen_from = self.now()

    def show(self, rows: Sequence[Sequence[Pad]], width: int) -> None:
        """Show rows of targets in ``width`` columns; nothing is repainted that stays as it was."""
        before, self.placed = self.placed, place([row for row in rows if row], width)
        if [(one.pad.told, one.region) for one in before] != [
            (one.pad.told, one.region) for one in self.placed
        ]:
            now = self.now()
            recent = [(until, was) for until, was in self._before if now - until < GUARD]
            self._before = [*recent, (now, before)]
        drawn = draw(self.placed)
        height = max((one.region.bottom for one in self.placed), default=0)
        # The framework's contents count as equal whose words are, whatever their styles.
        if (drawn.plain, drawn.spans) != (self._drawn.plain, self._drawn.spans):
            self._drawn = drawn
            self.refresh()
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def render(self) -> Content:
        return self._drawn

    def pad_at(self, offset: Offset) -> Pad | None:
        """Return the target that has the cell at ``offset``."""
        return _pad_in(self.placed, offset)

    @property
    def seen(self) -> bool:
        """Whether the screen has been there long enough for a tap to be meant for it."""
        return self.now() - self._seen_from >= GUARD

    def _meant(self, pad: Pad, offset: Offset) -> bool:
        """Tell whether somebody can have seen that this is the target at ``offset``."""
        if pad.name in self.AT_ONCE:
            return True
        now = self.now()
        others = (_pad_in(was, offset) for until, was in self._before if now - until < GUARD)
        return self.seen and all(one is not None and one.told == pad.told for one in others)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        pad = self.pad_at(event.offset)
        meant = pad is not None and event.button == 1 and self._meant(pad, event.offset)
        self._pressed = pad.name if pad is not None and meant else ""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        pad, pressed = self.pad_at(event.offset), self._pressed
        self._pressed = ""
        if pad is None or pad.name != pressed:
            return  # It slid off.
        if event.chain == 1 or pad.again:
            pad.press()


class Bar(Board):
    """The targets below a screen; whoever needs the neutral one has no time, and it never moves."""

    AT_ONCE = ("blank",)


def _pad_in(placed: Sequence[Placed], offset: Offset) -> Pad | None:
    """Return the target among ``placed`` that has the cell at ``offset``; an empty place is none."""
    found = (one.pad for one in placed if one.region.contains_point(offset) and one.pad.name)
    return next(found, None)


def seen(screen: Screen[object]) -> bool:
    """Tell whether a screen has been there long enough for a tap to be meant for it."""
    return all(board.seen for board in screen.query(Board))
