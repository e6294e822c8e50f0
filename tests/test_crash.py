"""The last resort: one French sentence, code 1, and a file that names nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from e33tui import __version__, crash
from tests.end_to_end import commission as act
from tests.end_to_end import crashing, midway
from tests.end_to_end.record import draft_in
from tests.end_to_end.terminal import Terminal

PROGRAM = ("-m", "tests.end_to_end.crashing")
NUMBER, NAME, GIVEN_NAME = midway.EXAMINED
TYPED = "phrase inachevée"
SECRETS = (*crashing.SECRETS, NAME, GIVEN_NAME, NUMBER, TYPED, "KeyError(", "ValueError(")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A séance of two candidates, the second in the 1er temps."""
    midway.examining(tmp_path / "séance")
    return tmp_path / "séance"


def break_after_typing(terminal: Terminal) -> None:
    """Leave an observation half typed and press the key that fails."""
    act.sit_down(terminal)
    terminal.type(TYPED)
    terminal.press("Tab")


def caught() -> BaseException:
    try:
        crashing.fail()
    except ValueError as error:
        return error
    raise AssertionError


def reports_in(folder: Path) -> list[Path]:
    return sorted((folder / crash.FOLDER).iterdir())


def faults_in(report: str) -> list[str]:
    """Return the kinds of the errors that a report traces to the fault itself."""
    return re.findall(r"(?m)^(\w+)\n(?:  .*\n)*?  crashing\.py:\d+ fail$", report)


def said_by(terminal: Terminal) -> str:
    """Wait for the end and return the sentence, on one line."""
    assert terminal.wait_end() == 1
    return terminal.afterwards.replace("\n", " ").strip()


@pytest.mark.parametrize(
    "where",
    [
        "key",
        *(pytest.param(each, marks=pytest.mark.campaign) for each in ("tick", "worker")),
        "thread",
    ],
)
def test_an_error_on_a_screen_says_one_sentence_and_loses_nothing(folder: Path, where: str) -> None:
    with Terminal(where, str(folder), program=PROGRAM) as terminal:
        if where != "tick":
            break_after_typing(terminal)
        else:
            act.sit_down(terminal)
        said = said_by(terminal)
    (report,) = reports_in(folder)
    assert said == crash.SENTENCE.format(where=f"Détail sans donnée personnelle : {report}")
    written = report.read_text("utf-8")
    assert faults_in(written) == ["ValueError", "KeyError"]
    assert report.stat().st_mode & 0o777 == 0o600
    for secret in SECRETS:
        assert secret not in written
        assert secret not in said
    if where != "tick":
        assert draft_in(folder, NUMBER) == {"remark": TYPED}


@pytest.mark.parametrize("where", ["start", "compose"])
def test_an_error_while_a_screen_is_made_is_no_different(folder: Path, where: str) -> None:
    with Terminal(where, str(folder), program=PROGRAM) as terminal:
        if where == "compose":
            terminal.wait_for("⏎ ouvrir")
            terminal.press("⏎")
        said = said_by(terminal)
    reports = reports_in(folder)
    written = [report.read_text("utf-8") for report in reports]
    assert any(str(report) in said for report in reports)
    assert any(faults_in(text) == ["ValueError", "KeyError"] for text in written)
    assert not any(secret in text for text in (said, *written) for secret in SECRETS)


def test_an_error_while_saving_at_the_end_still_ends_in_one_sentence(folder: Path) -> None:
    with Terminal("save", str(folder), program=PROGRAM) as terminal:
        act.sit_down(terminal)
        said = said_by(terminal)
    (report,) = reports_in(folder)
    assert said == crash.UNSAVED.format(where=f"Détail sans donnée personnelle : {report}")
    assert "est enregistré" not in said


def test_what_could_not_all_be_saved_is_not_called_saved(tmp_path: Path) -> None:
    assert "Ce qui était saisi est enregistré" in crash.report(caught(), tmp_path)
    said = crash.report(caught(), tmp_path, saved=False)
    assert "tout n’a pas pu être enregistré" in said
    assert "Ce qui était saisi est enregistré" not in said


@pytest.mark.campaign
def test_the_program_starts_again_afterwards(folder: Path) -> None:
    with Terminal("key", str(folder), program=PROGRAM) as terminal:
        break_after_typing(terminal)
        said_by(terminal)
    with Terminal(str(folder)) as terminal:
        act.sit_down(terminal)
        terminal.wait_until(lambda: terminal.before_cursor.endswith(TYPED), "the draft")


def test_a_description_names_kinds_and_places_and_no_value() -> None:
    text = crash.describe(caught())
    kinds = [line for line in text.splitlines()[2:] if not line.startswith("  ")]
    assert text.startswith(f"e33tui {__version__}\n")
    assert kinds == ["ValueError", "KeyError"]
    assert not any(secret in text for secret in SECRETS)
    assert str(Path.cwd()) not in text


def test_reports_never_replace_each_other(tmp_path: Path) -> None:
    for _ in range(3):
        crash.report(caught(), tmp_path)
    assert len(reports_in(tmp_path)) == 3


def test_where_the_folder_cannot_be_written_the_systems_own_takes_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "fichier"
    blocked.write_text("autre chose")
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    sentence = crash.report(caught(), blocked)
    (report,) = spare.iterdir()
    assert str(report) in sentence
    assert blocked.read_text() == "autre chose"


def test_without_any_folder_the_sentence_alone_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "fichier"
    blocked.touch()
    monkeypatch.setattr("tempfile.tempdir", str(blocked))
    assert crash.report(caught()) == crash.SENTENCE.format(where="").strip()
