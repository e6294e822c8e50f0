"""The verso as text, before and after the lock: what the page will say, in its order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from e33tui.documents.page import page_html
from e33tui.domain.verso import Verso
from e33tui.domain.verso_content import preview, verso
from e33tui.screens.panes import reading_width
from e33tui.screens.verso_text import verso_lines
from tests.documents.samples import FACTUAL, LONG, RARE, USUAL
from tests.screens.support import STAGES, Juror, at_work, go_to_stage, sitting
from tests.screens.touching import at_tablet
from tests.support.domain import journal_at
from tests.support.marked import folded


class _Body(HTMLParser):
    """What the page says, but for what each sheet of it repeats."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self._skipped = 0
        self.feed(html.partition("<body")[2].partition(">")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        head = ("class", "running-head") in attrs
        self._skipped += tag == "div" and (head or self._skipped > 0)

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag == "div" and self._skipped > 0

    def handle_data(self, data: str) -> None:
        self.text += "" if self._skipped else data


WITHDREW = verso(journal_at("locked_withdrew").state)
EVERYTHING = replace(
    LONG, notice="Entraînement, sans valeur d’examen", amended="Rectifié le 12/06/2026"
)


@pytest.mark.parametrize("width", [56, 76, 100])
@pytest.mark.parametrize(
    "page", [USUAL, FACTUAL, RARE, EVERYTHING, WITHDREW], ids=lambda page: page.appraisal[:8]
)
def test_it_says_what_the_page_says_in_its_order(page: Verso, width: int) -> None:
    shown = [line.plain for line in verso_lines(page, width)]
    assert max(map(cell_len, shown)) <= width
    # The seal's fingerprint is at the foot of the page, wherever its markup has it.
    foot = folded(f"Empreinte : {page.fingerprint}")
    printed = folded(_Body(page_html(page)).text).replace(foot, "", 1)
    assert folded(" ".join(shown)) == printed + foot


def test_before_the_lock_it_says_all_but_the_seal() -> None:
    before, after = (
        preview(journal_at("complete").state),
        verso(journal_at("locked_complete").state),
    )
    first, second = ([line.plain for line in verso_lines(page, 76)] for page in (before, after))
    assert second[:-1] == first
    assert second[-1] == f"Empreinte : {after.fingerprint}"


def test_hostile_texts_are_shown_as_text() -> None:
    page: Any = replace(USUAL, members=("[/b] \x1b[2J",), appraisal="[bold]x\u202e\r")
    shown = "\n".join(line.plain for line in verso_lines(page, 76))
    assert "[/b] \ufffd[2J" in shown
    assert "[bold]x\ufffd\ufffd" in shown


def _rows_shown(juror: Juror) -> list[str]:
    """The rows of the verso that can be seen now."""
    window = juror.app.screen.query_one("#scroll").content_region
    rows = juror.lines()[window.y : window.bottom]
    # Its last column is the bar's.
    return [row[window.x : window.right - 1].strip() for row in rows]


async def _read_whole(juror: Juror, turn: Callable[[], Awaitable[None]], page: Verso) -> None:
    """Turn the pages to the end; every row of the verso was there, in its order."""
    scroll = juror.app.screen.query_one("#scroll")
    width = reading_width(juror.app.size.width - 4)
    wanted = [line.plain.strip() for line in verso_lines(page, width)]
    seen: list[str] = []
    for _ in range(40):
        seen += _rows_shown(juror)
        before = scroll.scroll_y
        await turn()
        await juror.until(lambda: scroll.scroll_y == scroll.scroll_target_y, "the page turned")
        if scroll.scroll_y == before:
            break
    position = 0
    for row in filter(None, wanted):
        assert row in seen[position:], f"{row!r} cannot be reached"
        position = seen.index(row, position)


@pytest.mark.parametrize(("stage", "size"), [("lock", (60, 20)), ("verso", (80, 24))])
async def test_it_is_read_to_its_end_by_one_key(
    tmp_path: Path, stage: str, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state=STAGES[stage][0]) as service:
        async with at_work(service, size) as juror:
            await go_to_stage(juror, stage)
            page = verso(juror.state) if stage == "verso" else preview(juror.state)
            await _read_whole(juror, lambda: juror.press("pagedown"), page)


@pytest.mark.parametrize(("stage", "size"), [("lock", (80, 24)), ("verso", (60, 24))])
async def test_it_is_read_to_its_end_by_one_target(
    tmp_path: Path, stage: str, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state=STAGES[stage][0]) as service:
        async with at_tablet(service, size) as finger:
            await go_to_stage(finger, stage)
            page = verso(finger.state) if stage == "verso" else preview(finger.state)
            await _read_whole(finger, lambda: finger.tap("page-down"), page)


@pytest.mark.parametrize("stage", ["lock", "verso"])
async def test_how_to_read_on_is_told_while_there_is_more(tmp_path: Path, stage: str) -> None:
    with sitting(tmp_path, state=STAGES[stage][0]) as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, stage)
            assert juror.lines()[1].rstrip().endswith("Page↓ : tout lire")
            await juror.press("ctrl+g")
            assert "Page↓ Descend d’une page" in juror.text()
            assert "ait défiler la fiche" in juror.text()
            await juror.press("escape")
            await juror.resize(120, 60)
            assert "tout lire" not in juror.text()
            await juror.resize(60, 20)
            assert "Page↓ : tout lire" in juror.text()
            await juror.press("pagedown")
            assert juror.app.screen.query_one("#scroll").scroll_y > 0
