"""The walk with keys: forward, back without loss, undo, drafts, and the endings that are no interview."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import TextArea

from e33tui.domain.clock import PartStatus
from e33tui.domain.passage import Ending, GateAnswer, Mention, Passage, Presence, Progress, Step
from e33tui.domain.remark import Mark
from e33tui.store import is_sound
from tests.screens.support import FIRST, Juror, at_work, new_service, refolded, sitting
from tests.support.domain import COMMENTS, FakeClock, rubric


async def test_one_oral_from_the_list_to_the_verso(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+n")
            assert juror.at(Step.GATE)
            await juror.press("1", "enter")
            assert juror.at(Step.PRESENTATION)
            await juror.press("ctrl+n")
            clock.advance(125)
            await juror.type("+ carte de fidélité déjà testée")
            await juror.press("enter", "down", "down")
            await juror.type("? coût de l’action")
            await juror.press("enter", "ctrl+t")
            assert juror.state.presentation.status is PartStatus.PAUSED
            await juror.press("ctrl+t", "ctrl+n", "ctrl+n")
            assert juror.at(Step.INTERVIEW)
            await juror.press("up", "up", "down", "down", "ctrl+e")
            assert juror.state.open_questions == ()
            clock.advance(26 * 60)
            await juror.press("ctrl+n")
            assert juror.at(Step.CANDIDATE_OUT)
            await juror.press("ctrl+n", *"3343343342")
            await juror.type("14,5")
            await juror.press("enter")
            assert juror.at(Step.APPRAISAL)
            for name in COMMENTS[:3]:
                await juror.type(f"Commentaire {name}.")
                await juror.press("tab")
            await juror.press("ctrl+y")
            await juror.type("Oral structuré.")
            await juror.press("ctrl+n")
            assert juror.at(Step.LOCK)
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.at(Step.VERSO) and "Verso : " in juror.text())
            check_locked(juror.state)
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.app.desk is not None and juror.desk.id != FIRST)
            await juror.until(lambda: juror.at(Step.IDENTIFICATION), "the next candidate")
            await juror.press("ctrl+f")
            await juror.at_home()
            assert "■ verrouillé" in juror.text()
        check_locked(refolded(service, FIRST))
        assert service.exports.verso_path(FIRST) is not None
        assert is_sound(service.verify())


def check_locked(state: Passage) -> None:
    assert state.locked
    assert state.note == 29
    assert [state.levels[criterion.id] for criterion in rubric().criteria] == [
        3,
        3,
        4,
        3,
        3,
        4,
        3,
        3,
        4,
        2,
    ]
    marks = [(remark.mark, remark.elapsed, remark.criterion) for remark in state.remarks]
    assert marks == [(Mark.PLUS, 125_000, "c1"), (Mark.QUESTION, 125_000, "c3")]
    assert [state.comment(name).text for name in COMMENTS] == [
        *(f"Commentaire {name}." for name in COMMENTS[:3]),
        "",
    ]
    assert state.comment("communiquer").nothing
    assert state.comment("appraisal").text == "Oral structuré."


async def test_back_from_every_step_changes_nothing(tmp_path: Path) -> None:
    with sitting(tmp_path, state="complete") as service:
        async with at_work(service) as juror:
            await juror.open()
            before = juror.state
            walked = [juror.step]
            while not juror.at(Step.IDENTIFICATION):
                await juror.press("ctrl+r")
                walked.append(juror.step)
            assert walked == list(reversed(list(Step)))[1:]
            await juror.press("tab")
            for step in walked[-2::-1]:
                await juror.press("enter" if juror.at(Step.GATE) else "ctrl+n")
                assert juror.at(step)
            assert juror.state == before
            await juror.press("ctrl+f")
            await juror.at_home()
        assert refolded(service, FIRST) == before


async def test_an_unfinished_text_is_there_after_leaving_and_coming_back(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="complete", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+r", "ctrl+r", "tab", *["backspace"] * 4, "7", "ctrl+r")
            assert juror.at(Step.CANDIDATE_OUT)
            await juror.press("ctrl+f")
            await juror.at_home()
            await juror.open()
            await juror.press("ctrl+r", "ctrl+r")
            assert "Note : 7 " in " ".join(juror.lines()[-3].split()) + " "
        assert service.close(10)
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        await juror.open()
        await juror.press("ctrl+r", "ctrl+r", "tab", "tab")
        assert juror.state.note == 14
    assert again.close(10)


async def test_a_text_cut_short_is_in_its_editor_the_next_time(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="candidate_left", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+n", "tab")
            await juror.type("Les outils")
            before = juror.state
            await juror.app.finish()
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        await juror.open()
        assert juror.state == before
        await juror.go_to(Step.APPRAISAL)
        await juror.type(" choisis")
        await juror.press("ctrl+f")
        await juror.at_home()
    assert refolded(again, FIRST).comment(COMMENTS[1]).text == "Les outils choisis"
    assert again.close(10)


async def test_undo_on_every_screen_of_the_walk(tmp_path: Path) -> None:
    with sitting(tmp_path, state="expected") as service:
        async with at_work(service) as juror:
            await juror.open()
            await undoes(juror, "ctrl+e", "ctrl+r")
            await juror.press("ctrl+n", "ctrl+r", "tab", "end")
            await juror.type("-DUPONT")
            await juror.press("ctrl+n", "ctrl+r")
            assert juror.state.identification.candidate.surname == "LEFÈVRE-DUPONT"
            await juror.press("ctrl+z", "ctrl+n")
            assert juror.state.identification.candidate.surname == "LEFÈVRE"
            await undoes(juror, "2", "enter")
            await juror.press("1", "enter", "ctrl+n")
            for keys in (("o", "enter"), ("tab", "3", "tab"), ("ctrl+k", "a", "o")):
                await undoes(juror, *keys)
            await juror.press("ctrl+n", "o", "ctrl+n", "ctrl+n", "o", "ctrl+n")
            assert juror.at(Step.PROFILE)
            await undoes(juror, "4")
            await undoes(juror, "tab", "1", "2", "tab")
            await juror.press("ctrl+n")
            await undoes(juror, "ctrl+y")


async def undoes(juror: Juror, *keys: str) -> None:
    """Keys that change the passage, and ^Z that takes the change back, wherever they led."""
    before = juror.state
    for key in keys:
        await juror.press(key)
    if juror.app.desk is None:
        await juror.at_home()
        await juror.open()
    assert juror.state != before
    await juror.press("ctrl+z")
    assert juror.state == before
    assert "Annulé : " in juror.text() or not juror.at(Step.CANDIDATE_OUT)


async def test_undo_in_a_text_takes_back_the_typing_first(tmp_path: Path) -> None:
    with sitting(tmp_path, state="complete") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+r")
            written = juror.app.screen.query_one(TextArea).text
            before = juror.state
            await juror.type(" ajout")
            await juror.press("ctrl+z")
            assert juror.app.screen.query_one(TextArea).text == written
            assert juror.state == before


async def test_an_undo_on_the_lock_screen_shows_what_it_took_back(tmp_path: Path) -> None:
    with sitting(tmp_path, state="complete") as service:
        async with at_work(service) as juror:
            await juror.open()
            assert "Tout est là" in juror.text()
            await juror.press("ctrl+z")
            await juror.until(lambda: juror.at(Step.APPRAISAL), "the text")
            assert "Annulé : appréciation globale." in juror.text()
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.at(Step.LOCK), "the lock")
            assert "1 point à compléter" in juror.text()
            assert "manque : l’appréciation globale" in juror.text()
            await juror.press("enter")
            await juror.until(lambda: juror.at(Step.APPRAISAL), "the text")


async def test_the_grid_begins_at_its_first_open_criterion_or_where_something_lacks(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("tab", "4", "4", "down", "down", "ctrl+n", "o", "ctrl+n", "1")
            assert dict(juror.state.levels) == {"c1": 4, "c2": 4, "c3": 1}
            await juror.go_to(Step.LOCK)
            await juror.press("down", "down", "enter")
            await juror.press("2")
            assert dict(juror.state.levels) == {"c1": 4, "c2": 4, "c3": 1, "c6": 2}
            await juror.go_to(Step.LOCK)
            await juror.press(*["down"] * 6, "enter")
            await juror.type("12")
            await juror.press("tab")
            assert juror.state.note == 24


async def test_absent_and_not(tmp_path: Path) -> None:
    with sitting(tmp_path, state="expected") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+x")
            await juror.at_home()
            assert "LEFÈVRE Zoé : absent. ^X sur sa ligne annule l’absence." in juror.text()
            assert refolded(service, FIRST).presence is Presence.ABSENT
            await juror.choose(FIRST)
            await juror.press("ctrl+x")
            await juror.until(lambda: "attendu de nouveau" in juror.text(), "expected again")
            await juror.press("ctrl+x")
            await juror.until(lambda: ". ^X annule" in juror.text(), "absent again")
            await juror.open()
            await juror.press("ctrl+n", "ctrl+e")
            assert juror.at(Step.IDENTIFICATION)
            assert juror.state.note is None
            await juror.press("ctrl+x")
            assert juror.state.presence is Presence.EXPECTED
            await juror.press("ctrl+n")
            assert juror.at(Step.GATE)


async def test_without_identity_document(tmp_path: Path) -> None:
    with sitting(tmp_path, state="expected") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+e")
            assert juror.at(Step.GATE)
            assert juror.state.mentions == (Mention.NO_IDENTITY,)


async def test_a_technical_difficulty_puts_the_passage_off(tmp_path: Path) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("é", "enter")
            await juror.at_home()
            assert "Prévenez le centre." in juror.text()
            assert "à reconvoquer" in juror.text()
            await juror.open()
            assert juror.state.note is None
            await juror.press("up", "enter")
            assert juror.at(Step.PRESENTATION)
            assert juror.state.mentions == ()


async def test_not_examined_wants_two_confirmations(tmp_path: Path) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_work(service) as juror:
            await juror.open()
            for answers in (("enter",), ("n",), ("o", "enter"), ("o", "n"), ("o", "escape")):
                await juror.press("3", "enter", *answers)
                assert not juror.asked, answers
                assert juror.state.gate is None, answers
                assert juror.state.note is None, answers
                assert juror.at(Step.GATE), answers


async def test_not_examined_is_locked_with_its_zero_and_undone_before(tmp_path: Path) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("3", "enter")
            first = juror.text()
            await juror.press("o")
            assert juror.text() != first
            await juror.press("o")
            assert juror.at(Step.LOCK)
            assert (juror.state.gate, juror.state.note) == (GateAnswer.NONE, 0)
            await juror.press("ctrl+z")
            assert (juror.state.gate, juror.state.note) == (None, None)
            await juror.press("ctrl+f")
            await juror.at_home()
            await juror.open()
            await juror.press("3", "enter", "o", "o", "ctrl+n")
            await juror.until(lambda: juror.at(Step.VERSO) and "Verso : " in juror.text())
            assert juror.state.locked


@pytest.mark.parametrize(
    ("key", "reason", "ending"),
    [
        ("a", "", Ending.WITHDREW),
        ("i", "Alerte incendie", Ending.INTERRUPTED),
        pytest.param("e", "Fraude", Ending.EXCLUDED, marks=pytest.mark.campaign),
    ],
)
async def test_another_ending(tmp_path: Path, key: str, reason: str, ending: Ending) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+k", key)
            if reason:
                await juror.press("enter")
                assert "tapez quelques mots" in juror.text()
                await juror.type(reason)
                await juror.press("enter")
            else:
                await juror.press("o")
            assert (juror.state.ending, juror.state.ending_reason) == (ending, reason)
            assert juror.state.interview.status is PartStatus.ENDED
            assert juror.at(Step.CANDIDATE_OUT)
            await juror.press("ctrl+z")
            assert juror.at(Step.INTERVIEW)
            assert (juror.state.ending, juror.state.ending_reason) == (None, "")
            await juror.press("ctrl+k", key, *(reason or "o"), *(["enter"] if reason else []))
            await juror.press("ctrl+n")
            juror.app.ways.go_on()
            await juror.until(lambda: juror.at(Step.PROFILE) or juror.at(Step.LOCK))
            if ending is Ending.WITHDREW:
                assert juror.at(Step.PROFILE)
                await juror.press("tab", "5", "enter")
                await juror.press("ctrl+n", "enter")
                assert juror.at(Step.APPRAISAL)
                await juror.type("Abandon.")
                await juror.press("ctrl+n")
                assert juror.state.comment("appraisal").text == "Abandon."
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.state.locked and juror.at(Step.VERSO))
            assert (service.exports.verso_path(FIRST) is None) or ending is Ending.WITHDREW
            assert ("ne donne pas de fiche" in juror.text()) == (ending is not Ending.WITHDREW)


async def test_a_temps_ended_by_mistake_is_reopened(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+n")
            assert "Il reste 24:50" in juror.text()
            await juror.press("enter")
            assert juror.state.interview.status is PartStatus.RUNNING
            await juror.press("ctrl+n", "o")
            assert juror.at(Step.CANDIDATE_OUT)
            assert juror.state.progress is Progress.TO_WRITE
            clock.advance(30)
            await juror.press("ctrl+y")
            assert juror.at(Step.INTERVIEW)
            assert juror.state.interview.status is PartStatus.RUNNING
            assert juror.state.interview.elapsed(clock.now()) == 40_000


async def test_a_fiche_left_to_be_written_is_counted_and_taken_up(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_ended") as service:
        async with at_work(service) as juror:
            await juror.open()
            assert juror.at(Step.CANDIDATE_OUT)
            assert not set("×•–") & set(juror.text())
            await juror.press("ctrl+f")
            await juror.at_home()
            assert "à rédiger : 1" in juror.text()
            assert "✎ fiche à rédiger" in juror.text()
            await juror.open()
            assert juror.at(Step.CANDIDATE_OUT)
            await juror.press("ctrl+n")
            assert juror.at(Step.PROFILE)


async def test_a_passage_left_in_mid_oral_goes_on(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+f")
            await juror.at_home()
            assert "► 2nd temps 00:10" in juror.text()
            clock.advance(90)
            await juror.open()
            assert juror.at(Step.INTERVIEW)
            assert "01:40 / 25:00" in juror.text()


async def test_a_locked_fiche_is_reopened_with_a_reason_and_locked_again(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.until(lambda: "Verso : " in juror.text())
            await juror.press("ctrl+y", "escape")
            assert juror.state.locked
            await juror.press("ctrl+y")
            await juror.type("Harmonisation")
            await juror.press("enter")
            await juror.until(lambda: juror.at(Step.PROFILE))
            assert juror.state.reopen_reason == "Harmonisation"
            levels = juror.state.levels
            await juror.press(*["backspace"] * 4, "9", "enter")
            assert juror.state.levels == levels
            await juror.go_to(Step.LOCK)
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.at(Step.VERSO) and "Verso : " in juror.text())
            assert "version 2" in juror.text()
            assert juror.state.note == 18
        names = [path.name for path in (tmp_path / "exports" / "communicable").iterdir()]
        assert len(names) == 1


async def test_a_fiche_without_a_note_is_reopened_where_no_key_takes_a_cross_away(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="locked_interrupted") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+y")
            await juror.type("Motif")
            await juror.press("enter")
            await juror.until(lambda: juror.at(Step.LOCK))
            before = juror.state
            await juror.press("backspace", "1")
            assert juror.state == before


async def test_an_incident_is_recorded_while_the_clock_runs(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+d", "t")
            await juror.type("Coupure de courant")
            await juror.press("enter")
            assert juror.state.interview.status is PartStatus.RUNNING
            assert juror.state.mentions == (Mention.INCIDENT,)


async def test_the_clock_is_corrected_and_a_pause_explained(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_paused", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            elapsed = juror.state.interview.elapsed(clock.now())
            await juror.press("ctrl+u", "+")
            assert juror.state.interview.elapsed(clock.now()) == elapsed + 30_000
            await juror.press("ctrl+u", "-", "ctrl+u", "-")
            assert "sous zéro" in juror.text()
            assert juror.state.interview.elapsed(clock.now()) == elapsed
            await juror.press("ctrl+u", "2")
            assert juror.state.interview.pauses[-1].reason == "Interruption extérieure"
