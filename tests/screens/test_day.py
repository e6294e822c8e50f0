"""The list of the day: présence, avancement and mentions kept apart, and what a key does there."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.widgets import OptionList

from e33tui.domain.clock import clock_time
from e33tui.domain.commands import Arrive, MarkAbsent
from e33tui.domain.identity import Accommodation, Candidate, Capacity, Juror
from e33tui.domain.passage import Mention, Passage, Presence
from e33tui.domain.roster import Entry
from e33tui.domain.sitting_commands import AddCandidate, EditCandidate
from e33tui.look import DEFAULT, Look, use
from e33tui.screens import day_columns, day_view
from e33tui.screens.fields import PickList
from e33tui.screens.home import HomeScreen
from e33tui.service import DayRow
from tests.screens import support
from tests.screens.support import FIRST, SECOND, SIZES, THIRD, at_work, bring, check_frame, sitting
from tests.support.domain import STATES, FakeClock, journal_at, play

LONG = "DE LA FONTAINE-MARTIN Zoé!"
"""Twenty-six columns: the longest name that a list of eighty must show whole."""


def row(state: str, *, number: str = "0123456", name: str = "LEFÈVRE") -> DayRow:
    return DayRow(Entry(FIRST, Candidate(number, name)), journal_at(state).state)


def list_row(juror: support.Juror, name: str) -> str:
    return next(line for line in juror.lines()[3:] if name in line)


# -- Words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "presence", "progress"),
    [
        ("expected", "○ attendu", "– à venir"),
        ("absent", "× absent", "–"),
        ("arrived", "● présent", "– à venir"),
        ("gate_open", "● présent", "► en cours"),
        ("interview_ended", "● présent", "✎ fiche à rédiger"),
        ("locked_complete", "● présent", "■ verrouillé"),
        ("locked_absent", "× absent", "■ verrouillé"),
    ],
)
def test_presence_and_progress_have_a_column_each(state: str, presence: str, progress: str) -> None:
    shape = day_columns.columns([row(state)], 80)
    shown = day_columns.state_text(row(state), shape, FakeClock().now())
    assert shown == shape.join(presence.ljust(9), progress)


def test_every_mention_has_a_sign_and_words_of_its_own() -> None:
    handed = day_columns.mentions(None, Entry(FIRST, Candidate("1", "A"), handed_to="jury 2"))
    every = [*day_view.MENTIONS.values(), day_view.LATE, *handed]
    assert len(every) == len(Mention) + 2
    for room in (0, 40):
        shown = [day_view.told_text([told], room) for told in every]
        assert len(set(shown)) == len(every)
        assert all(len(words) == 1 for words in shown) is (room == 0)
    taken = {day_view.presence_symbol(presence) for presence in Presence} | set("►✎■–‖")
    assert not taken.intersection(day_view.told_text(every, 0))


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("number", ["7", "0123456", "N" * 20])
def test_a_line_fits_and_keeps_what_it_is_for(width: int, number: str) -> None:
    now = FakeClock().now()
    for state in STATES:
        for name in ("X", LONG, "M" * 120):
            each = row(state, number=number, name=name)
            each = DayRow(each.entry, _named(each.passage, each.entry.candidate))
            shape = day_columns.columns([each], width)
            line = day_columns.who_text(each, shape) + day_columns.state_text(each, shape, now)
            assert cell_len(line) <= width - 3
            assert width < 80 or name == "M" * 120 or name in line
            assert each.passage is not None
            assert day_view.status_text(each.passage, now).split()[1] in line


def _named(passage: Passage | None, who: Candidate) -> Passage | None:
    assert passage is not None
    return replace(passage, identification=replace(passage.identification, candidate=who))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("expected", "attendu"),
        ("gate_open", "1er temps à démarrer"),
        ("presentation_ended", "2nd temps à démarrer"),
        ("interview_paused", "2nd temps en pause"),
        ("candidate_left", "à rédiger : il manque 16 éléments"),
        ("complete", "fiche complète, à verrouiller"),
        ("gate_none", "non interrogé · fiche complète, à verrouiller"),
        ("gate_technical", "à reconvoquer"),
        ("locked_complete", "verrouillé"),
    ],
)
def test_the_chosen_line_says_in_words_where_a_passage_stands(state: str, said: str) -> None:
    shown = day_view.chosen_text(row(state))
    assert shown.startswith("LEFÈVRE Zoé · ")
    assert shown.endswith(said)


def test_the_chosen_line_gives_arrival_extra_time_and_mentions_in_full() -> None:
    clock = FakeClock()
    journal = play(journal_at("expected", clock), clock, Arrive(identity_shown=False))
    shown = day_view.chosen_text(DayRow(Entry(FIRST, Candidate("1", "A")), journal.state))
    assert journal.state.arrived is not None
    assert f"présent, arrivée à {clock_time(journal.state.arrived)}" in shown
    assert "pièce d’identité non présentée" in shown
    announced = DayRow(Entry(FIRST, Candidate("1", "A"), Accommodation(300, 500)))
    assert "aménagement + 05:00 et + 08:20" in day_view.chosen_text(announced)


def test_a_name_that_the_terminal_spells_otherwise_is_said_to_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    found = DayRow(Entry(FIRST, Candidate("1", "ŒUVRARD", "Zoé")), None)
    said = "lettres remplacées, que le terminal n’a pas : OE"
    assert said not in day_view.chosen_text(found)
    try:
        use(Look(ascii=True))
        assert said in day_view.chosen_text(found)
    finally:
        use(DEFAULT)


@pytest.mark.parametrize(
    ("room", "wanted"),
    [
        (80, "Mme LE GOFF Anne Marie et M. MARTIN Paul"),
        (39, "Mme LE GOFF Anne et M. MARTIN Paul"),
        (30, "Mme LE GOFF et M. MARTIN Paul"),
        (25, "Mme LE GOFF et M. MARTIN"),
        (23, ""),
        (10, ""),
    ],
)
def test_the_commission_is_shortened_by_whole_words(room: int, wanted: str) -> None:
    members = [
        Juror("Mme", "LE GOFF Anne Marie", Capacity.TEACHER),
        Juror("M.", "MARTIN Paul", Capacity.PROFESSIONAL),
    ]
    assert day_view.commission_text(members, room) == wanted


# -- The screen -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_at_its_sizes(tmp_path: Path, size: tuple[int, int]) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="complete", clock=clock) as service:
        bring(service, clock, "gate_technical", SECOND)
        async with at_work(service, size) as juror:
            await juror.choose(SECOND)
            check_frame(juror)
            text, line = juror.text(), list_row(juror, "N’GUYEN-BAÏLE Maëlys")
            assert "3 candidats · à examiner : 1 · à rédiger : 1" in text
            assert ("commission : Mme DURAND" in text) is (size[0] >= 120)
            assert ("Avancement" in text) is (size[0] >= 80)
            assert "● présent" in line
            assert "↻" in line
            assert ("↻ à reconvoquer" in line) is (size[0] >= 80)
            assert "N’GUYEN-BAÏLE Maëlys · présent, arrivée à" in text
            assert text.count("à reconvoquer") == 1 + (size[0] >= 80)


async def test_a_clock_that_runs_is_seen_running_and_nothing_else_is_painted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="presentation_running", clock=clock) as service:
        bring(service, clock, "interview_paused", SECOND)
        painted: list[int] = []
        genuine = PickList.replace_option_prompt_at_index

        def spy(self: PickList, index: int, prompt: object) -> object:
            painted.append(index)
            return genuine(self, index, prompt)  # type: ignore[arg-type]

        async with at_work(service) as juror:
            home = juror.app.place()
            assert isinstance(home, HomeScreen)
            monkeypatch.setattr(PickList, "replace_option_prompt_at_index", spy)
            before, paused = list_row(juror, "LEFÈVRE"), list_row(juror, "N’GUYEN")
            assert "‖ 2nd temps 00:" in paused
            home.tick()
            assert painted == []
            clock.advance(61)
            home.tick()
            await juror.pause()
            assert painted == [0]
            after = list_row(juror, "LEFÈVRE")
            assert before != after
            assert "► 1er temps 02:41" in after
            assert list_row(juror, "N’GUYEN") == paused


async def test_an_absence_leads_to_the_next_candidate(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("enter")
            await juror.until(lambda: juror.where == "identification")
            await juror.press("ctrl+x")
            await juror.at_home()
            assert juror.app.last_passage == SECOND
            assert juror.app.screen.query_one("#roster", OptionList).highlighted == 1
            assert "N’GUYEN-BAÏLE Maëlys · attendu" in juror.text()


async def test_coming_back_to_the_list_reads_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        reading: list[bool] = []
        genuine = service.rows

        def spy() -> tuple[DayRow, ...]:
            reading.append(threading.current_thread() is threading.main_thread())
            return genuine()

        async with at_work(service) as juror:
            await juror.open()
            monkeypatch.setattr(service, "rows", spy)
            await juror.press("ctrl+x")
            await juror.at_home()
            assert reading == [False], "in the loop it would stop the interface"
            assert juror.app.last_passage == SECOND
            # Whoever looks again after a while sees what other terminals have done meanwhile.
            await juror.press("ctrl+o")
            other = support.new_service(tmp_path, clock)
            bring(other, clock, "presentation_running", THIRD)
            await juror.press("ctrl+o")
            await juror.until(lambda: "► 1er temps" in list_row(juror, "ÖZDEMIR"))
            assert other.close(10)


async def test_removing_a_candidate_asks_first(tmp_path: Path) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_work(service) as juror:
            await juror.press("delete")
            assert not juror.asked
            for answer, left in (("n", 3), ("escape", 3), ("o", 2)):
                await juror.press("end", "delete")
                assert "Retirer ÖZDEMIR Émile" in juror.text()
                await juror.press(answer)
                await juror.until(lambda left=left: len(service.sitting.roster) == left)  # type: ignore[misc]


async def test_a_long_day_is_gone_through_by_pages(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        more = [AddCandidate(f"{n:016x}", Candidate(f"9{n:05}", f"NOM{n}")) for n in range(60)]
        service.change(*more, EditCandidate(FIRST, Candidate("0123456", LONG)))
        async with at_work(service) as juror:
            assert LONG in juror.text()
            await juror.press("end")
            assert "NOM59 · attendu" in juror.text()
            await juror.press("pageup", "pageup", "pageup", "pageup", "home", "up")
            assert f"{LONG.split()[-1]} · attendu" in juror.text()
            await juror.press("pagedown", "pagedown", "pagedown", "pagedown", "end", "down")
            assert "NOM59 · attendu" in juror.text()


class Bare(App[None]):
    """A list alone, of which no line has been laid out."""

    def compose(self) -> ComposeResult:
        yield PickList(name="list")


@pytest.mark.parametrize("count", [0, 3])
async def test_page_keys_on_a_list_that_is_empty_or_not_laid_out_do_nothing(count: int) -> None:
    app = Bare()
    async with app.run_test() as pilot:
        chosen = app.query_one(PickList)
        chosen.display = False
        await pilot.pause()
        chosen.add_options(str(number) for number in range(count))
        chosen.highlighted = 1 if count else None
        for key in (chosen.action_page_up, chosen.action_page_down):
            key()  # type: ignore[no-untyped-call]
        assert chosen.highlighted == (1 if count else None)


def test_an_absent_candidate_owes_nothing() -> None:
    clock = FakeClock()
    state = play(journal_at("expected", clock), clock, MarkAbsent()).state
    assert day_view.chosen_text(DayRow(Entry(FIRST, Candidate("1", "A")), state)).endswith("absent")


@pytest.mark.parametrize(
    ("minutes", "width", "wanted"),
    [
        (0, 60, " 2 candidats · à examiner : 1 · à rédiger : 1"),
        (12, 60, " à examiner : 1 · à rédiger : 1 · retard 12 min"),
        (12, 66, " 2 candidats · à examiner : 1 · à rédiger : 1 · retard 12 min"),
        (125, 50, " à examiner : 1 · à rédiger : 1 · retard 2 h 05"),
    ],
)
def test_the_title_tells_the_day_in_the_room_there_is(
    minutes: int, width: int, wanted: str
) -> None:
    rows = [row("complete"), DayRow(Entry(SECOND, Candidate("2", "B")))]
    assert day_view.title_text(rows, minutes, "", width) == wanted
    assert "retard" not in day_view.title_text(rows, 12, "séance close le 22/06/2026", width)
