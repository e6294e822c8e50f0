"""The whole store: opening, saving, drafts, damage, and what a killed process leaves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from e33tui.domain.errors import RuleError, StoreError
from e33tui.persistence.damage import files_set_aside
from e33tui.persistence.writer import BackgroundWriter
from e33tui.store import (
    DamagedFile,
    Lines,
    NewerFormat,
    OwnershipLost,
    PassageRecord,
    Store,
    new_passage_id,
)
from tests.store.support import PASSAGE, Crash, WatchedFileSystem, record, tree

OTHER = "fedcba9876543210"
PATIENCE = 20.0


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def files_of(store: Store, passage: str = PASSAGE) -> Path:
    return store.folder / "passages" / passage


def line(text: str) -> list[dict[str, Any]]:
    return [{"x": text}]


def test_the_layout_is_the_designs(store: Store, umask: None) -> None:
    held = store.acquire(PASSAGE, "tty1")
    for number in (1, 2):
        store.passages.save(record(number), held)
    store.submit(held, draft={"appraisal": "Très b"})
    assert store.writer.flush(PATIENCE)
    store.sitting.append(lambda _: line("a"))
    seal = store.seals.write_sealed(PASSAGE, 1, b"{}")
    store.register.append("lock", at=1, passage=PASSAGE, version=1, seal=seal)
    store.issued.issue(store.communicable / "verso.pdf", b"%PDF", kind="verso", at=1)
    found = {name: oct(mode & 0o777) for name, (mode, _, _) in tree(store.folder).items()}
    folder = f"passages/{PASSAGE}"
    assert found == {
        "documents.json": "0o600",
        "exports": "0o700",
        "exports/communicable": "0o700",
        "exports/communicable/verso.pdf": "0o600",
        "passages": "0o700",
        folder: "0o700",
        f"{folder}/brouillon.json": "0o600",
        f"{folder}/passage.json": "0o600",
        f"{folder}/passage.json.precedent": "0o600",
        f"{folder}/scelles": "0o700",
        f"{folder}/scelles/0001.json": "0o400",
        f"{folder}/verrou": "0o600",
        "registre.json": "0o600",
        "seance.json": "0o600",
        "seance.json.precedent": "0o600",
        "verrous": "0o700",
        "verrous/ouverture": "0o600",
        "verrous/registre": "0o600",
        "verrous/seance": "0o600",
    }


def test_a_folder_is_made_once_and_opened_again(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "seance"
    store = Store.open(folder, create=True)
    store.sitting.append(lambda _: line("a"))
    for create in (False, True):
        assert Store.open(folder, create=create).sitting.lines() == ({"x": "a"},)
    assert store.warning is None


def test_no_folder_no_seance(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for folder in (tmp_path / "none", tmp_path, file, file / "below"):
        with pytest.raises(StoreError, match="Il n’y a pas de séance"):
            Store.open(folder)
    for folder in (file, file / "below"):
        with pytest.raises(StoreError):
            Store.open(folder, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_other_peoples_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Chère tante")
    before = tree(tmp_path)
    with pytest.raises(StoreError, match="contient autre chose"):
        Store.open(tmp_path, create=True)
    assert tree(tmp_path) == before


def test_what_an_interrupted_creation_left_is_gone_on_with(tmp_path: Path) -> None:
    for number in range(12):
        folder = tmp_path / str(number)
        with suppress(Crash):
            Store.open(folder, create=True, fs=WatchedFileSystem(number, crash=True))
        assert Store.open(folder, create=True).sitting.lines() == ()
        assert not list(folder.glob(".*"))


def test_a_seance_whose_file_is_gone_is_not_begun_anew(store: Store) -> None:
    store.acquire(PASSAGE, "tty1")
    (store.folder / "seance.json").unlink()
    before = tree(store.folder)
    with pytest.raises(DamagedFile):
        Store.open(store.folder, create=True)
    assert tree(store.folder) == before


def test_a_folder_that_cannot_be_written_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(StoreError, match="n’est pas modifiable"):
        Store.open(store.folder)


def test_opening_to_look_touches_nothing(store: Store) -> None:
    store.sitting.append(lambda _: line("a"))
    (store.folder / ".seance.json.0123456789abcdef.tmp").write_text("left by a crash")
    store.folder.chmod(0o755)
    before = tree(store.folder)
    looking = Store.open(store.folder, read_only=True)
    assert looking.verify() == []
    assert looking.sitting.lines() == ({"x": "a"},)
    assert tree(store.folder) == before
    assert store.folder.stat().st_mode & 0o777 == 0o755
    Store.open(store.folder)
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert not list(store.folder.glob(".*"))


def test_a_later_versions_seance_is_refused(store: Store) -> None:
    path = store.folder / "seance.json"
    path.write_bytes(path.read_bytes().replace(b'"format":1', b'"format":2'))
    before = tree(store.folder)
    with pytest.raises(NewerFormat, match="mettez à jour"):
        Store.open(store.folder)
    with pytest.raises(NewerFormat):
        store.sitting.append(lambda _: line("a"))
    assert tree(store.folder) == before


def test_documents_go_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "seance"
    assert Store.open(folder, create=True).communicable == folder / "exports" / "communicable"
    monkeypatch.setenv("E33TUI_EXPORTS", str(tmp_path / "ailleurs"))
    assert Store.open(folder).commission == tmp_path / "ailleurs" / "commission"
    assert Store.open(folder, exports=tmp_path / "x").exports == tmp_path / "x"
    monkeypatch.setenv("E33TUI_EXPORTS", "")
    assert Store.open(folder).exports == folder / "exports"


def test_lines_are_added_to_what_the_file_holds_then(store: Store) -> None:
    other = Store.open(store.folder)
    assert store.sitting.lines() == ()
    other.sitting.append(lambda _: line("a"))
    assert store.sitting.lines() == ({"x": "a"},)
    seen: list[Sequence[dict[str, Any]]] = []

    def add(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        seen.append(lines)
        return line("b")

    assert store.sitting.append(add) == ({"x": "a"}, {"x": "b"})
    assert seen == [({"x": "a"},)]
    assert other.sitting.lines() == ({"x": "a"}, {"x": "b"})
    assert other.sitting.previous() == ({"x": "a"},)


def test_a_rule_that_forbids_a_line_leaves_the_file_alone(store: Store) -> None:
    def refuse(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        raise RuleError("R1", "Ce numéro est déjà pris.")

    before = tree(store.folder)
    with pytest.raises(RuleError):
        store.sitting.append(refuse)
    store.sitting.append(lambda _: ())
    assert tree(store.folder) == before
    assert store.sitting.append(lambda _: line("a")) == ({"x": "a"},)


def test_a_damaged_seance_is_opened_and_can_be_restored(store: Store) -> None:
    store.sitting.append(lambda _: line("a"))
    store.sitting.append(lambda _: line("b"))
    path = store.folder / "seance.json"
    path.write_bytes(b"garbled")
    again = Store.open(store.folder)
    for attempt in (again.sitting.lines, lambda: again.sitting.append(lambda _: line("c"))):
        with pytest.raises(DamagedFile):
            attempt()
    assert path.read_bytes() == b"garbled"
    assert again.sitting.restore() == path.with_name("seance.json.endommage-1")
    assert again.sitting.lines() == ({"x": "a"},)
    assert files_set_aside(again.folder) == (path.with_name("seance.json.endommage-1"),)


def test_a_damaged_previous_seance_is_not_put_in_place(store: Store) -> None:
    store.sitting.append(lambda _: line("a"))
    for name in ("seance.json", "seance.json.precedent"):
        (store.folder / name).write_bytes(b"garbled")
    before = tree(store.folder)
    with pytest.raises(DamagedFile, match="precedent"):
        store.sitting.restore()
    assert tree(store.folder) == before


def test_a_previous_seance_that_adds_up_to_nothing_is_not_put_in_place(store: Store) -> None:
    store.sitting.append(lambda _: line("un"))
    store.sitting.append(lambda _: line("deux"))
    path = store.sitting.path
    path.write_bytes(b"{")

    def refuse(lines: Lines) -> None:
        assert lines == tuple(line("un"))
        raise DamagedFile(path, "son contenu")

    with pytest.raises(DamagedFile, match="son contenu"):
        store.sitting.restore(refuse)
    assert path.read_bytes() == b"{"
    assert files_set_aside(store.folder) == ()


def test_a_damaged_passage_is_one_passages_business(store: Store) -> None:
    held = store.acquire(PASSAGE, "tty1")
    other = store.acquire(OTHER, "tty1")
    for number in (1, 2):
        store.passages.save(record(number), held)
        store.passages.save(record(number, passage=OTHER), other)
    path = files_of(store) / "passage.json"
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(DamagedFile) as caught:
        store.passages.read(PASSAGE)
    assert caught.value.path == str(path)
    assert store.passages.read(OTHER) == record(2, passage=OTHER)
    assert store.passages.previous(PASSAGE) == record(1)
    assert store.passages.restore(held) == record(1)
    store.passages.save(record(1, 3), held)
    assert store.passages.read(PASSAGE) == record(1, 3)
    assert [path.name for path in store.passages.set_aside_of(PASSAGE)] == [
        "passage.json.endommage-1"
    ]


def test_a_damaged_previous_version_is_not_put_in_place(store: Store) -> None:
    held = store.acquire(PASSAGE, "tty1")
    for number in (1, 2):
        store.passages.save(record(number), held)
    path = files_of(store) / "passage.json"
    for name in ("passage.json", "passage.json.precedent"):
        path.with_name(name).write_bytes(b"garbled")
    with pytest.raises(DamagedFile, match="precedent"):
        store.passages.restore(held)
    assert path.read_bytes() == b"garbled"
    assert store.passages.set_aside(path, held) == path.with_name("passage.json.endommage-1")


@pytest.mark.parametrize("name", ["registre.json", "documents.json"])
def test_no_older_register_is_promised(name: str) -> None:
    assert "précédente" in DamagedFile("passage.json", "il est vide").message
    said = DamagedFile(f"seance/{name}", "il est vide").message
    assert "précédente" not in said
    assert "prévenez le centre" in said


def test_nothing_outside_the_folder_is_set_aside(store: Store, tmp_path: Path) -> None:
    held = store.acquire(PASSAGE, "tty1")
    (tmp_path / "letter.txt").write_text("Chère tante")
    for path in (tmp_path / "letter.txt", store.folder / ".." / "letter.txt"):
        with pytest.raises(StoreError, match="pas dans le dossier"):
            store.passages.set_aside(path, held)
    assert (tmp_path / "letter.txt").exists()


def test_passages_without_a_record_are_not_listed(store: Store) -> None:
    held = store.acquire(PASSAGE, "tty1")
    store.acquire(OTHER, "tty1")
    (store.folder / "passages" / "notes").mkdir()
    assert store.passages.ids() == ()
    store.passages.save(record(1), held)
    assert store.passages.ids() == (PASSAGE,)
    store.passages.save(record(2), held)
    (files_of(store) / "passage.json").unlink()
    assert store.passages.ids() == (PASSAGE,)
    assert store.passages.previous(OTHER) is None
    assert new_passage_id() != new_passage_id()


def test_a_draft_is_kept_beside_the_record(store: Store) -> None:
    held = store.acquire(PASSAGE, "tty1")
    assert store.passages.draft(PASSAGE) == {}
    store.submit(held, record=record(1), draft={"appraisal": "Très b"})
    assert store.writer.flush(PATIENCE)
    assert store.passages.draft(PASSAGE) == {"appraisal": "Très b"}
    store.submit(held, draft={})
    assert store.writer.flush(PATIENCE)
    assert store.passages.draft(PASSAGE) == {}
    assert not (files_of(store) / "brouillon.json").exists()
    store.submit(held, draft={"appraisal": "again"})
    assert store.writer.flush(PATIENCE)
    assert store.passages.draft(PASSAGE) == {"appraisal": "again"}
    assert store.status().error is None


def test_a_damaged_draft_gives_way_to_what_is_typed_now(store: Store) -> None:
    path = files_of(store) / "brouillon.json"
    held = store.acquire(PASSAGE, "tty1")
    path.write_bytes(b"garbled")
    with pytest.raises(DamagedFile):
        store.passages.draft(PASSAGE)
    store.submit(held, draft={"a": "new"})
    assert store.writer.flush(PATIENCE)
    assert store.passages.draft(PASSAGE) == {"a": "new"}
    assert [each.read_bytes() for each in store.passages.set_aside_of(PASSAGE)] == [b"garbled"]


@pytest.fixture
def by_hand(store: Store) -> Store:
    """A store whose writer works when told, in this thread."""
    store.writer.close(PATIENCE)
    store.writer = BackgroundWriter(start=False)
    return store


def on(fs: WatchedFileSystem, store: Store) -> WatchedFileSystem:
    """Let the store's next saves go through ``fs``."""
    store.passages._fs = fs
    store.passages._files.clear()
    return fs


