"""The command line: its words, its codes, and what it leaves alone."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import e33tui
from e33tui import __version__, cli, documents
from e33tui.cli import demonstration, interface, opening, verify
from e33tui.cli.words import NO_TERMINAL
from e33tui.documents import Rendered
from e33tui.domain.clock import PartStatus
from e33tui.domain.passage import Passage, Progress
from e33tui.domain.remark import PartId
from e33tui.domain.verso import Verso
from e33tui.persistence.layout import Layout
from e33tui.rubric import PRACTICE
from tests.end_to_end import midway
from tests.end_to_end.record import passage_in, sealed_in, sitting_in, versos_in
from tests.end_to_end.terminal import ROOT, Terminal
from tests.store.support import tree

LOCKED, TO_WRITE, PAUSED, WAITING = "0260017", "0260023", "0260031", "0260044"
"""The demonstration's candidates, by what has become of them."""
FOREIGN = b"le travail de quelqu'un d'autre"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the interface be asked for; the tests that use it are refused before it starts."""
    for command in (interface, demonstration):
        monkeypatch.setattr(command, "require_terminal", lambda: None)


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the printer, whose process takes a second, where its paper is not the subject."""

    def paper(verso: Verso) -> Rendered:
        data = b"%PDF-1.7 " + repr(verso).encode()
        return Rendered(data, hashlib.sha256(data).hexdigest())

    monkeypatch.setattr(documents, "make_pdf", paper)


Refusal = Callable[..., str]


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Refusal:
    """Run a command that is refused and return its one sentence."""

    def run(*words: str | Path, code: int = 1) -> str:
        capsys.readouterr()
        assert cli.main([str(word) for word in words]) == code
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        return err.replace("\u00a0", " ")

    return run


def passage_file(folder: Path, number: str) -> Path:
    entry = sitting_in(folder).by_number(number)
    return Layout(folder).passage(entry.passage).record


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file's bytes, by name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


