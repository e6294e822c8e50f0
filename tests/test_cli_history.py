"""``e33tui historique``: what it prints, its codes, and that it touches nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui import cli
from e33tui.domain.commands import PlaceLevel, WriteText
from e33tui.service.authorship import author
from tests.end_to_end.terminal import ROOT
from tests.service.support import NUMBER, PATIENCE, Day, saved
from tests.store.support import tree

FORGED = "Net.\n22/11/2026 14:07:31 · personne · Note : 2 → 20"


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path / "jour")
    yield made
    made.end()


@pytest.fixture
def reopened(day: Day) -> Day:
    """A passage locked, reopened and held: changes since, and a text that looks like a line."""
    desk = day.locked()
    desk.reopen("Harmonisation")
    desk.do(PlaceLevel("c3", 4))
    desk.do(WriteText("appraisal", FORGED))
    assert saved(day.service)
    return day


def printed(
    capsys: pytest.CaptureFixture[str], *words: object, code: int = 0
) -> tuple[list[str], str]:
    capsys.readouterr()
    assert cli.main(["historique", *(str(word) for word in words)]) == code
    out, err = (text.replace("\u00a0", " ") for text in capsys.readouterr())
    return out.splitlines(), err


def test_it_prints_versions_and_changes_and_touches_nothing(
    reopened: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(reopened.folder)
    lines, err = printed(capsys, reopened.folder, NUMBER)
    assert err == ""
    assert lines[0] == f"Historique · LE BŒUF-GUÉRIN Anaïs, n° {NUMBER}"
    assert lines[1] == "Réservé à la commission, non communicable."
    (version,) = [line for line in lines if line.startswith("  Version 1 · ")]
    (seal,) = (entry.seal for entry in reopened.service._store.register.entries()[:1])
    assert version.endswith(
        f"{str(seal)[:4]} {str(seal)[4:8]} {str(seal)[8:12]} {str(seal)[12:16]}"
    )
    assert lines[lines.index(version) + 1].endswith(" : Harmonisation")
    changes = lines[lines.index("Changements depuis le premier verrouillage") + 1 :]
    begun = [line for line in changes if not line.startswith(" ")]
    assert all(f" · {author()} · " in line for line in begun)
    assert [line.split(" · ")[2] for line in begun] == [
        "Avancement : fiche à rédiger → verrouillé",
        "Version scellée : aucune → 1",
        "Avancement : verrouillé → fiche à rédiger",
        "Motif de la dernière réouverture : aucun → « Harmonisation »",
        "Critère 3 (Pertinence de l’action proposée) : 3 Averti → 4 Expert",
        "Appréciation globale :",
    ]
    assert tree(reopened.folder) == before


def test_a_texts_lines_cannot_be_taken_for_the_historys(
    reopened: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, _ = printed(capsys, reopened.folder, NUMBER)
    assert [line for line in lines if "personne" in line] == [
        "        22/11/2026 14:07:31 · personne · Note : 2 → 20 »"
    ]


def test_a_version_says_what_was_sealed_not_what_is_now(
    reopened: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(reopened.folder)
    lines, err = printed(capsys, reopened.folder, NUMBER, "--version", 1)
    assert err == ""
    assert lines[0].startswith("Version 1 · ")
    assert "  3 Pertinence de l’action proposée : 3 Averti" in lines
    assert "  Note : 13,5 / 20" in lines
    assert "  Appréciation globale : Oral structuré." in lines
    assert "      Échanges précis." in lines
    assert tree(reopened.folder) == before


def test_what_a_terminal_would_obey_is_shown_as_such(
    reopened: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    # As a record that this program did not write may have it.
    path = reopened.files / "passage.json"
    path.write_text(path.read_text().replace(f'"by":"{author()}"', '"by":"\\u001b]0;x\\u0007"'))
    out = "\n".join(printed(capsys, reopened.folder, NUMBER)[0])
    assert "\x1b" not in out
    assert "\ufffd]0;x\ufffd" in out


def test_before_the_first_lock_it_says_when_it_begins(
    day: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    for state in ("", "complete"):
        if state:
            day.at(state)
            assert saved(day.service)
        lines, err = printed(capsys, day.folder, NUMBER, code=1)
        assert lines == []
        assert "l’historique commence au premier verrouillage" in err


def test_an_unknown_number_or_version_is_refused(
    reopened: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, err = printed(capsys, reopened.folder, "9999", code=1)
    assert (lines, err.count("\n")) == ([], 1)
    lines, err = printed(capsys, reopened.folder, NUMBER, "--version", 2, code=1)
    assert lines == []
    assert "pas de version 2 : il n’en a qu’une" in err


def test_a_changed_version_is_refused_by_a_sentence(
    reopened: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed = reopened.files / "scelles" / "0001.json"
    sealed.chmod(0o600)
    sealed.write_bytes(sealed.read_bytes().replace(b'"note":27', b'"note":40'))
    lines, err = printed(capsys, reopened.folder, NUMBER, "--version", 1, code=1)
    assert lines == []
    assert "0001.json a été modifié depuis son verrouillage" in err


def test_without_a_roster_the_history_is_printed_all_the_same(
    reopened: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    (reopened.folder / "seance.json").write_bytes(b"{")
    lines, err = printed(capsys, reopened.folder, NUMBER, code=1)
    assert "seance.json" in err
    assert any("4 Expert" in line for line in lines)
    (reopened.folder / "registre.json").write_bytes(b"{")
    lines, err = printed(capsys, reopened.folder, NUMBER, "--version", 1, code=1)
    assert "registre.json" in err
    assert "  Note : 13,5 / 20" in lines


@pytest.mark.parametrize(
    "words", [(), ("x",), ("x", "1", "2"), ("x", "1", "--version"), ("x", "1", "--version", "b")]
)
def test_wrong_use_is_one_sentence(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    lines, err = printed(capsys, *words, code=2)
    assert lines == []
    assert err.startswith("Commande mal écrite : e33tui historique")


def test_a_reader_that_stops_early_is_no_error(reopened: Day) -> None:
    assert reopened.service.close(PATIENCE)
    command = [sys.executable, "-m", "e33tui", "historique", str(reopened.folder), NUMBER]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(PATIENCE) == 0
    process.stderr.close()
