"""``e33tui verifier``: one sentence for each thing that is not as it was, and nothing changed."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from e33tui import cli
from e33tui.domain.text import REPLACEMENT
from e33tui.persistence import verification
from e33tui.persistence.layout import Layout
from e33tui.persistence.register import Register
from e33tui.service import Service
from e33tui.store import Store
from tests.service.damaging import LOCKED, RUNNING, WAITING, Case
from tests.service.support import PATIENCE, commands_to, opened
from tests.store.support import tree
from tests.support.domain import FakeClock, rubric

Said = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def verifier(case: Case, capsys: pytest.CaptureFixture[str]) -> Said:
    """Run the command and return its code and its sentences."""

    def run(*words: str) -> tuple[int, list[str]]:
        capsys.readouterr()
        code = cli.main(["verifier", str(case.folder), *words])
        out, err = capsys.readouterr()
        return code, (out + err).replace("\u00a0", " ").splitlines()

    return run


def heads(case: Case) -> list[str]:
    """The head of the register after each of its entries."""
    return [entry.hash for entry in Register(Layout(case.folder)).entries()]


def test_it_counts_versions_and_entries_and_tells_the_head(case: Case, verifier: Said) -> None:
    assert verifier() == (
        0,
        [
            "Scellés et registre intacts : 2 versions scellées, 3 inscriptions.",
            f"Tête du registre : {heads(case)[-1]}",
        ],
    )


def test_entries_after_a_printed_head_are_listed(case: Case, verifier: Said) -> None:
    first, second, third = heads(case)
    printed = " ".join(first[place : place + 4] for place in range(0, 16, 4)).upper()
    for head in (first, printed):
        code, said = verifier("--tete", head)
        assert code == 0
        assert said[:2] == [
            "registre.json : inscription 2 (réouverture) postérieure à l’empreinte.",
            "registre.json : inscription 3 (verrouillage) postérieure à l’empreinte.",
        ]
        assert said[3] == "L’empreinte donnée y figure, suivie de 2 inscriptions."
    assert "suivie de 1 inscription." in verifier("--tete", second)[1][2]
    code, said = verifier(f"--tete={third}")
    assert (code, said[1]) == (0, "L’empreinte donnée est celle de la dernière inscription.")


def test_another_head_is_code_1(verifier: Said) -> None:
    code, said = verifier("--tete", "ab" * 32)
    assert code == 1
    (sentence,) = said
    assert sentence.startswith("registre.json : l’empreinte de tête abab")
    assert "n’y figure pas" in sentence


@pytest.mark.parametrize("head", ["", "bordereau", "12 34"])
def test_what_is_no_head_is_told(verifier: Said, head: str) -> None:
    code, (sentence,) = verifier("--tete", head)
    assert code == 1
    assert "16 à 64 chiffres" in sentence


def test_each_version_that_is_not_as_it_was_has_its_sentence(case: Case, verifier: Said) -> None:
    one, two = (case.file(f"locked/scelles/000{n}.json") for n in (1, 2))
    added = case.file("running/scelles/0001.json")
    added.parent.mkdir()
    shutil.copyfile(one, added)
    one.unlink()
    two.chmod(0o600)
    two.write_bytes(b"{}")
    case.file("running/passage.json").write_bytes(b"{")
    code, said = verifier()
    assert code == 1
    locked, running = (f"passages/{case.passages[who]}" for who in (LOCKED, RUNNING))
    damaged = (
        f"Le fichier {running}/passage.json est endommagé : il est coupé (caractère 1). Rien "
        "n’a été modifié ; la version précédente peut être reprise si elle existe."
    )
    assert sorted(said) == sorted(
        [
            f"{locked}/scelles/0001.json a été supprimé : le registre l’annonce.",
            f"{locked}/scelles/0002.json a été modifié depuis son verrouillage.",
            f"{running}/scelles/0001.json a été ajouté : il n’est pas au registre.",
            damaged,
        ]
    )


def test_versions_that_changed_places_are_told_so(case: Case, verifier: Said) -> None:
    one, two = (case.file(f"locked/scelles/000{n}.json") for n in (1, 2))
    other = one.with_name("x")
    one.rename(other)
    two.rename(one)
    other.rename(two)
    code, said = verifier()
    assert code == 1
    assert len(said) == 2
    assert all("a été déplacé : il contient la version scellée" in sentence for sentence in said)


def test_a_hostile_name_is_shown_harmless(case: Case, verifier: Said) -> None:
    beside = case.file("locked/scelles/0001.json").parent
    (beside / "a\x1b]0;x\x07\nb\u202e.json").write_bytes(b"x")
    (beside / os.fsdecode(b"caf\xe9.json")).write_bytes(b"x")
    code, said = verifier()
    assert code == 1
    assert len(said) == 2
    assert all(REPLACEMENT in sentence and sentence.isprintable() for sentence in said)


# Others at work, and a medium that cannot be written

_writes: list[str] = []
_guarded: list[str] = []
_CHANGING = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod"}


def _watch(event: str, found: tuple[Any, ...]) -> None:
    """Note what would change a guarded folder, and refuse it as a read-only medium does."""
    if not _guarded:
        return
    changes = event in _CHANGING or (
        event == "open"
        and isinstance(found[2], int)
        and found[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    )
    if changes and any(str(each).startswith(_guarded[0]) for each in found):
        _writes.append(event)
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))


sys.addaudithook(_watch)


@pytest.fixture
def read_only(case: Case) -> Iterator[None]:
    """A medium on which nothing can be written, whoever asks."""
    _guarded.append(str(case.folder))
    yield
    _guarded.clear()
    _writes.clear()


@pytest.mark.usefixtures("read_only")
def test_a_medium_that_cannot_be_written_is_verified(case: Case, verifier: Said) -> None:
    before = tree(case.folder)
    assert verifier()[0] == 0
    assert verifier("--tete", heads(case)[0])[0] == 0
    assert _writes == []
    assert tree(case.folder) == before
    with pytest.raises(OSError, match=r"Read-only"):
        (case.folder / "x").write_bytes(b"")


def locking(case: Case) -> Callable[[], None]:
    """Lock the third candidate with another program, once."""
    service = opened(case.folder, FakeClock())
    case._opened.append(service)
    desk = service.open(case.passages[WAITING])
    for command in commands_to("complete"):
        desk.do(command)
    done: list[bool] = []

    def lock() -> None:
        if not done:
            done.append(True)
            desk.lock().result(PATIENCE)
            service.exports.verso(case.passages[WAITING])

    return lock


@pytest.mark.parametrize("when", ["_issued", "rows_in_file", "_sealed_files", "_check_sealed"])
@pytest.mark.parametrize("before", [True, False])
def test_a_lock_made_meanwhile_is_no_finding(
    case: Case, verifier: Said, when: str, before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = locking(case)
    step = getattr(verification, when)

    def meanwhile(*found: Any) -> Any:
        if before:
            lock()
        result = step(*found)
        lock()
        return result

    monkeypatch.setattr(verification, when, meanwhile)
    code, said = verifier()
    assert code == 0, said
    assert len(heads(case)) == 4


def test_a_purge_of_a_version_meanwhile_is_looked_at_again(
    case: Case, verifier: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry goes first and the files after it: the first look finds them gone too early."""
    files = verification._sealed_files

    def purged_meanwhile(layout: Layout) -> Any:
        if len(heads(case)) == 3:
            passage = case.passages[LOCKED]
            Register(layout).append("purge", at=1, passage=passage, extra={"scope": "passage"})
            shutil.rmtree(layout.passage(passage).folder)
        return files(layout)

    monkeypatch.setattr(verification, "_sealed_files", purged_meanwhile)
    assert verifier()[0] == 0


