"""``e33tui exporter --tous``, ``--ensemble`` and ``--html``: many versos, and none of them lost."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from e33tui import cli, documents
from e33tui.cli.export import MEANWHILE
from e33tui.documents import Content, Rendered
from e33tui.domain.errors import DocumentError
from e33tui.domain.sitting_commands import MoveCandidate
from e33tui.domain.verso import Verso
from e33tui.persistence.issued import Issued, IssuedDocument
from e33tui.persistence.layout import Layout
from e33tui.service import Service
from tests.documents.pdf import pages as sheets_of
from tests.end_to_end.terminal import Terminal
from tests.service.support import PATIENCE, Day, commands_to, opened, print_as_data
from tests.support.domain import FakeClock

FOREIGN = b"le travail de quelqu'un d'autre"
LOCKED = {"1": "complete", "2": "complete", "3": "gate_none", "4": "withdrew"}
"""What leads to each candidate whose passage gives a verso, by number."""
OTHERS = {"5": "interrupted", "6": "interview_running", "7": None}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day with every ending, four of its passages with a verso; nothing is exported yet."""
    day = Day(tmp_path_factory.mktemp("jour") / "seance")
    for number, state in (LOCKED | OTHERS).items():
        passage = day.service.add_candidate(number, f"NOM{number}", "Zoé")
        if state is None:
            continue
        desk = day.service.open(passage)
        day.play(desk, commands_to(state))
        if state == "withdrew":
            day.play(desk, commands_to("locked_withdrew")[-3:-1])
        if number != "6":
            desk.lock().result(PATIENCE)
        assert desk.leave()
    day.end()
    return day.folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "seance"))


def paper(*contents: Content) -> Rendered:
    assert all(isinstance(content, Verso) for content in contents)
    data = b"%PDF-1.7 " + repr(contents).encode()
    return Rendered(data, hashlib.sha256(data).hexdigest())


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the printer, whose process takes a second, where its paper is not the subject."""
    monkeypatch.setattr(documents, "make_pdf", paper)
    monkeypatch.setattr(documents, "make_pdfs", lambda contents: map(paper, contents))


class Said:
    """What a command wrote, line by line."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.paths: list[Path] = []
        self.err: list[str] = []

    def run(self, *words: str | Path) -> int:
        self._capsys.readouterr()
        code = cli.main(["exporter", *map(str, words)])
        out, err = self._capsys.readouterr()
        self.paths = [Path(line) for line in out.splitlines()]
        self.err = err.replace("\u00a0", " ").splitlines()
        assert not any(name in err for name in ("NOM", "Zoé"))
        return code

    @property
    def told(self) -> list[str]:
        """What is said beside the progress."""
        return [line for line in self.err if not line.startswith("Versos : ")]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(capsys)


def pages(folder: Path) -> dict[str, bytes]:
    """What lies in the communicable folder, by the candidate's number or, of many, ``versos``."""
    found = (folder / "exports" / "communicable").glob("*")
    return {_number(path.name): path.read_bytes() for path in found}


def _number(name: str, of: str = "verso") -> str:
    kind, number, *_ = name.split("-")
    return number if kind == of else kind


def together(folder: Path) -> Path:
    """Where the file with all versos comes to lie: named by the date and the first passage."""
    service = opened_day(folder)
    sitting = service.sitting
    assert service.close(PATIENCE)
    name = f"versos-{sitting.date}-{sitting.roster[0].passage[:6]}.pdf"
    return folder / "exports" / "communicable" / name


def issued(folder: Path) -> tuple[IssuedDocument, ...]:
    return Issued(Layout(folder)).documents()


def opened_day(folder: Path) -> Service:
    clock = FakeClock()
    clock.advance(7200)
    return opened(folder, clock)


def reopened(folder: Path, number: str) -> None:
    service = opened_day(folder)
    desk = service.open(service.passage_of(number))
    desk.reopen("Harmonisation")
    assert desk.leave()
    assert service.close(PATIENCE)


WITHOUT = ["3 passages ne sont pas encore verrouillés.", "1 passage verrouillé n’a pas de verso."]


