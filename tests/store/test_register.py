"""Whatever is changed, removed, added or reordered among seals and register is found."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import DamagedFile, NewerFormat, SealConflict
from e33tui.persistence.finding import Finding, is_sound
from e33tui.persistence.issued import Issued
from e33tui.persistence.layout import Layout
from e33tui.persistence.register import GENESIS, KIND, TABLE, Register, entry_of, rows_in_file
from e33tui.persistence.seals import Seals, seal_of
from e33tui.persistence.storage import META, encode_tables, meta_row, number_rows
from e33tui.persistence.verification import verify
from tests.store.support import PASSAGE, Crash, WatchedFileSystem, tree

OTHER = "fedcba9876543210"
THIRD = "00112233445566ff"


class Sitting:
    """A séance of three candidates, locked, reopened, closed, rectified."""

    def __init__(self, folder: Path) -> None:
        self.layout = Layout(folder)
        for part in (self.layout.locks, self.layout.passages):
            part.mkdir(parents=True)
        self.seals = Seals(self.layout)
        self.register = Register(self.layout)
        self.seal("lock", PASSAGE, 1)
        self.seal("lock", OTHER, 1)
        self.register.append("reopen", at=3, passage=PASSAGE, extra={"reason": 2})
        self.seal("lock", PASSAGE, 2)
        self.register.append("close", at=5, extra={"members": 2})
        self.head = self.register.head()
        self.seal("amend", OTHER, 2)
        self.seal("amend", PASSAGE, 3)
        self.sealed = sorted(self.layout.passages.rglob("0*.json"))

    def seal(self, kind: Any, passage: str, version: int) -> None:
        self.layout.passage(passage).folder.mkdir(exist_ok=True)
        seal = self.seals.write_sealed(passage, version, content(passage, version))
        self.register.append(kind, at=version, passage=passage, version=version, seal=seal)

    @property
    def files(self) -> list[Path]:
        return [*self.sealed, self.layout.register]

    def check(self, head: str | None = None) -> list[Finding]:
        return verify(self.layout, head)

    def kinds(self, head: str | None = None) -> list[str]:
        return [finding.kind for finding in self.check(head)]

    def rows(self) -> list[dict[str, Any]]:
        return rows_in_file(self.layout.register.read_bytes(), self.layout.register)

    def write_rows(self, rows: Sequence[dict[str, Any]]) -> None:
        meta = {META: {"1": meta_row(KIND, stamp=False)}}
        put(self.layout.register, encode_tables(meta | {TABLE: number_rows(rows)}))


def content(passage: str, version: int) -> bytes:
    return rfc8785.dumps({"salt": passage * 2, "version": version, "note": "13,5"})


def put(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)
    path.write_bytes(data)


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Sitting:
    """The same séance for every example of a property; `restored` puts it right again."""
    return Sitting(tmp_path_factory.mktemp("seance"))


@pytest.fixture(scope="module")
def sound(kept: Sitting) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in kept.files}


@contextmanager
def restored(sound: dict[Path, bytes]) -> Iterator[None]:
    """Put everything right again after an example, however it ends."""
    try:
        yield
    finally:
        for path, data in sound.items():
            if not path.exists() or path.read_bytes() != data:
                put(path, data)


def rehashed(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as a forger would write them, the chain made good from the first to the last."""
    previous, forged = GENESIS, []
    for number, row in enumerate(rows, start=1):
        entry = entry_of(row | {"n": number, "previous": previous})
        assert entry is not None
        previous = entry.hash
        forged.append(entry.body() | {"hash": previous})
    return forged


def test_a_sound_seance_is_sound_and_a_check_changes_nothing(sitting: Sitting) -> None:
    before = tree(sitting.layout.folder)
    assert sitting.check() == []
    assert sitting.check(sitting.register.head()) == []
    assert tree(sitting.layout.folder) == before