def test_while_another_program_holds_a_passage_it_verifies(case: Case, verifier: Said) -> None:
    desk = case.work(case.open(), RUNNING)
    assert verifier()[0] == 0
    assert not desk.read_only
    assert not desk.requested()


def test_a_seance_whose_own_file_is_gone_is_verified(case: Case, verifier: Said) -> None:
    for path in case.folder.glob("seance.json*"):
        path.unlink()
    code, (sentence,) = verifier()
    assert code == 1
    assert sentence.startswith("Le fichier seance.json est endommagé : il est introuvable.")


def test_an_unreadable_folder_of_versions_does_not_hide_the_others(
    case: Case, verifier: Said
) -> None:
    case.file("running/scelles").write_bytes(b"")
    sealed = case.file("locked/scelles/0001.json")
    sealed.chmod(0o600)
    sealed.write_bytes(b"{}")
    code, said = verifier()
    assert code == 1
    assert len(said) == 2
    assert any("scelles n’a pas pu être lu" in sentence for sentence in said)
    assert any("0001.json a été modifié" in sentence for sentence in said)


def test_the_interface_and_the_command_say_the_same(case: Case, verifier: Said) -> None:
    case.file("locked/scelles/0001.json").unlink()
    store = Store.open(case.folder, read_only=True)
    findings = Service(store, rubric(), FakeClock()).verify()
    assert verifier()[1] == [each.message.replace("\u00a0", " ") for each in findings]
