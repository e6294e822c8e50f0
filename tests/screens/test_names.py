"""No attribute of a screen or a widget is, by accident, one that the framework keeps for itself."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator
from functools import cache

from textual.message_pump import MessagePump

import e33tui.screens
from e33tui.screens.base import PlaceScreen

MEANT = {
    ("E33App", "_exception"),
    ("E33App", "_keymap"),
    ("E33App", "_return_code"),
    ("E33App", "animation_level"),
    ("BigClock", "display"),
    ("LineInput", "cursor_blink"),
    ("MemberList", "highlighted"),
    ("Palette", "_list_visible"),
    ("Palette", "_no_matches_timer"),
    ("PickList", "highlighted"),
    ("PlaceScreen", "_compositor"),
    ("RemarkList", "highlighted"),
    ("TextEditor", "cursor_blink"),
    ("TextEditor", "highlight_cursor_line"),
}
"""What is set so that the framework does otherwise: each by its class and name."""


@cache
def set_by(kind: type) -> frozenset[str]:
    """The attributes that the methods of a class set on themselves."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    return frozenset(
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )


def is_theirs(kind: type) -> bool:
    return kind.__module__.partition(".")[0] == "textual"


def ours() -> Iterator[type]:
    """Every class of the program that is one of the framework's."""
    found = pkgutil.iter_modules(e33tui.screens.__path__, "e33tui.screens.")
    for name in ("e33tui.app", *(module.name for module in found)):
        for kind in vars(importlib.import_module(name)).values():
            if inspect.isclass(kind) and kind.__module__ == name and issubclass(kind, MessagePump):
                yield kind


def test_none_is_the_frameworks_unless_that_is_meant() -> None:
    clashes = {
        (kind.__name__, name)
        for kind in ours()
        for theirs in filter(is_theirs, kind.__mro__)
        for name in set_by(kind) & (set_by(theirs) | vars(theirs).keys())
    }
    assert clashes == MEANT


def test_one_that_is_by_accident_is_found() -> None:
    class Careless(PlaceScreen):
        def ready(self) -> None:
            self._closing = False

    pumps = [kind for kind in Careless.__mro__ if is_theirs(kind)]
    assert any(set_by(Careless) & set_by(kind) for kind in pumps)