# Words


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["exporter", "--help"], ["demo", "-h"]])
def test_help_is_french_and_fits_a_terminal(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert max(map(len, out.splitlines())) < 80
    for part in ("ouvre la séance", "demo", "--preparer", "exporter DOSSIER NUMERO", "--version"):
        assert part in out
    for part in ("verifier DOSSIER", "$E33TUI_DOSSIER", "$E33TUI_EXPORTS", "$E33TUI_GRILLE"):
        assert part in out
    assert "Les documents vont dans $E33TUI_EXPORTS, sinon dans exports/" in out


def test_who_stops_reading_is_no_error() -> None:
    script = f"{sys.executable} -m e33tui touches | true; echo ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert (run.stdout, run.stderr) == ("1\n", "")


def test_the_module_runs_and_says_its_version() -> None:
    command = [sys.executable, "-m", "e33tui", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"e33tui {__version__}\n", "")


@pytest.mark.parametrize(
    "words",
    [
        ["--inconnu"],
        ["a", "b"],
        ["exporter"],
        ["exporter", "dossier"],
        ["exporter", "dossier", "1", "2"],
        ["verifier"],
        ["verifier", "dossier", "1"],
        ["verifier", "--tout", "dossier"],
        ["demo", "a", "b"],
        ["demo", "--prep"],
        ["--version", "encore"],
    ],
)
def test_wrong_use_is_one_french_sentence(
    words: list[str], refusal: Refusal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = refusal(*words, code=2)
    assert said.startswith(f"Commande mal écrite : e33tui {' '.join(words)} ;")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("demo --sobre jour", "demo --sobre jour"),
        ("--sobre demo jour", "demo --sobre jour"),
        ("--tactile --theme demo demo jour", "demo --tactile --theme demo jour"),
        ("--theme=demo jour", "interface --theme=demo jour"),
        ("--sobre jour demo", "interface --sobre jour demo"),
        ("-- demo", "interface -- demo"),
        ("--theme demo", "interface --theme demo"),
    ],
)
def test_options_may_come_before_their_command(
    words: str, read: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried_out: list[str] = []

    def take(module: str) -> Callable[[list[str]], int]:
        def run(rest: list[str]) -> int:
            name = {"demonstration": "demo"}.get(module, module)
            carried_out.append(" ".join([name, *rest]))
            return 0

        return run

    monkeypatch.setattr(cli, "_command", take)
    assert cli.main(words.split()) == 0
    assert carried_out == [read]


def test_a_refusal_shows_no_command_to_the_terminal(refusal: Refusal) -> None:
    said = refusal("\x1b[31mrouge", "b", code=2)
    assert "\x1b" not in said
    assert "\ufffd[31mrouge" in said


def test_an_error_that_nobody_foresaw_is_one_sentence(
    refusal: Refusal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def boom(_: list[str]) -> int:
        raise ZeroDivisionError("Marguerite")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(verify, "run", boom)
    said = refusal("verifier", "x")
    (report,) = tmp_path.iterdir()
    assert str(report) in said
    assert "ZeroDivisionError" in report.read_text("utf-8")
    assert "Marguerite" not in said + report.read_text("utf-8")


def test_an_interruption_is_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(verify, "run", interrupted)
    assert cli.main(["verifier", "x"]) == 130
    assert capsys.readouterr() == ("", "")


# Which folder


def test_without_a_folder_the_environment_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(opening.FOLDER_VARIABLE, str(tmp_path / "jour"))
    assert opening.default_folder() == tmp_path / "jour"


@pytest.mark.parametrize("words", [["code"], ["demo", "--preparer"]])
def test_without_a_home_a_folder_is_asked_for(
    words: list[str], refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", none)
    assert "nommez le DOSSIER de la séance" in refusal(*words, code=2)


def test_without_anything_it_is_todays_in_the_users_home(home: Path) -> None:
    before = opening.default_folder()
    with Terminal() as terminal:
        terminal.wait_for("Nouvelle séance")
        terminal.press("^C")
        assert terminal.wait_end() == 0
    folder = opening.default_folder()
    assert folder.parent == home / "e33tui"
    assert any((each / "seance.json").exists() for each in (before, folder))


def test_the_interface_wants_a_terminal(refusal: Refusal, tmp_path: Path) -> None:
    for words in ([tmp_path / "jour"], ["demo", tmp_path / "demo"], []):
        assert refusal(*words, code=2) == NO_TERMINAL + "\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("words", [[], ["demo"], ["demo", "--preparer"]])
def test_a_folder_that_holds_something_else_is_left_alone(
    words: list[str], refusal: Refusal, tmp_path: Path
) -> None:
    folder = tmp_path / "cours"
    folder.mkdir()
    (folder / "cours.odt").write_bytes(FOREIGN)
    before = tree(tmp_path)
    assert "contient autre chose" in refusal(*words, folder)
    assert tree(tmp_path) == before


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("words", [[], ["demo"], ["verifier"], ["exporter"]])
def test_a_file_in_a_folders_place_is_left_alone(
    words: list[str], refusal: Refusal, tmp_path: Path
) -> None:
    file = tmp_path / "fichier"
    file.write_bytes(FOREIGN)
    before = tree(tmp_path)
    last = ["1"] if words == ["exporter"] else []
    assert str(file) in refusal(*words, file, *last)
    assert tree(tmp_path) == before


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("words", [[], ["demo"]])
def test_a_folder_that_cannot_be_made_is_named(
    words: list[str], refusal: Refusal, tmp_path: Path
) -> None:
    (tmp_path / "fichier").write_bytes(FOREIGN)
    said = refusal(*words, tmp_path / "fichier" / "jour")
    assert "fichier" in said or "jour" in said
    assert contents(tmp_path) == {"fichier": FOREIGN}


@pytest.mark.parametrize("words", [["verifier"], ["exporter"]])
def test_a_folder_without_a_séance_is_not_made_one(
    words: list[str], refusal: Refusal, tmp_path: Path
) -> None:
    last = ["1"] if words == ["exporter"] else []
    for folder in (tmp_path, tmp_path / "absent"):
        assert "Il n’y a pas de séance" in refusal(*words, folder, *last)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    "words",
    [
        ["D"],
        ["demo", "D"],
        ["demo", "--preparer", "D"],
        ["verifier", "D"],
        ["exporter", "D", "1"],
        ["historique", "D", "1"],
        ["purger", "D"],
        ["purger", "--observations", "D"],
    ],
    ids=" ".join,
)
def test_a_folder_that_cannot_be_reached_is_told_in_a_sentence(
    words: list[str], refusal: Refusal, tmp_path: Path
) -> None:
    loop = tmp_path / "boucle"
    loop.symlink_to(loop)
    for folder in (tmp_path / ("x" * 300), tmp_path / ("x" * 300) / "y", loop, loop / "y"):
        said = refusal(*(str(folder) if word == "D" else word for word in words))
        assert "sur une erreur" not in said
        assert "dossier" in said or "n’a pas pu être ouvert : " in said
    assert list(tmp_path.iterdir()) == [loop]


# The demonstration


def passages(folder: Path) -> dict[str, Passage | None]:
    """Return each candidate's passage, by number."""
    return {
        entry.candidate.number: passage_in(folder, entry.candidate.number)
        if passage_file(folder, entry.candidate.number).exists()
        else None
        for entry in sitting_in(folder).roster
    }


def test_the_demonstration_has_a_candidate_at_every_stage(prepared: Path) -> None:
    found = passages(prepared)
    progress = {number: p.progress for number, p in found.items() if p is not None}
    assert progress == {
        LOCKED: Progress.LOCKED,
        TO_WRITE: Progress.TO_WRITE,
        PAUSED: Progress.IN_PROGRESS,
    }
    paused = found[PAUSED]
    assert paused is not None
    assert paused.timing(PartId.INTERVIEW).status is PartStatus.PAUSED
    assert len(found) - len(progress) >= 2
    assert sitting_in(prepared).demonstration
    (verso,) = versos_in(prepared)
    assert verso.read_bytes().startswith(b"%PDF-")


def test_an_existing_demonstration_is_kept(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(demo)
    assert cli.main(["demo", "--preparer", str(demo)]) == 0
    assert contents(demo) == before
    assert capsys.readouterr() == ("", "")


def test_an_exams_séance_is_no_demonstration(refusal: Refusal, tmp_path: Path) -> None:
    midway.examining(tmp_path / "jour")
    before = contents(tmp_path)
    said = refusal("demo", "--preparer", tmp_path / "jour")
    assert "autre chose qu’une démonstration" in said
    assert contents(tmp_path) == before


def test_an_empty_folder_takes_the_demonstration_and_opens_it(tmp_path: Path) -> None:
    folder = tmp_path / "vide"
    folder.mkdir()
    with Terminal("demo", str(folder)) as terminal:
        terminal.wait_for("DÉMONSTRATION", LOCKED, "fiche à rédiger", "■ verrouillé")
        terminal.press("^C")
        assert terminal.wait_end() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["vide"]


def test_a_practice_séance_is_written_and_kept_and_is_no_demonstration(
    tmp_path: Path, refusal: Refusal, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "essai"
    for _ in range(2):
        assert cli.main(["demo", "--entrainement", "--preparer", str(folder)]) == 0
        before = contents(folder)
    assert capsys.readouterr() == ("", "")
    sitting = sitting_in(folder)
    assert sitting.demonstration
    assert sitting.rubric == PRACTICE
    assert passages(folder) == {entry.candidate.number: None for entry in sitting.roster}
    assert "autre chose qu’une démonstration" in refusal("demo", "--preparer", folder)
    assert contents(folder) == before


def test_a_demonstration_is_no_practice_séance(prepared: Path, refusal: Refusal) -> None:
    said = refusal("demo", "--entrainement", "--preparer", prepared)
    assert "autre chose qu’un entraînement" in said


# Verifying


def test_verifying_tells_the_registers_head_and_touches_nothing(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.chmod(0o755)
    shutil.rmtree(demo / "verrous")
    before = tree(demo)
    assert cli.main(["verifier", str(demo)]) == 0
    out, err = capsys.readouterr()
    intact, head = out.splitlines()
    assert intact.startswith("Scellés et registre intacts")
    assert len(head.split()[-1]) == 64
    assert err == ""
    assert tree(demo) == before


def test_verifying_finds_a_changed_seal(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sealed,) = sealed_in(demo, LOCKED)
    sealed.chmod(0o600)
    sealed.write_bytes(sealed.read_bytes().replace(b'"note":29', b'"note":35'))
    assert cli.main(["verifier", str(demo)]) == 1
    out = capsys.readouterr().out
    assert sealed.name in out
    assert "intacts" not in out


def test_verifying_finds_a_changed_register(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = Layout(demo).register
    (seal,) = (version.seal for version in passage_in(demo, LOCKED).versions)
    register.write_text(register.read_text("utf-8").replace(seal, seal[::-1]), "utf-8")
    assert cli.main(["verifier", str(demo)]) == 1
    out = capsys.readouterr().out
    assert "registre.json" in out
    assert "intacts" not in out


# Exporting


def exported(capsys: pytest.CaptureFixture[str], folder: Path, number: str = LOCKED) -> Path:
    """Export a verso and return the path that was printed."""
    capsys.readouterr()
    assert cli.main(["exporter", str(folder), number]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return Path(out.rstrip("\n"))


def test_exporting_twice_gives_the_same_document_in_the_same_place(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (verso,) = versos_in(demo)
    before = verso.read_bytes()
    assert exported(capsys, demo) == verso
    assert verso.read_bytes() == before
    assert versos_in(demo) == [verso]


@pytest.mark.usefixtures("printer")
def test_the_environment_names_another_place_for_documents(
    demo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("E33TUI_EXPORTS", "documents")
    path = exported(capsys, demo)
    assert path.parent == tmp_path / "documents" / "communicable"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "number",
    [
        TO_WRITE,
        PAUSED,
        WAITING,
    ],
)
def test_only_a_locked_passage_has_a_verso(demo: Path, number: str, refusal: Refusal) -> None:
    said = refusal("exporter", demo, number)
    assert "verrouill" in said
    assert len(versos_in(demo)) == 1


def test_an_unknown_number_is_refused(demo: Path, refusal: Refusal) -> None:
    assert "aucun candidat de cette séance" in refusal("exporter", demo, "9999999")


@pytest.mark.usefixtures("printer")
def test_a_place_that_cannot_be_written_is_named(
    demo: Path, tmp_path: Path, refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "fichier"
    blocked.write_bytes(FOREIGN)
    monkeypatch.setenv("E33TUI_EXPORTS", str(blocked))
    assert "communicable" in refusal("exporter", demo, LOCKED)
    assert blocked.read_bytes() == FOREIGN


@pytest.mark.usefixtures("printer")
def test_somebody_elses_file_is_not_replaced_without_a_terminal(
    demo: Path, refusal: Refusal
) -> None:
    (verso,) = versos_in(demo)
    verso.write_bytes(FOREIGN)
    said = refusal("exporter", demo, LOCKED)
    # The message may end in a log: the candidate's number is left out of the name.
    assert str(verso.parent / f"verso-…-{verso.name[-10:]}") in said
    assert LOCKED not in said
    assert verso.read_bytes() == FOREIGN


@pytest.mark.parametrize(
    ("answer", "code"), [pytest.param("n", 1, marks=pytest.mark.campaign), ("", 1), ("oui", 0)]
)
def test_somebody_elses_file_is_asked_about_in_a_terminal(
    demo: Path, answer: str, code: int
) -> None:
    # The page: the engine, which takes a second to start, asks nobody.
    verso = versos_in(demo)[0].with_suffix(".html")
    verso.write_bytes(FOREIGN)
    with Terminal("exporter", str(demo), LOCKED, "--html") as terminal:
        terminal.wait_for("Le remplacer ? [o/N]")
        assert verso.read_bytes() == FOREIGN
        terminal.press(*answer, "⏎")
        assert terminal.wait_end() == code
    assert (verso.read_bytes() == FOREIGN) is (code == 1)


# Damage


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("damage", [b"{", b"", b'{"autre": "chose"}', b"\xff\xfe"])
def test_a_damaged_séance_is_named_and_left_as_it_is(
    demo: Path, damage: bytes, refusal: Refusal
) -> None:
    file = Layout(demo).sitting
    file.write_bytes(damage)
    for words in ([demo], ["demo", demo]):
        said = refusal(*words)
        assert "seance.json" in said
        assert "endommagé" in said
    assert file.read_bytes() == damage


@pytest.mark.usefixtures("printer")
def test_without_a_roster_seals_are_verified_and_versos_made(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sealed,) = sealed_in(demo, LOCKED)
    file = Layout(demo).sitting
    file.write_bytes(b"{")
    assert cli.main(["verifier", str(demo)]) == 1
    out, _ = capsys.readouterr()
    assert "seance.json" in out
    assert "intacts" not in out
    assert cli.main(["exporter", str(demo), LOCKED]) == 1
    out, err = capsys.readouterr()
    assert Path(out.strip()).is_file()
    assert "seance.json" in err
    sealed.unlink()
    assert cli.main(["verifier", str(demo)]) == 1
    assert sealed.name in capsys.readouterr().out
    assert file.read_bytes() == b"{"


def test_a_version_that_waits_for_its_seal_is_not_called_intact(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sealed,) = sealed_in(demo, LOCKED)
    sealed.unlink()
    for path in [*demo.glob("registre.json*"), *demo.glob("documents.json*")]:
        path.unlink()
    assert cli.main(["verifier", str(demo)]) == 0
    out = capsys.readouterr().out
    assert "en attente de scellement" in out
    assert "intacts" not in out


@pytest.mark.parametrize(("answer", "opened"), [("o", True), ("", False)])
def test_the_version_before_of_a_damaged_séance_is_offered(
    demo: Path, answer: str, opened: bool
) -> None:
    file = Layout(demo).sitting
    file.with_name(f"{file.name}.precedent").write_bytes(file.read_bytes())
    file.write_bytes(b"{")
    with Terminal(str(demo)) as terminal:
        terminal.wait_for("seance.json", "endommagé", "Reprendre la version précédente ? [o/N]")
        terminal.press(answer, "⏎") if answer else terminal.press("⏎")
        if opened:
            terminal.wait_for("■ verrouillé", "2nd temps")
            terminal.press("^C")
        assert terminal.wait_end() == (0 if opened else 1)
    damaged = [path for path in demo.iterdir() if "endommage" in path.name]
    assert [path.read_bytes() for path in damaged] == ([b"{"] if opened else [])
    assert (file.read_bytes() == b"{") is not opened


@pytest.mark.usefixtures("printer")
def test_one_damaged_passage_harms_no_other(
    demo: Path, refusal: Refusal, capsys: pytest.CaptureFixture[str]
) -> None:
    file = passage_file(demo, TO_WRITE)
    file.write_bytes(b'{"lines": [')
    said = refusal("exporter", demo, TO_WRITE)
    assert "passage.json" in said
    assert "endommagé" in said
    assert exported(capsys, demo).exists()
    assert cli.main(["verifier", str(demo)]) == 1
    assert "passage.json" in capsys.readouterr().out
    with Terminal(str(demo)) as terminal:
        terminal.wait_for("fichier endommagé", "■ verrouillé", "2nd temps")
        terminal.press("⏎", until="2nd temps · Entretien")
        terminal.press("^C")
        assert terminal.wait_end() == 0
    assert file.read_bytes() == b'{"lines": ['


@pytest.mark.usefixtures("terminal")
def test_a_damaged_rubric_is_named_with_key_and_reason(
    demo: Path, tmp_path: Path, refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = Path(e33tui.__file__).with_name("rubric.toml").read_text("utf-8")
    other = tmp_path / "grille.toml"
    other.write_text(packaged.replace("coefficient = 3", 'coefficient = "trois"'), "utf-8")
    monkeypatch.setenv(opening.RUBRIC_VARIABLE, str(other))
    before = contents(demo)
    for words in ([demo], ["verifier", demo], ["exporter", demo, LOCKED]):
        said = refusal(*words)
        assert str(other) in said
        assert "« coefficient »" in said
    monkeypatch.setenv(opening.RUBRIC_VARIABLE, str(tmp_path / "absente.toml"))
    assert "absente.toml" in refusal(demo)
    assert contents(demo) == before
