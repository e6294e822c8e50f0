"""The note: 0 to 20 in points or half points, chosen by the commission, never computed.

Source: arrêté du 24 juillet 1997 (SCOL9702103A), art. 1. A note is held in half points, so that it
is always exact; the rubric gives the maximum and the step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from e33tui.domain.errors import InputError
from e33tui.domain.rubric import NoteScale, Rubric

_FIELD = "Note"
# ASCII digits only, and no sign that a note could need; bounded, so that a paste is no number.
_WRITTEN = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?")


def parse(text: str, scale: NoteScale, field: str = _FIELD) -> int:
    """Return the note that ``text`` writes, in steps (half points on the form's scale).

    Args:
        text: what was typed.
        scale: the marks that exist.
        field: the French name of the field, for the message.

    Raises:
        InputError: not a number, out of bounds, or finer than the scale.
    """
    written = text.strip()
    if not _WRITTEN.fullmatch(written):
        raise InputError(
            field,
            f"{field} : ce n’est pas un nombre. Tapez une note de 0 à {scale.maximum}, "
            "par exemple 13 ou 13,5.",
        )
    whole, _, decimals = written.replace(",", ".").partition(".")
    value = float(f"{whole}.{decimals or 0}")
    if not 0 <= value <= scale.maximum or written.startswith("-"):
        raise InputError(
            field,
            f"{field} : {written} n’est pas entre 0 et {scale.maximum}. "
            f"Tapez une note de 0 à {scale.maximum}.",
        )
    steps = value * scale.steps_per_point
    if steps != int(steps):
        raise InputError(
            field,
            f"{field} : {written} n’est ni un point entier ni un demi-point. Tapez par exemple "
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


# From one note to another: « 8 à 11,5 », « 8-11,5 » or « 8 11,5 ».
_BAND = r"(?:de )?(-?[0-9][0-9.,]*)(?: ?(?:à|a|-|–|—|−) ?| )([0-9][0-9.,]*)"


def parse_band(text: str, scale: NoteScale, field: str) -> tuple[int, int]:
    """Return the lowest and the highest note of a *plage*, in steps: ``"8 à 11,5"``.

    Args:
        text: what was typed.
        scale: the marks that exist.
        field: the French name of the field, such as « Plage 2 Débrouillé ».

    Raises:
        InputError: not two notes, one that does not exist, or the highest first.
    """
    found = re.fullmatch(_BAND, " ".join(text.lower().split()))
    if not found:
        raise InputError(field, f"{field} : tapez deux notes, par exemple 8 à 11,5.")
    low, high = (parse(bound, scale, field) for bound in found.groups())
    check_band(field, low, high)
    return low, high


def check_band(field: str, low: int, high: int) -> None:
    """Refuse a *plage* that holds no note.

    Raises:
        InputError: its lowest note is above its highest.
    """
    if low > high:
        raise InputError(
            field, f"{field} : la première note dépasse la seconde. Tapez la plus basse d’abord."
        )


def show_band(band: NoteBand, scale: NoteScale) -> str:
    """Return a *plage* as it is typed and printed: ``"8 à 11,5"``."""
    return f"{show(band.low, scale)} à {show(band.high, scale)}"


def band_remarks(bands: tuple[NoteBand, ...], rubric: Rubric) -> tuple[str, ...]:
    """Return what a commission should know of its *plages*: said, never forbidden (rule 7).

    One French sentence for each overlap, each *plage* below that of a lower profile, and each gap.
    Where a profile has no *plage*, the notes that are left are its own and no gap.
    """
    found: list[str] = []
    placed = sorted(bands, key=lambda band: band.level)
    for lower, upper in combinations(placed, 2):
        found += _pair_remarks(lower, upper, rubric)
    if len({band.level for band in placed}) == len(rubric.levels):
        found += _gaps(placed, rubric)
    return tuple(found)


def _gaps(bands: Sequence[NoteBand], rubric: Rubric) -> list[str]:
    """Say which notes no *plage* holds, once every profile has its own."""
    found = []
    following = 0
    for band in sorted(bands, key=lambda band: band.low):
        found += _gap(following, band.low, rubric)
        following = max(following, band.high + 1)
    scale = rubric.note
    return [*found, *_gap(following, scale.maximum * scale.steps_per_point + 1, rubric)]


def _pair_remarks(lower: NoteBand, upper: NoteBand, rubric: Rubric) -> list[str]:
    names = [_band_name(band.level, rubric) for band in (lower, upper)]
    if upper.high < lower.low:
        return [f"La plage {names[1]} est au-dessous de la plage {names[0]}."]
    low, high = max(lower.low, upper.low), min(lower.high, upper.high)
    if low > high:
        return []
    return [f"Les plages {names[0]} et {names[1]} ont en commun {_notes(low, high, rubric)}."]


def _band_name(level: int, rubric: Rubric) -> str:
    name = next((entry.name for entry in rubric.levels if entry.number == level), "")
    return f"{level} {name}".strip()


def _gap(start: int, end: int, rubric: Rubric) -> list[str]:
    """Say that no *plage* holds the notes from ``start`` up to ``end``, itself left out."""
    if start >= end:
        return []
    return [f"Aucune plage ne contient {_notes(start, end - 1, rubric)}."]


def _notes(low: int, high: int, rubric: Rubric) -> str:
    if low == high:
        return f"la note {show(low, rubric.note)}"
    return f"les notes de {show(low, rubric.note)} à {show(high, rubric.note)}"
