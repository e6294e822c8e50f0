"""The footer: the keys that make sense now, from the action table."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Static

from e33tui.actions import Action, key_name
from e33tui.screens.view import QUIET, STRONG, say


class KeyBar(Static):
    """One line of keys; what does not fit is in the help."""

    DEFAULT_CSS = "KeyBar { height: 1; }"

    def __init__(self, actions: tuple[Action, ...]) -> None:
        super().__init__("", id="keys")
        self._actions = actions

    def show(self, allowed: Callable[[str], bool], labels: dict[str, str], width: int) -> None:
        """Show the actions that are allowed now, as many as fit.

        Args:
            allowed: whether an action makes sense now.
            labels: words that replace an action's own, for what a key does right now.
            width: the columns there are.
        """
        parts: list[Content] = []
        used = 0
        shown = [action for action in self._actions if action.footer and allowed(action.id)]
        for action in sorted(shown, key=lambda one: one.id not in ("next", "help", "back")):
            key, label = key_name(action.keys[0]), labels.get(action.id, action.label)
            size = len(key) + len(label) + 3
            if used + size > width:
                continue
            used += size
            parts.append(say(f" {key}", STRONG) + say(f" {label} ", QUIET))
        self.update(Content("").join(parts))
