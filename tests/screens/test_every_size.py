"""Every screen at every size, looks and amounts included: the long form, for `make campaign`."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widget import Widget

from e33tui.look import Look
from tests.screens.seen import Reader, at_terminal
from tests.screens.support import STAGES, check_frame, go_to_stage, sitting
from tests.screens.test_plain_mode import DAY, check_words
from tests.screens.test_sizes import SIZES

pytestmark = pytest.mark.campaign

LOOKS = (Look(), Look(plain=True), Look(ascii=True))


@pytest.mark.parametrize("look", LOOKS, ids=("standard", "plain", "ascii"))
@pytest.mark.parametrize("stage", [*DAY, *STAGES])
async def test_every_screen_at_every_size(tmp_path: Path, stage: str, look: Look) -> None:
    with sitting(tmp_path, state=STAGES[stage][0] if stage in STAGES else "") as service:
        async with at_terminal(service, look=look) as juror:
            if stage in STAGES:
                await go_to_stage(juror, stage)
            else:
                await juror.press(*DAY[stage])
            for width, height in (*SIZES, (61, 21), (79, 33), (99, 60), (160, 20)):
                await juror.resize(width, height)
                check_parts(juror)
                if look.plain:
                    check_words(juror)
                elif not look.ascii:
                    check_frame(juror)


def check_parts(juror: Reader) -> None:
    """All parts are on the terminal, none over another, and no bar stands beside what fits."""
    screen = juror.app.screen
    parts = [widget for widget in screen.walk_children(Widget) if is_fixed(widget)]
    for place, widget in enumerate(parts):
        assert screen.region.contains_region(widget.region), widget
        for other in parts[place + 1 :]:
            assert not widget.region.overlaps(other.region), (widget, other)
    for widget in screen.walk_children(Widget):
        assert not (widget.show_vertical_scrollbar and widget.max_scroll_y == 0), widget


def is_fixed(widget: Widget) -> bool:
    """Tell whether a widget shows something itself, and lies in nothing that is scrolled."""
    scrolled = any(isinstance(p, Widget) and p.max_scroll_y > 0 for p in widget.ancestors)
    return bool(widget.region) and not widget.children and not scrolled