def test_an_empty_seance_is_sound(tmp_path: Path) -> None:
    assert verify(Layout(tmp_path)) == []
    assert Register(Layout(tmp_path)).head() == GENESIS


def test_each_entry_is_chained_by_its_rfc_8785_form(sitting: Sitting) -> None:
    previous = GENESIS
    for row in sitting.rows():
        body = {key: value for key, value in row.items() if key != "hash"}
        assert body["previous"] == previous
        previous = hashlib.sha256(rfc8785.dumps(body)).hexdigest()
        assert row["hash"] == previous
    assert sitting.register.head() == previous


@given(data=st.data())
def test_any_byte_that_changes_is_found(
    kept: Sitting, sound: dict[Path, bytes], data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(kept.files))
    before = sound[path]
    place = data.draw(st.integers(0, len(before) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != before[place]))
    head = data.draw(st.sampled_from([None, kept.head]))
    with restored(sound):
        put(path, before[:place] + bytes([other]) + before[place + 1 :])
        found = kept.check(head)
    assert not is_sound(found)
    assert any(finding.file.endswith(path.name) for finding in found)


@given(data=st.data())
def test_any_length_that_changes_is_found(
    kept: Sitting, sound: dict[Path, bytes], data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(kept.files))
    cut = data.draw(st.integers(0, len(sound[path]) - 1))
    more = data.draw(st.binary(min_size=1, max_size=3))
    found = []
    with restored(sound):
        for changed in (sound[path][:cut], sound[path] + more, more + sound[path]):
            put(path, changed)
            found.append(kept.check())
    assert not any(map(is_sound, found))


@given(data=st.data())
def test_files_that_are_exchanged_are_found(
    kept: Sitting, sound: dict[Path, bytes], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(kept.sealed).filter(lambda order: order != kept.sealed))
    with restored(sound):
        for path, source in zip(kept.sealed, order, strict=True):
            put(path, sound[source])
        found = kept.check()
    moved = [a for a, b in zip(kept.sealed, order, strict=True) if a != b]
    assert [finding.kind for finding in found] == ["reordered"] * len(moved)


@given(data=st.data())
def test_entries_that_are_reordered_removed_or_repeated_are_found(
    kept: Sitting, sound: dict[Path, bytes], data: st.DataObject
) -> None:
    rows = kept.rows()
    # Anything but the whole, or its beginning: that is a cut tail, see below.
    changed = data.draw(
        st.lists(st.sampled_from(rows), max_size=8).filter(lambda some: some != rows[: len(some)])
    )
    head = data.draw(st.sampled_from([None, kept.head]))
    with restored(sound):
        kept.write_rows(changed)
        found = kept.check(head)
    assert not is_sound(found)


def test_a_register_that_says_the_same_in_other_bytes_is_found(sitting: Sitting) -> None:
    data = sitting.layout.register.read_bytes()
    for other in (
        data + b"\n",
        json.dumps(json.loads(data), indent=1).encode(),
        data.replace(b"lock", b"\\u006cock", 1),
        data.replace(b'"n":1,', b'"n":9,"n":1,', 1),
        data.replace(b'"n":1,"kind":"lock",', b'"kind":"lock","n":1,', 1),
    ):
        assert other != data
        put(sitting.layout.register, other)
        assert sitting.kinds()[0] == "changed"
        assert not is_sound(sitting.check(sitting.head))


def test_an_entry_that_is_forged_with_its_own_hash_breaks_the_chain(sitting: Sitting) -> None:
    rows = sitting.rows()
    for place in range(len(rows) - 1):
        forged = entry_of(rows[place] | {"at": 77})
        assert forged is not None
        changed = forged.body() | {"hash": forged.hash}
        sitting.write_rows([*rows[:place], changed, *rows[place + 1 :]])
        (finding,) = sitting.check()
        assert finding.kind == "chain"
        assert f"avant l’inscription {place + 2}" in finding.message


