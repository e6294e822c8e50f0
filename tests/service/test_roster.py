"""The séance and its roster: several terminals write them, each on what the file holds then."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Sequence

import pytest

from e33tui.domain.commands import Arrive, Identify
from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.identity import NO_EXTRA_TIME, Candidate
from e33tui.domain.passage import Presence
from e33tui.domain.sitting_commands import (
    AddCandidate,
    EditCandidate,
    RemoveCandidate,
    SetUp,
    SittingCommand,
)
from e33tui.service.changes import Changes
from e33tui.service.desk import Desk
from e33tui.store import HeldElsewhere, Lines, Row
from tests.service.support import GIVEN_NAME, NUMBER, PATIENCE, SURNAME, Day, SlowDisk, saved
from tests.support.domain import commission

OTHER = Candidate("0260225", "MOREL", "Ilyès")


def correct_number(day: Day, number: str) -> None:
    """Correct the number inside the passage, and leave it."""
    desk = day.open()
    who = desk.state.identification
    right = dataclasses.replace(who.candidate, number=number)
    desk.do(Identify(dataclasses.replace(who, candidate=right)))
    assert desk.leave()


def test_a_seance_is_set_up_and_found_again(day: Day) -> None:
    again = day.restart().sitting
    assert (again.session, again.date) == ("2026", "2026-06-22")
    assert again.commission == commission()
    assert [e.candidate for e in again.roster] == [Candidate(NUMBER, SURNAME, GIVEN_NAME)]


def test_a_number_is_given_once(day: Day) -> None:
    with pytest.raises(InputError, match=f"{NUMBER} est déjà celui de {SURNAME}"):
        day.service.add_candidate(f" {NUMBER} ", "AUTRE", "Nom")
    assert len(day.service.rows()) == 1


def test_of_several_commands_all_or_none_are_carried_out(day: Day) -> None:
    with pytest.raises(InputError):
        day.service.change(
            AddCandidate("a" * 16, OTHER, NO_EXTRA_TIME),
            AddCandidate("b" * 16, OTHER, NO_EXTRA_TIME),
        )
    assert len(day.restart().rows()) == 1


def test_a_number_corrected_in_a_passage_is_taken_too(day: Day) -> None:
    correct_number(day, OTHER.number)
    other = day.service.add_candidate("0260300", "PETIT", "Lou")
    with pytest.raises(InputError, match=f"déjà celui de {SURNAME}"):
        day.service.changes.check_number(other, f"{OTHER.number} ")
    with pytest.raises(InputError, match=f"déjà celui de {SURNAME}"):
        day.service.add_candidate(*dataclasses.astuple(OTHER))
    with pytest.raises(InputError, match=f"déjà celui de {SURNAME}"):
        day.service.change(EditCandidate(other, OTHER))
    assert [row.candidate.number for row in day.service.rows()] == [OTHER.number, "0260300"]


def test_a_passage_may_keep_its_own_number_and_take_a_free_one(day: Day) -> None:
    day.service.changes.check_number(day.passage, NUMBER)
    day.service.changes.check_number(day.passage, OTHER.number)
    with pytest.raises(InputError, match="U\\+001B"):
        day.service.changes.check_number(day.passage, "\x1b[2J")


def test_a_candidate_is_found_by_the_number_now_in_force(day: Day) -> None:
    assert day.service.passage_of(f"{NUMBER} ") == day.passage
    correct_number(day, OTHER.number)
    assert day.service.passage_of(OTHER.number) == day.passage
    for number in ("0000000", NUMBER):
        with pytest.raises(InputError, match="aucun candidat"):
            day.service.passage_of(number)


def test_of_two_who_have_the_same_number_none_is_chosen(day: Day) -> None:
    """Two terminals can give it at once; a document would be somebody else's."""
    other = day.service.add_candidate(*dataclasses.astuple(OTHER))
    day.service.open(other).do(Arrive())
    correct_number(day, OTHER.number)
    assert saved(day.service)
    with pytest.raises(InputError, match="plusieurs candidats"):
        day.service.passage_of(OTHER.number)


def test_who_has_not_started_can_be_corrected_and_removed(day: Day) -> None:
    day.service.change(EditCandidate(day.passage, OTHER))
    assert day.service.sitting.entry(day.passage).candidate == OTHER
    assert day.open().state.identification.candidate == OTHER
    day.restart().change(RemoveCandidate(day.passage))
    assert day.service.rows() == ()


@pytest.mark.parametrize("command", [EditCandidate, RemoveCandidate])
def test_who_has_started_can_not(day: Day, command: type) -> None:
    desk = day.open()
    desk.do(Arrive())
    assert desk.leave()
    with pytest.raises(RuleError, match="a commencé"):
        day.service.change(_made(command, day.passage))
    assert [row.candidate.number for row in day.restart().rows()] == [NUMBER]


