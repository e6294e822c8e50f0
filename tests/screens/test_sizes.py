"""Every size from 60×20 on: what design §4 lists is there for each criterion, with the longest texts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.geometry import Size
from textual.widgets import Static

from e33tui.domain.commands import Accommodate, AddRemark, PlaceLevel
from e33tui.domain.identity import Accommodation
from e33tui.domain.passage import Step
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.rubric import Criterion
from e33tui.domain.sitting_commands import SetUp
from e33tui.look import Look
from e33tui.screens.clock_view import clock_within
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.exam import ExamScreen
from e33tui.screens.keybar import KeyBar
from e33tui.screens.panes import READING_WIDTH
from e33tui.screens.too_small import small_words
from e33tui.screens.view import wrap
from tests.screens.seen import at_terminal
from tests.screens.support import SECOND, Juror, at_work, go_to_stage, sitting
from tests.support.domain import FakeClock, commission, journal_at, play, rubric

SIZES = (
    (80, 24),
    (80, 25),
    (100, 30),
    (120, 40),
    (132, 43),
    (200, 60),
    (60, 40),
    (70, 60),
    (60, 20),
)
FEW = ((60, 20), (80, 24), (132, 43), (200, 60), (60, 40))
"""One of each layout, which the suite looks at."""
SMALL = ((60, 20), (80, 24))
"""Where a long notice takes from what there is to show."""
LONG = "une observation que l’on tape jusqu’au bout, " * 11
LONG_NOTICE = "! Une phrase de refus qui n’en finit pas. " * 8


def told(juror: Juror, name: str) -> list[str]:
    """The lines of one part of the screen."""
    content = juror.app.screen.query_one(name, Static).content
    return str(content).split("\n")


def verbatim(criterion: Criterion, level: int) -> str:
    """A descriptor as it is read."""
    return joined([rubric().descriptor(criterion.id, level)])


def joined(lines: list[str]) -> str:
    """Lines as one reads them, from one to the next."""
    return " ".join(" ".join(lines).split())


def check_parts(juror: Juror) -> None:
    """The list and the detail fit, one above the other or side by side, and no line is absurd."""
    screen, size = juror.app.screen, juror.app.size
    assert isinstance(screen, ExamScreen)
    left, detail = told(juror, "#list"), told(juror, "#detail")
    room = size.height - 4 - screen.notice_height
    beside = screen.has_class("-wide")
    assert max(len(left), len(detail)) <= room
    assert beside or len(left) + len(detail) <= room
    assert max(map(len, detail)) <= min(READING_WIDTH, size.width - (len(left[0]) + 3) * beside)


def check_criteria(juror: Juror) -> None:
    """All ten, each with its level."""
    shown = "\n".join(told(juror, "#list"))
    for place, criterion in enumerate(rubric().criteria):
        number, label = criterion.number, re.escape(criterion.label)
        level = rubric().levels[place % 4]
        assert re.search(
            rf"\b{number}: {level.number} |\b{number} {label}[ :]+{level.number} "
            rf"|\b{level.name} : [\d, ]*\b{number}\b",
            joined([shown]),
        )


def check_placing(juror: Juror, criterion: Criterion, *, few: bool) -> None:
    """Four descriptors, verbatim, and the last two observations or their beginnings."""
    shown = joined(told(juror, "#detail"))
    for level in rubric().levels:
        words = rf"\b{level.number}[^\d]{{0,24}} {re.escape(verbatim(criterion, level.number))}"
        assert re.search(words, shown)
    begins = shown.index(verbatim(criterion, 1))
    assert shown.index("last of") < begins
    assert few or shown.index("penultimate") < shown.index("last of")


def check_typing(juror: Juror, criterion: Criterion) -> None:
    """The last two observations, before any descriptor; of those none is shown in part."""
    shown = joined(told(juror, "#detail"))
    assert shown.index("penultimate") < shown.index("last of")
    whole = [verbatim(criterion, level.number) in shown for level in rubric().levels]
    begun = [verbatim(criterion, level.number)[:20] in shown for level in rubric().levels]
    assert whole == begun


@pytest.mark.parametrize(
    "sizes", [FEW, pytest.param(SIZES, marks=pytest.mark.campaign)], ids=["few", "all"]
)
async def test_the_timed_screen_at_every_size(
    tmp_path: Path, sizes: tuple[tuple[int, int], ...]
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, "interview")
            fill(juror)
            for size in sizes:
                await juror.resize(*size)
                check_lines(juror)
                check_every_criterion(juror)
                if size in SMALL:
                    juror.app.notice(LONG_NOTICE)
                    check_every_criterion(juror, few=size == SMALL[0])
                    juror.app.notice("")


async def test_the_plain_mode_has_the_same_in_words(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_terminal(service, look=Look(plain=True)) as juror:
            await go_to_stage(juror, "interview")
            fill(juror)
            for size in (*SMALL, (60, 40)):
                await juror.resize(*size)
                head, title, *_ = juror.terminal.emulator.lines
                assert head.startswith(" E33  LEFÈVRE Zoé  n° 0123456, enregistré à ")
                assert title.startswith(" 2nd temps : Entretien, 0 min sur 25 min, ")
                keys = juror.terminal.emulator.lines[-1].rstrip()
                assert keys.startswith(" Ctrl+N finir, Tab degrés, Ctrl+T pause, ")
                assert keys.endswith(", Ctrl+G aide")
                check_every_criterion(juror)


def fill(juror: Juror) -> None:
    """Give each criterion a level and two observations of the greatest length."""
    for number, criterion in enumerate(rubric().criteria):
        juror.desk.do(PlaceLevel(criterion.id, number % 4 + 1))
        for word in ("penultimate", "last of"):
            text = f"{word} {LONG}"[:500].strip()
            juror.desk.do(AddRemark(text, Mark.QUESTION, criterion.id))


def check_lines(juror: Juror) -> None:
    """Candidate, save state, temps, clock, entry and keys, each whole in its line."""
    head, title, *_, keys = juror.lines()
    assert head.startswith(" E33  LEFÈVRE Zoé  n° 0123456 ")
    assert re.search(r"✓ \d\d:\d\d:\d\d $", head)
    assert title.startswith(" 2nd temps · Entretien ")
    assert re.search(r" \d\d:\d\d / 25:00 $", title)
    assert keys.endswith("^Z annuler ^O neutre ^G aide")
    assert keys.startswith(" ^N ")
    entry = juror.app.screen.query_one("#remark").region
    assert entry.height == 1
    assert entry.width >= 20


def check_every_criterion(juror: Juror, *, few: bool = False) -> None:
    """Each one while one types and while a level is placed.

    Args:
        juror: whose screen it is.
        few: whether a long notice takes the place of an observation.
    """
    screen = juror.app.screen
    assert isinstance(screen, ExamScreen)
    for screen.placing in (False, True):
        for screen.place, criterion in enumerate(rubric().criteria):
            screen.show_body()
            check_parts(juror)
            check_criteria(juror)
            if screen.placing:
                check_placing(juror, criterion, few=few)
            else:
                check_typing(juror, criterion)
    screen.placing = False


TITLES = {
    Step.IDENTIFICATION: "Identification",
    Step.GATE: "Présentation numérique ?",
    Step.PRESENTATION: "1er temps",
    Step.INTERVIEW: "2nd temps",
}


async def test_no_title_is_cut_on_the_smallest_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one is, that nothing can be changed, and how late it is: with a clock at its longest."""
    monkeypatch.setattr(DeskScreen, "closed_words", lambda self: " · lecture seule")
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service, (60, 20)) as juror:
            await juror.open()
            juror.desk.do(Accommodate(Accommodation(300, 500)))
            clock.advance(45 * 60)
            for step, name in TITLES.items():
                juror.app.ways.go_to(step)
                await juror.until(lambda step=step: juror.at(step))  # type: ignore[misc]
                title = juror.lines()[1]
                assert title.startswith(f" {name}"), title
                assert " · lecture seule " in title, title
                assert "!! " in title or step is Step.PRESENTATION, title
                assert "…" not in title
            await under_a_question_no_key_is_offered(juror)


