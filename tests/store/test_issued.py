"""A document replaces only what this séance issued, whatever is cut short."""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from pathlib import Path

import pytest

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import DamagedFile, DocumentInTheWay
from e33tui.persistence.issued import Issued, IssuedDocument
from e33tui.persistence.layout import Layout
from tests.store.support import PASSAGE, Crash, WatchedFileSystem

FIRST, SECOND, FOREIGN = b"%PDF first", b"%PDF second", b"a letter to my aunt"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path / "seance")
    layout.locks.mkdir(parents=True)
    return layout


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "exports" / "communicable" / "verso.pdf"


def issue(
    layout: Layout, target: Path, data: bytes, fs: WatchedFileSystem | None = None
) -> IssuedDocument:
    issued = Issued(layout, fs) if fs else Issued(layout)
    return issued.issue(target, data, kind="verso", at=7, passage=PASSAGE, version=1)


def test_a_document_is_written_and_listed(layout: Layout, target: Path) -> None:
    document = issue(layout, target, FIRST)
    digest = hashlib.sha256(FIRST).hexdigest()
    assert document == IssuedDocument(
        digest, "verso.pdf", "verso", PASSAGE, 1, 7, str(target.parent)
    )
    assert Issued(layout).documents() == (document,)
    assert target.read_bytes() == FIRST
    assert target.stat().st_mode & 0o777 == 0o600
    assert [target.parents[n].stat().st_mode & 0o777 for n in (0, 1)] == [0o700, 0o700]


def test_it_replaces_what_this_seance_issued(layout: Layout, target: Path) -> None:
    for data in (FIRST, SECOND, FIRST, FIRST):
        issue(layout, target, data)
        assert target.read_bytes() == data
    assert len(Issued(layout).documents()) == 2


def test_it_replaces_nothing_else(layout: Layout, target: Path) -> None:
    issue(layout, target, FIRST)
    target.write_bytes(FOREIGN)
    with pytest.raises(DocumentInTheWay, match="il n’a pas été remplacé") as caught:
        issue(layout, target, SECOND)
    assert caught.value.path == str(target)
    assert target.read_bytes() == FOREIGN
    Issued(layout).issue(target, SECOND, kind="verso", at=8, replace=True)
    assert target.read_bytes() == SECOND


def test_another_seances_document_is_not_replaced(
    layout: Layout, target: Path, tmp_path: Path
) -> None:
    other = Layout(tmp_path / "autre")
    other.locks.mkdir(parents=True)
    issue(other, target, FIRST)
    with pytest.raises(DocumentInTheWay):
        issue(layout, target, SECOND)
    assert target.read_bytes() == FIRST


