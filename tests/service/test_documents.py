"""The verso as it is issued: what may be printed, under which name, over which file."""

from __future__ import annotations

import dataclasses
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from e33tui.documents import Content, Rendered
from e33tui.domain.commands import (
    Command,
    EndOtherwise,
    EraseRemark,
    Identify,
    PlaceLevel,
    SetNote,
    WriteText,
)
from e33tui.domain.errors import DocumentError, StoreError
from e33tui.domain.passage import Ending
from e33tui.domain.seal import fingerprint
from e33tui.service.documents import VERSO
from e33tui.store import DocumentInTheWay, PassageRecord
from tests.service.support import NUMBER, PATIENCE, Day, every_byte, print_as_data, saved
from tests.support.domain import rubric


def versos(day: Day) -> list[str]:
    folder = day.folder / "exports" / "communicable"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def relock(day: Day, *commands: Command) -> None:
    """Reopen the fiche, change it, lock it again."""
    desk = day.open()
    desk.reopen("Harmonisation")
    day.play(desk, commands)
    desk.lock().result(PATIENCE)


def test_a_locked_passage_gives_its_verso(day: Day) -> None:
    desk = day.locked()
    assert day.service.exports.verso_path(day.passage) is None
    path = day.service.exports.verso(day.passage)
    assert path.parent == day.folder / "exports" / "communicable"
    assert path.name == f"verso-{NUMBER}-{day.passage[:6]}.pdf"
    page = json.loads(path.read_bytes())
    assert page["fingerprint"] == fingerprint(desk.state.versions[0].seal)
    assert page["note"] == "13,5"
    assert day.service.exports.verso_path(day.passage) == path
    assert day.restart().exports.verso_path(day.passage) == path


@pytest.mark.parametrize("state", ["gate_open", "candidate_left", "complete"])
def test_a_passage_that_is_not_locked_gives_none(day: Day, state: str) -> None:
    assert day.at(state).leave()
    with pytest.raises(DocumentError, match="pas verrouillée"):
        day.service.exports.verso(day.passage)
    assert versos(day) == []
    assert day.service.exports.verso_path(day.passage) is None


def test_a_passage_that_never_began_gives_none(day: Day) -> None:
    assert day.service.exports.verso_path(day.passage) is None
    with pytest.raises(DocumentError, match="pas verrouillée"):
        day.service.exports.verso(day.passage)


