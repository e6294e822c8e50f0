"""Every file of a séance, damaged in every way: named, kept, and the day goes on."""

from __future__ import annotations

import errno
import json
from contextlib import suppress

import pytest

from e33tui.domain.commands import AddRemark
from e33tui.domain.errors import E33Error, StoreError
from e33tui.service import Service
from e33tui.service.desk import Desk
from e33tui.store import DamagedFile, NewerFormat, Store
from tests.service.damaging import (
    DAMAGES,
    LOCKED,
    RUNNING,
    TYPED,
    WAITING,
    Case,
    foreign,
    garbled,
    kept,
    refuse,
    spelled,
)
from tests.service.support import PATIENCE, commands_to, print_as_data, saved
from tests.support.domain import rubric

every_damage = pytest.mark.parametrize("damage", DAMAGES)


def lock(case: Case, service: Service, who: str) -> Desk:
    """Lead a candidate who has not begun to the lock."""
    desk = service.open(case.passages[who])
    for command in commands_to("complete"):
        case.clock.advance(10)
        desk.do(command)
    desk.lock().result(PATIENCE)
    return desk


def test_the_day_is_whole(case: Case) -> None:
    service = case.open()
    assert [row.problem for row in service.rows()] == [""] * 3
    assert service.verify() == []
    assert case.work(service, RUNNING).draft("remark") == TYPED
    lock(case, service, WAITING)
    assert service.exports.verso(case.passages[LOCKED]).exists()
    assert service.news() == ()


@every_damage
def test_a_passage(case: Case, damage: str) -> None:
    path = case.file("running/passage.json")
    DAMAGES[damage](path)
    damaged = spelled(path)
    service = case.open()
    (problem,) = [row.problem for row in service.rows() if row.problem]
    assert f"passages/{case.passages[RUNNING]}/passage.json" in problem
    for act in (service.open, service.look):
        with pytest.raises(DamagedFile, match=r"passage\.json est endommagé"):
            act(case.passages[RUNNING])
    assert spelled(path) == damaged
    lock(case, service, WAITING)
    service.open(case.passages[LOCKED])
    (finding,) = [each for each in service.verify() if each.serious]
    assert finding.file in problem
    desk = service.seating.restore(case.passages[RUNNING])
    desk.do(AddRemark("reprise", criterion="c2"))
    assert desk.leave()
    assert service.verify() == []
    assert damaged == "nothing" or kept(case, path, damaged)


@every_damage
def test_the_version_before_of_a_passage(case: Case, damage: str) -> None:
    """It harms nobody while the last one is sound, and the next saves make it sound."""
    path = case.file("running/passage.json.precedent")
    DAMAGES[damage](path)
    damaged = spelled(path)
    service = case.open()
    assert [row.problem for row in service.rows()] == [""] * 3
    desk = case.work(service, RUNNING)
    assert saved(service)
    assert service.save_status().error is None
    assert desk.leave()
    assert Store.open(case.folder, read_only=True).passages.previous(case.passages[RUNNING])
    if damage == "folder":
        assert kept(case, path, damaged)
        assert "passage.json.precedent" in "".join(service.news())


@every_damage
def test_both_versions_of_a_passage(case: Case, damage: str) -> None:
    paths = [case.file(f"running/passage.json{end}") for end in ("", ".precedent")]
    for path in paths:
        DAMAGES[damage](path)
    before = [spelled(path) for path in paths]
    service = case.open()
    if damage == "missing":
        assert service.open(case.passages[RUNNING]).draft("remark") == TYPED
        return
    with pytest.raises(DamagedFile, match=r"passage\.json"):
        service.seating.restore(case.passages[RUNNING])
    assert [spelled(path) for path in paths] == before
    lock(case, service, WAITING)
    assert not service.seating.has_previous(case.passages[RUNNING])
    assert service.seating.is_lost(case.passages[RUNNING])
    desk = service.seating.begin_anew(case.passages[RUNNING])
    assert not desk.begun
    assert desk.draft("remark") == TYPED, "what was typed last is still there"
    desk.do(commands_to("complete")[0])
    assert desk.leave()
    assert [row.problem for row in service.rows()] == [""] * 3
    assert all(kept(case, *each) for each in zip(paths, before, strict=True))


