"""The bar of targets, from the action table: what the present screen can do, and the way to the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from e33tui.actions import ACTIONS, Action, actions_at
from e33tui.screens.base import PlaceScreen
from e33tui.screens.touch_pads import Pad, first_of, in_rows

PRIMARY: Final = ("next", "save", "open", "open_version")
"""What a screen is for: its first and widest target."""
PRIMARY_COLUMNS: Final = 12
COMMON: Final = ("undo", "back", "help")
"""What every bar has after the screen's own, as far as there is room."""
OVERLAP: Final = 5
"""Rows of a page that the next one shows again at most: those of the tallest line of a list."""
FEW: Final = 2
"""Actions of a screen's own that stand before the ways back."""
BLANK: Final = next(action for action in ACTIONS if action.id == "blank")
"""Whatever a screen is about, such as a clôture that takes no key, it can be hidden."""
TALL: Final = 36
"""Rows of a screen from which on its bar may take two rows of targets."""


def bar_rows(
    screen: PlaceScreen, own: Sequence[Pad], pages: Sequence[Pad], width: int
) -> list[list[Pad]]:
    """Return the targets of a screen's bar.

    What has no room in it is among those that « plus… » lists, as is every other action.

    Args:
        screen: whose bar it is.
        own: targets that come first: what matters now.
        pages: targets that turn pages, which follow what the screen does most.
        width: the columns there are.
    """
    actions = {action.id: action for action in allowed(screen)}
    first, mine = (
        [action_pad(screen, actions[name], columns) for name in names if name in actions]
        for names, columns in ((PRIMARY, PRIMARY_COLUMNS), (_own_names(actions, own), 0))
    )
    undo, *common = ([action_pad(screen, actions[n])] if n in actions else [] for n in COMMON)
    rest = [*own, *mine[:FEW], *undo, *pages, *mine[FEW:], *chain.from_iterable(common)]
    kept = [action_pad(screen, BLANK), _more(screen)]
    rows = 2 if screen.app.size.height >= TALL else 1
    # Whoever needs them most has no time to look for them.
    room = first_of([*first, *kept, *rest], width, rows) - len(first) - len(kept)
    return in_rows([*first, *rest[: max(room, 0)], *kept], width)


def _own_names(actions: Mapping[str, Action], own: Sequence[Pad]) -> list[str]:
    """Return what the footer shows of a screen's own actions, but for its first."""
    others = {*PRIMARY, *COMMON, "blank", *(pad.name for pad in own)}
    return [name for name, action in actions.items() if action.footer and name not in others]


def allowed(screen: PlaceScreen) -> Iterable[Action]:
    """Return the actions that make sense on a screen now; the palette is another target's."""
    return (
        action
        for action in actions_at(screen.PLACE)
        if action.id != "command_palette" and screen.check_action(action.id, ())
    )


def action_pad(screen: PlaceScreen, action: Action, width: int = 0) -> Pad:
    """Return the target of an action of the table."""
    found = screen.labels().get(action.id, (action.label, action.short or action.label))
    words = (found,) if isinstance(found, str) else found
    again = action.id in ("earlier", "later", "page_up", "page_down")

    def press() -> None:
        perform(screen, action.id)

    return Pad(action.id, words, press, width, solid=True, strong=bool(width), again=again)


def _more(screen: PlaceScreen) -> Pad:
    return Pad("more", ("plus…",), lambda: perform(screen, "command_palette"), solid=True)


def perform(screen: Screen[Any], name: str) -> None:
    """Do what an action's key does, if it still makes sense."""
    app: App[Any] = screen.app
    for target in (screen, app):
        method: Callable[[], object] | None = getattr(target, f"action_{name}", None)
        if method is not None:
            # As for its key: a screen that allows nothing now does not keep the neutral one away.
            if target.check_action(name, ()):
                method()
            return


def page_pads(screen: Screen[Any]) -> list[Pad]:
    """Return targets that turn the pages of what is scrolled, if anything is."""
    found = scrolled(screen)
    if found is None:
        return []
    return [
        Pad("page-up", ("page d’avant",), lambda: _turn(found, -1), solid=True, again=True),
        Pad("page-down", ("page d’après",), lambda: _turn(found, 1), solid=True, again=True),
    ]


def scrolled(screen: Screen[Any]) -> Widget | None:
    """Return what has more lines than it can show: what has the focus first."""
    candidates = [screen.focused, *screen.query("PickList, VerticalScroll")]
    return next((one for one in candidates if one is not None and _scrolls(one)), None)


def _scrolls(widget: Widget) -> bool:
    return widget.is_scrollable and widget.is_on_screen and widget.max_scroll_y > 0


def _turn(widget: Widget, pages: int) -> None:
    rows = page_rows(widget.scrollable_content_region.height)
    widget.scroll_relative(y=pages * rows, animate=False)


def page_rows(height: int) -> int:
    """Return how far a page goes on in a window: what was cut at its edge is whole on the next."""
    return max(height - min(OVERLAP, height // 3), 1)
