"""The commission's day, read back from its records and its documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import ANY

import pytest

from e33tui.cli import main
from e33tui.domain.identity import Accommodation
from e33tui.domain.passage import Ending, Mention, Passage
from e33tui.domain.replacement import hour
from e33tui.store import Store
from tests.documents.pdf import words
from tests.end_to_end import commission as act
from tests.end_to_end import whole_day as lived
from tests.end_to_end.day import Day, Person, plain
from tests.end_to_end.record import passage_in, sealed_in, sitting_in

EXAMINED = {
    lived.NORMAL: "13,5",
    lived.NO_SUPPORT: "0",
    lived.RECTIFIED: lived.RECTIFICATION,
    lived.LATE: "14",
}
"""Who has a verso, and the note on it."""


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The day as it was lived once, for every test here."""
    return lived.replay(tmp_path_factory.mktemp("day") / "séance")


def passage(day: Day, person: Person) -> Passage:
    return passage_in(day.folder, person.number)


def test_the_list_is_as_it_was_imported(day: Day) -> None:
    roster = {entry.candidate.number: entry for entry in sitting_in(day.folder).roster}
    assert sorted(roster) == [person.number for person in lived.PEOPLE]
    hours = [roster[person.number].convocation for person in lived.PEOPLE]
    assert hours == ["08:30", "10:00", "10:45", "13:30", "14:15", "15:00", "15:45"]
    assert roster[lived.MOVED.number].candidate.full_name == "FAŸ Élio"
    third = roster[lived.LATE.number].accommodation
    assert third == Accommodation(300, 500)
    assert not any(entry.school for entry in roster.values())


def test_who_was_handed_over_is_imported_by_the_other_séance(day: Day, tmp_path: Path) -> None:
    last = sitting_in(day.folder).roster[-1]
    assert (last.candidate.number, last.handed_to) == (lived.MOVED.number, lived.ELSEWHERE)
    other = tmp_path / "commission-2"
    file = paper(day, "candidats-commission-2", ".csv")
    assert main(["importer", str(other), str(file), "--oui"]) == 0
    assert sitting_in(other).roster == (replace(last, passage=ANY, handed_to=""),)


def test_each_passage_keeps_the_commission_that_it_had(day: Day) -> None:
    (left,) = sitting_in(day.folder).replaced
    assert left.member.name == act.PROFESSIONAL
    second = {person: passage(day, person).commission.members[1].name for person in EXAMINED}
    assert second.pop(lived.NORMAL) == act.PROFESSIONAL
    # The late one was declared absent before the replacement, and examined after it.
    assert set(second.values()) == {lived.WHO_CAME}


def test_each_passage_says_what_became_of_it(day: Day) -> None:
    assert passage(day, lived.ABSENT).absent
    assert not passage(day, lived.LATE).absent
    not_examined = passage(day, lived.NO_SUPPORT)
    assert not_examined.mentions == (Mention.NOT_EXAMINED,)
    assert (not_examined.note, dict(not_examined.levels)) == (0, {})
    assert not not_examined.presentation.started
    interrupted = passage(day, lived.INCIDENT)
    assert interrupted.ending is Ending.INTERRUPTED
    assert [one.text for one in interrupted.incidents] == [lived.HAPPENED]
    assert interrupted.note is None
    rectified = passage(day, lived.RECTIFIED)
    assert [version.amended for version in rectified.versions] == [False, True]
    assert rectified.note == 12
    assert len(sealed_in(day.folder, lived.RECTIFIED.number)) == 2
    assert all(passage(day, person).closed for person in EXAMINED)


def test_the_seals_and_the_register_hold(day: Day) -> None:
    day.assert_verified()


# -- Documents ------------------------------------------------------------------------------------


def test_who_was_examined_has_a_verso_and_nobody_else(day: Day) -> None:
    for person in lived.PEOPLE:
        note = EXAMINED.get(person)
        if note is None:
            assert day.verso(person) is None, person
        else:
            assert f"{note}/20" in day.printed(person)
            assert plain(person.full_name) in day.printed(person)


