"""A machine that can make no PDF: the interface works, says what to install, and makes a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.documents import Content, Rendered, press
from e33tui.documents.job import Outcome
from e33tui.domain.errors import EngineMissing
from e33tui.service import Service
from tests.screens.support import FIRST, at_work, paper, sitting

SENTENCE = press._SENTENCES[Outcome.NO_LIBRARY]


def pages(service: Service) -> list[Path]:
    return sorted((service.folder / "exports" / "communicable").iterdir())


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_verso_is_a_page_until_its_pdf_can_be_made(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    installed = False
    tried = 0

    def printer(content: Content) -> Rendered:
        nonlocal tried
        tried += 1
        if not installed:
            raise EngineMissing(SENTENCE)
        return paper(content)

    with sitting(tmp_path, state="locked_complete", renderer=printer) as service:
        async with at_work(service, size) as juror:
            await juror.open()
            await juror.until(lambda: "Verso (page HTML) : " in juror.text(), "the page made")
            flat = " ".join(juror.text().split())
            assert "Le verso est une page HTML" in flat
            assert "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in flat
            (page,) = pages(service)
            assert page.suffix == ".html"
            assert page.name in "".join(juror.text().split())
            await juror.press("ctrl+f")
            await juror.open()
            await juror.until(lambda: "Verso (page HTML) : " in juror.text(), "the page found")
            assert tried == 1, "what is there is not made again"
            installed = True
            await juror.press("ctrl+e")
            await juror.until(lambda: "-aaaaaa.pdf" in "".join(juror.text().split()), "the PDF")
            assert "page HTML" not in juror.text()
            (made,) = pages(service)
            assert made == page.with_suffix(".pdf") == service.exports.verso_path(FIRST)
