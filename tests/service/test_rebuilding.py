"""A séance whose own file is lost is made again from its passages, and nothing is overwritten."""

from __future__ import annotations

import dataclasses
import functools
import json
from pathlib import Path

import pytest

from e33tui.cli import mending, opening
from e33tui.domain.commands import Identify
from e33tui.domain.identity import Accommodation, Capacity, Juror
from e33tui.domain.note import NoteBand
from e33tui.domain.replacement import Replacement, hour
from e33tui.domain.sitting import Sitting
from e33tui.domain.sitting_commands import (
    EditCandidate,
    HandOver,
    MoveCandidate,
    ReplaceMember,
    SetBands,
    SetRetention,
)
from e33tui.service import Service
from e33tui.service.rebuilding import rebuild
from e33tui.service.sitting import read_sitting
from e33tui.store import DamagedFile, NewerFormat, Store
from tests.service.damaging import DAMAGES, LOCKED, RUNNING, WAITING, spelled
from tests.service.support import PATIENCE, Day, commands_to, every_byte
from tests.support.domain import rubric

EVERY = ("missing", "empty", "folder", "link")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the commission is asked at the start; it says yes to everything."""
    said: list[str] = []

    def agree(situation: str, question: str) -> bool:
        said.append(f"{situation} {question}")
        return True

    monkeypatch.setattr(mending, "agreed", agree)
    monkeypatch.setattr(opening, "grid", rubric)
    return said


def three(day: Day) -> dict[str, str]:
    """One candidate locked, one in the interview with extra time, one who has not begun."""
    passages = {LOCKED: day.passage}
    extra = Accommodation(300, 500)
    passages[RUNNING] = day.service.add_candidate("2", "DUPONT", "Léa", extra)
    passages[WAITING] = day.service.add_candidate("3", "MARTIN", "Zoé")
    day.clock.advance(60)
    running = day.service.open(passages[RUNNING])
    day.play(running, commands_to("interview_running"))
    assert running.leave()
    assert day.locked().leave()
    assert day.service.close(PATIENCE)
    return passages


def lose_both(folder: Path, damage: str) -> list[tuple[Path, object]]:
    """Damage the séance's file and its version before."""
    paths = [folder / "seance.json", folder / "seance.json.precedent"]
    for path in paths:
        DAMAGES[damage](path)
    return [(path, spelled(path)) for path in paths]


def started(folder: Path) -> Service:
    return opening.sound_service(folder, create=True)


def test_settings_and_roster_are_those_of_the_passages(day: Day) -> None:
    before = day.service.sitting
    passages = three(day)
    store = Store.open(day.folder, read_only=True)
    before = read_sitting(store, store.sitting.lines())
    lose_both(day.folder, "missing")
    found = rebuild(store, rubric(), day.clock.now())
    sitting = read_sitting(store, found.lines)
    assert found.candidates == 2
    assert found.unread == ()
    assert sitting.commission == before.commission
    assert (sitting.session, sitting.centre, sitting.date) == (
        before.session,
        before.centre,
        before.date,
    )
    # In the order in which they were opened, not in that of their opaque names.
    assert [entry.passage for entry in sitting.roster] == [passages[RUNNING], passages[LOCKED]]
    assert set(sitting.roster) < set(before.roster)


@pytest.mark.parametrize("damage", EVERY)
def test_at_the_start_it_is_offered_and_done(day: Day, asked: list[str], damage: str) -> None:
    passages = three(day)
    lost = lose_both(day.folder, damage)
    others = dict(every_byte(day.folder / "passages"))
    service = started(day.folder)
    assert len(asked) == 1
    assert "seance.json est endommagé" in asked[0]
    assert "reconstituée d’après 2 passages" in asked[0]
    assert "à ajouter de nouveau" in asked[0]
    assert [row.entry.passage for row in service.rows()] == [passages[RUNNING], passages[LOCKED]]
    for path, damaged in lost:
        assert damaged == "nothing" or _is_kept(path, damaged)
    now = dict(every_byte(day.folder / "passages"))
    assert {path: now[path] for path in others} == others
    service.add_candidate("3", "MARTIN", "Zoé")
    assert service.verify() == []
    assert service.close(PATIENCE)
    again = started(day.folder)
    assert len(asked) == 1
    assert len(again.rows()) == 3
    assert again.close(PATIENCE)


def _is_kept(path: Path, damaged: object) -> bool:
    return damaged in [spelled(each) for each in path.parent.glob(f"{path.name}.endommage-*")]


def test_the_version_before_goes_first_where_it_is_sound(day: Day, asked: list[str]) -> None:
    three(day)
    path = day.folder / "seance.json"
    path.write_bytes(b"{")
    service = started(day.folder)
    assert len(asked) == 1
    assert asked[0].endswith("Reprendre la version précédente ?")
    assert len(service.rows()) == 2, "the third was added last"
    assert any("dernier changement" in said for said in service.news())
    assert service.close(PATIENCE)


