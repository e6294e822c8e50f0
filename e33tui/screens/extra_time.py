"""Extra time in a form: none, the usual measure, or a measure of its own for each *temps*."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.widget import Widget

from e33tui.domain.clock import minutes_seconds, parse_duration
from e33tui.domain.identity import NO_EXTRA_TIME, Accommodation, usual_extra
from e33tui.domain.rubric import Rubric
from e33tui.screens.base import PlaceScreen
from e33tui.screens.day_view import extra_text
from e33tui.screens.fields import Choice, LineInput
from e33tui.screens.form import labelled, offer

CHOICE = "extra"
MEASURES = ("extra1", "extra2")
_NONE, _USUAL, _OTHER = "none", "usual", "other"


def _seconds(extra: Accommodation) -> tuple[int, int]:
    return extra.presentation, extra.interview


def written(rubric: Rubric, extra: Accommodation) -> dict[str, str]:
    """Return what the fields hold for some extra time, by their names."""
    kinds = {NO_EXTRA_TIME: _NONE, usual_extra(rubric): _USUAL}
    kind = kinds.get(extra, _OTHER)
    shown = (
        "" if kind == _NONE else minutes_seconds(seconds * 1000) for seconds in _seconds(extra)
    )
    return {CHOICE: kind, **dict(zip(MEASURES, shown, strict=True))}


def extra_rows(rubric: Rubric, values: Mapping[str, str]) -> Iterable[Widget]:
    """Return the lines of a form where extra time is given; ``values`` as of :func:`written`."""
    label = rubric.accommodation.label.lower()
    kinds = (
        (_NONE, "aucun"),
        (_USUAL, f"{label}, {extra_text(usual_extra(rubric))}"),
        (_OTHER, "autre"),
    )
    yield labelled("Aménagement", Choice(kinds, values[CHOICE], name=CHOICE))
    for name, field, label in zip(MEASURES, _fields(rubric), _labels(rubric), strict=True):
        entry = LineInput(values[name], name=name, field=field, limit=10, hint="mm:ss")
        yield labelled(label, entry)


def _labels(rubric: Rubric) -> tuple[str, ...]:
    return tuple(f"  {part.name} : +" for part in rubric.parts)


def _fields(rubric: Rubric) -> tuple[str, ...]:
    return tuple(f"Aménagement, {part.name}" for part in rubric.parts)


def follow_choice(screen: PlaceScreen) -> None:
    """Offer the two measures, from now on, only where they are the commission's own."""
    # A watcher is called at once, where a message might come after the next Tab.
    screen.watch(screen.query_one(f"#{CHOICE}", Choice), "index", lambda: _offer_measures(screen))


def _offer_measures(screen: PlaceScreen) -> None:
    own = screen.query_one(f"#{CHOICE}", Choice).value == _OTHER
    for name in MEASURES:
        offer(screen.query_one(f"#{name}"), when=own)


def read_extra(screen: PlaceScreen, rubric: Rubric, known: Accommodation) -> Accommodation:
    """Return the extra time that the fields give; an empty measure is none.

    Args:
        screen: where the fields are.
        rubric: gives the preset.
        known: the extra time so far; a field that still shows it is not judged again.

    Raises:
        InputError: a measure that is no duration.
    """
    kind = screen.query_one(f"#{CHOICE}", Choice).value
    if kind != _OTHER:
        return NO_EXTRA_TIME if kind == _NONE else usual_extra(rubric)
    return Accommodation(
        *(
            _read(screen.query_one(f"#{name}", LineInput), seconds)
            for name, seconds in zip(MEASURES, _seconds(known), strict=True)
        )
    )


def _read(entry: LineInput, known: int) -> int:
    text = entry.value.strip()
    if text == minutes_seconds(known * 1000):
        return known
    return parse_duration(entry.field, text) // 1000 if text else 0