def test_an_entry_that_is_changed_without_its_hash_is_told_by_its_place(sitting: Sitting) -> None:
    rows = sitting.rows()
    for place in range(len(rows)):
        sitting.write_rows([*rows[:place], rows[place] | {"at": 77}, *rows[place + 1 :]])
        found = [each for each in sitting.check() if each.file == "registre.json"]
        assert [each.kind for each in found] == ["changed"]
        assert f"l’inscription {place + 1} a été modifiée" in found[0].message


@given(data=st.data())
def test_with_a_head_a_cut_tail_and_a_full_rewrite_are_found(
    kept: Sitting, sound: dict[Path, bytes], data: st.DataObject
) -> None:
    rows = kept.rows()
    place = data.draw(st.integers(0, 4))
    forged = [dict(row) for row in rows]
    forged[place]["at"] += data.draw(st.integers(1, 10**6))
    for changed in (rows[:place], rehashed(forged)):
        with restored(sound):
            kept.write_rows(changed)
            found = kept.kinds(kept.head)
        assert "head" in found


def test_each_file_that_is_removed_is_found(sitting: Sitting) -> None:
    for path in sitting.sealed:
        data = path.read_bytes()
        path.unlink()
        (finding,) = sitting.check()
        assert finding.kind == "removed"
        assert "/".join(path.parts[-4:]) in finding.message
        put(path, data)
    assert sitting.check() == []


def test_a_register_that_is_gone_is_found(sitting: Sitting) -> None:
    sitting.layout.register.unlink()
    found = sitting.check()
    assert [finding.kind for finding in found] == ["removed"] + ["added"] * 5
    assert "registre.json a été supprimé" in found[0].message
    assert all("registre.json manque" in finding.message for finding in found[1:])
    assert "head" in sitting.kinds(sitting.head)


def test_a_passage_that_is_gone_is_found(sitting: Sitting) -> None:
    shutil.rmtree(sitting.layout.passages / OTHER)
    assert sitting.kinds() == ["removed", "removed"]


def test_what_is_added_is_found(sitting: Sitting) -> None:
    added = [
        sitting.layout.passage(OTHER).sealed / "0003.json",
        sitting.layout.passage(THIRD).sealed / "0001.json",
        sitting.layout.passage(OTHER).sealed / "0001.json.bak",
        sitting.layout.passage(OTHER).sealed / "0000.json",
        sitting.layout.passage(OTHER).sealed / "00001.json",
    ]
    for path in added:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(OTHER, 1))
    found = sitting.check()
    assert {finding.kind for finding in found} == {"added"}
    assert len(found) == len(added)
    assert all(any(path.name in each.message for each in found) for path in added)


def test_a_link_or_a_folder_in_the_place_of_a_version_is_found(sitting: Sitting) -> None:
    one, two = sitting.sealed[:2]
    data = one.read_bytes()
    one.unlink()
    elsewhere = sitting.layout.folder / "elsewhere"
    elsewhere.write_bytes(data)
    one.symlink_to(elsewhere)
    two.unlink()
    two.mkdir()
    assert sorted(sitting.kinds()) == ["added", "changed", "removed"]


def test_one_sentence_each_with_the_files_name(sitting: Sitting) -> None:
    put(sitting.sealed[0], b"x")
    sitting.sealed[1].unlink()
    for finding in sitting.check():
        assert finding.message.startswith(finding.file)
        assert finding.message.endswith(".")
        assert finding.file.startswith("passages/")


def test_a_head_stays_valid_when_later_entries_follow(sitting: Sitting) -> None:
    for head in (
        sitting.head,
        sitting.head[:16],
        sitting.head[:16].upper(),
        " ".join(sitting.head[place : place + 4] for place in range(0, 64, 4)),
    ):
        found = sitting.check(head)
        assert [finding.kind for finding in found] == ["later", "later"]
        assert is_sound(found)
        assert "inscription 6 (rectification)" in found[0].message
    assert len(sitting.check(GENESIS)) == 7


