"""A draft older than what was committed from its field is not shown again after a cut."""

from __future__ import annotations

import pytest

from e33tui.domain.clock import Instant
from e33tui.domain.commands import AddRemark, Command, EditRemark, SetNote, WriteText
from e33tui.domain.journal import Line
from e33tui.domain.remark import Mark
from e33tui.service.draft import NOTE, REMARK, TEXT, Draft

SAVED = Instant("boot", 60_000, 1_780_000_060_000)
APPRAISAL = f"{TEXT}appraisal"
COMMITTED: dict[str, Command] = {
    REMARK: AddRemark("hésite beaucoup", criterion="c1"),
    APPRAISAL: WriteText("appraisal", "Motivée, précise."),
    NOTE: SetNote(27),
}


def later(milliseconds: int) -> Instant:
    return Instant(SAVED.boot, SAVED.ticks + milliseconds, SAVED.wall + milliseconds)


def kept(name: str, text: str, *lines: Line) -> str | None:
    """Return what is left of a draft saved beside these lines."""
    draft = Draft(SAVED, {name: text})
    draft.drop_committed(lines)
    return draft.texts.get(name)


@pytest.mark.parametrize("name", COMMITTED)
def test_what_was_typed_before_the_last_words_and_committed_with_them_is_dropped(name: str) -> None:
    assert kept(name, "hésit", Line(COMMITTED[name], later(1))) is None


@pytest.mark.parametrize("name", COMMITTED)
def test_what_was_typed_after_a_commit_stays(name: str) -> None:
    assert kept(name, "autre chose", Line(COMMITTED[name], later(-1))) == "autre chose"


@pytest.mark.parametrize("name", COMMITTED)
def test_what_was_committed_from_another_field_leaves_it(name: str) -> None:
    others = [Line(command, later(1)) for each, command in COMMITTED.items() if each != name]
    assert kept(name, "hésit", *others) == "hésit"


def test_within_one_moment_only_the_same_text_is_taken_for_the_committed_one() -> None:
    line = Line(COMMITTED[REMARK], SAVED)
    assert kept(REMARK, "+ hésite beaucoup", line) is None
    assert kept(REMARK, "autre chose", line) == "autre chose"


def test_an_answer_is_committed_with_its_question_and_a_correction_with_its_observation() -> None:
    line = Line(EditRemark(5, "quelle cible ? – les étudiants", Mark.PLUS, "c2"), later(1))
    assert kept(REMARK, "+ les étudi", line) is None
    assert kept(f"{REMARK}:5", "quelle cibl", line) is None
    assert kept(REMARK, "autre chose", line) == "autre chose"
    assert kept(f"{REMARK}:6", "quelle cibl", line) == "quelle cibl"
