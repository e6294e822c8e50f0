"""What a purge looks for outside, what it says that it cannot find, and the links it leaves alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from e33tui.persistence.errors import NewerFormat
from e33tui.persistence.inventory import Kind, take_stock
from e33tui.persistence.layout import Layout
from e33tui.service.purge import Purge
from e33tui.store import Store
from tests.service.support import Day
from tests.store.support import tree

AT = 1_790_000_000_000


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A séance with one locked passage; nobody has it open."""
    day = Day(tmp_path_factory.mktemp("lived") / "seance")
    desk = day.at("complete")
    desk.lock().result(20)
    assert desk.leave()
    day.end()
    return day.folder


@pytest.fixture
def folder(lived: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived, tmp_path / "seance"))


def passage_in(folder: Path) -> Path:
    (passage,) = (folder / "passages").iterdir()
    return passage


def issue(folder: Path, exports: Path, data: bytes = b"%PDF") -> Path:
    store = Store.open(folder, exports=exports)
    target = store.communicable / "verso-0260101-abcdef.pdf"
    store.issued.issue(target, data, kind="verso", at=1, passage=passage_in(folder).name, version=1)
    assert store.close(5)
    return target


def newer(path: Path) -> None:
    tables = json.loads(path.read_bytes())
    tables["meta"]["1"]["format"] = 99
    path.write_text(json.dumps(tables), "utf-8")


def test_a_page_issued_elsewhere_goes_without_its_folder_being_named(
    folder: Path, tmp_path: Path
) -> None:
    page = issue(folder, tmp_path / "key")
    theirs = page.with_name("verso-9-abcdef.pdf")
    theirs.write_bytes(b"another commission's")
    outcome = Purge(folder).carry_out(AT)
    assert outcome.complete
    assert (page.exists(), theirs.exists()) == (False, True)
    assert outcome.before.lost == outcome.before.stay == ()
    assert "missing" not in outcome.entry.extra


def test_a_page_is_counted_once_however_its_folder_is_named(folder: Path, tmp_path: Path) -> None:
    page = issue(folder, tmp_path / "key")
    (tmp_path / "link").symlink_to(tmp_path / "key")
    holdings = take_stock(Layout(folder), tmp_path / "link")
    assert [path.name for path in holdings.of(Kind.DOCUMENT)] == [page.name]


def test_a_page_that_is_nowhere_is_told_and_counted(folder: Path, tmp_path: Path) -> None:
    page = issue(folder, tmp_path / "key")
    kept = page.rename(tmp_path / "moved.pdf")
    outcome = Purge(folder).carry_out(AT)
    assert outcome.complete
    assert outcome.before.lost == (page,)
    assert outcome.entry.extra["missing"] == 1
    assert kept.exists()


def test_a_page_that_was_taken_back_or_altered_is_not_missed(folder: Path, tmp_path: Path) -> None:
    page = issue(folder, tmp_path / "key")
    store = Store.open(folder)
    passage = passage_in(folder).name
    store.issued.withdraw_outdated(store.communicable, kind="verso", passage=passage, version=2)
    assert not page.exists()
    assert Purge(folder).holdings.lost == ()
    issue(folder, tmp_path / "key").write_bytes(b"altered")
    holdings = Purge(folder).holdings
    assert (holdings.lost, holdings.stay) == ((), (page,))
    assert store.close(5)


@pytest.mark.parametrize("name", ["documents.json", "saisies.json", "brouillon.json"])
def test_a_newer_small_file_is_enough_to_refuse(folder: Path, tmp_path: Path, name: str) -> None:
    issue(folder, tmp_path / "key")
    path = (passage_in(folder) if name == "brouillon.json" else folder) / name
    if not path.exists():
        meta = {"kind": path.stem, "format": 1, "version": "0.1.0"}
        meta |= {"id": passage_in(folder).name} if name == "brouillon.json" else {}
        path.write_text(json.dumps({"meta": {"1": meta}}), "utf-8")
    newer(path)
    before = tree(folder)
    with pytest.raises(NewerFormat):
        Purge(folder).carry_out(AT)
    assert tree(folder) == before


@pytest.mark.parametrize("name", ["exports", "exports/communicable", "erreurs", "scelles"])
def test_nothing_behind_a_link_is_touched_and_the_link_is_named(
    folder: Path, tmp_path: Path, name: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for each in (".a.json.0123456789abcdef.tmp", "e33tui-erreur-mine", "0002.json"):
        (outside / each).touch(0o644)
    outside.chmod(0o755)
    link = (passage_in(folder) if name == "scelles" else folder) / name
    if link.exists():
        shutil.rmtree(link)
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside)
    before = tree(outside)
    store = Store.open(folder)
    held = store.acquire(passage_in(folder).name, "ici")
    held.release()
    assert store.close(5)
    outcome = Purge(folder).carry_out(AT)
    assert outcome.complete
    assert outcome.after.stay == (link,)
    assert tree(outside) == before
    assert outside.stat().st_mode & 0o777 == 0o755


def test_a_folder_of_sealed_versions_that_is_a_link_is_found(folder: Path, tmp_path: Path) -> None:
    sealed = passage_in(folder) / "scelles"
    store = Store.open(folder, read_only=True)
    assert store.verify() == []
    sealed.rename(tmp_path / "moved")
    sealed.symlink_to(tmp_path / "moved")
    (found,) = store.verify()
    assert found.serious
    assert "scelles est un lien" in found.message


def test_a_link_to_the_seance_is_the_seance(folder: Path, tmp_path: Path) -> None:
    folder.chmod(0o755)
    link = tmp_path / "link"
    link.symlink_to(folder)
    page = issue(link, link / "exports")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert b'"folder"' not in (folder / "documents.json").read_bytes()
    assert Purge(link).carry_out(AT).complete
    assert not page.exists()
