"""From one candidate to the next in a hurry: what is typed stays with whom it is about."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event

import pytest

from e33tui.domain.commands import AddRemark, AdjustClock, PlaceLevel, ReopenPart, StartPart
from e33tui.domain.passage import Step
from e33tui.domain.remark import Mark, PartId
from e33tui.screens.editor import TextEditor
from e33tui.service import DayRow, Service
from tests.screens.support import (
    FIRST,
    SECOND,
    STAGES,
    at_work,
    go_to_stage,
    refolded,
    sitting,
)
from tests.support.domain import FakeClock, journal_at, play


async def test_what_is_typed_while_the_next_passage_opens_belongs_to_the_screen_it_is_typed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    others = Service.others_running

    def slowly(service: Service, passage: str | None) -> tuple[DayRow, ...]:
        assert go_on.wait(10)
        return others(service, passage)

    with sitting(tmp_path, state="complete") as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, "appraisal")
            first = juror.desk
            monkeypatch.setattr(Service, "others_running", slowly)
            await juror.press("end", "ctrl+e")
            await juror.type(" secret")
            # Neither does a key of the old screen lead anywhere, nor is anybody passed over.
            await juror.press("ctrl+e", "ctrl+n")
            assert juror.desk is first
            go_on.set()
            await juror.until(lambda: juror.desk.id == SECOND, "the next")
            assert not any("secret" in text for text in juror.desk._draft.texts.values())
            assert any(text.endswith("secret") for text in first._draft.texts.values())
            await juror.press("ctrl+f")
            await juror.at_home()
        assert refolded(service, FIRST).candidate_left


async def test_a_passage_that_opens_too_late_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    opened = Service.open

    def slowly(service: Service, passage: str) -> object:
        assert go_on.wait(10)
        return opened(service, passage)

    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            monkeypatch.setattr(Service, "open", slowly)
            await juror.press("ctrl+e")
            juror.app.ways.go_home()
            go_on.set()
            await juror.at_home()
            await juror.until(lambda: not juror.app.ways.opening, "the end of it")
            await juror.at_home()
            assert juror.app.desk is None
            assert service._store.ownership.holder(SECOND) is None


async def test_a_next_passage_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        passages = service._store.passages.path(SECOND).parent
        passages.parent.mkdir(exist_ok=True)
        passages.write_text("un fichier à la place du dossier")
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+e")
            await juror.at_home()
            assert " ! " in juror.text()


async def test_a_typed_correction_that_was_never_taken_is_asked_for_before_the_lock(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="complete") as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, "appraisal")
            await juror.press("end")
            await juror.type(" corrigé")
        # As after a hang-up: the program ends with the text in its field.
        desk = service.open(FIRST)
        desk.save_draft()
        assert desk.leave()
        async with at_work(service) as juror:
            await juror.open()
            # It comes back to the text where half a second was left to keep the place.
            await juror.go_to(Step.LOCK)
            assert "à valider : ce qui est tapé pour" in juror.text()
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.at(Step.APPRAISAL), "its place")
            assert "corrigé" in juror.text()
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.at(Step.LOCK), "the lock")
            assert "Tout est là." in juror.text()
            assert "Note : 14,5 / 20." in juror.text() or "Note : 13,5 / 20." in juror.text()


async def test_an_undo_from_before_a_part_began_wants_the_key_twice(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="presentation_running", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            juror.desk.do(AdjustClock(PartId.PRESENTATION, 30_000))
            clock.advance(100)
            await juror.press("ctrl+n", "ctrl+n")
            await juror.until(lambda: juror.at(Step.INTERVIEW), "the interview")
            before = juror.state
            await juror.press("ctrl+z")
            assert "^Z encore : annuler correction de l’horloge." in juror.text()
            assert juror.state == before
            await juror.type("x")
            await juror.press("backspace", "ctrl+z")
            assert juror.state.presentation.adjustment == 0


async def test_a_half_typed_note_is_not_undone_with_a_cross(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("1", "tab")
            await juror.type("12,5")
            await juror.press("ctrl+z")
            assert "Une note est en cours" in juror.text()
            assert dict(juror.state.levels) == {"c1": 1}
            assert juror.desk.draft("note") == "12,5"


@pytest.mark.parametrize("key", ["ctrl+r", "ctrl+f", "ctrl+e"])
async def test_a_refused_note_keeps_nobody_from_going_elsewhere(tmp_path: Path, key: str) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("tab")
            await juror.type("99")
            await juror.press(key)
            await juror.until(lambda: not juror.at(Step.PROFILE), "elsewhere")
            await juror.until(lambda: not juror.app.ways.opening, "the end of it")
            await juror.press("ctrl+f")
            await juror.at_home()
            await juror.open()
            await juror.go_to(Step.PROFILE)
            assert "Note" in juror.text()
            assert "99" in juror.text()


async def test_going_on_shows_no_crosses_before_the_candidate_has_left(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_ended") as service:
        async with at_work(service) as juror:
            await juror.open()
            while not juror.at(Step.IDENTIFICATION):
                await juror.press("ctrl+r")
            await juror.press("ctrl+n", "ctrl+n")
            await juror.until(lambda: juror.at(Step.CANDIDATE_OUT), "the neutral screen")


async def test_an_interview_that_gave_way_leaves_nothing_to_undo(tmp_path: Path) -> None:
    clock = FakeClock()
    journal = journal_at("presentation_ended", clock)
    first = play(journal, clock, PlaceLevel("c1", 2))
    begun = play(first, clock, StartPart(PartId.INTERVIEW))
    reopened = play(begun, clock, AdjustClock(PartId.INTERVIEW, 5_000))
    reopened = play(reopened, clock, ReopenPart(PartId.PRESENTATION))
    _, undone = reopened.undo(clock.now())
    assert undone.words == "croix du critère 1"


async def test_a_sleep_of_the_machine_is_asked_about_with_the_passage_in_hand(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            clock.advance(3600)
            juror.app._watch()
            await juror.until(lambda: juror.asked, "the question")
            assert "LEFÈVRE Zoé" in juror.text()
            await juror.press("n")
            await juror.until(lambda: not juror.asked, "the answer")
            assert "00:10 / 25:00" in juror.text()


async def test_no_key_takes_the_question_of_another_criterion(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            asked = juror.state.open_questions
            juror.desk.do(AddRemark("et le coût", Mark.QUESTION, "c7"))
            await juror.press("down", "ctrl+e", "ctrl+e")
            assert len(juror.state.open_questions) == len(asked) + 1
            assert "▸ 2 Sollicitations" in juror.text(), "the arrow alone has moved"


async def test_a_cross_replaced_or_taken_off_is_said(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("3")
            assert "Critère 1 : 3 Averti." in juror.text()
            await juror.press("up", "1")
            assert "Critère 1 : 1 Novice au lieu de 3, ^Z annule." in juror.text()
            await juror.press("up", "à")
            assert "Critère 1 : croix retirée, ^Z annule." in juror.text()
            await juror.press("1")
            # After the last criterion comes the first one without a cross.
            await juror.press(*["down"] * 8, "2")
            await juror.pause()
            assert "▸ 2 " in juror.text()


async def test_the_first_answer_about_the_clock_changes_nothing(tmp_path: Path) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+u", "enter")
            await asyncio.sleep(0)
            await juror.until(lambda: not juror.asked, "the question gone")
            assert juror.state.presentation.adjustment == 0


async def test_a_note_typed_and_left_survives_the_undo_of_a_cross(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("1", "tab")
            await juror.type("99")
            await juror.press("tab", "ctrl+z")
            assert dict(juror.state.levels) == {}
            assert "99" in juror.text()
            assert juror.desk.draft("note") == "99"


@pytest.mark.parametrize("stage", ["lock", "verso", "profile", "appraisal"])
async def test_a_screen_that_is_being_taken_away_looks_for_none_of_its_widgets(
    tmp_path: Path, stage: str
) -> None:
    """What comes late, a size, a second, the end of a document, finds them gone."""
    with sitting(tmp_path, state=STAGES[stage][0]) as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, stage)
            screen = juror.app.place()
            assert screen is not None
            juror.app.ways.go_home()
            await juror.at_home()
            assert not screen.query("#body")
            screen.on_mount()
            screen.on_resize()
            screen.tick()
            screen.notice("trop tard")
            screen.show_keys()
            screen.refresh_all()


async def test_a_letter_typed_as_the_screen_goes_is_kept(tmp_path: Path) -> None:
    """Its message never came: what stands in the field counts."""
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, "appraisal")
            desk, editor = juror.desk, juror.app.screen.query_one(TextEditor)
            with editor.prevent(TextEditor.Changed):
                editor.insert("dernier mot")
            juror.app.ways.go_home()
            await juror.at_home()
            assert "dernier mot" in desk._draft.texts.values()
