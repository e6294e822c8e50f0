"""A purge of a whole séance: everything goes but the register, whenever it is cut short."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui import crash
from e33tui.domain.commands import AddRemark
from e33tui.domain.errors import StoreError
from e33tui.domain.sitting_commands import SetRetention
from e33tui.persistence.errors import NewerFormat, Purged, SittingOpen
from e33tui.persistence.files import FileSystem
from e33tui.persistence.inventory import Kind
from e33tui.persistence.layout import Layout
from e33tui.persistence.ownership import Ownership
from e33tui.persistence.presence import alone, visitors
from e33tui.service.purge import Purge
from e33tui.store import DamagedFile, Store, is_sound, new_passage_id
from tests.service.support import (
    GIVEN_NAME,
    NUMBER,
    SURNAME,
    Day,
    every_byte,
    holding,
    saved,
)
from tests.store.support import Crash, WatchedFileSystem, tree

AT = 1_790_000_000_000
SECRETS = (NUMBER, SURNAME, GIVEN_NAME, "Tourmaline", "DURAND", "Moulin")
LEFT = {
    "registre.json",
    "registre.json.precedent",
    "verrous",
    "verrous/ouverture",
    "verrous/registre",
    "verrous/seance",
}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A séance with something of everything in its folder; nobody has it open."""
    day = Day(tmp_path_factory.mktemp("lived") / "seance")
    desk = day.at("complete")
    desk.do(AddRemark("observation Tourmaline"))
    desk.lock().result(20)
    day.service.exports.verso(day.passage)
    day.service.exports.dossier(day.passage)
    assert desk.leave()
    first, day.passage = day.passage, day.service.add_candidate("0260999", "AUTRE", "Nom")
    desk = day.at("interview_ended")
    desk.set_draft("text:c1", "Tourmaline en cours")
    desk.save_draft()
    assert desk.leave()
    day.passage = first
    _scatter(day)
    day.end()
    return day.folder


def _scatter(day: Day) -> None:
    """Leave what damage, migrations, crashes and half-typed forms leave."""
    for name in ("passage.json.endommage-1", "passage.json.format-0", ".passage.json.00.tmp"):
        (day.files / name).write_text("Tourmaline", "utf-8")
    for name in ("seance.json.endommage-1", "seance.json.format-0", "saisies.json"):
        (day.folder / name).write_text("Tourmaline", "utf-8")
    (day.folder / ".seance.json.0123456789abcdef.tmp").write_text("Tourmaline", "utf-8")
    half = day.folder / "exports" / "communicable" / ".verso.pdf.0123456789abcdef.tmp"
    half.write_text("Tourmaline", "utf-8")
    crash.report(ValueError(), day.folder)


@pytest.fixture
def folder(lived: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived, tmp_path / "seance"))


def purged(folder: Path) -> None:
    assert Purge(folder).carry_out(AT).complete


def verified(folder: Path, head: str | None = None) -> list[str]:
    store = Store.open(folder, read_only=True, purged=True)
    findings = store.verify(head)
    assert is_sound(findings) == (not any(each.serious for each in findings))
    return [f"{each.kind} {each.file}" for each in findings if each.serious]


def locked_in(folder: Path) -> Path:
    (sealed,) = folder.glob("passages/*/scelles")
    return sealed.parent


def pages_in(folder: Path) -> list[Path]:
    return sorted((folder / "exports" / "communicable").glob("verso-*.pdf"))


# -- What goes and what stays --------------------------------------------------------------------


def test_the_register_stays_alone_and_tells_of_nobody(folder: Path) -> None:
    assert all(holding(folder, secret) for secret in SECRETS)
    purged(folder)
    assert set(tree(folder)) == LEFT
    for secret in SECRETS:
        assert holding(folder, secret) == []


def test_the_chain_goes_on_and_still_verifies_against_an_earlier_head(folder: Path) -> None:
    register = Store.open(folder, read_only=True).register
    before = register.entries()
    purged(folder)
    after = register.entries()
    assert after[:-1] == before
    entry = after[-1]
    assert (entry.kind, entry.passage, entry.at) == ("purge", None, AT)
    assert entry.extra == {"scope": "all", "passages": 2, "versions": 1, "documents": 3}
    assert verified(folder) == verified(folder, before[-1].hash) == verified(folder, entry.hash)
    assert verified(folder) == []


