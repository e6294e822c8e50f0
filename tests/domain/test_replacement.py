"""A member replaced during the day: hours typed, who sat when, and a replacement that was a slip."""

from __future__ import annotations

import time

import pytest

from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.identity import Capacity, Commission, Juror
from e33tui.domain.list_content import attendance_list
from e33tui.domain.replacement import hour, since, who_sat
from e33tui.domain.roster import Entry
from e33tui.domain.sitting import Sitting, apply
from e33tui.domain.sitting_commands import ReplaceMember, SetUp
from tests.support.domain import candidate, commission, rubric

DAY = "2026-06-22"
CENTRE = ("2026", "Lycée", DAY)
FIRST, SECOND = commission().members
ROY = Juror("Mme", "ROY Anne", Capacity.TEACHER)
PETIT = Juror("M.", "PETIT Luc", Capacity.TEACHER)


def at(hours: int, minutes: int = 0, day: str = DAY) -> int:
    """Return a wall time in milliseconds."""
    typed = time.strptime(f"{day} {hours}:{minutes}", "%Y-%m-%d %H:%M")
    return int(time.mktime(typed)) * 1000


def replaced(*changes: tuple[int, Juror, int]) -> Sitting:
    day = apply(Sitting(), SetUp(*CENTRE, commission()))
    for place, member, wall in changes:
        day = apply(day, ReplaceMember(place, member, wall))
    return day


def sat(day: Sitting) -> dict[str, str]:
    found = who_sat(day.commission, day.replaced)
    return {member.name: when for member, when in found.items()}


def test_who_sat_is_told_in_the_commissions_order_with_the_hours() -> None:
    assert sat(replaced()) == {FIRST.name: "", SECOND.name: ""}
    day = replaced((1, ROY, at(10, 30)), (0, PETIT, at(11)), (1, SECOND, at(14, 5)))
    assert sat(day) == {
        FIRST.name: "jusqu’à 11:00",
        PETIT.name: "à partir de 11:00",
        SECOND.name: "jusqu’à 10:30 et à partir de 14:05",
        ROY.name: "de 10:30 à 14:05",
    }


def test_the_hour_is_that_of_the_seances_day_and_has_passed() -> None:
    now = at(10, 45)
    assert since("10h30", "Depuis", DAY, now) == at(10, 30)
    assert hour(since("8h", "Depuis", DAY, now)) == "08:00"
    # Noted a day late, and rehearsed a day early.
    assert since("16h", "Depuis", DAY, at(9, day="2026-06-23")) == at(16)
    assert since("9h", "Depuis", DAY, at(10, day="2026-06-20")) == at(9, day="2026-06-20")


@pytest.mark.parametrize(
    ("typed", "says"), [("", "10h30"), ("midi", "8h30"), ("10h46", "pas encore passée")]
)
def test_no_other_hour_is_taken(typed: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as refused:
        since(typed, "Membre 2, depuis", DAY, at(10, 45))
    assert refused.value.field == "Membre 2, depuis"


def test_nobody_leaves_before_they_came() -> None:
    with pytest.raises(RuleError, match="depuis 10:30"):
        apply(replaced((1, ROY, at(10, 30))), ReplaceMember(1, PETIT, at(10)))


def test_a_replacement_that_was_a_slip_is_taken_back_by_the_name_before() -> None:
    day = replaced((1, ROY, at(9)), (1, PETIT, at(10)), (0, ROY, at(11)))
    back = apply(day, SetUp(*CENTRE, Commission((ROY, ROY))))
    assert sat(back) == {
        FIRST.name: "jusqu’à 11:00",
        ROY.name: "à partir de 11:00 et à partir de 09:00",
        SECOND.name: "jusqu’à 09:00",
    }
    assert [each.wall for each in back.replaced] == [at(9), at(11)]


def test_a_corrected_name_is_no_replacement_and_takes_none_back() -> None:
    day = replaced((1, ROY, at(9)))
    corrected = Juror("Mme", "LE ROY Anne", Capacity.TEACHER)
    after = apply(day, SetUp(*CENTRE, Commission((FIRST, corrected))))
    assert after.replaced == day.replaced


def test_the_attendance_list_names_both() -> None:
    day = replaced((1, ROY, at(10, 30)))
    sheet = attendance_list(rubric(), day, [Entry("", candidate())])
    assert [member.rsplit(" (")[-1] for member in sheet.members] == [
        FIRST.described,
        "jusqu’à 10:30)",
        "à partir de 10:30)",
    ]
