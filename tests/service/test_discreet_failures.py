"""Whatever fails, no name, number, note or text gets out of the record's own files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from e33tui import cli, crash
from e33tui.domain.commands import (
    AddRemark,
    EndOtherwise,
    Identify,
    RecordIncident,
    SetNote,
    StateCandidate,
    StateMember,
    WriteText,
)
from e33tui.domain.identity import Candidate, Capacity, Commission, Identification, Juror
from e33tui.domain.incident import IncidentKind
from e33tui.domain.passage import Ending
from e33tui.domain.sitting_commands import SetUp
from tests.service.support import (
    PATIENCE,
    Day,
    every_byte,
    holding,
    opened,
    print_as_data,
    refused,
    saved,
)
from tests.support.domain import FakeClock, rubric

NUMBER = "HEMATITE77"
WORDS = {
    "session": "Ambre",
    "centre": "Basalte",
    "teacher": "Corail",
    "professional": "Diorite",
    "function": "Emeraude",
    "company": "Fluorine",
    "surname": "Gneiss",
    "number": NUMBER,
    "given name": "Iolite",
    "observation": "Jaspe",
    "draft": "Kunzite",
    "comment": "Lazurite",
    "appraisal": "Malachite",
    "reason": "Nephrite",
    "incident": "Obsidienne",
    "suspicion": "Rhodonite",
    "member's statement": "Sodalite",
    "candidate's statement": "Turquoise",
    "reopening": "Peridot",
    "form": "Quartzite",
    "note": "17,5",
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A séance with a word of its own in every field."""
    day = Day(tmp_path_factory.mktemp("planted") / "seance")
    teacher = Juror("Mme", WORDS["teacher"], Capacity.TEACHER)
    second = Juror(
        "M.", WORDS["professional"], Capacity.PROFESSIONAL, WORDS["function"], WORDS["company"]
    )
    commission = Commission((teacher, second))
    day.service.change(SetUp(WORDS["session"], WORDS["centre"], "2026-06-22", commission))
    who = Candidate(NUMBER, WORDS["surname"], WORDS["given name"])
    desk = day.at("complete")
    for command in (
        Identify(Identification(WORDS["session"], WORDS["centre"], "2026-06-22", who, commission)),
        AddRemark(WORDS["observation"]),
        WriteText(rubric().texts[0].id, WORDS["comment"]),
        WriteText(rubric().texts[-1].id, WORDS["appraisal"]),
        RecordIncident(WORDS["incident"]),
        RecordIncident(WORDS["suspicion"], IncidentKind.FRAUD),
        StateMember(WORDS["teacher"], WORDS["member's statement"]),
        StateCandidate(WORDS["candidate's statement"]),
        SetNote(35),
    ):
        desk.do(command)
    desk.lock().result(PATIENCE)
    desk.reopen(WORDS["reopening"])
    desk.lock().result(PATIENCE)
    day.service.exports.verso(day.passage)
    assert desk.leave()
    _second(day)
    day.end()
    return day.folder


def _second(day: Day) -> None:
    """An exclusion, with a draft; and a form that was begun."""
    locked, day.passage = day.passage, day.service.add_candidate("1", "A", "B")
    desk = day.at("interview_running")
    desk.do(EndOtherwise(Ending.EXCLUDED, WORDS["reason"]))
    desk.set_draft("text:c1", WORDS["draft"])
    desk.save_draft()
    assert desk.leave()
    day.service.forms.keep("candidate", {"surname": WORDS["form"]})
    day.service.forms.save()
    assert saved(day.service)
    day.passage = locked