def test_nor_does_one_that_is_announced_and_not_sealed(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = day.at("complete")
    with monkeypatch.context() as patch:
        patch.setattr(day.service._store.seals, "write_sealed", _refuse)
        with pytest.raises(StoreError):
            desk.lock().result(PATIENCE)
        with pytest.raises(DocumentError, match="pas encore scellée"):
            day.service.exports.verso(day.passage)
        assert versos(day) == []


def _refuse(*_: object) -> None:
    raise StoreError("", "le disque est plein")


@pytest.mark.parametrize("ending", [Ending.INTERRUPTED, Ending.EXCLUDED])
def test_an_ending_without_a_note_gives_no_verso(day: Day, ending: Ending) -> None:
    desk = day.at("interview_running")
    desk.do(EndOtherwise(ending, "Alerte incendie"))
    desk.lock().result(PATIENCE)
    with pytest.raises(DocumentError, match="pas de fiche communicable"):
        day.service.exports.verso(day.passage)
    assert versos(day) == []


def test_an_ending_corrected_to_one_without_a_verso_takes_the_page_back(day: Day) -> None:
    desk = day.at("withdrew")
    day.play(desk, (SetNote(9), WriteText("appraisal", "Abandon.")))
    desk.lock().result(PATIENCE)
    day.service.exports.verso(day.passage)
    relock(day, EndOtherwise(Ending.EXCLUDED, "Décision du chef de centre"))
    with pytest.raises(DocumentError):
        day.service.exports.verso(day.passage)
    assert versos(day) == []


def test_a_new_version_replaces_the_page(day: Day) -> None:
    day.locked()
    path = day.service.exports.verso(day.passage)
    first = path.read_bytes()
    relock(day, WriteText("appraisal", "Appréciation relue."))
    assert day.service.exports.verso_path(day.passage) is None, (
        "the old version's page is not this one's"
    )
    assert day.service.exports.verso(day.passage) == path
    page = json.loads(path.read_bytes())
    assert path.read_bytes() != first
    assert page["appraisal"] == "Appréciation relue."
    assert page["amended"] is None, "nothing on the new page tells of the reopening"
    assert versos(day) == [path.name]


def test_a_corrected_number_takes_the_earlier_file_away(day: Day) -> None:
    desk = day.locked()
    old = day.service.exports.verso(day.passage)
    who = desk.state.identification
    right = dataclasses.replace(who, candidate=dataclasses.replace(who.candidate, number="777"))
    relock(day, Identify(right))
    new = day.service.exports.verso(day.passage)
    assert new.name == f"verso-777-{day.passage[:6]}.pdf"
    assert versos(day) == [new.name]
    assert not old.exists()


def test_what_was_made_is_told_though_what_it_replaces_stays(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.locked()
    page = day.service.exports.page(day.passage)

    def refuse(path: Path, *_: object) -> None:
        raise StoreError(path, "Ce fichier n’a pas pu être effacé : le disque le refuse.")

    with monkeypatch.context() as patch:
        patch.setattr("e33tui.persistence.issued.remove_name", refuse)
        with pytest.raises(StoreError) as caught:
            day.service.exports.verso(day.passage)
    assert caught.value.message.startswith("Le document est fait, mais celui qu’il remplace")
    assert caught.value.message.endswith("le disque le refuse.")
    assert versos(day) == [page.name, page.with_suffix(".pdf").name]
    assert day.service.exports.verso_path(day.passage) == page.with_suffix(".pdf")
    day.service.exports.verso(day.passage)
    assert versos(day) == [page.with_suffix(".pdf").name]


def test_a_file_that_is_not_ours_stays_unless_somebody_says_so(day: Day) -> None:
    desk = day.locked()
    folder = day.folder / "exports" / "communicable"
    folder.mkdir(parents=True)
    target = VERSO.target(day.service._store, day.passage, desk.state)
    target.write_bytes(b"somebody's")
    with pytest.raises(DocumentInTheWay):
        day.service.exports.verso(day.passage)
    assert target.read_bytes() == b"somebody's"
    assert day.service.exports.verso(day.passage, replace=True) == target
    assert json.loads(target.read_bytes())["note"] == "13,5"


def test_our_own_file_changed_by_hand_is_no_longer_ours(day: Day) -> None:
    day.locked()
    path = day.service.exports.verso(day.passage)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(DocumentInTheWay):
        day.service.exports.verso(day.passage)


@pytest.mark.parametrize(
    "number", ["../../../etc/passwd", "a/b", "N° 12 é", "-", "[/b]", "x" * 20, "..", "CON."]
)
def test_no_number_leads_out_of_the_folder(day: Day, number: str) -> None:
    desk = day.locked()
    who = desk.state.identification
    odd = dataclasses.replace(who, candidate=dataclasses.replace(who.candidate, number=number))
    relock(day, Identify(odd))
    path = day.service.exports.verso(day.passage)
    assert path.resolve().parent == (day.folder / "exports" / "communicable").resolve()
    assert path.name.isascii()
    assert path.suffix == ".pdf"


def test_two_passages_never_share_a_name(day: Day) -> None:
    state = day.locked().state
    store = day.service._store
    assert VERSO.target(store, "a" * 16, state) != VERSO.target(store, "b" * 16, state)


@pytest.mark.parametrize("replaced", [("note", "note", 40), ("text", "text", "Un autre texte.")])
def test_a_record_changed_after_its_lock_is_not_printed(
    day: Day, replaced: tuple[str, str, object]
) -> None:
    assert day.locked().leave()
    do, name, value = replaced
    store = day.again()._store
    lines = [dict(line) for line in store.passages.read(day.passage).lines]
    next(line for line in reversed(lines) if line["do"] == do)[name] = value
    held = store.acquire(day.passage, "")
    store.passages.save(PassageRecord(day.passage, tuple(lines)), held)
    held.release()
    with pytest.raises(DocumentError, match="modifié hors"):
        day.service.exports.verso(day.passage)
    assert versos(day) == []


@pytest.mark.parametrize("key", [b'"note":', b'"remarks_hash":"', b'"rubric_digest":"'])
def test_a_sealed_file_changed_after_its_lock_is_not_printed(day: Day, key: bytes) -> None:
    day.locked()
    sealed = day.files / "scelles" / "0001.json"
    data = bytearray(sealed.read_bytes())
    place = data.index(key) + len(key)
    data[place] = ord("1") if data[place] != ord("1") else ord("3")
    sealed.chmod(0o600)
    sealed.write_bytes(data)
    with pytest.raises(DocumentError, match="verifier"):
        day.service.exports.verso(day.passage)


def test_an_observation_erased_after_the_lock_does_not_keep_the_page_back(day: Day) -> None:
    desk = day.locked()
    desk.do(EraseRemark(desk.state.remarks[0].id))
    assert desk.leave()
    assert day.service.exports.verso(day.passage).exists()
    assert day.service.verify() == []


def test_nor_does_a_form_that_was_better_printed_since(day: Day) -> None:
    assert day.locked().leave()
    day.service._current.rubric = dataclasses.replace(rubric(), digest="0" * 64)
    assert day.service.exports.verso(day.passage).exists()


def test_a_not_examined_candidate_has_a_factual_page(day: Day) -> None:
    desk = day.at("gate_none")
    desk.lock().result(PATIENCE)
    page = json.loads(day.service.exports.verso(day.passage).read_bytes())
    assert (page["note"], page["comments"], page["appraisal"]) == ("0", [], "")
    assert page["statement"]


def test_a_candidate_is_exported_without_disturbing_who_works(day: Day) -> None:
    desk = day.locked()
    beside = {"exports", "verrous"}
    before = {path: data for path, data in every_byte(day.folder) if not beside & set(path.parts)}
    path = day.again().exports.verso(day.passage)
    assert path.exists()
    after = {path: data for path, data in every_byte(day.folder) if not beside & set(path.parts)}
    changed = {path.name for path in after if after[path] != before.get(path)}
    assert changed == {"documents.json"}
    desk.reopen("Harmonisation")
    day.play(desk, (PlaceLevel("c1", 1),))
    assert saved(day.service)


def test_the_folder_of_the_exports_can_be_another(day: Day, tmp_path: Path) -> None:
    day.locked()
    day.service._store.exports = tmp_path / "ailleurs"
    path = day.service.exports.verso(day.passage)
    assert path.parent == tmp_path / "ailleurs" / "communicable"


def test_a_page_that_took_long_does_not_replace_a_later_versions(day: Day) -> None:
    desk = day.locked()
    slow = day.again()

    def late(content: Content) -> Rendered:
        page = print_as_data(content)
        who = desk.state.identification
        right = dataclasses.replace(who, candidate=dataclasses.replace(who.candidate, number="7"))
        relock(day, Identify(right), WriteText("appraisal", "Appréciation relue."))
        day.service.exports.verso(day.passage)
        return page

    slow._render = late
    with pytest.raises(DocumentError, match="redemandez-le"):
        slow.exports.verso(day.passage)
    path = day.service.exports.verso_path(day.passage)
    assert path is not None
    assert versos(day) == [path.name]
    assert json.loads(path.read_bytes())["appraisal"] == "Appréciation relue."


def test_nor_does_the_one_of_a_passage_reopened_meanwhile_come_out(day: Day) -> None:
    desk = day.locked()
    slow = day.again()

    def late(content: Content) -> Rendered:
        desk.reopen("Harmonisation")
        assert saved(day.service)
        return print_as_data(content)

    slow._render = late
    with pytest.raises(DocumentError, match="redemandez-le"):
        slow.exports.verso(day.passage)
    assert versos(day) == []


def test_a_page_that_could_not_be_replaced_is_not_the_new_versions(day: Day) -> None:
    day.locked()
    path = day.service.exports.verso(day.passage)
    first = path.read_bytes()
    relock(day, WriteText("appraisal", "Appréciation relue."))
    day.service.exports.verso(day.passage)
    assert day.service.exports.verso_path(day.passage) == path
    # The list is written before the file: a disk that fills up in between leaves the old page.
    path.write_bytes(first)
    assert day.service.exports.verso_path(day.passage) is None


def test_the_end_of_the_program_gives_up_a_document_in_the_making(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up = threading.Event()
    begun = threading.Event()

    def render(_: Content) -> Rendered:
        begun.set()
        assert given_up.wait(PATIENCE)
        raise DocumentError("arrêtée")

    day.locked()
    monkeypatch.setattr("e33tui.documents.stop_rendering", given_up.set)
    service = day.again()
    service._render = render
    with ThreadPoolExecutor(1) as pool:
        exporting = pool.submit(service.exports.verso, day.passage)
        assert begun.wait(PATIENCE)
        assert service.close(PATIENCE)
        with pytest.raises(DocumentError, match="arrêtée"):
            exporting.result(PATIENCE)


def test_a_new_version_withdraws_the_earlier_verso_before_its_own_is_made(day: Day) -> None:
    """Whatever ends the program in between, the old note does not stay in the folder."""
    day.locked()
    day.service.exports.verso(day.passage)
    assert len(versos(day)) == 1
    foreign = day.folder / "exports" / "communicable" / "lettre.pdf"
    foreign.write_bytes(b"une lettre")
    # From the reopening on there is no note in force to hand out.
    desk = day.open()
    desk.reopen("Harmonisation")
    assert desk.leave()
    assert versos(day) == ["lettre.pdf"]
    day.play(desk := day.open(), (SetNote(20),))
    desk.lock().result(PATIENCE)
    assert versos(day) == ["lettre.pdf"]
    day.service.exports.verso(day.passage)
    assert len(versos(day)) == 2
    # Looked at again, nothing is withdrawn that is in force.
    day.restart().open(day.passage)
    assert len(versos(day)) == 2