def test_without_a_yes_nothing_is_touched(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    three(day)
    lose_both(day.folder, "garbled")
    monkeypatch.setattr(mending, "agreed", lambda *_: False)
    before = dict(every_byte(day.folder))
    with pytest.raises(DamagedFile):
        started(day.folder)
    after = dict(every_byte(day.folder))
    assert {path: after[path] for path in before} == before


def test_a_passage_that_cannot_be_read_is_named_and_its_version_before_serves(
    day: Day, asked: list[str]
) -> None:
    passages = three(day)
    lose_both(day.folder, "cut")
    one, other = (day.folder / "passages" / passages[who] for who in (LOCKED, RUNNING))
    # How many saves there were depends on the writer: this one had at least two.
    (one / "passage.json.precedent").write_bytes((one / "passage.json").read_bytes())
    (one / "passage.json").write_bytes(b"{")
    for name in ("passage.json", "passage.json.precedent"):
        (other / name).write_bytes(b"{")
    service = started(day.folder)
    assert f"{passages[RUNNING]}/passage.json est endommagé" in asked[0]
    (row,) = service.rows()
    assert row.entry.passage == passages[LOCKED]
    assert "endommagé" in row.problem
    assert service.close(PATIENCE)


def test_one_whose_lines_mean_nothing_is_on_the_list_all_the_same(
    day: Day, asked: list[str]
) -> None:
    passages = three(day)
    lose_both(day.folder, "empty")
    for path in (day.folder / "passages" / passages[RUNNING]).glob("passage.json*"):
        tables = json.loads(path.read_bytes())
        tables["journal"]["2"]["do"] = "inconnu"
        path.write_bytes(json.dumps(tables).encode())
    service = started(day.folder)
    problems = {row.entry.passage: row.problem for row in service.rows()}
    assert "endommagé" in problems[passages[RUNNING]]
    assert problems[passages[LOCKED]] == ""
    assert service.close(PATIENCE)


def test_two_passages_of_one_number_are_both_on_the_list(day: Day, asked: list[str]) -> None:
    passages = three(day)
    number = "x" * 20
    day.service = day.again()
    for who in (LOCKED, RUNNING):
        path = day.folder / "passages" / passages[who] / "passage.json"
        tables = json.loads(path.read_bytes())
        tables["journal"]["1"]["identification"]["candidate"]["number"] = number
        path.write_bytes(json.dumps(tables).encode())
    lose_both(day.folder, "empty")
    service = started(day.folder)
    assert len(service.sitting.roster) == 2
    assert {row.candidate.number for row in service.rows()} == {number}
    assert service.close(PATIENCE)


def test_where_nobody_has_begun_an_empty_roster_is_offered(day: Day, asked: list[str]) -> None:
    day.service.add_candidate("2", "DUPONT", "Léa")
    assert day.service.close(PATIENCE)
    lost = lose_both(day.folder, "foreign")
    service = started(day.folder)
    assert "Repartir d’une liste vide ?" in asked[0]
    assert service.rows() == ()
    assert not service.sitting.is_set_up
    assert all(_is_kept(path, damaged) for path, damaged in lost)
    assert service.close(PATIENCE)


def test_where_only_the_register_is_left_none_is(day: Day, asked: list[str]) -> None:
    three(day)
    lose_both(day.folder, "empty")
    (day.folder / "passages").rename(day.folder.parent / "ailleurs")
    with pytest.raises(DamagedFile):
        started(day.folder)
    assert asked == []


def test_a_passage_of_a_later_version_stops_it(day: Day, asked: list[str]) -> None:
    passages = three(day)
    lose_both(day.folder, "empty")
    path = day.folder / "passages" / passages[RUNNING] / "passage.json"
    path.write_bytes(path.read_bytes().replace(b'"format":1', b'"format":2'))
    with pytest.raises(NewerFormat):
        started(day.folder)
    assert asked == []


def test_what_another_terminal_has_made_good_meanwhile_stays(day: Day) -> None:
    three(day)
    store = Store.open(day.folder)
    sound = (day.folder / "seance.json").read_bytes()
    check = functools.partial(read_sitting, store)
    assert store.sitting.rebuild((), check) == ()
    assert (day.folder / "seance.json").read_bytes() == sound
    assert store.close(PATIENCE)


# -- What else is known of it ---------------------------------------------------------------------

BERTIN = Juror("Mme", "BERTIN Lise", Capacity.TEACHER)


def rich(day: Day) -> Sitting:
    """Three candidates, and on their list all that no passage knows."""
    service = day.service
    second = service.add_candidate("2", "DUPONT", "Léa")
    third = service.add_candidate("3", "MARTIN", "Zoé")
    dupont = service.sitting.entry(second).candidate
    for command in (
        EditCandidate(second, dupont, convocation="08:30", school="Lycée B"),
        MoveCandidate(third, day.passage),
        HandOver(third, "commission 2"),
        SetBands((NoteBand(3, 20, 30),)),
        SetRetention("2027-06-22"),
    ):
        service.change(command)
    day.clock.advance(60)
    service.change(ReplaceMember(0, BERTIN, day.clock.now().wall))
    return service.sitting


def again(day: Day) -> Sitting:
    """The séance as it is after another start."""
    service = started(day.folder)
    sitting = service.sitting
    assert service.close(PATIENCE)
    return sitting


def spoil_after(folder: Path, text: str) -> None:
    """Garble both versions right behind the last place of a text."""
    for path in (folder / "seance.json", folder / "seance.json.precedent"):
        data = path.read_bytes()
        at = data.rindex(text.encode()) if text.encode() in data else len(data) // 2
        path.write_bytes(data[:at] + b"\x00\xff" + data[at + 2 :])


def test_what_stands_before_the_damage_is_kept_line_by_line(day: Day, asked: list[str]) -> None:
    before = rich(day)
    assert day.open().leave()
    day.service.add_candidate("4", "ZOLA", "Léo")
    at = day.clock.now().wall
    assert day.service.close(PATIENCE)
    spoil_after(day.folder, '"ZOLA"')
    sitting = again(day)
    assert sitting == before
    assert {e.handed_to for e in sitting.roster} == {"", "commission 2"}
    assert hour(at) in asked[0]
    assert "telle qu’elle était" in asked[0]
    assert "Ce qui a été changé ensuite" in asked[0]


def test_the_longest_beginning_of_its_versions_serves(day: Day, asked: list[str]) -> None:
    before = rich(day)
    assert day.service.close(PATIENCE)
    path = day.folder / "seance.json"
    whole = path.read_bytes()
    (day.folder / "seance.json.endommage-1").write_bytes(whole[:-1])
    path.write_bytes(b"{")
    (day.folder / "seance.json.precedent").write_bytes(whole[: len(whole) // 3])
    assert again(day) == before


def test_no_line_behind_one_that_means_nothing_is_taken(day: Day, asked: list[str]) -> None:
    rich(day)
    assert day.service.close(PATIENCE)
    for path in (day.folder / "seance.json", day.folder / "seance.json.precedent"):
        path.write_text(path.read_text("utf-8").replace('"do":"edit"', '"do":"inconnu"'), "utf-8")
    sitting = again(day)
    assert [entry.candidate.surname for entry in sitting.roster][1:] == ["DUPONT", "MARTIN"]
    assert (sitting.bands, sitting.replaced) == ((), ())


def test_a_file_of_a_later_version_stops_it_too(day: Day, asked: list[str]) -> None:
    assert day.service.close(PATIENCE)
    for path in (day.folder / "seance.json", day.folder / "seance.json.precedent"):
        path.write_bytes(path.read_bytes().replace(b'"format":1', b'"format":2')[:-1])
    with pytest.raises(NewerFormat):
        started(day.folder)
    assert asked == []


def replaced_member(day: Day) -> tuple[Replacement, str]:
    """One passage under the first commission, one under another; who left, and the second passage."""
    second = day.service.add_candidate("2", "DUPONT", "Léa")
    assert day.at("gate_open").leave()
    teacher = day.service.sitting.commission.members[0]
    day.clock.advance(3600)
    day.service.change(ReplaceMember(0, BERTIN, day.clock.now().wall))
    day.clock.advance(60)
    left = Replacement(teacher, 0, day.clock.now().wall)
    desk = day.service.open(second)
    day.play(desk, commands_to("gate_open"))
    assert desk.leave()
    return left, second


@pytest.mark.parametrize("lost", ["all", "since"])
def test_who_replaced_whom_is_told_by_the_passages(day: Day, asked: list[str], lost: str) -> None:
    left, _ = replaced_member(day)
    commission = day.service.sitting.commission
    assert day.service.close(PATIENCE)
    if lost == "all":
        lose_both(day.folder, "missing")
    else:
        spoil_after(day.folder, '"replace-member"')
    sitting = again(day)
    assert (sitting.commission, sitting.replaced) == (commission, (left,))
    assert "membres remplacés et leurs heures" in asked[0]


def test_a_name_that_no_passage_has_any_more_was_a_slip(day: Day, asked: list[str]) -> None:
    replaced_member(day)
    desk = day.open()
    who = desk.state.identification
    desk.do(Identify(dataclasses.replace(who, commission=day.service.sitting.commission)))
    assert desk.leave()
    commission = day.service.sitting.commission
    assert day.service.close(PATIENCE)
    lose_both(day.folder, "missing")
    sitting = again(day)
    assert (sitting.commission, sitting.replaced) == (commission, ())


def test_who_sits_since_and_has_examined_nobody_yet_is_not_forgotten(
    day: Day, asked: list[str]
) -> None:
    assert day.at("gate_open").leave()
    before = rich(day)
    day.service.add_candidate("4", "ZOLA", "Léo")
    assert day.service.close(PATIENCE)
    spoil_after(day.folder, '"ZOLA"')
    sitting = again(day)
    assert (sitting.commission, sitting.replaced) == (before.commission, before.replaced)


def test_what_is_to_be_looked_at_again_is_told_in_the_interface(day: Day, asked: list[str]) -> None:
    assert day.at("gate_open").leave()
    assert day.service.close(PATIENCE)
    lose_both(day.folder, "missing")
    service = started(day.folder)
    (said,) = service.news()
    assert "plages" in said
    assert "conservation" in said
    assert service.close(PATIENCE)
