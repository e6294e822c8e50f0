"""A roster taken over: all of it in one write, or nothing."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from e33tui.domain import sitting as sittings
from e33tui.domain.closing import Assent
from e33tui.domain.commands import Arrive
from e33tui.domain.errors import InputError, RuleError, StoreError
from e33tui.domain.identity import Accommodation, Candidate
from e33tui.domain.roster_plan import Known, Plan, plan
from e33tui.domain.roster_reading import Reading
from e33tui.domain.sitting import Sitting
from e33tui.domain.sitting_commands import (
    AddCandidate,
    BeginClosing,
    EditCandidate,
    HandOver,
    SetBands,
    SittingCommand,
)
from e33tui.service import importing
from e33tui.service.importing import planned, read_roster, take_over
from tests.service.support import GIVEN_NAME, NUMBER, SURNAME, Day, FullDisk
from tests.service.test_roster import correct_number

HEADS = "N° candidat;Nom;Prénom;Heure;Tiers temps\n"
OWN = f"{NUMBER};{SURNAME};{GIVEN_NAME};;\n"
TWO = HEADS + OWN + "0260118;ROY;Zoé;8h30;oui\n0260119;LOU;Max;9h;\n"


def numbers(day: Day) -> list[str]:
    return [entry.candidate.number for entry in day.again().sitting.roster]


def test_a_list_is_taken_over_in_one_line_and_again_changes_nothing(day: Day) -> None:
    before = len(day.service._store.sitting.lines())
    take_over(day.service, planned(day.service, TWO))
    assert numbers(day) == [NUMBER, "0260118", "0260119"]
    entry = day.again().sitting.by_number("0260118")
    assert (entry.convocation, entry.accommodation) == ("08:30", Accommodation(300, 500))
    again = planned(day.service, TWO)
    assert not again.changes_something
    take_over(day.service, again)
    assert len(day.service._store.sitting.lines()) == before + 1


def test_a_list_that_the_disk_does_not_confirm_is_said_to_be_there(day: Day) -> None:
    """The last call of a save alone fails: the list has taken the place of the one before."""
    disk = FullDisk("fsync_dir")
    service = day.use(disk)
    found = planned(service, TWO)
    disk.full = True
    with pytest.raises(StoreError) as caught:
        take_over(service, found)
    assert caught.value.message == (
        "seance.json est écrit, mais le disque ne l’a pas confirmé\u00a0: le disque est plein. "
        "Libérez de la place."
    )
    assert numbers(day) == [NUMBER, "0260118", "0260119"]
    disk.full = False
    assert not planned(service, TWO).changes_something
    service.change(SetBands(()))
    assert numbers(day) == [NUMBER, "0260118", "0260119"]


def test_no_collection_holds_the_keys_up_while_a_list_is_compared_or_applied(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    applied = sittings.apply

    def noted(reading: Reading, roster: Sequence[Known]) -> Plan:
        seen.append(gc.isenabled())
        return plan(reading, roster)

    def apply(sitting: Sitting, command: SittingCommand, *, judged: bool = True) -> Sitting:
        seen.append(gc.isenabled())
        return applied(sitting, command, judged=judged)

    monkeypatch.setattr(importing, "plan", noted)
    found = planned(day.service, TWO)
    monkeypatch.setattr(sittings, "apply", apply)
    take_over(day.service, found)
    assert seen[:2] == [False, False]
    assert gc.isenabled()


def test_a_passage_of_the_list_can_be_opened(day: Day) -> None:
    take_over(day.service, planned(day.service, TWO))
    passage = day.service.passage_of("0260118")
    desk = day.service.open(passage)
    assert desk.state.accommodation == Accommodation(300, 500)


def test_a_change_keeps_the_passage_and_where_the_candidate_was_handed_to(day: Day) -> None:
    day.service.change(HandOver(day.passage, "Commission 2"))
    take_over(day.service, planned(day.service, HEADS + OWN.replace(";;", ";10h;")))
    entry = day.service.sitting.entry(day.passage)
    assert (entry.convocation, entry.handed_to) == ("10:00", "Commission 2")


def test_who_has_begun_or_is_open_is_left_as_they_are(day: Day) -> None:
    desk = day.open()
    text = HEADS + OWN.replace(SURNAME, "AUTRE")
    found = planned(day.service, text)
    assert [entry.passage for entry in found.begun] == [day.passage]
    desk.do(Arrive())
    assert desk.leave()
    assert planned(day.service, text).begun == found.begun
    assert not planned(day.service, text).changes_something


def test_whoever_begins_after_the_preview_keeps_the_list_from_being_taken(day: Day) -> None:
    found = planned(day.service, TWO.replace(SURNAME, "AUTRE"))
    assert found.changed
    desk = day.again().open(day.passage)
    desk.do(Arrive())
    assert desk.leave()
    with pytest.raises(RuleError, match="a commencé"):
        take_over(day.service, found)
    assert numbers(day) == [NUMBER]


@pytest.mark.parametrize("who", [Candidate("0260118", "X"), Candidate("0000001", "Y")])
def test_a_list_that_changed_after_the_preview_is_looked_at_anew(day: Day, who: Candidate) -> None:
    found = planned(day.service, TWO)
    day.again().change(AddCandidate("b", who))
    with pytest.raises(RuleError, match="La séance vient d’être modifiée"):
        take_over(day.service, found)
    assert numbers(day) == [NUMBER, who.number]


def test_nor_may_the_settings_have_changed(day: Day) -> None:
    found = planned(day.service, TWO)
    day.again().change(SetBands(()), EditCandidate(day.passage, Candidate(NUMBER, "AUTRE")))
    # What is to be read again then is the file, not the séance's form.
    with pytest.raises(RuleError, match="relisez le fichier"):
        take_over(day.service, found)


def test_with_one_fault_nothing_is_taken_over(day: Day) -> None:
    found = planned(day.service, TWO + ";SANS;Numéro;;\n")
    with pytest.raises(InputError, match="1 point est à corriger"):
        take_over(day.service, found)
    assert numbers(day) == [NUMBER]


def test_a_number_that_a_passage_took_on_since_belongs_to_it(day: Day) -> None:
    found = planned(day.service, TWO)
    day.open().do(Arrive())
    correct_number(day, "0260118")
    with pytest.raises(InputError, match="0260118 est déjà celui de"):
        take_over(day.service, found)
    assert planned(day.service, TWO).begun == (day.service.sitting.entry(day.passage),)


def test_after_the_beginning_of_the_clôture_there_is_nothing_to_take_over(day: Day) -> None:
    found = planned(day.service, TWO)
    day.again().change(BeginClosing((Assent("Mme DURAND Claire"),), (day.passage,)))
    for attempt in (lambda: planned(day.again(), TWO), lambda: take_over(day.service, found)):
        with pytest.raises(RuleError):
            attempt()
    assert numbers(day) == [NUMBER]


def test_a_file_is_read_and_nothing_else_is(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("x")
    assert read_roster(path) == b"x"
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("pipe", "pas un fichier"), ("", "pas un fichier"), ("no", "n’existe pas")):
        with pytest.raises(InputError, match=why):
            read_roster(tmp_path / name)
    with pytest.raises(InputError, match="n’existe pas"):
        read_roster(Path("a\0b"))
