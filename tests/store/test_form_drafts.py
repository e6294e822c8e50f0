"""Forms begun on several terminals: each has its own, and nobody's is lost."""

from __future__ import annotations

import dataclasses
import os

import pytest

from e33tui.persistence.errors import DamagedFile
from e33tui.persistence.form_drafts import FormDraft, FormDraftFile
from e33tui.persistence.layout import Layout
from e33tui.persistence.processes import ProcessId, this_process

HERE = this_process()
LIVE = ProcessId(os.getppid(), 0, HERE.boot, HERE.space)
ENDED = dataclasses.replace(HERE, start=HERE.start - 1)
EARLIER_BOOT = dataclasses.replace(HERE, boot="another")
ELSEWHERE = dataclasses.replace(ENDED, space="pid:[1]")


def program(layout: Layout, process: ProcessId) -> FormDraftFile:
    """The file as another program sees it."""
    file = FormDraftFile(layout)
    file._mine = process
    return file


def named(surname: str, shown: str = "") -> FormDraft:
    return FormDraft({"candidate ": {"surname": surname}}, shown)


@pytest.mark.parametrize("process", [ENDED, EARLIER_BOOT], ids=["ended", "earlier boot"])
def test_what_a_program_that_ended_left_is_taken_up_once(
    layout: Layout, process: ProcessId
) -> None:
    program(layout, process).save(named("DUPONT", "candidate "))
    mine = FormDraftFile(layout)
    assert mine.adopt() == named("DUPONT", "candidate ")
    mine.save(named("DUPOND"))
    assert FormDraftFile(layout).adopt() == named("DUPOND")


def test_a_colleagues_form_is_left_to_the_colleague(layout: Layout) -> None:
    program(layout, ELSEWHERE).save(named("DUPONT"))
    mine = FormDraftFile(layout)
    assert mine.adopt() == FormDraft()
    mine.save(named("ROY"))
    mine.save(FormDraft())
    assert program(layout, ELSEWHERE).adopt() == named("DUPONT")


def test_what_a_program_left_after_this_one_began_stays(layout: Layout) -> None:
    mine = FormDraftFile(layout)
    assert mine.adopt() == FormDraft()
    program(layout, ENDED).save(named("DUPONT"))
    mine.save(named("ROY"))
    assert FormDraftFile(layout).adopt().forms["candidate "]["surname"] in ("DUPONT", "ROY")
    mine.save(FormDraft())
    assert FormDraftFile(layout).adopt() == named("DUPONT")


def test_nothing_begun_leaves_no_file(layout: Layout) -> None:
    mine = FormDraftFile(layout)
    mine.save(named("DUPONT"))
    assert layout.forms.stat().st_mode & 0o777 == 0o600
    mine.save(FormDraft())
    assert not layout.forms.exists()
    mine.save(FormDraft())


@pytest.mark.parametrize("content", ["", "{", '{"forms":{"1":{"process":3}}}'])
def test_damage_is_told_and_set_aside_with_the_next_save(layout: Layout, content: str) -> None:
    layout.forms.write_text(content)
    mine = FormDraftFile(layout)
    with pytest.raises(DamagedFile, match=r"saisies\.json"):
        mine.adopt()
    assert layout.forms.read_text() == content
    mine.save(named("DUPONT"))
    assert layout.forms.with_name("saisies.json.endommage-1").read_text() == content
    assert FormDraftFile(layout).adopt() == named("DUPONT")


def test_what_a_save_sets_aside_is_told(layout: Layout) -> None:
    told: list[str] = []
    layout.forms.write_text("{")
    FormDraftFile(layout, tell=told.append).save(named("DUPONT"))
    (sentence,) = told
    assert "saisies.json" in sentence
    assert "gardé sous saisies.json.endommage-1" in sentence
