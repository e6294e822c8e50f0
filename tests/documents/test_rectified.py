"""What a page tells of a sheet that was changed after its first lock."""

from __future__ import annotations

from e33tui.documents.page import page_html
from e33tui.domain.commands import Amend, Close, Reopen
from e33tui.domain.verso_content import verso
from tests.documents.made import Maker
from tests.documents.pdf import opened, unpacked, words
from tests.support.domain import FakeClock, journal_at, locking, play

REASON = "Topaze"
WHO_DECIDED = "M. BÉRYL Paul"
TELLING = (REASON.lower(), "béryl", "motif", "rouvert", "réouvert", "harmonis")


def _told(data: bytes) -> str:
    """All that can be read off a page's file: its words, its objects, its metadata."""
    pdf = opened(data)
    meta = str({name: str(value) for name, value in pdf.docinfo.items()})
    return (words(data) + unpacked(data).decode("latin-1") + meta).lower()


def test_before_the_cloture_nothing_tells_and_after_it_the_day_alone(maker: Maker) -> None:
    clock = FakeClock()
    reopened = play(journal_at("locked_complete", clock), clock, Reopen(REASON), locking)
    told = _told(maker.pdf(verso(reopened.state)).data)
    assert [word for word in (*TELLING, "rectifi") if word in told] == []
    clock.advance(14 * 3600)
    amend = Amend(REASON, (WHO_DECIDED,))
    amended = play(reopened, clock, Close(), amend, locking)
    page = page_html(verso(amended.state), standalone=True).lower()
    # Past midnight where the exam is held, still the day before elsewhere.
    assert page.replace("\u00a0", " ").count("rectifié le 23/06/2026") == 1
    assert [word for word in TELLING if word in page] == []
