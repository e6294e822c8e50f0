"""The footer: the keys that make sense now, from the action table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from textual.content import Content
from textual.widgets import Static

from e33tui.actions import Action
from e33tui.keymap import key
from e33tui.look import look
from e33tui.screens.view import QUIET, STRONG, say

Labels = Mapping[str, str | tuple[str, str]]
"""Words for what a key does now, by action; a pair is the long and the short form."""
COMMON = ("back", "undo", "blank", "help")
"""What stands at the right end of every footer, in this order."""
GIVING_WAY = ("blank", "undo", "back")
"""What stands after the screen's own keys in the plain mode, where keys in words take more room."""
NARROW = 80
"""Below this many columns, going back gives way to what a screen is for."""


class KeyBar(Static):
    """One line of keys: the screen's own at the left, the common ones at the right.

    In the plain mode one follows the other. What does not fit is in the help.
    """

    DEFAULT_CSS = "KeyBar { height: 1; }"

    def __init__(self, actions: tuple[Action, ...]) -> None:
        super().__init__("", id="keys")
        self._actions = actions
        self._shown = Content("")

    def show(self, allowed: Callable[[str], bool], labels: Labels, width: int) -> None:
        """Show the actions that are allowed now, as many as fit.

        Args:
            allowed: whether an action makes sense now.
            labels: words that replace an action's own, for what a key does right now.
            width: the columns there are.
        """
        shown = {a.id: a for a in self._actions if a.footer and allowed(a.id)}
        common = [name for name in COMMON if name in shown]
        own = [name for name in shown if name not in common]
        for name in _giving_way(width):
            if name in common:
                common.remove(name)
                own.append(name)
        gap = "" if width < NARROW or look().plain else " "
        right = [_key(shown[name], labels, "", short=True) for name in common]
        room = width - _length(right) - len(_between())
        left = _fitting([_both(shown[name], labels, gap) for name in own], room)
        if look().plain:
            line = _line([*left, *right])
        else:
            line = _line(left) + " " * (width - _length(left) - _length(right)) + _line(right)
        if line != self._shown:
            self._shown = line
            self.update(line, layout=False)


def _giving_way(width: int) -> tuple[str, ...]:
    """Return the common keys that stand after the screen's own, as far as there is room."""
    if look().plain:
        return GIVING_WAY
    return ("back",) if width < NARROW else ()


def _key(action: Action, labels: Labels, gap: str, *, short: bool) -> Content:
    words = labels.get(action.id, (action.label, action.short or action.label))
    label = words if isinstance(words, str) else words[short]
    return say(f" {key(action.id)}", STRONG) + say(f" {label}{gap}", QUIET)


def _line(keys: Iterable[Content]) -> Content:
    return Content(_between()).join(keys)


def _between() -> str:
    """Return what a line without boldness and colours needs between two keys."""
    return "," if look().plain else ""


def _length(keys: Iterable[Content]) -> int:
    lengths = [each.cell_length for each in keys]
    return sum(lengths) + len(_between()) * max(len(lengths) - 1, 0)


def _both(action: Action, labels: Labels, gap: str) -> tuple[Content, Content]:
    return _key(action, labels, gap, short=False), _key(action, labels, gap, short=True)


def _fitting(keys: list[tuple[Content, Content]], room: int) -> list[Content]:
    """Return the keys that fit, in order: in long words, the last ones in short, or left out."""
    for whole in range(len(keys), -1, -1):
        found = [long for long, _ in keys[:whole]] + [short for _, short in keys[whole:]]
        if _length(found) <= room:
            return found
    kept: list[Content] = []
    for _, short in keys:
        if _length([*kept, short]) <= room:
            kept.append(short)
    return kept
