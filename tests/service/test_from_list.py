"""Absence, order and handing over, from the list of the day."""

from __future__ import annotations

from concurrent import futures
from pathlib import Path

import pytest

from e33tui.domain.closing import Assent
from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.identity import Accommodation, Candidate
from e33tui.domain.roster import ANOTHER_DAY
from e33tui.domain.sitting_commands import (
    BeginClosing,
    EditCandidate,
    RemoveCandidate,
    SetUp,
    TakeBack,
)
from e33tui.service import closing as closings
from e33tui.service.changes import Changes
from e33tui.service.closing import NotReady
from e33tui.service.day import next_of_day
from e33tui.service.desk import Desk
from e33tui.service.importing import planned, take_over
from tests.service.support import PATIENCE, Day, commands_to, saved

ASSENTS = (Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul"))


@pytest.fixture
def three(day: Day) -> list[str]:
    """The passages of a day of three candidates."""
    return [day.passage, *(day.service.add_candidate(n, f"NOM{n}", "Prénom") for n in "23")]


def order(day: Day) -> list[str]:
    return [entry.candidate.number for entry in day.again().sitting.roster]


def numbers(path: Path) -> list[str]:
    """The candidates' numbers in a file for another séance."""
    return [line.split(";")[0] for line in path.read_text("utf-8-sig").splitlines()[1:]]


# -- Absence --


def test_an_absence_is_declared_and_taken_back_and_the_passage_let_go(day: Day) -> None:
    service = day.service
    service.from_list.set_absent(day.passage, absent=True)
    assert day.on_disk().absent
    service.from_list.set_absent(day.passage, absent=True)
    other = day.again()
    other.from_list.set_absent(day.passage, absent=False)
    assert not day.on_disk().absent
    assert [row.to_examine for row in service.rows()] == [True]


def test_a_passage_that_is_open_is_not_declared_absent_and_who_has_it_is_said(day: Day) -> None:
    desk = day.again().open(day.passage)
    with pytest.raises(RuleError, match=r"ouvert dans un terminal \(.+\)"):
        day.service.from_list.set_absent(day.passage, absent=True)
    assert desk.leave()
    assert not day.service.rows()[0].passage


def test_an_oral_that_has_begun_is_let_go_as_it_is(day: Day) -> None:
    assert day.at("gate_open").leave()
    with pytest.raises(RuleError, match="a commencé"):
        day.service.from_list.set_absent(day.passage, absent=True)
    assert day.again().open(day.passage).leave()


def test_a_latecomer_is_examined_after_others_have_passed(day: Day, three: list[str]) -> None:
    service = day.service
    service.from_list.set_absent(three[0], absent=True)
    assert service.next_to_examine("") == three[1]
    service.from_list.set_absent(three[1], absent=True)
    service.from_list.set_absent(three[0], absent=False)
    assert service.next_to_examine(three[1]) == three[2]
    service.from_list.set_absent(three[2], absent=True)
    assert service.next_to_examine(three[2]) == three[0]
    assert day.open().state.presence == "attendu"


def test_the_next_one_comes_after_who_was_turned_to_last(day: Day, three: list[str]) -> None:
    """Whoever was passed over comes when the others have been; a key pressed again changes nothing."""
    service = day.service
    assert next_of_day(service.rows()) == three[0]
    desk = service.open(three[1])
    day.play(desk, commands_to("arrived"))
    assert desk.leave()
    # Who has only arrived is not passed by: nothing has been asked of them yet.
    assert next_of_day(service.rows()) == three[0]
    desk = service.open(three[1])
    day.play(desk, commands_to("gate_open")[1:])
    assert desk.leave()
    assert next_of_day(service.rows()) == three[2]
    service.from_list.set_absent(three[2], absent=True)
    assert next_of_day(service.rows()) == three[0]
    service.from_list.hand_over(three[0], "commission 2")
    assert next_of_day(service.rows()) is None


# -- Order --


def test_a_candidate_goes_one_place_later_or_earlier(day: Day, three: list[str]) -> None:
    move = day.service.from_list.move
    assert move(three[0], later=True)
    assert order(day) == ["2", "0260117", "3"]
    assert move(three[0], later=True)
    assert order(day) == ["2", "3", "0260117"]
    assert not move(three[0], later=True)
    assert move(three[0], later=False)
    assert move(three[0], later=False)
    assert not move(three[0], later=False)
    assert order(day) == ["0260117", "2", "3"]
    assert not move("nobody", later=True)


def test_two_terminals_change_the_list_and_neither_change_is_lost(
    day: Day, three: list[str]
) -> None:
    other = day.again()
    other.change(RemoveCandidate(three[1]))
    with pytest.raises(InputError):
        day.service.from_list.move(three[2], later=False)
    day.service.rows()
    assert day.service.from_list.move(three[2], later=False)
    assert order(day) == ["3", "0260117"]


def test_the_order_stays_once_the_cloture_has_begun(day: Day, three: list[str]) -> None:
    day.service.change(BeginClosing(ASSENTS, tuple(three)))
    with pytest.raises(RuleError, match="clôture"):
        day.service.from_list.move(three[0], later=True)


# -- Handing over --


def test_candidates_for_one_commission_share_the_file_it_imports(
    day: Day, three: list[str]
) -> None:
    give = day.service.from_list.hand_over
    path = give(three[1], "commission 2")
    assert path.parent.name == "commission"
    assert "commission-2" in path.name
    assert numbers(path) == ["2"]
    # Moved to the front, the first of the list gives the file its name.
    day.service.from_list.move(three[1], later=False)
    again = give(three[2], "Commission 2")
    assert numbers(again) == ["2", "3"]
    assert sorted(each.name for each in path.parent.iterdir()) == [again.name]
    assert [row.to_examine for row in day.service.rows()] == [False, True, False]
    assert day.service.next_to_examine("") == day.passage


def test_the_other_seance_imports_who_is_handed_over(
    day: Day, three: list[str], tmp_path: Path
) -> None:
    """Even who has begun there already: put off here, and examined again."""
    who = Candidate("2", "=DUPONT", "Zoé")
    day.service.change(EditCandidate(three[1], who, Accommodation(300, 500), "9h15"))
    assert day.at("gate_technical").leave()
    day.service.from_list.hand_over(three[1], "commission 2")
    path = day.service.from_list.hand_over(day.passage, "commission 2")
    other = Day(tmp_path / "autre")
    try:
        other.service.change(RemoveCandidate(other.passage))
        take_over(other.service, planned(other.service, path.read_bytes()))
        first, second = other.again().sitting.roster
        assert first.candidate.number == "0260117"
        assert (second.candidate, second.accommodation) == (who, Accommodation(300, 500))
        assert second.convocation == "09:15"
        assert [row.to_examine for row in other.service.rows()] == [True, True]
    finally:
        other.end()


def test_taken_back_a_candidate_is_no_longer_in_the_file(day: Day, three: list[str]) -> None:
    work = day.service.from_list
    path = work.hand_over(three[1], "commission 2")
    work.hand_over(three[2], "commission 2")
    assert work.take_back(three[1]) == path
    assert numbers(path) == ["3"]
    assert work.take_back(three[2]) is None
    assert not path.exists()
    assert all(row.to_examine for row in day.service.rows())


def test_the_file_is_taken_back_whatever_has_become_of_its_name(day: Day, three: list[str]) -> None:
    """It has the date, and who comes first on the list."""
    work = day.service.from_list
    path = work.hand_over(three[1], "commission 2")
    beside = work.hand_over(three[2], "commission 2 bis")
    day.service.change(RemoveCandidate(day.passage))
    day.service.change(SetUp("2026", "Lycée", "2026-06-23", day.service.sitting.commission))
    work.take_back(three[1])
    assert [each.name for each in path.parent.iterdir()] == [beside.name]


def test_another_terminal_hands_nobody_over_a_second_time(day: Day, three: list[str]) -> None:
    other = day.again()
    path = day.service.from_list.hand_over(three[1], "commission 2")
    with pytest.raises(RuleError, match="confié : commission 2"):
        other.from_list.hand_over(three[1], "commission 3")
    assert other.from_list.hand_over(three[1], "commission 2") == path


def test_names_without_a_letter_of_a_file_name_have_files_of_their_own(
    day: Day, three: list[str]
) -> None:
    work = day.service.from_list
    assert work.hand_over(three[0], "二") != work.hand_over(three[1], "三")
    with pytest.raises(InputError):
        work.hand_over(three[2], " ")
    hostile = work.hand_over(three[2], "../../x [/b]")
    assert hostile.parent == work.write_file("二").parent


def test_who_is_handed_over_is_not_opened_here_until_taken_back(day: Day, three: list[str]) -> None:
    service = day.service
    service.from_list.hand_over(three[1], "commission 2")
    for terminal in (service, day.again()):
        with pytest.raises(RuleError, match="confié : commission 2"):
            terminal.open(three[1])
    with pytest.raises(RuleError, match="confié"):
        service.from_list.set_absent(three[1], absent=True)
    # Another terminal that does not know yet is told too, also of who has arrived here.
    other = day.again()
    other.rows()
    assert day.at("arrived").leave()
    service.from_list.hand_over(day.passage, "commission 2")
    with pytest.raises(RuleError, match="confié"):
        other.open(day.passage)
    service.from_list.take_back(day.passage)
    assert day.open().state.arrived is not None


def test_an_oral_that_has_begun_or_is_open_is_not_handed_over(day: Day, three: list[str]) -> None:
    give = day.service.from_list.hand_over
    other = day.again()
    desk = other.open(three[1])
    with pytest.raises(RuleError, match="ouvert dans un terminal"):
        give(three[1], "commission 2")
    assert desk.leave()
    assert day.at("gate_open").leave()
    with pytest.raises(RuleError, match="a commencé ici"):
        give(day.passage, "commission 2")
    assert not any(entry.handed_to for entry in day.again().sitting.roster)


def test_an_oral_opened_while_it_is_being_handed_over_is_not_held_here(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opens it takes it after the other has looked and before that is written."""
    assert day.at("arrived").leave()
    other, opened = day.again(), futures.ThreadPoolExecutor(1)
    found: list[futures.Future[Desk]] = []

    def looked(*given: object) -> None:
        genuine(*given)  # type: ignore[arg-type]
        found.append(opened.submit(other.open, day.passage))
        futures.wait(found, 0.3)

    genuine = Changes._refuse_handing
    monkeypatch.setattr(Changes, "_refuse_handing", looked)
    day.service.from_list.hand_over(day.passage, "commission 2")
    with pytest.raises(RuleError, match="confié"):
        found[0].result(PATIENCE)
    opened.shutdown()


# -- The clôture --


def test_the_cloture_asks_nothing_of_who_is_handed_over(day: Day, three: list[str]) -> None:
    service = day.service
    assert day.at("gate_technical").leave()
    assert saved(service)
    service.from_list.hand_over(day.passage, ANOTHER_DAY)
    service.from_list.hand_over(three[1], "commission 2")
    with pytest.raises(NotReady) as refused:
        service.close_sitting(ASSENTS)
    assert [each.row.candidate.number for each in refused.value.obstacles] == ["3"]
    service.from_list.set_absent(three[2], absent=True)
    assert service.close_sitting(ASSENTS).closed
    states = [row.passage for row in day.again().rows()]
    assert [state and state.closed for state in states] == [True, None, True]
    assert not (day.folder / "passages" / three[1] / "passage.json").exists()
    assert service.verify() == []
    with pytest.raises(RuleError, match="close"):
        service.from_list.take_back(three[1])
    # The one that was put off here is locked: it can be looked at.
    assert service.open(day.passage).state.locked


def test_who_has_arrived_and_went_elsewhere_is_left_as_they_are(day: Day, three: list[str]) -> None:
    service = day.service
    assert day.at("arrived").leave()
    service.from_list.hand_over(day.passage, "commission 2")
    for passage in three[1:]:
        service.from_list.set_absent(passage, absent=True)
    assert service.close_sitting(ASSENTS).closed
    assert not day.on_disk().locked
    assert service.verify() == []
    with pytest.raises(RuleError, match="confié"):
        service.open(day.passage)


def test_a_candidate_taken_back_at_the_last_moment_stops_the_cloture(
    day: Day, three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    service = day.service
    service.from_list.hand_over(day.passage, "commission 2")
    for passage in three[1:]:
        service.from_list.set_absent(passage, absent=True)
    other, genuine = day.again(), closings._rows

    def taken_back(*known: object) -> object:
        other.change(TakeBack(day.passage))
        return genuine(*known)  # type: ignore[arg-type]

    monkeypatch.setattr(closings, "_rows", taken_back)
    with pytest.raises(RuleError, match="vient de changer"):
        service.close_sitting(ASSENTS)
    assert service.sitting.closing is None


def test_a_candidates_line_is_corrected_and_they_stay_handed_over(
    day: Day, three: list[str]
) -> None:
    service = day.service
    service.from_list.hand_over(three[1], "commission 2")
    who = service.sitting.entry(three[1]).candidate
    service.change(EditCandidate(three[1], who, convocation="9h"))
    assert service.sitting.entry(three[1]).handed_to == "commission 2"
