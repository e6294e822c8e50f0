"""What a passage was: history and versions read from the disk, and never a version that was changed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from e33tui.domain.commands import SetNote
from e33tui.domain.errors import InputError, StoreError
from e33tui.service import Service
from e33tui.service.past import NOT_YET, Past, SealedText
from e33tui.store import Store
from tests.service.support import NUMBER, PATIENCE, Day, opened, saved
from tests.store.support import tree


def twice_sealed(day: Day) -> Past:
    desk = day.locked()
    desk.reopen("Harmonisation")
    desk.do(SetNote(30))
    desk.lock().result(PATIENCE)
    return day.service.past(day.passage)


def sealed_file(day: Day, number: int) -> Path:
    return day.files / "scelles" / f"{number:04d}.json"


def change(path: Path, old: bytes, new: bytes) -> None:
    path.chmod(0o600)
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new))


def refusal(day: Day, past: Past, number: int) -> str:
    with pytest.raises(StoreError) as error:
        day.service.sealed_text(day.passage, past.version(number))
    return error.value.message


def note_of(text: SealedText) -> str:
    return next(value for each in text.sections for label, value in each.rows if label == "Note")


def test_every_version_says_what_it_said_when_it_was_sealed(day: Day) -> None:
    past = twice_sealed(day)
    texts = [day.service.sealed_text(day.passage, version) for version in past.versions]
    assert [note_of(text) for text in texts] == ["13,5 / 20", "15 / 20"]
    assert [text.doubt for text in texts] == ["", ""]
    assert past.history == day.service.open(day.passage).history
    assert [version.reason for version in past.versions] == ["Harmonisation", ""]
    assert past.versions == day.service.open(day.passage).versions


def test_it_takes_no_lock_and_writes_nothing_whoever_holds_the_passage(day: Day) -> None:
    desk = day.locked()
    desk.reopen("Harmonisation")
    assert saved(day.service)
    before = tree(day.folder)
    other = Service(Store.open(day.folder, read_only=True), day.service.rubric, day.clock)
    past = other.past(other.passage_of(NUMBER))
    assert note_of(other.sealed_text(day.passage, past.version(1))) == "13,5 / 20"
    assert other.close(PATIENCE)
    assert tree(day.folder) == before
    assert not desk.requested()
    assert not desk.read_only


def test_it_begins_with_the_first_lock(day: Day) -> None:
    with pytest.raises(InputError, match="commence au premier verrouillage"):
        day.service.past(day.passage)
    day.at("complete")
    assert saved(day.service)
    with pytest.raises(InputError) as error:
        day.service.past(day.passage)
    assert error.value.message == NOT_YET


@pytest.mark.parametrize(("number", "words"), [(0, "en a 2"), (3, "en a 2"), (-1, "en a 2")])
def test_a_version_that_is_not_there_is_said_so(day: Day, number: int, words: str) -> None:
    with pytest.raises(InputError, match=words):
        twice_sealed(day).version(number)


def test_a_version_that_was_changed_is_not_shown(day: Day) -> None:
    past = twice_sealed(day)
    change(sealed_file(day, 1), b'"note":27', b'"note":40')
    said = refusal(day, past, 1)
    assert "0001.json a été modifié" in said
    assert "verifier" in said
    assert note_of(day.service.sealed_text(day.passage, past.version(2))) == "15 / 20"


def test_a_version_that_is_gone_is_named(day: Day) -> None:
    past = twice_sealed(day)
    sealed_file(day, 2).unlink()
    assert "0002.json est introuvable" in refusal(day, past, 2)


def test_two_versions_swapped_are_not_shown(day: Day) -> None:
    past = twice_sealed(day)
    first, second = sealed_file(day, 1), sealed_file(day, 2)
    other = first.with_name("x")
    first.rename(other)
    second.rename(first)
    other.rename(second)
    assert all("modifié" in refusal(day, past, number) for number in (1, 2))


def test_a_passage_and_a_version_changed_together_are_told_by_the_register(day: Day) -> None:
    day.locked()
    assert day.service.close(PATIENCE)
    path = sealed_file(day, 1)
    old = Store.open(day.folder, read_only=True).register.entries()[0].seal
    change(path, b'"note":27', b'"note":40')
    new = Store.open(day.folder, read_only=True).seals.read_sealed(day.passage, 1)
    assert old is not None
    change(day.files / "passage.json", old.encode(), hashlib.sha256(new).hexdigest().encode())
    service = opened(day.folder, day.clock)
    past = service.past(day.passage)
    with pytest.raises(StoreError, match="le registre annonce"):
        service.sealed_text(day.passage, past.version(1))
    service.close(PATIENCE)


def test_a_version_that_waits_for_its_seal_or_its_entry_says_so(day: Day) -> None:
    desk = day.locked()
    past = day.service.past(day.passage)
    (day.folder / "registre.json").unlink()
    text = day.service.sealed_text(day.passage, past.version(1))
    assert "n’est pas encore au registre" in text.doubt
    assert note_of(text) == "13,5 / 20"
    sealed_file(day, 1).unlink()
    assert "n’est pas encore scellée" in refusal(day, past, 1)
    assert desk.versions == past.versions


def test_a_register_that_cannot_be_read_leaves_the_versions_readable(day: Day) -> None:
    past = twice_sealed(day)
    (day.folder / "registre.json").write_bytes(b"{")
    text = day.service.sealed_text(day.passage, past.version(1))
    assert "registre.json" in text.doubt
    assert note_of(text) == "13,5 / 20"


def test_a_seal_of_a_later_program_is_told(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("e33tui.domain.seal.FORMAT", "e33tui-seal/9")
    past = twice_sealed(day)
    assert json.loads(sealed_file(day, 1).read_bytes())["format"] == "e33tui-seal/9"
    assert "ne sait pas la lire" in refusal(day, past, 1)
