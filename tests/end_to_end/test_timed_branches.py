"""What a commission does with the clocks, by real keys, read back from the record."""

from __future__ import annotations

import re

from e33tui.domain.clock import PartStatus, Timing
from e33tui.domain.commands import AdjustClock, Command, EndPart, ReopenPart
from e33tui.domain.identity import Accommodation
from e33tui.domain.passage import Ending, Mention, Passage, Progress
from e33tui.domain.remark import PartId
from tests.end_to_end import commission as act
from tests.end_to_end import oral
from tests.end_to_end.day import Day, Person
from tests.end_to_end.record import commands_in
from tests.end_to_end.terminal import Terminal

REOPENED = Person("0260401", "MARÉCHAL", "Lou")
CORRECTED = Person("0260402", "NOËL", "Malo")
FIRST = Person("0260403", "ORTÉGA", "Ève")
SECOND = Person("0260404", "PÂRIS", "Gaël")
PEOPLE = (REOPENED, CORRECTED, FIRST, SECOND)
PRESENTATION, INTERVIEW = PartId.PRESENTATION, PartId.INTERVIEW
MINUTE = 60_000


def await_start(day: Day, person: Person) -> Terminal:
    """Open a candidate up to the 1er temps, whose clock waits."""
    oral.arrive(day, person)
    day.terminal.press("^N", until="1er temps · Présentation")
    day.terminal.wait_for("à démarrer")
    return day.terminal


def parts(day: Day, person: Person, kind: type[EndPart | ReopenPart]) -> list[PartId]:
    """Return the *temps* that were ended or reopened, in order."""
    return [one.part for one in commands_in(day.folder, person.number) if isinstance(one, kind)]


def ran_on(passage: Passage, before: Timing, part: PartId) -> bool:
    """Tell whether a clock is on again as if it had never been stopped."""
    timing = passage.timing(part)
    return (timing.started, timing.pauses, timing.adjustment) == (before.started, (), 0)


def test_two_candidates_at_once(day: Day) -> None:
    terminal = await_start(day, FIRST)
    terminal.press("^N")
    terminal.wait_gone("à démarrer")
    day.go_home()
    day.listed(FIRST, "►")
    day.open(SECOND, "Un autre oral est en cours, son horloge court :")
    terminal.wait_for(f"{FIRST.full_name}.")
    day.go_home()

    terminal.press("^C", until="Quitter e33tui ?")
    terminal.wait_for("son horloge continuera", f"{FIRST.full_name}.")
    terminal.press("n")
    terminal.wait_gone("Quitter e33tui ?")
    assert not terminal.ended

    day.open(FIRST, "1er temps · Présentation")
    terminal.press("^K", until="Oral interrompu")
    terminal.press("i", until="Motif ▸")
    terminal.type("Alerte incendie")
    terminal.press("⏎", until="Le candidat est-il sorti ?")
    day.go_home()
    passage = day.record(FIRST, lambda passage: passage.ending)
    assert (passage.ending, passage.ending_reason) == (Ending.INTERRUPTED, "Alerte incendie")
    assert passage.presentation.status is PartStatus.ENDED
    assert (passage.mentions, passage.progress) == ((Mention.INTERRUPTED,), Progress.TO_WRITE)
    assert (passage.note, day.verso(FIRST)) == (None, None)
    # To look at a candidate who has not come is not to begin the passage.
    assert day.find(SECOND) is None


def test_a_part_ended_by_mistake_is_reopened(day: Day) -> None:
    terminal = await_start(day, REOPENED)
    terminal.press("^N")
    terminal.wait_gone("à démarrer")
    terminal.press("^N", until="La terminer ?")
    terminal.press("o", until="2nd temps · Entretien")
    ended = day.record(REOPENED, lambda passage: passage.presentation.ended).presentation
    terminal.press("^Y", until="1er temps · Présentation")
    terminal.wait_for("rouvert, son horloge a continué.")
    passage = day.record(REOPENED, lambda passage: passage.running is PRESENTATION)
    assert ran_on(passage, ended, PRESENTATION)

    act.start_interview(terminal)
    act.end_early(terminal)
    ended = day.record(REOPENED, lambda passage: passage.interview.ended).interview
    terminal.press("^Y", until="2nd temps · Entretien")
    passage = day.record(REOPENED, lambda passage: passage.running is INTERVIEW)
    assert ran_on(passage, ended, INTERVIEW)
    assert passage.presentation.status is PartStatus.ENDED

    act.end_early(terminal)
    day.go_home()
    day.record(REOPENED, lambda passage: passage.oral_over)
    assert parts(day, REOPENED, ReopenPart) == [PRESENTATION, INTERVIEW]
    assert parts(day, REOPENED, EndPart) == [PRESENTATION, PRESENTATION, INTERVIEW, INTERVIEW]