def test_another_head_is_told(sitting: Sitting) -> None:
    found = sitting.check("ab" * 32)
    assert [finding.kind for finding in found] == ["head"]
    assert not is_sound(found)


def test_the_print_of_a_version_is_called_what_it_is(sitting: Sitting) -> None:
    seal = next(entry.seal for entry in sitting.register.entries() if entry.seal)
    (found,) = sitting.check(seal)
    assert found.kind == "head"
    assert "est l’empreinte d’une version scellée" in found.message
    assert not is_sound([found])


@pytest.mark.parametrize("head", ["", "abc", "g" * 16, "a" * 15, "a" * 65, "é" * 16])
def test_what_is_no_head_is_refused(sitting: Sitting, head: str) -> None:
    with pytest.raises(StoreError, match="16 à 64 chiffres"):
        sitting.check(head)


def test_a_version_that_was_announced_waits_for_the_next_opening(sitting: Sitting) -> None:
    seal = sitting.seals.write_sealed(THIRD, 1, b"{}")
    assert sitting.kinds() == ["added"]
    (finding,) = verify(sitting.layout, announced=lambda _: {(THIRD, 1): seal})
    assert (finding.kind, finding.serious) == ("pending", False)
    (finding,) = verify(sitting.layout, announced=lambda _: {(THIRD, 1): seal_of(b"other")})
    assert (finding.kind, finding.serious) == ("added", True)


def test_a_version_that_is_announced_and_nowhere_is_told(sitting: Sitting) -> None:
    announced = {(THIRD, 1): "a" * 64}
    (finding,) = verify(sitting.layout, announced=lambda _: announced)
    assert (finding.kind, finding.serious) == ("pending", False)
    assert f"{THIRD}/scelles/0001.json" in finding.message


def test_it_is_missed_when_a_document_of_it_was_issued(sitting: Sitting, tmp_path: Path) -> None:
    target = tmp_path / "exports" / "verso.pdf"
    Issued(sitting.layout).issue(target, b"%PDF", kind="verso", at=1, passage=THIRD, version=1)
    seal = seal_of(b"{}")
    for sealed in (False, True):
        if sealed:
            sitting.seals.write_sealed(THIRD, 1, b"{}")
        (finding,) = verify(sitting.layout, announced=lambda _: {(THIRD, 1): seal})
        assert (finding.kind, finding.serious) == ("removed", True)


def test_a_purged_passage_is_missed_by_nobody(sitting: Sitting) -> None:
    sitting.register.append("purge", at=9, passage=OTHER, extra={"scope": "passage"})
    assert sitting.kinds() == ["purged", "purged"]
    shutil.rmtree(sitting.layout.passages / OTHER)
    assert sitting.check() == []
    sitting.sealed[-1].unlink(missing_ok=True)
    put(sitting.layout.passage(PASSAGE).sealed / "0001.json", b"x")
    assert sitting.kinds() == ["changed"]


def test_a_purged_seance_keeps_a_sound_register(sitting: Sitting) -> None:
    sitting.register.append("purge", at=9, extra={"scope": "seance"})
    shutil.rmtree(sitting.layout.passages)
    assert sitting.check(sitting.register.head()) == []


def test_purged_observations_leave_the_seals_to_be_checked(sitting: Sitting) -> None:
    sitting.register.append("purge", at=9, extra={"scope": "observations"})
    assert sitting.check() == []
    sitting.sealed[0].unlink()
    assert sitting.kinds() == ["removed"]