def test_everything_is_counted_before_and_nothing_is_touched(folder: Path) -> None:
    before = tree(folder)
    holdings = Purge(folder).holdings
    counts = holdings.counts()
    assert tree(folder) == before
    found = {path.relative_to(folder) for path, _ in every_byte(folder)}
    gone = {item.path.relative_to(folder) for item in holdings.items}
    assert {str(path) for path in found - gone} == LEFT - {"verrous", "registre.json.precedent"}
    assert (counts[Kind.RECORD], counts[Kind.SEALED], counts[Kind.DRAFT]) == (2, 1, 2)
    older = [*folder.glob("passages/*/*.precedent"), *folder.glob("passages/*/*.format-0")]
    assert (counts[Kind.COPY], counts[Kind.ASIDE], counts[Kind.REPORT]) == (len(older), 2, 1)
    assert (counts[Kind.DOCUMENT], counts[Kind.LIST], counts[Kind.SITTING]) == (3, 2, 3)
    assert (holdings.histories, holdings.unlocked, holdings.stay) == (1, 1, ())


def test_done_again_it_adds_nothing(folder: Path) -> None:
    purged(folder)
    again = Purge(folder)
    assert again.done
    before = tree(folder)
    assert again.carry_out(AT + 1).complete
    assert tree(folder).keys() == before.keys()
    assert (folder / "registre.json").read_bytes() == before["registre.json"][2]


def test_what_is_not_the_seances_stays_and_is_named(folder: Path) -> None:
    (page,) = pages_in(folder)
    page.write_bytes(b"changed by hand")
    foreign = [
        folder / "notes.txt",
        folder / "erreurs" / "autre.txt",
        folder / "exports" / "communicable" / "a.pdf",
        folder / "exports" / "commission" / "b.pdf",
    ]
    for path in foreign:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    outcome = Purge(folder).carry_out(AT)
    assert outcome.complete
    assert set(outcome.before.stay) == set(outcome.after.stay) | {page} == {*foreign, page}
    assert all(path.exists() for path in (*foreign, page))
    assert verified(folder) == []