@pytest.mark.parametrize("command", [EditCandidate, RemoveCandidate])
def test_nor_can_who_is_open_with_nothing_on_the_disk_yet(day: Day, command: type) -> None:
    disk = SlowDisk()
    desk = day.use(disk).open(day.passage)
    disk.hold()
    desk.do(Arrive())
    elsewhere = day.again()
    with pytest.raises(RuleError, match="est ouvert dans un terminal"):
        elsewhere.change(_made(command, day.passage))
    disk.free.set()
    assert desk.leave()
    assert elsewhere.rows()[0].passage == desk.state


def _made(command: type, passage: str) -> EditCandidate | RemoveCandidate:
    return EditCandidate(passage, OTHER) if command is EditCandidate else RemoveCandidate(passage)


def test_a_passage_opened_and_left_untouched_has_not_started(day: Day) -> None:
    desk = day.open()
    assert day.service.rows()[0].passage is None
    assert desk.leave()
    assert day.service.rows()[0].passage is None
    day.service.change(RemoveCandidate(day.passage))
    assert day.service.rows() == ()


def test_two_terminals_add_to_what_the_other_wrote(day: Day) -> None:
    elsewhere = day.again()
    first = day.service.add_candidate("1", "UN", "A")
    second = elsewhere.add_candidate("2", "DEUX", "B")
    third = day.service.add_candidate("3", "TROIS", "C")
    expected = [day.passage, first, second, third]
    for service in (day.service, elsewhere, day.again()):
        assert [row.entry.passage for row in service.rows()] == expected
    with pytest.raises(InputError, match="déjà celui de DEUX"):
        day.service.add_candidate("2", "AUTRE", "Nom")


def test_a_passage_begins_with_what_another_terminal_corrected(day: Day) -> None:
    elsewhere = day.again()
    elsewhere.change(
        SetUp("2027", "Autre centre", "2027-01-02", commission()),
        EditCandidate(day.passage, OTHER),
    )
    who = day.open().state.identification
    assert (who.session, who.centre, who.candidate) == ("2027", "Autre centre", OTHER)


def test_who_was_removed_elsewhere_can_not_begin(day: Day) -> None:
    day.again().change(RemoveCandidate(day.passage))
    with pytest.raises(InputError, match="n’est pas sur la liste"):
        day.open()
    with pytest.raises(InputError):
        day.open()  # The lock was given back: this is not HeldElsewhere.


def test_a_damaged_list_does_not_stop_an_oral(day: Day) -> None:
    (day.folder / "seance.json").write_bytes(b"{")
    desk = day.open()
    desk.do(Arrive())
    assert desk.leave()
    assert day.on_disk().presence is Presence.PRESENT
    assert [row.candidate.number for row in day.service.rows()] == [NUMBER]


def test_the_list_tells_which_file_is_damaged_and_shows_the_others(day: Day) -> None:
    other = day.service.add_candidate(*dataclasses.astuple(OTHER))
    desk = day.at("arrived")
    assert desk.leave()
    (day.files / "passage.json").write_bytes(b'{"meta')
    damaged, sound = day.service.rows()
    assert damaged.passage is None
    assert "passage.json est endommagé" in damaged.problem
    assert (sound.entry.passage, sound.problem) == (other, "")


def test_the_list_reads_a_file_again_only_after_it_changed(day: Day) -> None:
    assert day.at("arrived").leave()
    first = day.service.rows()[0].passage
    assert day.service.rows()[0].passage is first
    elsewhere = day.again().open(day.passage)
    elsewhere.undo()
    assert elsewhere.leave()
    second = day.service.rows()[0].passage
    assert second is not None
    assert (second.presence, second) == (Presence.EXPECTED, day.on_disk())


def test_the_list_shows_what_is_not_on_the_disk_yet(day: Day) -> None:
    disk = SlowDisk()
    desk = day.use(disk).open(day.passage)
    disk.hold()
    desk.do(Arrive())
    assert day.service.rows()[0].passage == desk.state
    disk.free.set()
    assert saved(day.service)


def test_a_passage_held_by_another_terminal_is_refused(day: Day) -> None:
    day.open()
    with pytest.raises(HeldElsewhere) as refused:
        day.again().open(day.passage)
    assert refused.value.holder is not None


def test_who_is_corrected_while_the_passage_is_opened_is_examined_as_corrected(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = day.again()
    desks: list[Desk] = []
    opening = threading.Thread(target=lambda: desks.append(other.open(day.passage)))
    waiting = threading.Event()
    append = other._store.sitting.append

    def reached(make: Callable[[Lines], Sequence[Row]]) -> Lines:
        waiting.set()
        return append(make)

    def meanwhile(self: Changes, command: SittingCommand) -> None:
        # The passage is free and has not begun; before that is written, somebody opens it.
        opening.start()
        while opening.is_alive() and not waiting.wait(0.01):
            pass

    monkeypatch.setattr(other._store.sitting, "append", reached)
    monkeypatch.setattr(Changes, "_refuse_started", meanwhile)
    day.service.change(EditCandidate(day.passage, Candidate("0260999", "ROY", "Zoé")))
    opening.join(PATIENCE)
    assert desks[0].state.identification.candidate.surname == "ROY"
