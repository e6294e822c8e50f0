"""The séance: its settings, its roster, its file."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import reduce
from typing import Any

import pytest

from e33tui.domain.clock import Instant
from e33tui.domain.closing import Assent
from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.identity import Accommodation, Candidate, Capacity, Commission, Juror
from e33tui.domain.note import NoteBand
from e33tui.domain.replacement import Replacement
from e33tui.domain.sitting import Sitting, apply, load, to_data
from e33tui.domain.sitting_commands import (
    AddCandidate,
    BeginClosing,
    EditCandidate,
    HandOver,
    ImportCandidates,
    MoveCandidate,
    RemoveCandidate,
    ReplaceMember,
    SetBands,
    SetRetention,
    SetUp,
    SittingCommand,
    TakeBack,
)
from tests.support.domain import candidate, commission, identification

SET_UP = SetUp("2026", "Lycée Jean-Moulin, Draguignan", "22/06/2026", commission())
FIRST = AddCandidate("p1", candidate("001", "ARNAUD", "Inès"))
SECOND = AddCandidate("p2", candidate("002", "BELKACEM", "Noé"), Accommodation(300, 500))
AT = Instant("boot", 1, 2)

DAY: tuple[SittingCommand, ...] = (SET_UP, FIRST, SECOND)


def sitting(*commands: SittingCommand) -> Sitting:
    return reduce(apply, commands, Sitting())


def test_an_empty_folder_is_a_seance_to_be_set_up() -> None:
    assert not Sitting().is_set_up
    day = sitting(SET_UP)
    assert day.is_set_up
    assert (day.date, day.demonstration, day.bands) == ("2026-06-22", False, ())


def test_the_roster_keeps_the_order_and_copies_the_commission_into_a_passage() -> None:
    day = sitting(*DAY, AddCandidate("p3", candidate()))
    assert [entry.passage for entry in day.roster] == ["p1", "p2", "p3"]
    assert day.identification("p3") == identification()
    assert day.entry("p2").accommodation == Accommodation(300, 500)


def test_a_seance_keeps_the_grid_that_was_chosen() -> None:
    training = replace(SET_UP, rubric="bloc3")
    assert (sitting(SET_UP).rubric, sitting(training).rubric) == ("", "bloc3")
    assert sitting(training, SET_UP).rubric == "bloc3"
    assert not sitting(training).same_settings(sitting(SET_UP))
    assert load([to_data(training, AT)]) == sitting(training)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (SetUp("", "Lycée", "22/06/2026", commission()), "Session"),
        (SetUp("2026", " ", "22/06/2026", commission()), "Centre d’examen"),
        (SetUp("2026", "Lycée", "32/06/2026", commission()), "Date de l’épreuve"),
        (SetUp("2026", "Lycée", "22/06/2026", Commission()), "Commission"),
    ],
)
def test_a_seance_is_set_up_whole(wrong: SetUp, field: str) -> None:
    with pytest.raises(InputError) as refused:
        apply(Sitting(), wrong)
    assert refused.value.field == field


@pytest.mark.parametrize("number", ["001", " 001 "])
def test_two_candidates_never_have_one_number(number: str) -> None:
    day = sitting(*DAY)
    doubles = (
        AddCandidate("p3", candidate(number, "AUTRE")),
        EditCandidate("p2", candidate(number, "BELKACEM")),
    )
    for command in doubles:
        with pytest.raises(InputError) as refused:
            apply(day, command)
        assert refused.value.field == "Numéro"
        assert "001 est déjà celui de ARNAUD Inès" in refused.value.message


def test_leading_zeros_make_another_number() -> None:
    assert len(sitting(*DAY, AddCandidate("p3", candidate("1", "AUTRE"))).roster) == 3


def test_a_candidate_is_corrected_in_place_keeping_the_number() -> None:
    day = sitting(*DAY, EditCandidate("p1", candidate("001", "ARNAULT", "Inès")))
    assert [entry.candidate.surname for entry in day.roster] == ["ARNAULT", "BELKACEM"]
    assert day.entry("p1").passage == "p1"


def test_a_candidate_is_removed_and_the_number_is_free_again() -> None:
    day = sitting(*DAY, RemoveCandidate("p1"), AddCandidate("p3", candidate("001", "AUTRE")))
    assert [entry.passage for entry in day.roster] == ["p2", "p3"]


def test_candidates_are_found_by_number() -> None:
    day = sitting(*DAY)
    assert day.by_number(" 002 ").passage == "p2"
    with pytest.raises(InputError) as refused:
        day.by_number("2")
    assert refused.value.field == "Numéro"


@pytest.mark.parametrize("command", [EditCandidate("p9", candidate()), RemoveCandidate("p9")])
def test_who_is_not_on_the_roster_is_neither_edited_nor_removed(command: SittingCommand) -> None:
    with pytest.raises(InputError, match="pas sur la liste"):
        apply(sitting(*DAY), command)


def test_one_passage_is_added_once() -> None:
    with pytest.raises(RuleError) as refused:
        apply(sitting(*DAY), AddCandidate("p1", candidate("003")))
    assert refused.value.rule == "R1"


@pytest.mark.parametrize("make", [AddCandidate, EditCandidate])
def test_extra_time_is_a_possible_measure(make: type[AddCandidate | EditCandidate]) -> None:
    who = "p3" if make is AddCandidate else "p1"
    with pytest.raises(InputError) as refused:
        apply(sitting(*DAY), make(who, candidate("003"), Accommodation(-60, 0)))
    assert refused.value.field == "Aménagement"


def test_what_the_file_holds_is_what_was_done() -> None:
    commands: tuple[SittingCommand, ...] = (
        *DAY,
        EditCandidate("p1", candidate("001", "[/b]", "ção")),
        RemoveCandidate("p2"),
        SetBands(BANDS),
        SetUp("2026", "Autre centre", "2026-06-23", commission(), demonstration=True),
    )
    lines = json.loads(json.dumps([to_data(command, AT, "b") for command in commands]))
    assert load(lines) == sitting(*commands)
    assert load([]) == Sitting()


BANDS = (NoteBand(2, 16, 23), NoteBand(3, 24, 31))


def test_the_plages_are_the_commissions_and_are_set_all_at_once() -> None:
    day = sitting(*DAY, SetBands(BANDS))
    assert day.bands == BANDS
    assert apply(day, SetBands(BANDS[1:])).bands == BANDS[1:]
    assert apply(day, SetBands(())).bands == ()
    assert apply(day, SET_UP).bands == BANDS


@pytest.mark.parametrize(
    ("bands", "sentence"),
    [
        ((*BANDS, NoteBand(2, 0, 3)), "Plage 2 : une seule plage par profil."),
        (
            (NoteBand(3, 31, 24),),
            "Plage 3 : la première note dépasse la seconde. Tapez la plus basse d’abord.",
        ),
    ],
)
def test_a_plage_is_one_a_profile_and_holds_a_note(
    bands: tuple[NoteBand, ...], sentence: str
) -> None:
    with pytest.raises(InputError) as refused:
        apply(sitting(*DAY), SetBands(bands))
    assert refused.value.message == sentence
    assert apply(sitting(*DAY), SetBands(bands), judged=False).bands == bands


def test_the_plages_stand_in_the_file_as_they_always_will() -> None:
    line = '{"do": "bands", "at": ["boot", 1, 2], "bands": [{"level": 2, "low": 16, "high": 23}]}'
    assert load([json.loads(line)]).bands == BANDS[:1]
    assert to_data(SetBands(BANDS[:1]), AT) == json.loads(line)
    assert to_data(SetBands(()), AT)["bands"] == []


WHEN = ["boot", 1, 2]
DAMAGED: dict[str, Any] = {
    "no command": {},
    "no moment": {"do": "remove", "passage": "p1"},
    "moment cut short": {"do": "remove", "at": ["b", 1], "passage": "p1"},
    "author of another type": {"do": "remove", "at": WHEN, "by": 5, "passage": "p1"},
    "unknown command": {"do": "fly", "at": WHEN},
    "command of another type": {"do": ["add"], "at": WHEN},
    "not an object": 5,
    "field missing": {"do": "remove", "at": WHEN},
    "field unknown": {"do": "remove", "at": WHEN, "passage": "p1", "why": "x"},
    "field of another type": {"do": "remove", "at": WHEN, "passage": 1},
    "candidate as text": {"do": "add", "at": WHEN, "passage": "p3", "candidate": "X"},
    "not on the roster": {"do": "remove", "at": WHEN, "passage": "p9"},
    "number twice": to_data(AddCandidate("p3", candidate("001")), AT),
    "passage twice": to_data(AddCandidate("p1", candidate("009")), AT),
    "plage without its notes": {"do": "bands", "at": WHEN, "bands": [{"level": 2}]},
    "control character": to_data(AddCandidate("p3", candidate("009", "\x1b[2J")), AT),
}


@pytest.mark.parametrize("line", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_line_is_named_and_nothing_is_half_understood(line: Any) -> None:
    with pytest.raises(ValueError, match=r"^line 4: "):
        load([*(to_data(command, AT, "b") for command in DAY), line])


def test_a_line_says_when_and_by_whom() -> None:
    line = to_data(RemoveCandidate("p1"), AT, "a")
    assert line == {"do": "remove", "at": WHEN, "by": "a", "passage": "p1"}


def test_no_retention_date_is_claimed() -> None:
    assert sitting(SET_UP).keep_until == ""
    assert not sitting(SET_UP).is_due("9999-12-31")


def test_a_retention_date_is_set_changed_and_taken_away() -> None:
    day = sitting(SET_UP, SetRetention(" 22/06/2027 "))
    assert day.keep_until == "2027-06-22"
    assert apply(day, SetRetention("2028-01-31")).keep_until == "2028-01-31"
    assert apply(day, SetRetention("  ")).keep_until == ""


def test_the_day_named_is_the_last_one_on_which_the_data_are_kept() -> None:
    day = sitting(SET_UP, SetRetention("22/06/2027"))
    assert [day.is_due(today) for today in ("2027-06-21", "2027-06-22", "2027-06-23")] == [
        False,
        False,
        True,
    ]


def test_a_seance_that_was_put_off_is_not_due_before_it_was_held() -> None:
    later = SetUp("2026", "Lycée", "30/06/2026", commission())
    day = sitting(SET_UP, SetRetention("25/06/2026"), later)
    assert not day.is_due("2026-06-30")
    assert day.is_due("2026-07-01")


@pytest.mark.parametrize("until", ["21/06/2026", "31/02/2027", "un an"])
def test_a_retention_date_is_one_of_the_calendar_and_not_before_the_exam(until: str) -> None:
    with pytest.raises(InputError) as refused:
        apply(sitting(SET_UP), SetRetention(until))
    assert refused.value.field == "Conservation jusqu’au"
    assert refused.value.message.startswith("Conservation jusqu’au : ")


def test_the_example_of_a_retention_date_is_after_the_exam() -> None:
    with pytest.raises(InputError) as refused:
        apply(sitting(SET_UP), SetRetention("un an"))
    assert refused.value.message == "Conservation jusqu’au : tapez une date comme 31/12/2027."


def test_a_retention_date_on_record_is_not_judged_again() -> None:
    lines = [to_data(SET_UP, AT), to_data(SetRetention("2026-06-21"), AT)]
    assert load(lines).keep_until == "2026-06-21"


def test_a_seance_recorded_before_there_were_retention_dates_has_none() -> None:
    lines = json.loads(json.dumps([to_data(command, AT) for command in DAY]))
    assert not any("keep" in str(line) or "retention" in str(line) for line in lines)
    assert load(lines).keep_until == ""


def _three() -> Sitting:
    return sitting(*DAY, AddCandidate("p3", candidate()))


def test_a_candidate_moves_in_the_order_of_the_day() -> None:
    day = _three()
    first, second, third = (entry.passage for entry in day.roster)
    moved = apply(day, MoveCandidate(third, before=first))
    assert [entry.passage for entry in moved.roster] == [third, first, second]
    last = apply(moved, MoveCandidate(third))
    assert last == day
    assert apply(day, MoveCandidate(second, before=second)) == day
    with pytest.raises(InputError):
        apply(day, MoveCandidate(first, before="nobody"))


def test_a_candidate_is_handed_over_and_taken_back() -> None:
    day = _three()
    passage = day.roster[1].passage
    handed = apply(day, HandOver(passage, " commission 2 "))
    assert handed.entry(passage).handed_to == "commission 2"
    corrected = apply(handed, EditCandidate(passage, Candidate("77", "AUTRE")))
    assert corrected.entry(passage).handed_to == "commission 2"
    assert apply(handed, TakeBack(passage)) == day
    with pytest.raises(InputError):
        apply(day, HandOver(passage, "  "))


def test_a_member_is_replaced_from_an_hour_on() -> None:
    day = _three()
    left = day.commission.members[1]
    comes = Juror("Mme", "Anne ROY", Capacity.TEACHER)
    after = apply(day, ReplaceMember(1, comes, 1_000))
    assert after.commission.members == (day.commission.members[0], comes)
    assert after.replaced == (Replacement(left, 1, 1_000),)
    with pytest.raises(RuleError):
        apply(day, ReplaceMember(2, comes, 1_000))
    with pytest.raises(InputError):
        apply(day, ReplaceMember(0, Juror("M.", "X", Capacity.PROFESSIONAL), 1_000))


@pytest.mark.parametrize("typed", ["8h30", "08:30", "8 h 30", "8.30", "8h30 min", "08:30:00"])
def test_an_hour_is_read_as_it_is_written(typed: str) -> None:
    added = AddCandidate("d" * 32, Candidate("4", "D"), convocation=typed)
    assert apply(_three(), added).roster[-1].convocation == "08:30"
    assert load([to_data(added, AT)]).roster[-1].convocation == "08:30"


@pytest.mark.parametrize("typed", ["25h", "8h75", "midi", "830", "-1h"])
def test_what_is_no_hour_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="8h30"):
        apply(_three(), AddCandidate("d" * 32, Candidate("4", "D"), convocation=typed))
    # One that is on record all the same does not keep the day from being read.
    added = AddCandidate("d" * 32, Candidate("4", "D"), convocation=typed)
    assert load([to_data(added, AT)]).roster[-1].convocation == typed


def test_an_import_adds_at_the_end_and_replaces_whole_lines_in_their_places() -> None:
    day = sitting(*DAY, HandOver("p2", "Commission 2"))
    changed = AddCandidate("p2", candidate("002", "BELKACEM", "Nora"), convocation="9h")
    added = AddCandidate("p3", candidate("003", "CARON", "Lou"), school="Lycée")
    command = ImportCandidates((added, changed))
    after = apply(day, command)
    assert [entry.passage for entry in after.roster] == ["p1", "p2", "p3"]
    second = after.entry("p2")
    assert second.candidate.given_name == "Nora"
    assert (second.convocation, second.accommodation) == ("09:00", Accommodation())
    assert second.handed_to == "Commission 2"
    assert after.entry("p3").school == "Lycée"
    lines = [to_data(each, AT) for each in (*DAY, HandOver("p2", "Commission 2"), command)]
    assert load(json.loads(json.dumps(lines))) == after


@pytest.mark.parametrize(
    "lines",
    [
        (AddCandidate("p3", candidate("001", "CARON", "Lou")),),
        (AddCandidate("p3", candidate("3", "A")), AddCandidate("p4", candidate("3", "B"))),
        (AddCandidate("p1", candidate("002", "ARNAUD", "Inès")),),
        (AddCandidate("p3", candidate("", "CARON", "Lou")),),
        (AddCandidate("p3", candidate("3", "A")), AddCandidate("p4", candidate("4", ""))),
        (AddCandidate("p3", candidate("3", "A"), convocation="25h"),),
        (AddCandidate("p3", candidate("3", "A"), Accommodation(-1, 0)),),
    ],
)
def test_of_an_import_all_is_taken_or_nothing(lines: tuple[AddCandidate, ...]) -> None:
    with pytest.raises(InputError):
        apply(sitting(*DAY), ImportCandidates(lines))


def test_numbers_may_change_hands_within_one_import() -> None:
    swapped = (AddCandidate("p1", candidate("002", "A")), AddCandidate("p2", candidate("001", "B")))
    after = apply(sitting(*DAY), ImportCandidates(swapped))
    assert [entry.candidate.number for entry in after.roster] == ["002", "001"]


def test_after_the_clôture_has_begun_no_list_is_imported() -> None:
    closing = BeginClosing((Assent("Mme DURAND Claire"),), ("p1", "p2"))
    day = sitting(*DAY, closing)
    with pytest.raises(RuleError):
        apply(day, ImportCandidates((AddCandidate("p3", candidate("3", "A")),)))
