"""The bar of targets, from the action table: what the present screen can do, and the way to the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from e33tui.actions import ACTIONS, Action, actions_at
from e33tui.screens.base import PlaceScreen
from e33tui.screens.touch_pads import COLUMNS, Pad, fits, nothing_here

PRIMARY: Final = ("next", "save", "open", "open_version", "open_compared", "make", "edit_remark")
"""What a screen is for: its first and widest target."""
NARROW: Final = 80
PRIMARY_COLUMNS: Final = (12, 14)
"""Columns of the first target, below :data:`NARROW` columns of the screen and from there on."""
KEPT: Final = 3 * COLUMNS
"""Columns of what every bar has at the same places: undo, the neutral screen, and all the rest."""
CELLS: Final = 10
"""Places of the least width that a row has between these, at most."""
LAST: Final = ("back", "help", "history")
"""What comes after a screen's own, as far as there is room."""
OVERLAP: Final = 5
"""Rows of a page that the next one shows again: those of the tallest line of a list."""
BLANK: Final = next(action for action in ACTIONS if action.id == "blank")
"""Whatever a screen is about, such as a clôture that takes no key, it can be hidden."""
TALL: Final = 36
"""Rows of a screen from which on its bar has two rows of targets."""


@dataclass(frozen=True)
class Slot:
    """A place in the bar, which stays its own while a screen is shown.

    Attributes:
        words: what its target says as a rule: they make the place wide enough.
        pad: the target; ``None`` while what it does is not possible.
    """

    words: tuple[str, ...]
    pad: Pad | None


def bar_rows(
    screen: PlaceScreen, slots: Sequence[Slot], pages: Sequence[Slot], width: int
) -> list[list[Pad]]:
    """Return the targets of a screen's bar; where each stands depends on no state.

    What has no room in it is among those that « plus… » lists, as is every other action.

    Args:
        screen: whose bar it is.
        slots: its own places, what matters most first.
        pages: the places of targets that turn pages, which are the last ones.
        width: the columns there are.
    """
    actions = {action.id: action for action in allowed(screen)}
    wide = PRIMARY_COLUMNS[width >= NARROW]
    primary = next((action_pad(screen, actions[n]) for n in PRIMARY if n in actions), None)
    undo = action_pad(screen, actions["undo"]) if "undo" in actions else None
    room = width - wide - KEPT
    own, left = _in_cells(slots, pages, room)
    first = [
        replace(primary, width=wide, strong=True) if primary else nothing_here(wide),
        _sized(undo, COLUMNS),
        *own,
        _sized(action_pad(screen, BLANK), COLUMNS),
        _sized(_more(screen), COLUMNS),
    ]
    if screen.app.size.height < TALL:
        return [first]
    return [first, _in_cells(left, (), width)[0]]


def _in_cells(
    slots: Sequence[Slot], pages: Sequence[Slot], room: int
) -> tuple[list[Pad], list[Slot]]:
    """Return targets that fill ``room`` columns, and the slots that found none."""
    count = max(min(room // COLUMNS, CELLS), 1)
    # While a terminal shrinks below what can be worked on there may be room for none of them.
    pages = pages[:count]
    edges = [room * n // count for n in range(count + 1)]
    found: list[Pad] = []
    left: list[Slot] = []
    at, end = 0, count - len(pages)
    for slot in slots:
        ends = (n for n in range(at + 1, end + 1) if fits(slot.words, edges[n] - edges[at]))
        until = next(ends, None)
        if until is None or left:
            left.append(slot)
            continue
        found.append(_sized(slot.pad, edges[until] - edges[at]))
        at = until
    if edges[end] > edges[at]:
        found.append(nothing_here(edges[end] - edges[at]))
    found += [_sized(slot.pad, edges[n + 1] - edges[n]) for n, slot in enumerate(pages, end)]
    return found, left


def _sized(pad: Pad | None, width: int) -> Pad:
    return nothing_here(width) if pad is None else replace(pad, width=width)


def slots_of(
    screen: PlaceScreen, names: Iterable[str], own: Mapping[str, Slot] | None = None
) -> list[Slot]:
    """Return the places of a screen's actions, by their ids; ``own``: what no table has."""
    own = own or {}
    now = {action.id: action for action in allowed(screen)}
    table = {action.id: action for action in actions_at(screen.PLACE)}
    found: list[Slot] = []
    for name in names:
        if name in own:
            found.append(own[name])
        elif name in table:
            action = table[name]
            words = (action.label, *([action.short] if action.short else []))
            pad = action_pad(screen, now[name]) if name in now else None
            found.append(Slot(words, pad))
    return found


def own_names(screen: PlaceScreen) -> list[str]:
    """Return what the footer shows of a screen's own actions but for its first, then the ways back."""
    others = {*PRIMARY, *LAST, "undo", "blank"}
    table = (action for action in actions_at(screen.PLACE) if action.footer)
    footer = [action.id for action in table if screen.in_help(action.id)]
    return [*(name for name in footer if name not in others), *LAST]


def allowed(screen: PlaceScreen) -> Iterable[Action]:
    """Return the actions that make sense on a screen now; the palette is another target's."""
    return (
        action
        for action in actions_at(screen.PLACE)
        if action.id != "command_palette" and screen.check_action(action.id, ())
    )


def action_pad(screen: PlaceScreen, action: Action) -> Pad:
    """Return the target of an action of the table."""
    found = screen.labels().get(action.id, (action.label, action.short or action.label))
    words = (found,) if isinstance(found, str) else found
    again = action.id in ("earlier", "later", "page_up", "page_down")

    def press() -> None:
        perform(screen, action.id)

    return Pad(action.id, words, press, solid=True, again=again)


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
    return list(_page_pads(screen)) if scrolled(screen) is not None else []


def page_slots(screen: Screen[Any]) -> list[Slot]:
    """Return the places of these targets, empty ones where nothing can be scrolled."""
    scrolls = scrolled(screen) is not None
    return [Slot(pad.words, pad if scrolls else None) for pad in _page_pads(screen)]


def _page_pads(screen: Screen[Any]) -> tuple[Pad, Pad]:
    def turn(pages: int) -> None:
        # What is scrolled now: a tap may come after another line has the focus.
        found = scrolled(screen)
        if found is not None:
            _turn(found, pages)

    return (
        Pad("page-up", ("page d’avant",), lambda: turn(-1), solid=True, again=True),
        Pad("page-down", ("page d’après",), lambda: turn(1), solid=True, again=True),
    )


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