@pytest.mark.usefixtures("printer")
def test_each_locked_passage_gives_its_verso(folder: Path, said: Said) -> None:
    assert said.run(folder, "--tous") == 0
    assert set(pages(folder)) == set(LOCKED)
    # In the list's order; all of it can be handed on to a printer.
    assert [_number(path.name) for path in said.paths] == sorted(LOCKED)
    assert all(path.is_file() and path.stat().st_mode & 0o777 == 0o600 for path in said.paths)
    assert said.err == [f"Versos : {n} sur 4" for n in range(1, 5)] + WITHOUT
    assert {(d.kind, d.version, d.withdrawn) for d in issued(folder)} == {("verso", 1, False)}


def test_they_are_the_same_bytes_as_one_by_one(
    folder: Path, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One child makes them: that two make the same is a test of the documents.
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    shutil.copytree(folder, tmp_path / "un par un")
    assert said.run("--tous", folder) == 0
    assert said.run(tmp_path / "un par un", "1") == 0
    assert pages(tmp_path / "un par un") == {"1": pages(folder)["1"]}


@pytest.mark.usefixtures("printer")
def test_made_again_nothing_changes(folder: Path, said: Said) -> None:
    assert said.run(folder, "--tous") == 0
    before = pages(folder), issued(folder)
    assert said.run(folder, "--tous") == 0
    assert (pages(folder), issued(folder)) == before


def test_one_that_fails_keeps_no_other_from_being_made(
    folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def some(contents: Sequence[Verso]) -> Iterator[Rendered | DocumentError]:
        for place, content in enumerate(contents):
            yield DocumentError("Trop long.") if place in (0, 2) else paper(content)

    monkeypatch.setattr(documents, "make_pdfs", some)
    assert said.run(folder, "--tous") == 1
    assert set(pages(folder)) == {"2", "4"}
    assert [_number(path.name) for path in said.paths] == ["2", "4"]
    assert said.told == [*WITHOUT, "N’ont pas été faits :", "  2 passages : Trop long."]


@pytest.mark.usefixtures("printer")
def test_a_record_changed_outside_and_one_that_is_damaged_are_told(
    folder: Path, said: Said
) -> None:
    service = opened_day(folder)
    changed, damaged = (service.passage_of(number) for number in ("1", "2"))
    assert service.close(PATIENCE)
    sealed = folder / "passages" / changed / "scelles" / "0001.json"
    sealed.chmod(0o600)
    sealed.write_bytes(sealed.read_bytes().replace(b'"note":27', b'"note":35'))
    (folder / "passages" / damaged / "passage.json").write_bytes(b"{")
    assert said.run(folder, "--tous") == 1
    assert set(pages(folder)) == {"3", "4"}
    first, second = said.told[-2:]
    assert first.startswith(
        f"  passages/{changed} : Cette fiche n’est plus celle qui a été scellée"
    )
    assert f"passages/{damaged}/passage.json" in second


@pytest.mark.usefixtures("printer")
def test_one_reopened_meanwhile_is_not_replaced(
    folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(contents: Sequence[Verso]) -> Iterator[Rendered]:
        made = [paper(content) for content in contents]
        reopened(folder, "2")
        yield from made

    monkeypatch.setattr(documents, "make_pdfs", late)
    assert said.run(folder, "--tous") == 1
    assert set(pages(folder)) == {"1", "3", "4"}
    assert "La fiche a changé pendant la fabrication" in said.told[-1]


@pytest.mark.usefixtures("printer")
def test_a_file_in_the_way_is_left_and_the_others_are_made(folder: Path, said: Said) -> None:
    assert said.run(folder, "2") == 0
    (path,) = said.paths
    path.write_bytes(FOREIGN)
    assert said.run(folder, "--tous") == 1
    assert pages(folder)["2"] == FOREIGN
    assert len(said.paths) == 3
    assert "il n’a pas été remplacé" in said.told[-1]


@pytest.mark.parametrize(("answer", "code"), [("n", 1), ("o", 0)])
def test_in_a_terminal_it_is_asked_about_and_the_count_is_one_line(
    folder: Path, said: Said, answer: str, code: int
) -> None:
    assert said.run(folder, "3", "--html") == 0
    (path,) = said.paths
    path.write_bytes(FOREIGN)
    with Terminal("exporter", str(folder), "--tous", "--html") as terminal:
        terminal.wait_for("Versos : 4 sur 4", "Le remplacer ? [o/N]")
        assert "3 sur 4" not in terminal.screen
        terminal.press(answer, "⏎")
        assert terminal.wait_end() == code
    assert set(pages(folder)) == set(LOCKED)
    assert (pages(folder)["3"] == FOREIGN) is (code == 1)


def test_without_any_locked_passage_it_is_told(tmp_path: Path, said: Said) -> None:
    day = Day(tmp_path / "seance")
    day.end()
    for words in (["--tous"], ["--tous", "--ensemble"], ["--tous", "--html"]):
        assert said.run(day.folder, *words) == 1
        assert said.paths == []
        assert said.err == [
            "Aucun passage verrouillé n’a de verso : rien n’a été fait.",
            "1 passage n’est pas encore verrouillé.",
        ]


@pytest.mark.usefixtures("printer")
def test_without_a_roster_they_are_made_all_the_same(folder: Path, said: Said) -> None:
    Layout(folder).sitting.write_bytes(b"{")
    assert said.run(folder, "--tous") == 1
    assert set(pages(folder)) == set(LOCKED)
    assert "seance.json" in said.err[0]


@pytest.mark.parametrize(
    "words",
    [
        ["D"],
        ["D", "1", "--tous"],
        ["D", "1", "--ensemble"],
        ["D", "--ensemble"],
        ["D", "--tous", "--ensemble", "--html"],
        ["D", "--html"],
        ["D", "--tous", "--document", "bordereau"],
        ["D", "--tous", "--document", "dossier", "--ensemble"],
        ["D", "--tous", "--document", "dossier", "--html"],
    ],
    ids=" ".join,
)
def test_wrong_use_makes_nothing(folder: Path, said: Said, words: list[str]) -> None:
    assert said.run(*(str(folder) if word == "D" else word for word in words)) == 2
    assert pages(folder) == {}


@pytest.mark.usefixtures("printer")
def test_what_it_makes_may_be_named(folder: Path, said: Said) -> None:
    assert said.run(folder, "--tous", "--document", "verso") == 0
    assert set(pages(folder)) == set(LOCKED)


# The dossiers


def test_every_candidate_who_was_heard_gives_a_dossier_for_the_centre(
    folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "make_pdfs", lambda contents: map(print_as_data, contents))
    assert said.run(folder, "--tous", "--document", "Dossier") == 0
    heard = [*LOCKED, "5"]
    assert [_number(path.name, "dossier") for path in said.paths] == heard
    assert {path.parent for path in said.paths} == {folder / "exports" / "commission"}
    assert pages(folder) == {}
    told = [f"Dossiers : {n} sur 5" for n in range(1, 6)]
    assert said.err == [*told, WITHOUT[0], "Réservé à la commission, non communicable."]


def test_a_dossier_that_cannot_be_made_is_told_and_keeps_no_other(
    folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "make_pdfs", lambda contents: map(print_as_data, contents))
    assert said.run(folder, "--tous", "--document", "dossier") == 0
    (first, *_) = said.paths
    first.write_bytes(FOREIGN)
    assert said.run(folder, "--tous", "--document", "dossier") == 1
    assert len(said.paths) == 4
    assert any("N’ont pas été faits" in line for line in said.err)
    assert not any("--html" in line for line in said.err)
    assert first.read_bytes() == FOREIGN


# One file of them all


def test_one_file_to_print_holds_every_verso_and_nothing_else(folder: Path, said: Said) -> None:
    assert said.run(folder, "--tous", "--ensemble") == 0
    (path,) = said.paths
    assert path == together(folder)
    assert path.stat().st_mode & 0o777 == 0o600
    sheets = sheets_of(path.read_bytes())
    assert [f"NOM{number}" in sheet for number, sheet in zip(LOCKED, sheets, strict=True)] == [
        True
    ] * 4
    service = opened_day(folder)
    passages = {service.passage_of(number) for number in LOCKED}
    assert {d.passage for d in issued(folder)} == passages
    proof = service.checks.proof_of_document(path)
    assert proof.holds
    assert proof.sentences[0].endswith("d’après 4 versions scellées.")
    assert proof.sentences[1] == "Toutes sont en vigueur."
    assert service.close(PATIENCE)


@pytest.mark.usefixtures("printer")
def test_it_is_taken_back_once_a_passage_in_it_is_reopened(folder: Path, said: Said) -> None:
    assert said.run(folder, "--tous", "--ensemble") == 0
    assert said.run(folder, "--tous") == 0
    kept = folder.parent / "imprimé.pdf"
    shutil.copyfile(together(folder), kept)
    reopened(folder, "2")
    assert set(pages(folder)) == {"1", "3", "4"}
    assert {d.withdrawn for d in issued(folder) if d.kind == "versos"} == {True}
    service = opened_day(folder)
    proof = service.checks.proof_of_document(kept)
    assert not proof.holds
    assert len(proof.sentences) == 2
    assert "la fiche a été rouverte depuis" in proof.sentences[1]
    assert service.close(PATIENCE)
    assert said.run(folder, "--tous", "--ensemble") == 0
    assert "versos" in pages(folder)
    assert b"NOM2" not in pages(folder)["versos"]


def test_it_is_not_kept_when_a_passage_is_reopened_while_it_is_made(
    folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*contents: Content) -> Rendered:
        reopened(folder, "4")
        return paper(*contents)

    monkeypatch.setattr(documents, "make_pdf", late)
    assert said.run(folder, "--tous", "--ensemble") == 1
    assert pages(folder) == {}
    assert "La fiche a changé pendant la fabrication" in said.err[-1]


@pytest.mark.usefixtures("printer")
def test_it_lacks_what_cannot_be_printed_and_says_so(folder: Path, said: Said) -> None:
    service = opened_day(folder)
    (sealed,) = (folder / "passages" / service.passage_of("1") / "scelles").iterdir()
    assert service.close(PATIENCE)
    sealed.chmod(0o600)
    sealed.write_bytes(sealed.read_bytes().replace(b'"note":27', b'"note":35'))
    assert said.run(folder, "--tous", "--ensemble") == 1
    assert b"NOM1" not in pages(folder)["versos"]
    assert b"NOM2" in pages(folder)["versos"]
    assert "Cette fiche n’est plus celle qui a été scellée" in said.err[-1]


@pytest.mark.usefixtures("printer")
def test_it_replaces_no_foreign_file_and_goes_with_a_purge(folder: Path, said: Said) -> None:
    target = together(folder)
    target.parent.mkdir(parents=True)
    target.write_bytes(FOREIGN)
    assert said.run(folder, "--tous", "--ensemble") == 1
    assert target.read_bytes() == FOREIGN
    target.unlink()
    assert said.run(folder, "--tous", "--ensemble") == 0
    assert cli.main(["purger", "--oui", str(folder)]) == 0
    assert not target.exists()


@pytest.mark.usefixtures("printer")
def test_that_of_another_day_list_takes_the_place_of_the_earlier_one(
    folder: Path, said: Said
) -> None:
    assert said.run(folder, "--tous", "--ensemble") == 0
    (before,) = said.paths
    service = opened_day(folder)
    first = service.sitting.roster[0].passage
    service.change(MoveCandidate(first))
    assert service.close(PATIENCE)
    assert said.run(folder, "--tous", "--ensemble") == 0
    (after,) = said.paths
    assert after == together(folder) != before
    assert list(after.parent.iterdir()) == [after]


@pytest.mark.usefixtures("printer")
def test_two_sittings_of_a_day_may_export_into_one_folder(
    folder: Path, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Day(tmp_path / "autre")
    other.locked()
    other.end()
    monkeypatch.setenv("E33TUI_EXPORTS", str(tmp_path / "documents"))
    made = []
    for each in (folder, other.folder):
        assert said.run(each, "--tous", "--ensemble") == 0
        made += said.paths
    mine, theirs = made
    assert mine != theirs
    service = opened_day(folder)
    assert service.checks.proof_of_document(mine).holds
    proof = service.checks.proof_of_document(theirs)
    assert not proof.holds
    assert proof.sentences[0].startswith("Ce fichier n’est pas un document de cette séance")
    assert service.close(PATIENCE)


# Without the engine


@pytest.fixture
def no_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Pango: WeasyPrint is there and cannot be loaded."""
    package = tmp_path / "sans" / "weasyprint"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise OSError('cannot load library')", encoding="utf-8")
    monkeypatch.syspath_prepend(str(package.parent))


@pytest.mark.usefixtures("no_engine")
def test_without_the_engine_one_sentence_says_what_to_do(folder: Path, said: Said) -> None:
    assert said.run(folder, "--tous") == 1
    assert pages(folder) == {}
    told, meanwhile = said.told[-2:]
    assert told.startswith("  4 passages : La bibliothèque Pango manque sur cette machine.")
    assert "apt install" in told
    assert meanwhile == MEANWHILE
    assert said.run(folder, "1") == 1
    assert said.err[0].startswith("Document : La bibliothèque Pango manque")
    assert said.err[1:] == [MEANWHILE]


@pytest.mark.usefixtures("no_engine")
def test_a_plain_page_can_be_made_meanwhile(folder: Path, said: Said) -> None:
    assert said.run(folder, "1", "--html") == 0
    (path,) = said.paths
    assert path.parent == folder / "exports" / "communicable"
    assert (path.suffix, path.stat().st_mode & 0o777) == (".html", 0o600)
    text = path.read_text("utf-8")
    assert "NOM1" in text
    assert "Commentaires objectifs" in text
    assert "http" not in text.replace("http-equiv", "")
    (row,) = issued(folder)
    assert (row.kind, row.name, row.version) == ("verso", path.name, 1)
    service = opened_day(folder)
    assert service.checks.proof_of_document(path).holds
    assert service.close(PATIENCE)
    assert said.run(folder, "--tous", "--html") == 0
    assert [each.suffix for each in said.paths] == [".html"] * 4


@pytest.mark.usefixtures("no_engine")
def test_the_demonstration_is_there_all_the_same(tmp_path: Path) -> None:
    assert cli.main(["demo", "--preparer", str(tmp_path / "demonstration")]) == 0
    (page,) = (tmp_path / "demonstration" / "exports" / "communicable").iterdir()
    assert page.suffix == ".html"


@pytest.mark.usefixtures("printer")
def test_the_pdf_takes_the_place_of_the_plain_page(folder: Path, said: Said) -> None:
    assert said.run(folder, "--tous", "--html") == 0
    plain = said.paths
    assert said.run(folder, "--tous") == 0
    assert not any(path.exists() for path in plain)
    assert len(pages(folder)) == 4
    assert {d.withdrawn for d in issued(folder) if d.name.endswith(".html")} == {True}
    # Asked for again, the page stands beside the PDF, which stays.
    assert said.run(folder, "1", "--html") == 0
    assert len(list((folder / "exports" / "communicable").iterdir())) == 5


@pytest.mark.usefixtures("printer")
def test_a_plain_page_is_taken_back_when_its_passage_is_reopened(folder: Path, said: Said) -> None:
    assert said.run(folder, "1", "--html") == 0
    reopened(folder, "1")
    assert pages(folder) == {}


@pytest.mark.usefixtures("printer")
def test_a_plain_page_replaces_no_foreign_file_and_goes_with_a_purge(
    folder: Path, said: Said
) -> None:
    assert said.run(folder, "1", "--html") == 0
    (path,) = said.paths
    ours = path.read_bytes()
    path.write_bytes(FOREIGN)
    assert said.run(folder, "1", "--html") == 1
    assert "verso-…-" in said.err[0]
    assert path.read_bytes() == FOREIGN
    path.write_bytes(ours)
    assert cli.main(["purger", "--oui", str(folder)]) == 0
    assert not path.exists()