def test_in_a_shared_folder_only_the_seances_own_pages_go(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    shutil.move(folder / "exports", shared)
    (page,) = (shared / "communicable").glob("verso-*")
    half = page.with_name(f".{page.name}.0123456789abcdef.tmp")
    half.write_bytes(b"half")
    others = [page.with_name("verso-9-abcdef.pdf"), page.with_name(".verso-9.pdf.00.tmp")]
    for path in others:
        path.write_bytes(b"another commission's")
    monkeypatch.setenv("E33TUI_EXPORTS", str(shared))
    outcome = Purge(folder).carry_out(AT)
    assert outcome.complete
    assert outcome.before.stay == ()
    assert not page.exists()
    assert not half.exists()
    assert all(path.exists() for path in others)


def test_a_damaged_list_of_documents_is_read_from_its_copy(folder: Path) -> None:
    listed = folder / "documents.json"
    listed.with_name("documents.json.precedent").write_bytes(listed.read_bytes())
    listed.write_bytes(b"{")
    purged(folder)
    assert set(tree(folder)) == LEFT


def test_pages_that_no_list_names_any_more_stay_and_are_named(folder: Path) -> None:
    (folder / "documents.json").write_bytes(b"{")
    (folder / "documents.json.precedent").unlink()
    dossiers = tuple((folder / "exports" / "commission").glob("dossier-*.pdf"))
    assert Purge(folder).carry_out(AT).after.stay == (*dossiers, *pages_in(folder))


def test_no_link_is_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_bytes(b"x")
    passage = locked_in(folder)
    (passage / "link").symlink_to(outside)
    (folder / "seance.json.endommage-2").symlink_to(outside / "precious")
    (folder / "seance.json.endommage-3").symlink_to(outside)
    purged(folder)
    assert (outside / "precious").read_bytes() == b"x"
    assert set(tree(folder)) == LEFT


@pytest.mark.parametrize("name", ["seance.json", "passages/*/passage.json"])
def test_damage_does_not_keep_anything(folder: Path, name: str) -> None:
    path = next(folder.glob(name))
    path.write_bytes(b"garbled Tourmaline")
    purged(folder)
    assert set(tree(folder)) == LEFT


# -- What is refused -----------------------------------------------------------------------------


def test_a_folder_that_is_no_seance_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_bytes(b"x")
    with pytest.raises(StoreError, match="pas de séance"):
        Purge(tmp_path)
    assert set(tree(tmp_path)) == {"letter.txt"}


def test_a_damaged_register_cannot_be_continued(folder: Path) -> None:
    (folder / "registre.json").write_bytes(b"{")
    before = tree(folder)
    with pytest.raises(DamagedFile, match=r"registre\.json"):
        Purge(folder)
    assert tree(folder) == before


@pytest.mark.parametrize("name", ["seance.json", "registre.json", "passages/*/passage.json"])
def test_what_a_newer_version_wrote_is_refused_whole(folder: Path, name: str) -> None:
    path = next(folder.glob(name))
    tables = json.loads(path.read_bytes())
    tables["meta"]["1"]["format"] = 99
    path.write_text(json.dumps(tables), "utf-8")
    before = tree(folder)
    with pytest.raises(NewerFormat):
        Purge(folder)
    assert tree(folder) == before


def test_an_open_seance_is_not_purged_and_who_has_it_is_said(folder: Path) -> None:
    store = Store.open(folder)
    store.announce("jury1 salle3 pts/2")
    before = {name for name in tree(folder) if "verrous" not in name}
    purge = Purge(folder)
    for refused in (purge.refuse_if_open, lambda: purge.carry_out(AT)):
        with pytest.raises(SittingOpen, match=r"jury1 salle3 pts/2 depuis .*Rien n’a été retiré"):
            refused()
    assert {name for name in tree(folder) if "verrous" not in name} == before
    assert b'"purge"' not in (folder / "registre.json").read_bytes()
    assert store.close(5)
    purged(folder)


def test_a_held_passage_is_enough_to_refuse(folder: Path) -> None:
    passage = locked_in(folder)
    held = Ownership(Layout(folder)).acquire(passage.name, "jury2 salle1 pts/9")
    with pytest.raises(SittingOpen, match="jury2 salle1 pts/9 depuis"):
        Purge(folder).carry_out(AT)
    assert (passage / "passage.json").exists()
    assert b'"purge"' not in (folder / "registre.json").read_bytes()
    held.release()
    purged(folder)


def test_so_is_one_whose_lock_was_taken_away_under_it(folder: Path) -> None:
    passage = locked_in(folder)
    held = Ownership(Layout(folder)).acquire(passage.name, "jury2")
    held.check()
    (passage / "verrou").unlink()
    with pytest.raises(SittingOpen):
        Purge(folder).carry_out(AT)
    assert (passage / "passage.json").exists()
    held.release()


def test_several_terminals_share_a_seance_and_one_that_was_killed_keeps_nobody_out(
    folder: Path,
) -> None:
    first, second = Store.open(folder), Store.open(folder)
    first.announce("un")
    second.announce("deux")
    assert {visitor.label for visitor in visitors(Layout(folder))} == {"un", "deux"}
    record, _ = (folder / "verrous").glob("ouvert-*")
    dead = json.loads(record.read_bytes())
    dead["process"]["start"] += 1
    left = record.with_name("ouvert-0000000000000000")
    left.write_text(json.dumps(dead), "utf-8")
    assert first.close(5)
    assert second.close(5)
    assert left.exists()
    with alone(Layout(folder)):
        pass
    third = Store.open(folder)
    third.announce("trois")
    assert not left.exists()
    assert third.close(5)
    assert list((folder / "verrous").glob("ouvert-*")) == []


def test_nobody_opens_a_seance_that_is_being_purged(folder: Path) -> None:
    with alone(Layout(folder)), pytest.raises(StoreError, match="en train d’être purgée"):
        Store.open(folder)
    assert Store.open(folder).close(5)


def test_a_store_that_was_forgotten_does_not_keep_a_purge_out(folder: Path) -> None:
    Store.open(folder)
    purged(folder)


# -- Afterwards ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("create", "read_only"), [(False, False), (True, False), (False, True)], ids=str
)
def test_the_opening_says_when_and_begins_nothing(
    folder: Path, create: bool, read_only: bool
) -> None:
    purged(folder)
    before = tree(folder)
    with pytest.raises(Purged, match=r"purgée le 21/09/2026 à 16:13\. Il n’en reste que le"):
        Store.open(folder, create=create, read_only=read_only)
    assert tree(folder) == before


