"""The plain mode's clock: whole words, and few changes of them."""

from __future__ import annotations

import pytest

from e33tui.domain.clock import PartStatus
from e33tui.screens.plain_clock import plain_clock

QUARTER = 15 * 60_000


def at(minutes: int, seconds: float = 0) -> str:
    """What a presentation says that has run so long."""
    return plain_clock(PartStatus.RUNNING, int((minutes * 60 + seconds) * 1000), QUARTER)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (PartStatus.WAITING, "à démarrer, 20 min dont 5 min en plus"),
        (PartStatus.RUNNING, "7 min sur 20 min dont 5 min en plus"),
        (PartStatus.PAUSED, "PAUSE à 07:00 sur 20 min dont 5 min en plus"),
        (PartStatus.ENDED, "terminé à 07:00 sur 20 min dont 5 min en plus"),
    ],
)
def test_extra_time_is_told_with_what_is_allowed(status: PartStatus, words: str) -> None:
    assert plain_clock(status, 7 * 60_000, 20 * 60_000, 5 * 60_000) == words


@pytest.mark.parametrize(
    ("elapsed", "words"),
    [
        ((0, 0), "0 min sur 15 min"),
        ((7, 59.9), "7 min sur 15 min"),
        ((9, 59.9), "9 min sur 15 min"),
        ((10, 0), "reste 5 min sur 15 min"),
        ((13, 59.9), "reste 2 min sur 15 min"),
        ((14, 0), "reste 1 min sur 15 min"),
        ((14, 9.9), "reste 1 min sur 15 min"),
        ((14, 10), "reste 50 s sur 15 min"),
        ((14, 59.9), "reste 10 s sur 15 min"),
        ((15, 0), "temps écoulé sur 15 min"),
        ((15, 59.9), "temps écoulé sur 15 min"),
        ((16, 0), "dépassement 1 min sur 15 min"),
        ((27, 30), "dépassement 12 min sur 15 min"),
    ],
)
def test_the_words_of_a_clock_that_runs(elapsed: tuple[int, float], words: str) -> None:
    assert at(*elapsed) == words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (PartStatus.WAITING, "à démarrer, 33:20"),
        (PartStatus.PAUSED, "PAUSE à 07:42 sur 33:20"),
        (PartStatus.ENDED, "terminé à 07:42 sur 33:20"),
    ],
)
def test_one_that_stands_still_says_it_to_the_second(status: PartStatus, words: str) -> None:
    assert plain_clock(status, (7 * 60 + 42) * 1000, (33 * 60 + 20) * 1000) == words


def test_a_minute_changes_it_once_and_the_last_one_six_times() -> None:
    """Of a whole oral second by second, what each minute has a voice say."""
    said = [at(0, second) for second in range(20 * 60)]
    changes = [
        sum(said[i] != said[i - 1] for i in range(max(begin, 1), begin + 60))
        for begin in range(0, len(said), 60)
    ]
    assert changes == [0, *[1] * 13, 6, *[1] * 5]
