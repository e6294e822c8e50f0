"""What every screen's test would pay for again and learns nothing from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

Rules = list[RuleSet]


@pytest.fixture(scope="session", autouse=True)
def _sheets_read_once() -> Iterator[None]:
    """Read each style sheet once with the same variables: it is what starts an interface longest."""
    genuine = Stylesheet._parse_rules
    known: dict[tuple[object, ...], Rules] = {}

    def parsed(sheet: Stylesheet, *given: object, **named: object) -> Rules:
        variables = tuple(sheet._variables.items())
        key = (*given, *named.items(), variables)
        if key not in known:
            known[key] = genuine(sheet, *given, **named)  # type: ignore[arg-type]
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parsed)
        yield


@pytest.fixture(scope="session", autouse=True)
def _drawn_at_rest() -> Iterator[None]:
    """Leave the drawing to ``at_rest``: nobody sees what a screen without a terminal looks like before.

    A key has a screen drawn four times and more; a real terminal's pictures are tested with one.
    """
    genuine = Screen._compositor_refresh

    def refreshed(screen: Screen[object]) -> None:
        app = screen.app
        if app.is_headless and screen is app.screen:
            screen._dirty_widgets.clear()
            app._update_mouse_over(screen)
        else:
            genuine(screen)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Screen, "_compositor_refresh", refreshed)
        yield
