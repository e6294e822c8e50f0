"""The harmonisation of a séance: its passages as they are now, side by side; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence

from e33tui.domain.harmonisation import Comparison, Entrant, compare
from e33tui.domain.note import NoteBand
from e33tui.domain.rubric import Rubric
from e33tui.service.closing import survey
from e33tui.service.day import DayRow

AMENDING = "rectification à verrouiller"


def comparison(rubric: Rubric, bands: tuple[NoteBand, ...], rows: Sequence[DayRow]) -> Comparison:
    """Return the day's passages side by side.

    What keeps a candidate from the clôture keeps them from the comparison too, but for who has the
    passage open; after the clôture a rectification that is not locked does.

    Args:
        rubric: the séance's form.
        bands: the commission's *plages de notation*.
        rows: the day, every passage read, in the roster's order.
    """
    lacking = {each.row.entry.passage: each.why for each in survey(rows, ())}
    return compare(rubric, bands, [_entrant(row, lacking) for row in rows])


def _entrant(row: DayRow, lacking: dict[str, str]) -> Entrant:
    passage, state = row.entry.passage, row.passage
    reopened = state is not None and state.closed and not state.locked
    why = AMENDING if reopened else lacking.get(passage, "")
    return Entrant(passage, row.candidate, state, why, row.entry.elsewhere)
