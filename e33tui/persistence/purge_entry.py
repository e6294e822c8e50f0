"""How a purge stands in the register."""

from __future__ import annotations

from e33tui.domain.errors import StoreError
from e33tui.persistence.layout import Layout
from e33tui.persistence.reading import read_own
from e33tui.persistence.register import Entry, Register

WHOLE = "all"
"""The scope of a purge of everything but the register."""
OBSERVATIONS = "observations"
"""The scope of a purge that took the observations alone."""


def whole_purge(layout: Layout) -> Entry | None:
    """Return the register's last entry of a purge of the whole séance, if there is one.

    Every opening asks: the register's lines are read only if they speak of a purge at all.

    Raises:
        StoreError: the register speaks of one and cannot be understood.
    """
    try:
        data = read_own(layout.register)
    except StoreError:
        return None
    if data is None or b'"purge"' not in data:
        return None
    purges = [entry for entry in Register(layout).entries() if is_whole_purge(entry)]
    return purges[-1] if purges else None


def is_whole_purge(entry: Entry) -> bool:
    """Tell whether an entry says that everything of the séance was removed."""
    scope = entry.extra.get("scope")
    return entry.kind == "purge" and entry.passage is None and scope != OBSERVATIONS