def test_a_version_is_registered_once(sitting: Sitting) -> None:
    before = sitting.register.entries()
    sitting.seal("lock", PASSAGE, 1)
    assert sitting.register.entries() == before
    entry = sitting.register.sealed_entry(PASSAGE, 2)
    assert entry is not None
    assert entry.seal == seal_of(content(PASSAGE, 2))
    assert sitting.register.sealed_entry(PASSAGE, 9) is None


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "note"},
        {"kind": "lock"},
        {"kind": "lock", "passage": PASSAGE, "version": 1},
        {"kind": "reopen", "passage": "0123456"},
        {"kind": "reopen", "passage": "Dupont"},
        {"kind": "reopen", "passage": PASSAGE, "extra": {"reason": "Erreur de Mme Dupont"}},
        {"kind": "close", "extra": {"Nom": 1}},
        {"kind": "close", "extra": {"note": 13.5}},
        {"kind": "lock", "passage": PASSAGE, "version": 0, "seal": "a" * 64},
        {"kind": "lock", "passage": PASSAGE, "version": 1, "seal": "A" * 64},
    ],
)
def test_nothing_personal_or_unfit_enters_the_register(
    sitting: Sitting, entry: dict[str, Any]
) -> None:
    before = sitting.layout.register.read_bytes()
    with pytest.raises(ValueError, match="may not be in the register"):
        sitting.register.append(at=1, **entry)
    assert sitting.layout.register.read_bytes() == before


def test_a_damaged_register_is_not_added_to(sitting: Sitting) -> None:
    rows = sitting.rows()
    for broken in ([rows[1], rows[0]], rows[1:], [rows[0] | {"at": 7}], [rows[0] | {"x": 1}]):
        sitting.write_rows(broken)
        before = sitting.layout.register.read_bytes()
        with pytest.raises(DamagedFile):
            sitting.register.append("close", at=1)
        assert sitting.layout.register.read_bytes() == before


def test_a_register_of_a_later_version_is_not_judged(sitting: Sitting) -> None:
    data = sitting.layout.register.read_bytes()
    put(sitting.layout.register, data.replace(b'"format":1', b'"format":2'))
    with pytest.raises(NewerFormat):
        sitting.check()


def test_a_sealed_version_is_0400_and_never_rewritten(sitting: Sitting) -> None:
    path = sitting.seals.path(PASSAGE, 1)
    before = tree(sitting.layout.passages)
    assert sitting.seals.write_sealed(PASSAGE, 1, content(PASSAGE, 1)) == seal_of(
        content(PASSAGE, 1)
    )
    with pytest.raises(SealConflict):
        sitting.seals.write_sealed(PASSAGE, 1, b"other")
    after = tree(sitting.layout.passages)
    assert {name: (mode, data) for name, (mode, _, data) in after.items()} == {
        name: (mode, data) for name, (mode, _, data) in before.items()
    }
    assert path.stat().st_mode & 0o777 == 0o400
    assert sitting.seals.read_sealed(PASSAGE, 1) == content(PASSAGE, 1)
    assert sitting.seals.list_sealed(PASSAGE) == (1, 2, 3)
    assert sitting.seals.list_sealed(THIRD) == ()


def test_a_version_that_is_not_there_cannot_be_read(sitting: Sitting) -> None:
    for number in (4, 0, -1, 10_000):
        with pytest.raises(StoreError):
            sitting.seals.read_sealed(PASSAGE, number)