def test_the_clock_is_corrected(day: Day) -> None:
    terminal = await_start(day, CORRECTED)
    terminal.press("^U", until="démarré il y a…")
    terminal.press("d", until="Démarré il y a ▸")
    terminal.type("2")
    terminal.press("⏎", until="^T pause")
    started = day.record(CORRECTED, lambda passage: passage.running is PRESENTATION)
    assert started.presentation.adjustment == 2 * MINUTE

    terminal.press("^U", until="ajouter 30 s")
    for sign, shown in (("+", "02:[345]"), ("+", "03:[012]"), ("-", "02:[345]")):
        terminal.press(sign)
        _await_question(terminal, shown)
    terminal.press("^R")
    terminal.wait_gone("ajouter 30 s")
    whole = 2 * MINUTE + MINUTE // 2
    # Both are read from the disk, the second later: the passage alone may be a key behind.
    day.record(
        CORRECTED,
        lambda passage: (
            passage.presentation.adjustment == whole and _corrections(day) == [30, 30, -30]
        ),
    )

    terminal.press("^T", until="‖ PAUSE")
    terminal.press("^T", until="L’horloge reprend.")
    terminal.press("^U", until="sans motif")
    terminal.press("3")
    terminal.wait_gone("sans motif")
    explained = day.record(CORRECTED, lambda passage: passage.presentation.pauses[0].reason)
    (pause,) = explained.presentation.pauses
    assert pause.reason == "Demande du candidat"
    assert pause.end is not None

    _give_extra(terminal, "5")
    terminal.wait_for("/ 20:00")
    extra = day.record(CORRECTED, lambda passage: passage.accommodation.presentation)
    assert extra.accommodation == Accommodation(presentation=5 * 60, interview=0)

    terminal.press("^N", until="2nd temps · Entretien")
    _give_extra(terminal, "8:20")
    terminal.wait_for("/ 33:20")
    terminal.press("^N")
    terminal.wait_gone("à démarrer")
    terminal.press("^N", until="Il reste 33:")
    terminal.press("o", until="Le candidat est-il sorti ?")
    day.go_home()
    passage = day.record(CORRECTED, lambda passage: passage.oral_over)
    assert passage.accommodation == Accommodation(presentation=300, interview=500)
    assert passage.allowed(INTERVIEW) == 33 * MINUTE + 20_000
    assert passage.interview.adjustment == 0


def _await_question(terminal: Terminal, shown: str) -> None:
    """Wait until the question about the clock is there again, under what the clock shows."""

    def there() -> bool:
        title = terminal.emulator.lines[1]
        return re.search(rf" {shown}\d / ", title) is not None and "ajouter" in terminal.screen

    terminal.wait_until(there, shown)


def _corrections(day: Day) -> list[int]:
    """Return the seconds by which the clock was corrected."""
    done: list[Command] = commands_in(day.folder, CORRECTED.number)
    return [one.delta // 1000 for one in done if isinstance(one, AdjustClock)]


def _give_extra(terminal: Terminal, minutes: str) -> None:
    terminal.press("^U", until="temps supplémentaire…")
    terminal.press("s", until="Temps supplémentaire ▸")
    terminal.type(minutes)
    terminal.press("⏎")
    terminal.wait_gone("Temps supplémentaire ▸")


def test_the_day_ends_well(day: Day) -> None:
    # Nobody's clock runs any more: nothing is asked.
    assert act.leave(day.terminal) == 0
    day.assert_verified()
