"""A duration as a juror types it."""

from __future__ import annotations

import pytest

from e33tui.domain.clock import clock_time, parse_duration
from e33tui.domain.errors import InputError
from tests.support.domain import FakeClock

SECONDS = {
    "0": 0,
    "2": 120,
    "  2  ": 120,
    "2:30": 150,
    "02:05": 125,
    "2 : 30": 150,
    "0:45": 45,
    "2 min": 120,
    "2min": 120,
    "2 mn": 120,
    "2 min 30": 150,
    "2\u202fmin\u00a030 s": 150,
    "2 MIN 5": 125,
    "2m30": 150,
    "90 s": 90,
    "90s": 90,
    "90 sec.": 90,
    "60": 3600,
    "60:00": 3600,
    "3600 s": 3600,
}


@pytest.mark.parametrize("text", SECONDS)
def test_a_duration_is_taken_in_the_ways_people_write_it(text: str) -> None:
    assert parse_duration("Démarré il y a", text) == SECONDS[text] * 1000


WRONG = ["", " ", "-2", "+2", "2,5", "2.5", "2 30", "2:3", "2:60", "2 min 60", ":30", "min", "s"]
WRONG += ["1 h 05", "1:02:03", "61", "60:01", "3601 s", "²", "٢", "2\n30", "9" * 5000, "2 min x"]


@pytest.mark.parametrize("text", WRONG)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_duration("Démarré il y a", text)
    assert refused.value.field == "Démarré il y a"
    assert refused.value.message == (
        "Démarré il y a : tapez des minutes, 60 au plus, par exemple 2 ou 2:30."
    )


def test_the_time_of_day_is_the_machines() -> None:
    clock = FakeClock()
    assert clock_time(clock.now()) == "10:00"
    assert clock_time(clock.advance(12 * 60 + 59.999)) == "10:12"
