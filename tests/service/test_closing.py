"""The clôture: what must be there before it, what it leaves, and what cuts it short."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from e33tui.cli import allow_many_files
from e33tui.domain.closing import Assent
from e33tui.domain.commands import Lock, Reopen, SetNote
from e33tui.domain.errors import InputError, RuleError, StoreError
from e33tui.domain.sitting import load
from e33tui.domain.sitting_commands import (
    AddCandidate,
    EditCandidate,
    RemoveCandidate,
    SetBands,
    SetRetention,
    SetUp,
)
from e33tui.service import DayRow, Service, sealing
from e33tui.service.closing import NotReady, Obstacle
from e33tui.service.rebuilding import rebuild
from e33tui.store import Store, is_sound, new_passage_id, seal_of
from tests.service.support import (
    PATIENCE,
    CopiedDisk,
    Day,
    FullDisk,
    commands_to,
    holding,
    opened,
    saved,
)
from tests.support.domain import candidate, commission, rubric

ASSENTS = (Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul", absent=True))
REASON = "Erreur de report"
MEMBERS = ("Mme DURAND Claire",)


def register(service: Service) -> list[tuple[str, int | None]]:
    return [(entry.kind, entry.version) for entry in service._store.register.entries()]


def add(day: Day, state: str, number: str) -> str:
    """Add a candidate whose passage is brought to a state and let go."""
    passage = day.service.add_candidate(number, f"NOM{number}", "Prénom")
    desk = day.service.open(passage)
    for command in commands_to(state):
        day.clock.advance(10)
        if isinstance(command, Lock):
            desk.lock().result(PATIENCE)
        elif isinstance(command, Reopen):
            desk.reopen(command.reason)
        else:
            desk.do(command)
    assert desk.leave()
    return passage


@pytest.fixture
def ended(day: Day) -> Day:
    """A day whose two candidates have an ending: one locked, one absent."""
    assert day.locked().leave()
    add(day, "absent", "2")
    return day


def why(obstacles: tuple[Obstacle, ...]) -> dict[str, str]:
    return {each.row.candidate.number: each.why for each in obstacles}


# -- Before --


def test_what_is_missing_is_listed_by_candidate_in_the_rosters_order(day: Day) -> None:
    for number, state in enumerate(
        (
            "arrived",
            "gate_open",
            "complete",
            "reopened",
            "locked_interrupted",
            "gate_technical",
            "absent",
            "gate_none",
        ),
        start=2,
    ):
        add(day, state, str(number))
    damaged = add(day, "absent", "99")
    (day.folder / "passages" / damaged / "passage.json").write_bytes(b"{")
    with pytest.raises(NotReady) as refused:
        day.service.close_sitting(ASSENTS)
    assert why(refused.value.obstacles) == {
        "0260117": "à venir, à déclarer présent ou absent",
        "2": "présent, oral à faire ou à reporter",
        "3": "oral en cours",
        "4": "fiche à rédiger et à verrouiller",
        "5": "fiche rouverte, à verrouiller de nouveau",
        "9": "fiche à rédiger et à verrouiller",
        "99": "fichier illisible",
    }
    assert "7 candidats attendent" in refused.value.message
    assert day.service.obstacles() == refused.value.obstacles
    assert day.service.sitting.closing is None
    assert ("close", None) not in register(day.service)


def test_a_passage_open_in_another_terminal_is_not_closed_over_its_head(ended: Day) -> None:
    elsewhere = ended.again()
    desk = elsewhere.open(ended.passage)
    assert why(ended.service.obstacles()) == {"0260117": "ouvert dans un autre terminal"}
    with pytest.raises(NotReady):
        ended.service.close_sitting(ASSENTS)
    assert desk.leave()
    assert ended.service.obstacles() == ()
    assert ended.service.close_sitting(ASSENTS).closed


def test_one_passage_that_another_terminal_holds_stops_it_and_all_are_let_go(ended: Day) -> None:
    second = ended.service.sitting.roster[1].passage
    elsewhere = ended.again()
    desk = elsewhere.open(second)
    with pytest.raises(NotReady) as refused:
        ended.service.close_sitting(ASSENTS)
    assert why(refused.value.obstacles) == {"2": "ouvert dans un autre terminal"}
    assert desk.leave()
    assert saved(ended.service)
    assert ended.again().open(ended.passage).leave()


def test_what_changed_at_the_last_moment_is_seen_once_all_is_held(
    ended: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ended.service.rows()
    desk = ended.open()
    desk.reopen(REASON)
    assert desk.leave()
    with monkeypatch.context() as patch:
        patch.setattr(ended.service, "rows", lambda: before)
        with pytest.raises(NotReady) as refused:
            ended.service.close_sitting(ASSENTS)
    assert why(refused.value.obstacles) == {"0260117": "fiche rouverte, à verrouiller de nouveau"}
    assert ended.service.sitting.closing is None


def test_a_candidate_added_meanwhile_is_not_passed_over(
    ended: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = ended.again()

    def late() -> tuple[DayRow, ...]:
        found = Service.rows(ended.service)
        elsewhere.add_candidate("3", "TROIS", "Léa")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(ended.service, "rows", late)
        with pytest.raises(RuleError, match="vient de changer"):
            ended.service.close_sitting(ASSENTS)
    assert why(ended.service.obstacles()) == {"3": "à venir, à déclarer présent ou absent"}


def test_nobody_closes_a_seance_that_no_present_member_confirms(ended: Day) -> None:
    with pytest.raises(RuleError, match="Au moins"):
        ended.service.close_sitting(tuple(Assent(each.member, absent=True) for each in ASSENTS))
    assert ended.service.sitting.closing is None


def test_a_version_that_is_not_the_registered_one_stops_the_cloture(
    ended: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ended.folder / "registre.json").unlink()
    (ended.folder / "registre.json.precedent").unlink(missing_ok=True)
    complete = sealing.complete

    def refusing(store: Store, passage: str, *rest: Any) -> tuple[int, ...]:
        return (1,) if passage == ended.passage else complete(store, passage, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "complete", refusing)
        with pytest.raises(NotReady) as refused:
            ended.service.close_sitting(ASSENTS)
    assert why(refused.value.obstacles)["0260117"].startswith("version non scellée")
    assert not ended.on_disk().closed


# -- What it leaves --


def test_the_cloture_locks_absent_and_put_off_and_closes_every_passage(ended: Day) -> None:
    add(ended, "gate_technical", "3")
    at = ended.clock.now().wall
    sitting = ended.service.close_sitting(ASSENTS)
    assert (sitting.closed, sitting.closed_at) == (True, at)
    states = [row.passage for row in ended.restart().rows()]
    assert [state is not None and (state.locked, state.closed) for state in states] == [
        (True, True)
    ] * 3
    assert register(ended.service) == [("lock", 1), ("lock", 1), ("lock", 1), ("close", None)]
    assert ended.service.verify() == []


def test_the_registers_entry_holds_counts_and_nothing_personal(ended: Day) -> None:
    ended.service.close_sitting(ASSENTS)
    (entry,) = [e for e in ended.service._store.register.entries() if e.kind == "close"]
    assert (entry.passage, entry.version, entry.seal) == (None, None, None)
    assert dict(entry.extra) == {"passages": 2, "confirmed": 1, "absent": 1}
    for name in ("DURAND", "MARTIN"):
        assert "registre.json" not in holding(ended.folder, name)
    assert ended.again().sitting.closing == ended.service.sitting.closing
    assert ended.again().sitting.closing is not None


@pytest.mark.parametrize("when", ["begun", "closed"])
def test_roster_and_settings_change_no_more_but_for_the_retention_date(
    ended: Day, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    service = ended.service
    second = service.sitting.roster[1].passage
    if when == "begun":
        with monkeypatch.context() as patch:
            patch.setattr(service._store.register, "append", _refuse)
            with pytest.raises(StoreError):
                service.close_sitting(ASSENTS)
    else:
        service.close_sitting(ASSENTS)
    other = commission()
    before = service.sitting
    for command in (
        AddCandidate(new_passage_id(), candidate("77")),
        SetUp("2027", "Ailleurs", "2026-06-22", other),
        SetUp(before.session, before.centre, before.date, other, demonstration=True),
    ):
        with pytest.raises(RuleError, match="ne changent plus") as refused:
            service.change(command)
        assert refused.value.rule == "R10"
    for started in (EditCandidate(second, candidate("78")), RemoveCandidate(second)):
        with pytest.raises(RuleError):
            service.change(started)
    assert service.sitting == before
    unchanged = SetUp(before.session, before.centre, before.date, before.commission)
    assert service.change(unchanged, SetBands(()), SetRetention("2027-06-22")).keep_until


def _refuse(*_: object, **__: object) -> None:
    raise StoreError("", "le disque est plein")


def test_a_seance_is_closed_once(ended: Day) -> None:
    ended.service.close_sitting(ASSENTS)
    with pytest.raises(RuleError, match="La séance est close"):
        ended.service.close_sitting(ASSENTS)
    assert [kind for kind, _ in register(ended.service)].count("close") == 1


def test_a_passage_restored_from_before_the_cloture_is_closed_all_the_same(ended: Day) -> None:
    ended.service.close_sitting(ASSENTS)
    (ended.files / "passage.json").write_bytes(b"{")
    desk = ended.restart().seating.restore(ended.passage)
    with pytest.raises(RuleError, match="rectification"):
        desk.reopen(REASON)
    assert saved(ended.service)
    assert ended.on_disk().closed
    assert is_sound(ended.service.verify())


def test_a_seance_file_made_again_from_the_passages_is_still_closed(ended: Day) -> None:
    at = ended.service.close_sitting(ASSENTS).closed_at
    found = rebuild(ended.service._store, rubric(), ended.clock.now())
    again = load(found.lines)
    assert (again.closed, again.closed_at) == (True, at)
    assert found.candidates == len(again.roster) == 2


# -- After --


def test_every_version_stays_readable_and_verifiable_after_reopenings_and_rectifications(
    ended: Day,
) -> None:
    desk = ended.open()
    for note in (20, 21):
        desk.reopen("Harmonisation")
        ended.play(desk, (SetNote(note),))
        desk.lock().result(PATIENCE)
    assert desk.leave()
    ended.service.close_sitting(ASSENTS)
    desk = ended.restart().open(ended.passage)
    for note in (22, 23):
        before = ended.service.exports.verso(ended.passage)
        desk.amend(f"{REASON} {note}", MEMBERS)
        assert saved(ended.service)
        assert not before.exists()
        ended.play(desk, (SetNote(note),))
        desk.lock().result(PATIENCE)
    files = [ended.service._store.seals.read_sealed(ended.passage, n) for n in range(1, 6)]
    contents = [json.loads(data) for data in files]
    assert [c["note"] for c in contents] == [27, 20, 21, 22, 23]
    assert [c["amended"] for c in contents] == [False] * 3 + [True] * 2
    assert [c["amended_by"] for c in contents] == [[]] * 3 + [list(MEMBERS)] * 2
    assert contents[-1]["reopen_reason"] == f"{REASON} 23"
    assert [c["previous"] for c in contents] == [None, *map(seal_of, files[:-1])]
    assert ended.service.verify() == []
    assert {"amended_by", "reopen_reason"} <= {change.what for change in desk.history}
    printed = json.loads(ended.service.exports.verso(ended.passage).read_bytes())
    assert printed["amended"] == "Rectifié le 22/06/2026"
    assert holding(ended.service._store.communicable, REASON) == []


def test_a_reopening_before_the_cloture_leaves_no_trace_on_the_next_verso(ended: Day) -> None:
    first = json.loads(ended.service.exports.verso(ended.passage).read_bytes())
    desk = ended.open()
    desk.reopen("Harmonisation")
    desk.lock().result(PATIENCE)
    second = json.loads(ended.service.exports.verso(ended.passage).read_bytes())
    assert second.pop("fingerprint") != first.pop("fingerprint")
    assert second == first


def test_a_rectified_absence_is_locked_again(ended: Day) -> None:
    ended.service.close_sitting(ASSENTS)
    second = ended.service.sitting.roster[1].passage
    desk = ended.service.open(second)
    with pytest.raises(InputError):
        desk.amend(REASON, ())
    desk.amend(REASON, MEMBERS)
    desk.lock().result(PATIENCE)
    assert register(ended.service)[-2:] == [("reopen", 1), ("amend", 2)]
    assert ended.service.verify() == []


def test_before_the_cloture_nothing_is_rectified(ended: Day) -> None:
    desk = ended.open()
    with pytest.raises(RuleError, match="n’est pas close"):
        desk.amend(REASON, MEMBERS)
    assert desk.state.locked


# -- Cut short --


def test_a_full_disk_leaves_a_cloture_begun_and_the_next_try_completes_it(ended: Day) -> None:
    disk = FullDisk("link")
    service = ended.use(disk)
    appended = service._store.register.append

    def last_gasp(kind: str, **facts: object) -> object:
        disk.full = kind == "close"
        return appended(kind, **facts)  # type: ignore[arg-type]

    service._store.register.append = last_gasp  # type: ignore[assignment,method-assign]
    with pytest.raises(StoreError, match="plein"):
        service.close_sitting(ASSENTS)
    disk.full = False
    again = ended.restart()
    assert again.sitting.closing is not None
    assert not again.sitting.closed
    assert again.obstacles() == ()
    other = tuple(Assent(each.member) for each in ASSENTS)
    closed = again.close_sitting(other)
    assert closed.closing is not None
    assert closed.closing.assents == ASSENTS, "what the members said first stays"
    assert again.verify() == []


def distinct(disk: CopiedDisk) -> list[Path]:
    """The folders as a kill would leave them, each state once."""
    seen: dict[tuple[tuple[str, bytes], ...], Path] = {}
    for copy in disk.taken:
        files = sorted(path for path in copy.rglob("*") if path.is_file())
        names = [path for path in files if not path.name.endswith(".tmp")]
        seen.setdefault(tuple((str(p.relative_to(copy)), p.read_bytes()) for p in names), copy)
    return list(seen.values())


def test_killed_at_any_write_of_the_cloture_it_is_completed_by_doing_it_again(
    ended: Day, tmp_path: Path
) -> None:
    disk = CopiedDisk(ended.folder, tmp_path)
    service = ended.use(disk)
    disk.copying = True
    service.close_sitting(ASSENTS)
    disk.copy()
    disk.copying = False
    left = distinct(disk)
    assert len(left) > 12
    begun = set()
    for copy in left:
        again = opened(copy, ended.clock)
        assert is_sound(again.verify())
        sitting = again.sitting
        begun.add((sitting.closing is not None, sitting.closed))
        if not sitting.closed:
            sitting = again.close_sitting(ASSENTS)
        assert sitting.closing == service.sitting.closing
        assert register(again) == [("lock", 1), ("lock", 1), ("close", None)]
        assert all(row.passage and row.passage.closed for row in again.rows())
        assert again.verify() == []
        assert again.close(PATIENCE)
    assert begun == {(False, False), (True, False), (True, True)}


def test_killed_at_any_write_of_a_rectification_it_is_completed_or_has_not_begun(
    ended: Day, tmp_path: Path
) -> None:
    ended.service.close_sitting(ASSENTS)
    disk = CopiedDisk(ended.folder, tmp_path)
    service = ended.use(disk)
    desk = service.open(ended.passage)
    disk.copying = True
    desk.amend(REASON, MEMBERS)
    ended.play(desk, (SetNote(30),))
    assert saved(service)
    desk.lock().result(PATIENCE)
    disk.copying = False
    seal = desk.state.versions[-1].seal
    left = distinct(disk)
    assert len(left) > 8
    found = {_after_kill(ended, copy, seal) for copy in left}
    assert found == {"closed", "amending", "rectified"}


def _after_kill(day: Day, copy: Path, seal: str) -> str:
    service = opened(copy, day.clock)
    assert is_sound(service.verify())
    desk = service.open(day.passage)
    state = desk.state
    tail = [kind for kind in register(service) if kind[0] in ("reopen", "amend")]
    assert service.verify() == []
    if not state.locked:
        assert (state.amending, state.amended_by) == (True, MEMBERS)
        desk.do(SetNote(30))
        desk.lock().result(PATIENCE)
    elif len(state.versions) == 2:
        assert state.versions[-1].seal == seal
    else:
        desk.amend(REASON, MEMBERS)
        desk.lock().result(PATIENCE)
    assert register(service)[-2:] == [("reopen", 1), ("amend", 2)]
    assert service.verify() == []
    assert service.close(PATIENCE)
    if not tail:
        return "closed"
    return "amending" if not state.locked else "rectified"


@pytest.fixture
def few_files() -> Iterator[None]:
    """Let this process open a few files more."""
    usual = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = {int(each.name) for each in Path("/proc/self/fd").iterdir()}
    free = (number for number in count() if number not in taken)
    resource.setrlimit(resource.RLIMIT_NOFILE, (next(islice(free, 8, None)), usual[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, usual)


@pytest.mark.usefixtures("few_files")
def test_a_program_that_may_open_no_more_files_blames_none(day: Day) -> None:
    assert day.at("absent").leave()
    for number in range(4):
        add(day, "absent", str(number))
    with pytest.raises(StoreError, match="trop de fichiers sont ouverts"):
        day.service.close_sitting(ASSENTS)
    assert day.service.sitting.closing is None
    allow_many_files()
    assert day.service.close_sitting(ASSENTS).closed