def test_of_two_saves_that_wait_each_part_is_the_last_one_given(by_hand: Store) -> None:
    store = by_hand
    fs = on(WatchedFileSystem(), store)
    held = store.acquire(PASSAGE, "tty1")
    store.submit(held, record=record(1), draft={"a": "1"}, forget=True)
    store.submit(held, record=record(1, 2))
    store.submit(held, draft={"a": "2"})
    assert store.writer.flush(0)
    assert (store.passages.read(PASSAGE), store.passages.draft(PASSAGE)) == (
        record(1, 2),
        {"a": "2"},
    )
    assert store.passages.previous(PASSAGE) == record(1, 2)
    assert fs.calls.count("replace passage.json") == 1
    assert fs.calls.count("replace brouillon.json") == 1


def test_a_text_is_in_the_record_or_in_the_draft_wherever_it_is_cut(by_hand: Store) -> None:
    store = by_hand
    held = store.acquire(PASSAGE, "tty1")
    committed = PassageRecord(PASSAGE, ({"x": "observation"},))
    store.passages.save(record(1), held)
    fs = WatchedFileSystem()
    for number in range(20):
        on(WatchedFileSystem(), store)
        store.submit(held, record=record(1), draft={"x": "observation"})
        assert store.writer.flush(0)
        fs = on(WatchedFileSystem(number, crash=True), store)
        store.submit(held, record=committed, draft={})
        store.writer.flush(0)
        in_record = store.passages.read(PASSAGE) == committed
        assert in_record or store.passages.draft(PASSAGE) == {"x": "observation"}
    assert len(fs.calls) < 20
    assert store.passages.draft(PASSAGE) == {}