def test_links_and_folders_are_not_replaced(layout: Layout, target: Path, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    issue(layout, ours, FIRST)
    target.parent.mkdir(parents=True)
    target.symlink_to(ours)
    with pytest.raises(DocumentInTheWay):
        issue(layout, target, SECOND)
    target.unlink()
    target.mkdir()
    with pytest.raises(DocumentInTheWay):
        issue(layout, target, SECOND)
    assert ours.read_bytes() == FIRST


@pytest.mark.parametrize("replace", [False, True])
def test_a_pipe_in_the_way_is_told_and_not_waited_for(
    layout: Layout, target: Path, replace: bool
) -> None:
    target.parent.mkdir(parents=True)
    os.mkfifo(target)
    with pytest.raises(StoreError, match="autre chose qu’un fichier se trouve à sa place"):
        Issued(layout).issue(target, FIRST, kind="verso", at=7, replace=replace)
    assert target.is_fifo()
    assert Issued(layout).documents() == ()


@pytest.mark.parametrize("place", ["exports", "exports/communicable"])
def test_a_file_where_its_folder_has_to_be_is_named(
    layout: Layout, target: Path, tmp_path: Path, place: str
) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_bytes(FOREIGN)
    with pytest.raises(
        StoreError, match=f"{re.escape(str(tmp_path / place))} n’est pas un dossier"
    ):
        issue(layout, target, FIRST)
    assert (tmp_path / place).read_bytes() == FOREIGN


@pytest.mark.parametrize("first", [b"", FIRST])
def test_a_document_of_ours_is_never_in_the_way_after_a_crash(
    layout: Layout, target: Path, first: bytes
) -> None:
    fs = WatchedFileSystem()
    issue(layout, target.with_name("measure"), SECOND, fs)
    for number in range(len(fs.calls) + 2):
        target.unlink(missing_ok=True)
        if first:
            issue(layout, target, first)
        new = SECOND + b"%d" % number
        with suppress(Crash):
            issue(layout, target, new, WatchedFileSystem(number, crash=True))
        assert not target.exists() or target.read_bytes() in (first, new)
        issue(layout, target, b"and its successor")


def test_a_document_that_cannot_be_written_leaves_the_old_one(layout: Layout, target: Path) -> None:
    issue(layout, target, FIRST)
    fs = WatchedFileSystem()
    issue(layout, target.with_name("measure"), SECOND, fs)
    last = fs.calls.index("replace measure")
    with pytest.raises(StoreError, match="n’a pas pu être enregistré"):
        issue(layout, target, b"third", WatchedFileSystem(last))
    assert target.read_bytes() == FIRST


def test_a_damaged_list_is_named(layout: Layout, target: Path) -> None:
    issue(layout, target, FIRST)
    layout.issued.write_bytes(layout.issued.read_bytes().replace(b'"sha256"', b'"sha1"'))
    with pytest.raises(DamagedFile):
        issue(layout, target, SECOND)
    assert target.read_bytes() == FIRST


def test_what_was_issued_under_an_earlier_name_is_taken_away(layout: Layout, target: Path) -> None:
    for name in ("earlier.pdf", "foreign.pdf", "verso.pdf"):
        issue(layout, target.with_name(name), FIRST)
    target.with_name("foreign.pdf").write_bytes(FOREIGN)
    Issued(layout).issue(
        target.with_name("other.pdf"), SECOND, kind="verso", at=8, passage="f" * 16
    )
    Issued(layout).withdraw_earlier(target, kind="verso", passages=(PASSAGE,))
    assert sorted(path.name for path in target.parent.iterdir()) == [
        "foreign.pdf",
        "other.pdf",
        "verso.pdf",
    ]


# -- Where it was put -----------------------------------------------------------------------------


def own(layout: Layout) -> Path:
    return layout.exports / "communicable" / "verso.pdf"


def test_only_a_folder_outside_the_seance_is_listed(layout: Layout, target: Path) -> None:
    assert issue(layout, own(layout), FIRST).folder == ""
    assert b"folder" not in layout.issued.read_bytes()
    assert issue(layout, target, FIRST).folder == str(target.parent)
    assert [each.folder for each in Issued(layout).documents()] == ["", str(target.parent)]
    link = layout.exports / "commission"
    link.symlink_to(target.parent)
    assert issue(layout, link / "b.pdf", SECOND).folder == str(target.parent)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_is_outdated_is_taken_away_wherever_it_was_put(
    layout: Layout, target: Path, elsewhere: bool
) -> None:
    for place in (own(layout), target):
        issue(layout, place, FIRST)
    now = own(layout) if elsewhere else target
    folder = now.parent if elsewhere else now.parents[2] / "third" / "communicable"
    Issued(layout).withdraw_outdated(folder, kind="verso", passage=PASSAGE, version=2)
    assert not own(layout).exists()
    assert not target.exists()
    assert [each.withdrawn for each in Issued(layout).documents()] == [True, True]


def test_a_page_is_withdrawn_where_it_is_replaced_and_nowhere_else(
    layout: Layout, target: Path
) -> None:
    issue(layout, target, FIRST)
    issue(layout, target, SECOND)
    assert [each.withdrawn for each in Issued(layout).documents()] == [True, False]
    issue(layout, target, FIRST)
    assert [each.withdrawn for each in Issued(layout).documents()] == [False, True]
    target.unlink()
    issue(layout, target, SECOND)
    assert [each.withdrawn for each in Issued(layout).documents()] == [False, False]


def test_a_place_that_cannot_be_reached_any_more_is_passed_over(
    layout: Layout, target: Path
) -> None:
    issue(layout, target, FIRST)
    target.unlink()
    target.mkdir()
    Issued(layout).withdraw_outdated(own(layout).parent, kind="verso", passage=PASSAGE, version=2)
    assert [each.withdrawn for each in Issued(layout).documents()] == [False]


def test_nothing_behind_a_link_is_cleaned(layout: Layout, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    half = outside / ".theirs.0123456789abcdef.tmp"
    half.touch()
    os.utime(half, (0, 0))
    layout.exports.mkdir()
    own(layout).parent.symlink_to(outside)
    issue(layout, own(layout), FIRST)
    assert half.exists()
    assert Issued(layout).documents()[0].folder == str(outside)


@pytest.mark.parametrize("extra", [{"folder": 1}, {"withdrawn": "yes"}, {"more": ""}])
def test_a_row_with_something_else_in_it_is_damage(
    layout: Layout, target: Path, extra: dict[str, object]
) -> None:
    issue(layout, target, FIRST)
    tables = json.loads(layout.issued.read_bytes())
    tables["documents"]["1"] |= extra
    layout.issued.write_text(json.dumps(tables), "utf-8")
    with pytest.raises(DamagedFile):
        Issued(layout).documents()
