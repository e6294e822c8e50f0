"""A line of a journal as it stands in a file, a passage's or the séance's: what, when, who.

``do`` is the command's name, ``at`` the moment (boot, ticks, wall), ``by`` the author if there is one;
the command's own fields stand beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any, NamedTuple

from e33tui.domain.clock import Instant
from e33tui.domain.codec import LARGEST, text, whole


class Stamp(NamedTuple):
    """Under which name, when and by whom something was done."""

    do: str
    at: Instant
    by: str = ""


def to_data(stamp: Stamp, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object that stands in the file."""
    data: dict[str, Any] = {"do": stamp.do, "at": list(astuple(stamp.at))}
    if stamp.by:
        data["by"] = stamp.by
    return {**data, **fields}


def from_data(data: Mapping[str, Any]) -> tuple[Stamp, dict[str, Any]]:
    """Return the stamp and the command's fields of a line.

    Raises:
        ValueError: a stamp that is missing or ill-typed.
    """
    fields = dict(data)
    do, at, by = fields.pop("do", None), fields.pop("at", None), fields.pop("by", "")
    if not (isinstance(do, str) and isinstance(at, list) and isinstance(by, str)):
        raise ValueError(f"not a journal line: {str(data)[:60]}")
    boot, ticks, wall = at
    # A day has sixty thousand of these: only one that is not as usual is looked at by itself.
    usual = type(boot) is str and type(ticks) is int and type(wall) is int
    if not (usual and boot.isascii() and 0 <= ticks <= LARGEST and 0 <= wall <= LARGEST):
        text(boot), whole(ticks), whole(wall)
    made = _new(Instant)
    _put_boot(made, boot)
    _put_ticks(made, ticks)
    _put_wall(made, wall)
    return Stamp(do, made, by), fields


# An instant's own ``__init__`` sets each field by its name: that takes twice as long.
_new = object.__new__
_put_boot, _put_ticks, _put_wall = (
    getattr(Instant, name).__set__ for name in ("boot", "ticks", "wall")
)