SEALING = ["fsync_dir", "create", "write", "fsync", "link", "fsync_dir", "unlink"]
"""The first is for the folder of the versions, which is empty and may just have been made."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Layout]:
    layout = Layout(tmp_path)
    layout.passage(PASSAGE).sealed.mkdir(parents=True)
    yield layout
    left = [path.name for path in layout.passage(PASSAGE).sealed.iterdir()]
    assert left in ([], ["0001.json"])


def test_a_version_is_on_the_disk_before_it_has_its_name(folder: Layout) -> None:
    fs = WatchedFileSystem()
    Seals(folder, fs).write_sealed(PASSAGE, 1, b"{}")
    assert fs.calls == SEALING


@pytest.mark.parametrize("crash", [False, True])
@pytest.mark.parametrize("number", range(len(SEALING)))
def test_a_seal_that_is_cut_short_is_whole_or_absent(
    folder: Layout, number: int, crash: bool
) -> None:
    fs = WatchedFileSystem(number, crash=crash)
    with suppress(StoreError, Crash):
        Seals(folder, fs).write_sealed(PASSAGE, 1, b"{}")
    path = folder.passage(PASSAGE).sealed / "0001.json"
    assert not path.exists() or path.read_bytes() == b"{}"
    assert Seals(folder).write_sealed(PASSAGE, 1, b"{}") == seal_of(b"{}")


@pytest.mark.parametrize("number", range(8))
def test_an_entry_that_is_cut_short_is_there_or_not(sitting: Sitting, number: int) -> None:
    before = sitting.register.entries()
    cut = Register(sitting.layout, WatchedFileSystem(number, crash=True))
    with suppress(Crash):
        cut.append("close", at=9)
    after = sitting.register.entries()
    assert after[: len(before)] == before
    assert len(after) - len(before) in (0, 1)
    sitting.register.append("close", at=10)
    assert sitting.check() == []


# Exhaustively


def all_kinds_of_another_byte(byte: int) -> Iterator[int]:
    """A bit, the sign, a control, a blank, a digit, a brace: each other than the byte itself."""
    yield from {byte ^ 0x01, byte ^ 0x80, 0x00, 0x20, 0x31, 0x7D} - {byte}


@pytest.mark.campaign
@pytest.mark.parametrize("number", range(6))
def test_every_byte_of_every_file_in_several_ways(
    kept: Sitting, sound: dict[Path, bytes], number: int
) -> None:
    """With and without the printed head; the register is the last of the files."""
    path = kept.files[number]
    before = sound[path]
    missed = []
    with restored(sound):
        for place, byte in enumerate(before):
            for other in all_kinds_of_another_byte(byte):
                put(path, before[:place] + bytes([other]) + before[place + 1 :])
                missed += [
                    (place, other, head)
                    for head in (None, kept.head)
                    if not any(
                        each.serious and each.file.endswith(path.name) for each in kept.check(head)
                    )
                ]
    print(f"{path.name}: {len(before)} bytes, {len(missed)} changes missed")
    assert missed == []


@pytest.mark.campaign
def test_every_cut_of_every_file(kept: Sitting, sound: dict[Path, bytes]) -> None:
    with restored(sound):
        for path, before in sound.items():
            for length in range(len(before)):
                put(path, before[:length])
                assert not is_sound(kept.check()), (path, length)
            put(path, before)


@pytest.mark.campaign
def test_every_order_and_every_subset_of_the_sealed_files(
    kept: Sitting, sound: dict[Path, bytes]
) -> None:
    with restored(sound):
        for order in permutations(kept.sealed):
            for path, source in zip(kept.sealed, order, strict=True):
                put(path, sound[source])
            assert is_sound(kept.check()) == (list(order) == kept.sealed), order
        for size in range(1, len(kept.sealed) + 1):
            for gone in combinations(kept.sealed, size):
                for path in kept.sealed:
                    put(path, sound[path])
                for path in gone:
                    path.unlink()
                assert kept.kinds() == ["removed"] * size


@pytest.mark.campaign
def test_every_order_and_every_part_of_the_register(
    kept: Sitting, sound: dict[Path, bytes]
) -> None:
    """Without the head all but a cut tail; with it that one too, up to where the head stands."""
    rows = kept.rows()
    with restored(sound):
        for size in range(len(rows) + 1):
            for part in permutations(rows, size):
                changed = list(part)
                kept.write_rows(changed)
                whole = changed == rows
                # Sealed files that the cut tail registered are found as added.
                assert is_sound(kept.check()) == whole, size
                assert is_sound(kept.check(kept.head)) == whole
