"""The note: 0 to 20 in points or half points, chosen by the commission, never computed.

Source: arrêté du 24 juillet 1997 (SCOL9702103A), art. 1. A note is held in half points, so that it
is always exact; the rubric gives the maximum and the step.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from e33tui.domain.errors import InputError
from e33tui.domain.rubric import NoteScale

_FIELD = "Note"
# ASCII digits only, and no sign that a note could need; bounded, so that a paste is no number.
_WRITTEN = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?")


def parse(text: str, scale: NoteScale) -> int:
    """Return the note that ``text`` writes, in steps (half points on the form's scale).

    Raises:
        InputError: not a number, out of bounds, or finer than the scale.
    """
    written = text.strip()
    if not _WRITTEN.fullmatch(written):
        raise InputError(
            _FIELD,
            f"Note : ce n’est pas un nombre. Tapez une note de 0 à {scale.maximum}, "
            "par exemple 13 ou 13,5.",
        )
    whole, _, decimals = written.replace(",", ".").partition(".")
    value = float(f"{whole}.{decimals or 0}")
    if not 0 <= value <= scale.maximum or written.startswith("-"):
        raise InputError(
            _FIELD,
            f"Note : {written} n’est pas entre 0 et {scale.maximum}. "
            f"Tapez une note de 0 à {scale.maximum}.",
        )
    steps = value * scale.steps_per_point
    if steps != int(steps):
        raise InputError(
            _FIELD,
            f"Note : {written} n’est ni un point entier ni un demi-point. Tapez par exemple "
            f"{show(int(steps), scale)} ou {show(int(steps) + 1, scale)}.",
        )
    return int(steps)


def show(steps: int, scale: NoteScale) -> str:
    """Return the note as printed in French: ``"13"``, ``"13,5"``."""
    points, rest = divmod(steps, scale.steps_per_point)
    if not rest:
        return str(points)
    decimals = f"{rest / scale.steps_per_point:.4f}"[2:].rstrip("0")
    return f"{points},{decimals}"


@dataclass(frozen=True, slots=True)
class NoteBand:
    """A *plage de notation*: the notes that the commission links with a profile.

    Attributes:
        level: the profil global it belongs to.
        low: lowest note of the band, in steps.
        high: highest note of the band, in steps.
    """

    level: int
    low: int
    high: int


def outside_band(note: int | None, profile: int | None, bands: tuple[NoteBand, ...]) -> bool:
    """Tell whether the note lies outside the band of the profil global placed by the commission."""
    if note is None or profile is None:
        return False
    mine = [band for band in bands if band.level == profile]
    return bool(mine) and not any(band.low <= note <= band.high for band in mine)