@every_damage
def test_a_draft(case: Case, damage: str) -> None:
    path = case.file("running/brouillon.json")
    DAMAGES[damage](path)
    damaged = spelled(path)
    service = case.open()
    desk = case.work(service, RUNNING)
    assert desk.draft("remark") is None
    said = service.news()
    if damage == "missing":
        assert said == ()
    else:
        (sentence,) = said
        assert f"{case.passages[RUNNING]}/brouillon.json est endommagé" in sentence
        assert "brouillon.json.endommage-1" in sentence
        assert kept(case, path, damaged)
    desk.set_draft("remark", "la suite")
    desk.save_draft()
    assert desk.leave()
    assert service.open(case.passages[RUNNING]).draft("remark") == "la suite"
    assert service.news() == (), "it is told once"
    lock(case, service, WAITING)


HOSTILE_DRAFTS = (
    {"texts": ["a"]},
    {"texts": {"remark": 3}},
    {"texts": {"remark": "a\x1b[31mb"}},
    {"texts": {"remark": "a\ud800"}},
    {"place": "\u202e"},
    {"seen": {"boot": 1}},
    {"seen": "hier", "texts": {"remark": "x"}},
    {"stand": "ici"},
    {"stand": [1, 2]},
)


@pytest.mark.parametrize("content", HOSTILE_DRAFTS, ids=str)
def test_a_draft_that_holds_what_no_field_takes(case: Case, content: dict[str, object]) -> None:
    path = case.file("running/brouillon.json")
    tables = json.loads(path.read_bytes())
    tables["draft"]["1"] |= content
    path.write_bytes(json.dumps(tables).encode())
    damaged = spelled(path)
    service = case.open()
    assert case.work(service, RUNNING).draft("remark") is None
    (sentence,) = service.news()
    assert "brouillon.json.endommage-1" in sentence
    assert kept(case, path, damaged)


@every_damage
def test_the_register(case: Case, damage: str) -> None:
    path = case.file("registre.json")
    DAMAGES[damage](path)
    damaged = spelled(path)
    service = case.open()
    assert [row.problem for row in service.rows()] == [""] * 3
    case.work(service, RUNNING)
    with pytest.raises(DamagedFile, match=r"registre\.json est endommagé") as refused:
        lock(case, service, WAITING)
    assert "Gardez ce dossier" in refused.value.message
    assert saved(service)
    desk = service.open(case.passages[WAITING])
    assert desk.state.locked, "the record is kept"
    assert not desk.is_sealed()
    (first, *_) = service.verify()
    assert (first.file, first.serious) == ("registre.json", True)
    with pytest.raises(E33Error):
        service.exports.verso(case.passages[LOCKED])
    assert spelled(path) == damaged, "no older register may be chosen"


@every_damage
def test_the_list_of_documents(case: Case, damage: str) -> None:
    path = case.file("documents.json")
    DAMAGES[damage](path)
    damaged = spelled(path)
    service = case.open()
    lock(case, service, WAITING)
    with suppress(DamagedFile):
        # There was one document: without its list it is somebody else's file.
        service.exports.verso(case.passages[LOCKED])
    serious = [each for each in service.verify() if each.serious]
    if damage != "missing":
        assert [each.file for each in serious] == ["documents.json"]
        assert spelled(path) == damaged


