"""Extra time and moments as a roster's file words them."""

from __future__ import annotations

import contextlib
import re

from e33tui.domain.clock import parse_duration
from e33tui.domain.errors import InputError
from e33tui.domain.identity import EXTRA_LIMIT, Accommodation, parse_date, parse_hour
from e33tui.domain.roster_columns import plain

_FIELD = "Aménagement"
_NONE = frozenset(("", "non", "n", "aucun", "aucune", "neant", "sans", "0", "faux", "false"))
_YES = frozenset(("oui", "o", "x", "vrai", "true", "1"))
_THIRD = re.compile(r"\b(?:tiers|1 3|tt)\b")
_DENIED = re.compile(r"\b(?:non|pas|sans|refus\w*)\b")
_BOTH = re.compile(r"(.+?)\s*(?:[/+;]|\bet\b|\bpuis\b)\s*(.+)")
_MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
_HOUR_AT_END = re.compile(r"(?:^|[\sT]|à)\s*(\d{1,2}\s*[hH:].*)$")


def parse_extra(text: str, head: str, usual: Accommodation) -> Accommodation:
    """Return the extra time of one cell for both *temps*: « tiers temps », « 1/3 », « 5/8:20 ».

    Args:
        text: the cell; « oui » is enough where the title says how much.
        head: the column's title.
        usual: the preset.

    Raises:
        InputError: it does not say how much for each *temps*.
    """
    said = plain(text)
    if said in _NONE:
        return Accommodation()
    if not _DENIED.search(said) and (
        _THIRD.search(said) or (said in _YES and _THIRD.search(plain(head)))
    ):
        return usual
    both = _BOTH.fullmatch(text.strip())
    # « 1/2 » is rather a half than one minute and two.
    if both and not re.fullmatch(r"0?1\s*/\s*0?\d", text.strip()):
        with contextlib.suppress(InputError):
            return Accommodation(*(_seconds(part) for part in both.groups()))
    raise InputError(
        _FIELD,
        f"{_FIELD} : « {text.strip()} » ne dit pas combien. Écrivez « tiers temps », ou les "
        "minutes de chaque temps, comme 5/8:20.",
    )


def parse_part(text: str, usual: int) -> int:
    """Return the extra seconds of one cell for one *temps*.

    Args:
        text: the cell.
        usual: the preset's seconds for it.

    Raises:
        InputError: it is no duration.
    """
    said = plain(text)
    if said in _NONE:
        return 0
    if _THIRD.search(said) and not _DENIED.search(said):
        return usual
    return _seconds(text)


def _seconds(text: str) -> int:
    return parse_duration(_FIELD, text, EXTRA_LIMIT * 1000) // 1000


def parse_day(text: str, field: str) -> str:
    """Return the ISO date of « 22/06/2026 », « 22/06/26 », « lundi 22 juin 2026 »; empty for none.

    An hour behind it is passed over.

    Raises:
        InputError: not a date of the calendar.
    """
    text = _HOUR_AT_END.sub("", text.strip()).strip()
    if not text:
        return ""
    words = re.fullmatch(r"(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]+) (\d{4})", plain(text))
    if words and words[2] in _MONTHS:
        day, year = int(words[1]), int(words[3])
        text = f"{day}/{_MONTHS.index(words[2]) + 1}/{year}"
    short = re.fullmatch(r"(\d{1,2}[/.-]\d{1,2}[/.-])(\d{2})", text)
    return parse_date(f"{short[1]}20{short[2]}" if short else text, field)


def parse_moment(text: str, field: str) -> tuple[str, str]:
    """Return the ISO date and the hour of a cell that may hold both; empty where it does not.

    Raises:
        InputError: it is neither.
    """
    text = text.strip()
    found = _HOUR_AT_END.search(text)
    if found is None or found.start() == 0:
        return "", parse_hour(text, field)
    return parse_day(text, field), parse_hour(found[1], field)