def test_erased_for_good_means_gone(store: Store) -> None:
    held = store.acquire(PASSAGE, "tty1")
    for text in ("secret", "secret and more"):
        store.submit(held, record=PassageRecord(PASSAGE, ({"x": text},)), draft={"x": text})
        assert store.writer.flush(PATIENCE)
    store.submit(held, record=PassageRecord(PASSAGE, ({"x": "-"},)), draft={}, forget=True)
    assert store.writer.flush(PATIENCE)
    assert not [name for name, (_, _, data) in tree(store.folder).items() if b"secret" in data]


def test_erased_for_good_is_gone_from_what_was_set_aside_too(store: Store) -> None:
    held = store.acquire(PASSAGE, "tty1")
    store.passages.save(record(1), held)
    folder = files_of(store)
    for name in ("passage.json", "brouillon.json"):
        (folder / name).write_bytes(b"secret")
        store.passages.set_aside(folder / name, held)
    store.passages.save(record(1), held)
    assert len(store.passages.set_aside_of(PASSAGE)) == 2
    (folder / "brouillon.json").write_bytes(b"secret")
    store.news()
    store.submit(held, record=record(1, 2), draft={"x": "autre"}, forget=True, erase=True)
    assert store.writer.flush(PATIENCE)
    assert store.passages.set_aside_of(PASSAGE) == ()
    (told,) = store.news()
    assert "gardé" not in told
    assert all(f"{name}.endommage-1" in told for name in ("passage.json", "brouillon.json"))
    assert "brouillon.json.endommage-2" in told
    assert store.passages.draft(PASSAGE) == {"x": "autre"}


