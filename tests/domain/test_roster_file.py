"""Property: a séance imports what another one has exported, and has the same candidates then."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from e33tui.domain.errors import InputError
from e33tui.domain.identity import EXTRA_LIMIT, Accommodation, Candidate
from e33tui.domain.roster import Entry
from e33tui.domain.roster_file import measure, roster_file
from e33tui.domain.roster_lines import read_file
from e33tui.domain.roster_plan import Known, plan
from e33tui.domain.roster_reading import Terms
from e33tui.domain.sitting import Sitting, apply
from e33tui.domain.sitting_commands import AddCandidate, SittingCommand

# Any letters, with those that a table or a spreadsheet takes for something more often.
LETTERS = st.one_of(
    st.sampled_from(";,\"'=+-@＝ .[/]|0123"),
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")),
    st.characters(max_codepoint=255, exclude_categories=["Cc"]),
)
TEXTS = st.text(LETTERS, max_size=20)
NAMES = st.text(LETTERS, min_size=1, max_size=20)
# The one thing that is no number in a file: what a spreadsheet makes of a long one.
NUMBERS = NAMES.filter(lambda text: not re.search(r"\dE", text, re.IGNORECASE))
EXTRAS = st.builds(Accommodation, st.integers(0, EXTRA_LIMIT), st.integers(0, EXTRA_LIMIT))
HOURS = st.one_of(st.just(""), st.times().map(lambda time: f"{time:%H:%M}"))
LINES = st.builds(
    AddCandidate,
    st.uuids().map(str),
    st.builds(Candidate, NUMBERS, NAMES, TEXTS),
    EXTRAS,
    HOURS,
    TEXTS,
)
TERMS = Terms(Accommodation(300, 500), with_school=True)


def accepted(*commands: SittingCommand) -> tuple[Entry, ...]:
    """The roster of those commands that the domain takes."""
    sitting = Sitting()
    for command in commands:
        try:
            sitting = apply(sitting, command)
        except InputError:
            continue
    return sitting.roster


@given(st.lists(LINES, min_size=1, max_size=5))
def test_what_was_exported_is_imported_as_it_was(commands: list[AddCandidate]) -> None:
    roster = accepted(*commands)
    assume(roster)
    reading = read_file(roster_file(roster), TERMS)
    assert reading.faults == ()
    fresh = accepted(plan(reading, ()).command(iter(e.passage for e in roster).__next__))
    assert fresh == roster
    known = [Known(entry, False, entry.candidate) for entry in roster]
    assert not plan(reading, known).changes_something


def test_a_measure_is_written_in_words() -> None:
    assert [measure(s) for s in (0, 300, 500, 20, 14400)] == [
        *("", "5 min", "8 min 20 s", "20 s", "240 min")
    ]