async def under_a_question_no_key_is_offered(juror: Juror) -> None:
    """The question has its own, and only those do anything."""
    place = juror.app.place()
    assert place is not None
    for keys, offered in ((["ctrl+c"], False), (["escape"], True)):
        await juror.press(*keys)
        assert ("^N" in str(place.query_one(KeyBar).content)) is offered


def test_a_clock_gives_way_piece_by_piece_and_never_its_alert() -> None:
    clock = FakeClock()
    journal = journal_at("interview_running", clock)
    journal = play(journal, clock, Accommodate(Accommodation(300, 500)))
    now = clock.advance(34 * 60 - 10)
    shown = [clock_within(journal.state, PartId.INTERVIEW, now, room) for room in (50, 41, 31, 10)]
    assert shown == [
        "!! dépassement  +00:50 / 33:20 (dont + 08:20)",
        "!! dépassement  +00:50 / 33:20 dont 08:20",
        "!! dépassement  +00:50 / 33:20",
        "!! +00:50",
    ]


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((59, 19), "agrandissez-le à 60 × 20 au moins. Rien n’est perdu."),
        ((20, 5), "agrandissez-le à 60 × 20 au moins. Rien n’est perdu."),
        ((20, 2), "il faut 60 × 20."),
        ((10, 3), "Il faut 60 × 20."),
        ((9, 1), "60 × 20"),
        ((1, 1), "E33"),
    ],
)
def test_a_terminal_too_small_says_what_it_has_room_for(size: tuple[int, int], words: str) -> None:
    width, height = size
    said = small_words(Size(width, height), "E33")
    assert said.endswith(words)
    assert len(wrap(said, width)) <= height or width < 9


async def test_what_cannot_be_written_takes_the_lines_it_needs(tmp_path: Path) -> None:
    centre = "Lycée polyvalent régional des métiers du commerce et de l’hôtellerie, Saint-Étienne"
    with sitting(tmp_path, state="expected") as service:
        service.change(SetUp("2026", centre, "2026-06-22", commission()))
        async with at_work(service, (60, 20)) as juror:
            await juror.open(SECOND)
            assert centre in juror.text()