def test_a_seance_brought_back_from_a_copy_beside_the_entry_stays_shut(
    folder: Path, lived: Path
) -> None:
    purged(folder)
    shutil.copy(lived / "seance.json", folder)
    with pytest.raises(Purged, match="n’est pas terminée"):
        Store.open(folder)
    assert verified(folder) == ["purged seance.json"]
    purged(folder)
    assert verified(folder) == []


def test_a_purge_of_observations_shuts_nothing(folder: Path) -> None:
    store = Store.open(folder)
    store.register.append("purge", at=AT, extra={"scope": "observations"})
    assert store.close(5)
    assert Store.open(folder).close(5)
    assert not Purge(folder).begun


# -- The date ------------------------------------------------------------------------------------


def test_it_is_due_once_the_day_that_was_set_has_passed(day: Day) -> None:
    noon = 1_782_122_400_000  # 22 June 2026, 12:00 in Paris
    nights = 24 * 3600 * 1000
    assert not Purge(day.folder).is_due(noon + 9999 * nights)
    day.service.change(SetRetention("22/06/2027"))
    purge = Purge(day.folder)
    assert [purge.is_due(noon + n * nights) for n in (0, 365, 366)] == [False, False, True]
    assert not purge.is_due(noon + 365 * nights + 12 * 3600 * 1000 - 1)
    assert purge.is_due(noon + 365 * nights + 12 * 3600 * 1000)


def test_whether_it_is_closed_is_known(day: Day) -> None:
    assert not Purge(day.folder).closed
    day.service._store.register.append("close", at=AT)
    assert Purge(day.folder).closed
    assert saved(day.service)


# -- Cut short and refused by the disk -------------------------------------------------------------


def calls_of_a_purge(lived: Path, tmp_path: Path) -> list[str]:
    copy = Path(shutil.copytree(lived, tmp_path / "counted"))
    fs = WatchedFileSystem()
    assert Purge(copy, fs=fs).carry_out(AT).complete
    return fs.calls


def each_copy(lived: Path, tmp_path: Path, step: int) -> Iterator[tuple[int, Path]]:
    for number in range(0, len(calls_of_a_purge(lived, tmp_path)), step):
        yield number, Path(shutil.copytree(lived, tmp_path / f"{number:03d}"))


def test_every_removal_is_on_the_disk_and_the_entry_before_all(lived: Path, tmp_path: Path) -> None:
    calls = calls_of_a_purge(lived, tmp_path)
    entered = calls.index("replace registre.json")
    assert "unlink" not in calls[:entered]
    assert calls[entered + 1] == "fsync_dir"
    assert calls[-1] == "fsync_dir"
    assert calls.count("unlink") == len(Purge(lived).holdings.items)


SOME = 5
"""Of so many calls the suite takes one; the campaign takes each."""


class Forgetful(FileSystem):
    """A disk that tells in which folders names were removed and may come back."""

    def __init__(self) -> None:
        self.uncertain: set[Path] = set()

    def unlink(self, path: Path) -> None:
        super().unlink(path)
        self.uncertain.add(path.parent)

    def fsync_dir(self, folder: Path) -> None:
        super().fsync_dir(folder)
        self.uncertain.discard(folder)


def test_no_name_comes_back_after_a_power_cut(folder: Path) -> None:
    disk = Forgetful()
    assert Purge(folder, fs=disk).carry_out(AT).complete
    assert disk.uncertain == set()


