"""How a running clock stands out: by what is said before its figures, which cost bytes each second."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from e33tui.domain.commands import EndPart, PausePart, TickRemark
from e33tui.domain.remark import PartId
from e33tui.screens.clock_view import clock_shown, clock_text, ended_words
from e33tui.screens.view import QUIET, STRONG, WARNING
from tests.support.domain import FakeClock, journal_at, play

PART = PartId.PRESENTATION


def parts(minutes: float, *, paused: bool = False) -> list[tuple[str, str]]:
    """Return the texts of the clock after so long, each with its style."""
    clock = FakeClock()
    journal = journal_at("presentation_running", clock)
    clock.advance(minutes * 60 - journal.state.timing(PART).elapsed(clock.now()) / 1000)
    if paused:
        journal = play(journal, clock, PausePart(PART))
    now = clock.now()
    shown = clock_shown(clock_text(journal.state, PART, now), journal.state, PART, now)
    cuts = sorted({0, len(shown.plain), *(edge for s in shown.spans for edge in (s.start, s.end))})
    styles = [
        next((str(s.style) for s in shown.spans if s.start <= start < s.end), "") for start in cuts
    ]
    texts = [shown.plain[start:end] for start, end in pairwise(cuts)]
    return list(zip(texts, styles, strict=False))


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (7, [("07:00 / 15:00", "")]),
        (11, [("· moins de 5 min", STRONG), ("  11:00 / 15:00", "")]),
        (14.5, [("! moins d’1 min", WARNING), ("  14:30 / 15:00", "")]),
        (16, [("!! dépassement", WARNING), ("  +01:00 / 15:00", "")]),
    ],
)
def test_the_figures_of_a_running_clock_are_plain(
    minutes: float, shown: list[tuple[str, str]]
) -> None:
    assert parts(minutes) == shown


def test_a_clock_that_stands_still_is_shown_as_a_whole() -> None:
    ((text, style),) = parts(7, paused=True)
    assert text.startswith("‖ PAUSE 07:")
    assert style == WARNING


def test_a_clock_that_has_ended_is_quiet() -> None:
    clock = FakeClock()
    journal = journal_at("presentation_ended", clock)
    now = clock.now()
    shown = clock_shown(clock_text(journal.state, PART, now), journal.state, PART, now)
    assert [str(span.style) for span in shown.spans] == [QUIET]


@pytest.mark.parametrize("seconds", [56, 56.3, 56.999, 899.4])
def test_what_a_part_took_and_what_was_left_make_up_the_whole(seconds: float) -> None:
    clock = FakeClock()
    journal = journal_at("presentation_running", clock)
    clock.advance(seconds - journal.state.timing(PART).elapsed(clock.now()) / 1000)
    state = journal.then(EndPart(PART, confirmed=True), clock.now()).state
    figures = re.findall(r"(\d\d):(\d\d)", ended_words(state, PART))
    took, left = (int(minutes) * 60 + int(rest) for minutes, rest in figures)
    assert (took, took + left) == (int(seconds), 15 * 60)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (20, "Entretien : 20:00, il restait 05:00 et 1 question."),
        (25, "Entretien : 25:00, il restait 1 question."),
        (26, "Entretien : 26:00, dépassement de 01:00, il restait 1 question."),
    ],
)
def test_a_question_nobody_has_asked_is_told_at_the_end(minutes: int, said: str) -> None:
    clock, part = FakeClock(), PartId.INTERVIEW
    journal = journal_at("interview_running", clock)
    clock.advance(60 * minutes - journal.state.timing(part).elapsed(clock.now()) / 1000)
    ended = journal.then(EndPart(part, confirmed=True), clock.now())
    assert ended_words(ended.state, part).replace("\u00a0", " ").startswith(said)
    (question,) = ended.state.open_questions
    asked = ended.then(TickRemark(question.id), clock.now())
    assert "question" not in ended_words(asked.state, part)