ROWS = (
    {"sha256": 1},
    {"name": ["x"]},
    {"name": "../../x"},
    {"at": "hier"},
    {"passage": 3},
    {"x": 1},
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_list_of_documents_that_is_no_list_of_ours(case: Case, row: dict[str, object]) -> None:
    path = case.file("documents.json")
    tables = json.loads(path.read_bytes())
    tables["documents"]["1"] |= row
    path.write_bytes(json.dumps(tables).encode())
    damaged = spelled(path)
    service = case.open()
    with pytest.raises(DamagedFile, match=r"documents\.json"):
        service.exports.verso(case.passages[LOCKED])
    assert [each.file for each in service.verify()] == ["documents.json"]
    assert spelled(path) == damaged


@every_damage
def test_a_sealed_version(case: Case, damage: str) -> None:
    path = case.file("locked/scelles/0002.json")
    DAMAGES[damage](path)
    damaged = spelled(path)
    service = case.open()
    assert [row.problem for row in service.rows()] == [""] * 3
    assert any(each.file.endswith("0002.json") for each in service.verify() if each.serious)
    with pytest.raises(E33Error):
        service.exports.verso(case.passages[LOCKED])
    service.open(case.passages[LOCKED])
    lock(case, service, WAITING)
    assert spelled(path) == damaged


@every_damage
def test_the_seances_own_file(case: Case, damage: str) -> None:
    path = case.file("seance.json")
    DAMAGES[damage](path)
    damaged = spelled(path)
    with pytest.raises(DamagedFile, match=r"seance\.json est endommagé"):
        case.open()
    store = Store.open(case.folder, read_only=True)
    tolerant = Service(store, rubric(), case.clock, print_as_data, tolerant=True)
    assert "seance.json" in tolerant.damage
    assert [each.file for each in tolerant.verify()] == ["seance.json"]
    assert tolerant.look(case.passages[RUNNING]).state.running
    assert tolerant.close(PATIENCE)
    assert spelled(path) == damaged


@every_damage
def test_the_seances_own_file_while_the_program_runs(case: Case, damage: str) -> None:
    service = case.open()
    path = case.file("seance.json")
    DAMAGES[damage](path)
    damaged = spelled(path)
    assert len(service.rows()) == 3
    case.work(service, RUNNING)
    lock(case, service, WAITING)
    with pytest.raises(DamagedFile, match=r"seance\.json est endommagé"):
        service.add_candidate("4", "PETIT", "Ana")
    assert spelled(path) == damaged


@every_damage
@pytest.mark.parametrize("name", ["passage.json", "brouillon.json"])
def test_a_file_damaged_under_our_feet(case: Case, name: str, damage: str) -> None:
    service = case.open()
    desk = case.work(service, RUNNING)
    desk.set_draft("remark", "avant")
    desk.save_draft()
    assert saved(service)
    path = case.file(f"running/{name}")
    sound = path.read_bytes()
    DAMAGES[damage](path)
    damaged = spelled(path)
    for text in ("encore", "toujours"):
        desk.do(AddRemark(text, criterion="c3"))
        desk.set_draft("remark", text)
        desk.save_draft()
        assert saved(service)
    state = desk.state
    assert desk.leave()
    assert service.open(case.passages[RUNNING]).state == state
    assert damaged == "nothing" or kept(case, path, damaged)
    aside = list(path.parent.glob(f"{name}.endommage-*"))
    assert len(aside) == (damage != "missing")
    said = service.news()
    assert len(said) == len(aside)
    assert all(f"{name} a été modifié hors d’e33tui" in sentence for sentence in said)
    if name == "passage.json":
        previous = Store.open(case.folder, read_only=True).passages.previous(case.passages[RUNNING])
        assert previous is not None
        assert sound not in [spelled(each) for each in aside]


def test_before_the_first_save_too(case: Case) -> None:
    service = case.open()
    desk = service.open(case.passages[RUNNING])
    path = case.file("running/passage.json")
    garbled(path)
    damaged = spelled(path)
    desk.do(AddRemark("encore", criterion="c3"))
    assert saved(service)
    assert service.save_status().error is None
    assert kept(case, path, damaged)
    assert len(service.news()) == 1


def test_what_is_only_touched_is_not_set_aside(case: Case) -> None:
    service = case.open()
    desk = case.work(service, RUNNING)
    assert saved(service)
    path = case.file("running/passage.json")
    path.write_bytes(path.read_bytes())
    path.touch()
    desk.do(AddRemark("encore", criterion="c3"))
    assert saved(service)
    assert service.news() == ()
    assert not list(path.parent.glob("*.endommage-*"))


REFUSED = {
    "seance.json": "seance.json n’a pas pu être lu",
    "running/passage.json": "passage.json n’a pas pu être lu",
    "running/brouillon.json": "brouillon.json n’a pas pu être lu",
    "registre.json": "registre.json n’a pas pu être lu",
    "documents.json": "documents.json n’a pas pu être lu",
    "locked/scelles/0002.json": "0002.json ne peut pas être lu",
}


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO])
@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_the_system_refuses_to_read(
    case: Case, name: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = case.file(name)
    before = spelled(path)
    with monkeypatch.context() as refusing:
        refuse(refusing, path, code)
        said = case.told(StoreError)
    assert any(REFUSED[name] in sentence for sentence in said), said
    assert spelled(path) == before
    assert not list(path.parent.glob("*.endommage-*")), "it may be sound"


@pytest.mark.parametrize("what", ["folder", "link", "garbled", "pipe"])
def test_a_lock_that_is_none(case: Case, what: str) -> None:
    path = case.file("running/verrou")
    path.write_bytes(b"{}".ljust(64))
    DAMAGES[what](path)
    service = case.open()
    if what == "garbled":
        assert case.work(service, RUNNING).leave()
    else:
        with pytest.raises(StoreError, match="verrou n’a pas pu être"):
            service.open(case.passages[RUNNING])
    lock(case, service, WAITING)


NEWER = ("seance.json", "running/passage.json", "running/brouillon.json", "registre.json")


@pytest.mark.parametrize("name", [*NEWER, "documents.json"])
def test_a_file_of_a_later_version(case: Case, name: str) -> None:
    path = case.file(name)
    tables = json.loads(path.read_bytes())
    tables["meta"]["1"] |= {"format": 2, "version": "9.1"}
    path.write_bytes(json.dumps(tables, separators=(",", ":")).encode())
    before = path.read_bytes()
    refused = pytest.raises(NewerFormat, match=r"plus récente d’e33tui \(9\.1\)")
    if name == "seance.json":
        with refused:
            case.open()
        return
    service = case.open()
    if name.startswith("running"):
        with refused:
            service.open(case.passages[RUNNING])
        lock(case, service, WAITING)
    elif name == "registre.json":
        with refused:
            service.verify()
        with refused:
            lock(case, service, WAITING)
    else:
        with refused:
            service.exports.verso(case.passages[LOCKED])
    assert service.close(PATIENCE)
    assert path.read_bytes() == before


def test_a_record_that_is_gone_beside_its_seals(case: Case) -> None:
    """It did not just not begin: begun anew, its next version could not be sealed."""
    for end in ("", ".precedent"):
        case.file(f"locked/passage.json{end}").unlink()
    service = case.open()
    (problem,) = [row.problem for row in service.rows() if row.problem]
    assert "il est introuvable" in problem
    for act in (service.open, service.seating.begin_anew):
        with pytest.raises(DamagedFile, match="introuvable"):
            act(case.passages[LOCKED])
    assert not service.seating.is_lost(case.passages[LOCKED])
    assert [each.kind for each in service.verify()] == ["damaged"]


def test_what_can_be_read_is_not_begun_anew(case: Case) -> None:
    service = case.open()
    desk = service.seating.begin_anew(case.passages[RUNNING])
    assert desk.state.running
    assert desk.leave()
    case.file("running/passage.json").write_bytes(b"{")
    with pytest.raises(DamagedFile):
        service.seating.begin_anew(case.passages[RUNNING])
    assert not list(case.file("running/passage.json").parent.glob("*.endommage-*"))


def test_several_damages_each_have_a_name_of_their_own(case: Case) -> None:
    service = case.open()
    desk = case.work(service, RUNNING)
    assert saved(service)
    path = case.file("running/passage.json")
    damaged = []
    for damage in (garbled, foreign):
        damage(path)
        damaged.append(spelled(path))
        desk.do(AddRemark("encore", criterion="c3"))
        assert saved(service)
    assert [spelled(each) for each in sorted(path.parent.glob("*.endommage-*"))] == damaged