def test_a_verso_names_who_examined_and_a_rectified_one_says_so(day: Day) -> None:
    came, left = plain(lived.WHO_CAME), plain(act.PROFESSIONAL)
    for person in EXAMINED:
        first, other = (left, came) if person is lived.NORMAL else (came, left)
        assert first in day.printed(person)
        assert other not in day.printed(person)
    assert "Rectifié" in day.printed(lived.RECTIFIED)
    assert "rectifi" not in day.held(lived.LATE)
    for person in EXAMINED:
        held = day.held(person)
        for telling in ("quartz", "topaze", "opale", "rubis", "novice", "tierstemps"):
            assert telling not in held, (person, telling)


def test_the_verso_of_who_was_not_examined_states_it_and_has_no_empty_heading(day: Day) -> None:
    grid, verso = passage(day, lived.NO_SUPPORT).rubric, day.printed(lived.NO_SUPPORT)
    assert plain(grid.gate.statement) in verso
    titles = (grid.verso.comments_title, grid.verso.appraisal_title)
    for title in (*titles, *(plan.heading for plan in grid.comments)):
        assert plain(title) not in verso


def paper(day: Day, begins: str, ends: str = ".pdf") -> Path:
    """Return the one document of the commission's folder with such a name."""
    folder = day.folder / "exports" / "commission"
    (found,) = [path for path in folder.glob(f"{begins}*") if path.name.endswith(ends)]
    return found


def printed(path: Path) -> str:
    return plain(words(path.read_bytes()))


def test_the_attendance_list_was_made_before_the_day_with_its_hours(day: Day) -> None:
    text = printed(paper(day, "emargement"))
    places = [text.index(plain(person.full_name)) for person in lived.PEOPLE]
    assert places == sorted(places)
    assert "13:30" in text
    assert plain(act.PROFESSIONAL) in text
    # It was printed before anybody came instead; and no candidate reads another's extra time.
    assert plain(lived.WHO_CAME) not in text
    assert "tierstemps" not in text


def test_each_sheet_that_was_locked_gives_the_centre_its_dossier(day: Day) -> None:
    for person in EXAMINED:
        text = printed(paper(day, f"dossier-{person.number}"))
        assert plain("non communicable") in text
        assert plain(person.full_name) in text


def test_the_incident_has_its_report(day: Day) -> None:
    text = printed(paper(day, f"incident-{lived.INCIDENT.number}"))
    assert plain(lived.HAPPENED) in text
    assert "technique" in text


def test_the_marks_sheet_tells_every_candidate_once(day: Day) -> None:
    text = printed(paper(day, "bordereau"))
    for person in lived.PEOPLE:
        assert text.count(person.number) == 1
    assert plain("sous réserve de la délibération du jury") in text
    assert plain(f"{act.PROFESSIONAL}, professionnel du secteur") in text
    assert f"jusqu’à{hour(replaced_at(day))}" in text
    assert plain(f"{lived.WHO_CAME}, professionnel") in text
    assert plain(lived.CHIEF) in text
    for situation in ("absent", "noninterrogé", "interrompu", "rectifié"):
        assert situation in text.casefold()
    head = Store.open(day.folder, read_only=True).register.head()
    assert head in text


def replaced_at(day: Day) -> int:
    (left,) = sitting_in(day.folder).replaced
    return left.wall


def test_the_marks_table_is_what_a_spreadsheet_reads(day: Day) -> None:
    data = paper(day, "bordereau", ".csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = [line.split(";") for line in data.decode("utf-8-sig").splitlines()]
    found = {number: row for row in rows for number in row if number.isdigit() and len(number) == 7}
    assert sorted(found) == [person.number for person in lived.PEOPLE]
    for person, note in EXAMINED.items():
        assert note in found[person.number]