@pytest.fixture
def folder(planted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy to do anything to; the system's folder for temporary files is the test's."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    return Path(shutil.copytree(planted, tmp_path / "seance"))


def test_the_words_are_there_to_be_found(planted: Path) -> None:
    for field, word in WORDS.items():
        # The note stands in half points, and in French on the page alone.
        where = "communicable" if field == "note" else ""
        assert holding(planted / "exports" if where else planted, word), field


Break = Callable[[Path, pytest.MonkeyPatch], None]


def garbled(pattern: str) -> Break:
    """Put words where a parser would quote them."""

    def do(folder: Path, _: pytest.MonkeyPatch) -> None:
        for path in folder.glob(pattern):
            path.chmod(0o600)
            path.write_text("{" + ", ".join(f'"{word}"' for word in WORDS.values()), "utf-8")

    return do


def in_the_way(folder: Path, _: pytest.MonkeyPatch) -> None:
    for page in (folder / "exports" / "communicable").iterdir():
        page.write_bytes(b"somebody else's")


def kept(name: str) -> Break:
    """Make a system call fail with the path in its error."""

    def do(_: Path, patch: pytest.MonkeyPatch) -> None:
        def refuse(self: object, path: Path, *more: object) -> None:
            raise PermissionError(13, " ".join(WORDS.values()), str(path))

        patch.setattr(f"e33tui.persistence.files.FileSystem.{name}", refuse)

    return do


def raising(place: str) -> Break:
    """Let a function fail as a library might: with all that it knows in its message and locals."""

    def do(_: Path, patch: pytest.MonkeyPatch) -> None:
        def fail(*values: Any, **more: Any) -> Any:
            words = " ".join(WORDS.values())
            try:
                raise KeyError(words, values, more)
            except KeyError as error:
                error.add_note(words)
                raise ValueError(words) from error

        patch.setattr(place, fail)

    return do


def nothing(_: Path, __: pytest.MonkeyPatch) -> None:
    """Break nothing."""


FAILURES: tuple[tuple[Break, tuple[str, ...]], ...] = (
    (nothing, ("exporter", "{}", "0")),
    (nothing, ("historique", "{}", "0")),
    (nothing, ("purger", "{}")),
    (nothing, ("purger", "{}", "--observations")),
    (nothing, ("verifier", "{}", "--tete", "f" * 16)),
    (in_the_way, ("exporter", "{}", NUMBER)),
    (kept("create"), ("exporter", "{}", NUMBER)),
    (kept("replace"), ("exporter", "{}", NUMBER)),
    (kept("unlink"), ("purger", "{}", "--oui")),
    (kept("replace"), ("purger", "{}", "--oui")),
    (kept("create"), ("purger", "{}", "--oui", "--observations")),
    (garbled("seance.json"), ("exporter", "{}", "0")),
    (garbled("seance.json"), ("verifier", "{}")),
    (garbled("registre.json"), ("exporter", "{}", NUMBER)),
    (garbled("registre.json"), ("verifier", "{}")),
    (garbled("registre.json"), ("purger", "{}", "--oui")),
    (garbled("documents.json"), ("exporter", "{}", NUMBER)),
    (garbled("documents.json"), ("verifier", "{}")),
    (garbled("passages/*/passage.json"), ("exporter", "{}", NUMBER)),
    (garbled("passages/*/passage.json"), ("historique", "{}", NUMBER)),
    (garbled("passages/*/passage.json"), ("verifier", "{}")),
    (garbled("passages/*/passage.json"), ("purger", "{}", "--observations", "--oui")),
    (garbled("passages/*/scelles/*"), ("verifier", "{}")),
    (garbled("passages/*/scelles/*"), ("exporter", "{}", NUMBER)),
    (garbled("passages/*/scelles/*"), ("historique", "{}", NUMBER, "--version", "1")),
    (raising("e33tui.domain.verso_content._content"), ("exporter", "{}", NUMBER)),
    (raising("e33tui.service.day.fold_record"), ("exporter", "{}", NUMBER)),
    (raising("e33tui.domain.sitting.load"), ("verifier", "{}")),
    (raising("e33tui.domain.journal.load"), ("historique", "{}", NUMBER)),
    (raising("rfc8785.dumps"), ("purger", "{}", "--oui")),
)


@pytest.mark.parametrize(("broken", "words"), FAILURES)
def test_no_failure_says_a_word_of_it(
    folder: Path,
    broken: Break,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("e33tui.service.documents.make_pdf", print_as_data)
        broken(folder, patch)
        own = {path for path, _ in every_byte(folder)}
        code = cli.main([word.format(folder) for word in words])
    out, err = capsys.readouterr()
    assert code == 1
    assert out + err
    written = [data.decode() for _, data in every_byte(folder.parent / "temporary")]
    written += [
        d.decode() for p, d in every_byte(folder) if p not in own and "passages" not in str(p)
    ]
    for field, word in WORDS.items():
        for text in (err, *written):
            assert word.casefold() not in text.casefold(), (field, text)
        # A page that stays is named where somebody reads it, and nobody else is anywhere.
        assert field == "number" or word not in out, (field, out)


def test_a_report_of_whatever_was_at_work_holds_none_of_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in the midst of a lock, with the whole record in the locals of every frame."""
    service = opened(folder, FakeClock())
    passage = service.passage_of(NUMBER)
    desk = service.open(passage)
    desk.reopen(WORDS["reopening"])
    raising("e33tui.domain.seal.content")(folder, monkeypatch)
    with pytest.raises(ValueError, match=WORDS["observation"]) as caught:
        desk.lock()
    sentence = crash.report(caught.value, folder)
    monkeypatch.undo()
    assert service.close(PATIENCE)
    (report,) = (folder / "erreurs").iterdir()
    for word in WORDS.values():
        assert word not in sentence + report.read_text("utf-8")
    assert "lock_intent" in report.read_text("utf-8")


def test_a_save_that_fails_by_a_fault_names_the_fault_and_no_value(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = opened(folder, FakeClock())
    desk = service.open(service.passage_of(NUMBER))
    raising("e33tui.persistence.passage_file.PassageFile.write")(folder, monkeypatch)
    desk.reopen(WORDS["reopening"])
    message = refused(service).message
    monkeypatch.undo()
    assert saved(service)
    assert "ValueError" in message
    assert not any(word in message for word in WORDS.values())
    assert service.close(PATIENCE)
