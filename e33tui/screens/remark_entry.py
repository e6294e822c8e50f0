"""An observation as it is typed on one line: its mark first, then its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from e33tui.domain.remark import Mark, Remark
from e33tui.service.draft import REMARK

if TYPE_CHECKING:
    from e33tui.service.desk import Desk

MARKS = {"+": Mark.PLUS, "-": Mark.MINUS, "−": Mark.MINUS, "?": Mark.QUESTION}
"""What a typed line may begin with, and the mark that this is."""


def read_remark(text: str) -> tuple[Mark, str]:
    """Return the mark that a typed line begins with, and its text."""
    stripped = text.strip()
    mark = MARKS.get(stripped[:1], Mark.NEUTRAL)
    return (mark, stripped[1:].strip()) if mark is not Mark.NEUTRAL else (mark, stripped)


def written_remark(mark: Mark, text: str) -> str:
    """Return the line that :func:`read_remark` reads so."""
    return f"{mark} {text}".lstrip()


def correction(remark: Remark) -> str:
    """Return the name of the draft of an observation that is being corrected."""
    return f"{REMARK}:{remark.id}"


def half_corrected(desk: Desk) -> Remark | None:
    """Return the observation whose correction was cut short: typed, and neither taken nor given up."""
    begun = (one for one in desk.state.remarks if desk.draft(correction(one)) is not None)
    return next(begun, None)