@pytest.mark.parametrize("step", [SOME, pytest.param(1, marks=pytest.mark.campaign)])
def test_cut_short_anywhere_it_is_told_and_the_same_command_completes_it(
    lived: Path, tmp_path: Path, step: int
) -> None:
    for number, copy in each_copy(lived, tmp_path, step):
        with pytest.raises(Crash):
            Purge(copy, fs=WatchedFileSystem(number, crash=True)).carry_out(AT)
        again = Purge(copy)
        if again.begun is None:
            assert len(again.holdings.items) >= len(Purge(lived).holdings.items)
            assert Store.open(copy).close(5)
        elif not again.done:
            assert verified(copy), number
            with pytest.raises(Purged, match="n’est pas terminée"):
                Store.open(copy, create=True)
        purged(copy)
        entries = Store.open(copy, read_only=True, purged=True).register.entries()
        assert sum(entry.kind == "purge" for entry in entries) == 1
        assert set(tree(copy)) <= LEFT
        assert verified(copy) == []


@pytest.mark.parametrize("step", [SOME, pytest.param(1, marks=pytest.mark.campaign)])
def test_what_the_system_keeps_is_named_and_goes_the_next_time(
    lived: Path, tmp_path: Path, step: int
) -> None:
    named = 0
    for number, copy in each_copy(lived, tmp_path, step):
        fs = WatchedFileSystem(number, errno.EACCES)
        try:
            outcome = Purge(copy, fs=fs).carry_out(AT)
        except StoreError:
            # The register could not be written: nothing was removed.
            assert {item.path for item in Purge(copy).holdings.items} >= {
                copy / item.path.relative_to(lived) for item in Purge(lived).holdings.items
            }
            continue
        if not outcome.complete:
            named += 1
            assert any("n’a pas pu être retiré" in failure for failure in outcome.failures)
        purged(copy)
        assert set(tree(copy)) <= LEFT
    assert named > 3


class Kept(WatchedFileSystem):
    """A disk that keeps the files of one name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def unlink(self, path: Path) -> None:
        if path.match(self.name):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        super().unlink(path)


def test_the_list_of_documents_stays_as_long_as_a_page_of_the_seance(folder: Path) -> None:
    outcome = Purge(folder, fs=Kept("verso-*.pdf")).carry_out(AT)
    assert not outcome.complete
    assert (folder / "documents.json").exists()
    assert not (folder / "seance.json").exists()
    assert not (folder / "passages").exists()
    listed = [path.name for path in folder.glob("documents.json*")]
    shown = [f"verso-…-{page.name[-10:]}" for page in pages_in(folder)]
    assert set(verified(folder)) == {f"purged {name}" for name in (*shown, *listed)}
    purged(folder)
    assert set(tree(folder)) == LEFT


def test_a_passage_that_keeps_a_file_keeps_its_lock_and_no_other_file(folder: Path) -> None:
    passage = locked_in(folder)
    outcome = Purge(folder, fs=Kept("0001.json")).carry_out(AT)
    (failure,) = outcome.failures
    sealed = f"passages/{passage.name}/scelles/0001.json"
    assert failure.replace("\u00a0", " ") == (
        f"{sealed} n’a pas pu être retiré : ce compte n’a pas le droit d’y accéder. Vérifiez les "
        "droits du dossier."
    )
    assert {str(p.relative_to(passage)) for p, _ in every_byte(passage)} == {
        "scelles/0001.json",
        "verrou",
    }
    assert set(verified(folder)) == {
        f"purged {sealed}",
        f"purged passages/{passage.name}/verrou",
    }
    purged(folder)
    assert verified(folder) == []


def test_a_passage_added_since_the_question_is_not_overlooked(folder: Path) -> None:
    purge = Purge(folder)
    added = new_passage_id()
    held = Ownership(Layout(folder)).acquire(added, "jury2 salle1 pts/9")
    with pytest.raises(SittingOpen, match="jury2 salle1 pts/9 depuis"):
        purge.carry_out(AT)
    held.release()