def test_a_passage_that_may_not_be_looked_into_is_a_refusal(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = store.acquire(PASSAGE, "tty1")
    store.passages.save(record(1), held)
    stat = Path.stat

    def refuse(path: Path, **options: bool) -> os.stat_result:
        if path.name.startswith("passage.json"):
            raise PermissionError(13, "Permission denied")
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(StoreError, match="droits"):
        store.passages.has(PASSAGE)
    assert store.passages.ids() == (PASSAGE,)


def test_a_job_follows_the_saves_before_it(store: Store) -> None:
    held = store.acquire(PASSAGE, "tty1")
    store.submit(held, record=record(1))
    future = store.run(held, lambda: store.passages.read(PASSAGE))
    store.submit(held, record=record(1, 2))
    assert future.result(PATIENCE) == record(1)
    assert store.writer.flush(PATIENCE)
    assert store.passages.read(PASSAGE) == record(1, 2)


def test_after_a_takeover_nothing_of_ours_reaches_the_disk(store: Store) -> None:
    held = store.acquire(PASSAGE, "tty1")
    store.submit(held, record=record(1))
    assert store.writer.flush(PATIENCE)
    held.release()
    other = Store.open(store.folder)
    theirs = other.take_over(PASSAGE, "tty2")
    other.passages.save(record(2), theirs)
    store.submit(held, record=record(3), draft={"x": "late"})
    assert not store.writer.flush(PATIENCE)
    assert isinstance(store.status().error, OwnershipLost)
    assert store.passages.read(PASSAGE) == record(2)
    assert store.passages.draft(PASSAGE) == {}


def test_closing_saves_and_lets_go(store: Store) -> None:
    held = store.acquire(PASSAGE, "tty1")
    store.submit(held, record=record(1))
    assert store.close(PATIENCE)
    assert held.released
    assert store.passages.read(PASSAGE) == record(1)
    with pytest.raises(StoreError):
        store.submit(held, record=record(2))


IMPORTS = """
import sys
import e33tui.store
foreign = {name.partition(".")[0] for name in sys.modules} & {"textual", "weasyprint", "rich"}
sys.exit(f"imports {foreign}" if foreign else 0)
"""


def test_the_store_imports_no_interface() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_thirty_processes_killed_at_any_moment_leave_what_they_acknowledged(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "seance"
    Store.open(folder, create=True).close(PATIENCE)
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("campaign.py")), str(folder), "30"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kills, lost, unreadable = map(int, done.stdout.split())
    assert (kills, lost, unreadable) == (30, 0, 0)


@pytest.mark.parametrize("content", [b"somebody else's", b'{"meta":{}}'])
@pytest.mark.parametrize("seen", [True, False])
def test_a_draft_that_is_removed_takes_nobody_elses_file_with_it(
    store: Store, content: bytes, seen: bool
) -> None:
    held = store.acquire(PASSAGE, "tty1")
    draft = files_of(store) / "brouillon.json"
    if seen:
        store.submit(held, record=record(1), draft={"x": "1"})
        assert store.writer.flush(PATIENCE)
        draft.unlink()
    draft.write_bytes(content)
    store.submit(held, draft={})
    assert store.writer.flush(PATIENCE)
    assert not draft.exists()
    assert draft.with_name("brouillon.json.endommage-1").read_bytes() == content
    (told,) = store.news()
    assert "gardé sous brouillon.json.endommage-1" in told
    assert "saisie" not in told


def test_a_draft_of_ours_is_removed_without_a_word(store: Store) -> None:
    held = store.acquire(PASSAGE, "tty1")
    store.submit(held, draft={"x": "1"})
    assert store.writer.flush(PATIENCE)
    held.release()
    for _ in range(2):
        again = store.acquire(PASSAGE, "tty1")
        store.submit(again, draft={})
        assert store.writer.flush(PATIENCE)
        again.release()
    assert not (files_of(store) / "brouillon.json").exists()
    assert store.passages.set_aside_of(PASSAGE) == ()
    assert store.news() == ()
