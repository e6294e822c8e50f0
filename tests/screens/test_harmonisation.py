"""The harmonisation as a commission sees it: side by side, questions, and a note changed from there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui.domain.commands import PlaceProfile, Reopen, SetNote
from e33tui.domain.identity import Candidate
from e33tui.domain.note import NoteBand
from e33tui.domain.passage import Step
from e33tui.domain.sitting_commands import AddCandidate, SetBands
from e33tui.hints import Hints
from e33tui.look import Look
from e33tui.screens.harmonisation import HarmonisationScreen
from e33tui.service import Service
from tests.screens.seen import at_terminal
from tests.screens.support import (
    FIRST,
    SECOND,
    THIRD,
    Juror,
    at_work,
    bring,
    check_frame,
    new_service,
    sitting,
)
from tests.screens.touching import Finger, at_tablet
from tests.support.domain import FakeClock

SMALL = ((60, 20), (80, 24))


def change(service: Service, passage: str, *commands: PlaceProfile | SetNote) -> None:
    """Reopen a passage, do this, and lock it again."""
    desk = service.open(passage)
    desk.reopen("Oubli")
    for command in commands:
        desk.do(command)
    desk.lock().result(10)
    assert desk.leave()


@pytest.fixture
def ended(tmp_path: Path) -> Iterator[Service]:
    """A day of three: 13,5 with Averti, 16 with Débrouillé, and an absence."""
    clock = FakeClock()
    with sitting(tmp_path, state="locked_complete", clock=clock) as service:
        bring(service, clock, "locked_complete", SECOND)
        change(service, SECOND, PlaceProfile(2), SetNote(32))
        bring(service, clock, "absent", THIRD)
        yield service


async def compared(juror: Juror) -> HarmonisationScreen:
    """Go to the harmonisation from the list, and wait until the passages are read."""
    await juror.at_home()
    await juror.press("h")
    return await shown(juror)


async def shown(juror: Juror) -> HarmonisationScreen:
    """Wait for the harmonisation and for what it has read."""
    await juror.until(lambda: juror.where == "harmonisation", "the harmonisation")
    screen = juror.app.place()
    assert isinstance(screen, HarmonisationScreen)
    await juror.until(lambda: screen._found is not None, "the passages read")
    await juror.until(lambda: all(w.is_finished for w in juror.app.workers), "what was left")
    return screen


def lines_with(juror: Juror, *names: str) -> list[str]:
    """The lines of these candidates, as the list has them."""
    found = (line for line in juror.lines() if any(name in line for name in names))
    return [" ".join(line.split()) for line in found]


# -- What is compared --


@pytest.mark.parametrize("size", SMALL)
async def test_once_all_are_finished_it_opens_at_once_with_picture_profile_and_note(
    ended: Service, size: tuple[int, int]
) -> None:
    async with at_work(ended, size) as juror:
        await compared(juror)
        check_frame(juror)
        text = juror.text()
        assert "cette commission seulement" in juror.lines()[1]
        assert "notes proposées" in juror.lines()[1]
        assert "Réservé à la commission, non communicable." in text
        named = size[0] > 60
        first = f"LEFÈVRE Zoé ×××· ××·× ×·×× ·×·· 3{' Averti' * named} 13,5 ?"
        second = f"N’GUYEN-BAÏLE Maëlys ×××· ××·× ×·×× ·×·· 2{' Débrouillé' * named} 16 ?"
        begun = ("0123456 ", "0123457 ", "0123458 ") if named else ("", "", "")
        assert lines_with(juror, "LEFÈVRE", "GUYEN", "ÖZDEMIR")[:3] == [
            f"{begun[0]}{first}",
            f"{begun[1]}{second}",
            f"{begun[2]}ÖZDEMIR Émile absent",
        ]
        assert "profil global : 3 Averti · note : 13,5 / 20 · question 1" in text


@pytest.mark.parametrize("size", SMALL)
async def test_questions_and_both_distributions_are_one_key_away(
    ended: Service, size: tuple[int, int]
) -> None:
    ended.change(SetBands((NoteBand(2, 10, 20),)))
    async with at_work(ended, size) as juror:
        await compared(juror)
        assert "Tab 2 questions" in juror.lines()[-1] or "Tab questions" in juror.lines()[-1]
        await juror.press("tab")
        text = juror.text()
        assert (
            "1. LEFÈVRE Zoé (3 Averti ; 13,5) a un profil global plus élevé que N’GUYEN-BAÏLE Maëlys "
            "(2 Débrouillé ; 16), et une note plus basse. Est-ce bien voulu ?"
        ) in text
        assert "(5 à 10) : N’GUYEN-BAÏLE Maëlys (16). Est-ce bien voulu ?" in text
        await juror.press("end")
        await juror.until(lambda: "de la délibération du jury" in juror.text(), "the end")
        rows = [row.rstrip() for row in juror.lines()]
        place = next(n for n, row in enumerate(rows) if row.startswith(" +----"))
        assert rows[place - 1].index("■") == 1 + 27
        assert rows[place - 1].rindex("■") == 1 + 32
        assert rows[place + 1].split() == ["0", "5", "10", "15", "20"]
        assert " 2 Débrouillé ■ 1 " in "".join(juror.lines())
        await juror.press("tab")
        assert "LEFÈVRE Zoé ×××·" in juror.text()


async def test_a_tall_terminal_shows_candidates_and_questions_at_once(ended: Service) -> None:
    async with at_work(ended, (120, 40)) as juror:
        await compared(juror)
        assert "1. LEFÈVRE Zoé (3 Averti ; 13,5)" in juror.text()
        assert lines_with(juror, "Profil global Note")[0].startswith("Numéro Nom et prénom 1 2 3 4")
        assert "Traiter Contrib. Évaluer Communi." in juror.text()
        await juror.resize(60, 20)
        check_frame(juror)
        assert "1. LEFÈVRE" not in juror.text()


async def test_candidates_stand_by_note_too_and_the_chosen_one_stays_chosen(
    ended: Service,
) -> None:
    async with at_work(ended) as juror:
        screen = await compared(juror)
        await juror.press("t")
        names = [line.split()[1] for line in lines_with(juror, "LEFÈVRE", "GUYEN", "ÖZDEMIR")]
        assert names[:3] == ["N’GUYEN-BAÏLE", "LEFÈVRE", "ÖZDEMIR"]
        chosen = screen._chosen()
        assert chosen is not None
        assert chosen.passage == FIRST
        await juror.press("T")
        assert lines_with(juror, "LEFÈVRE")[0].startswith("0123456")


async def test_nobody_finished_makes_an_empty_plot_and_no_question(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await compared(juror)
            await juror.press("ctrl+e", "tab")
            assert "Aucune question : rien ne s’écarte." in juror.text()
            assert "+---------+---------+" in juror.text()


# -- Before all are finished --


@pytest.mark.parametrize("size", SMALL)
async def test_before_all_are_finished_it_says_who_is_not_and_a_line_leads_there(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="locked_complete", clock=clock) as service:
        bring(service, clock, "complete", SECOND)
        async with at_work(service, size) as juror:
            await compared(juror)
            check_frame(juror)
            text = juror.text()
            assert "Pas encore terminés : 2 candidats, ⏎ y mène." in text
            assert "aucun candidat dans la salle : ^E." in text
            assert "0123457 N’GUYEN-BAÏLE Maëlys · fiche à rédiger et à verrouiller" in text
            assert "0123458 ÖZDEMIR Émile · à venir, à déclarer présent ou absent" in text
            assert "LEFÈVRE" not in text
            assert "×" not in text
            await juror.press("tab", "t", "ctrl+y")
            assert "LEFÈVRE" not in juror.text()
            await juror.press("down", "enter")
            await juror.until(lambda: juror.at(Step.IDENTIFICATION), "the candidate")
            assert juror.desk.id == THIRD


async def test_an_explicit_choice_compares_those_who_are_finished(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="locked_complete", clock=clock) as service:
        bring(service, clock, "complete", SECOND)
        async with at_work(service) as juror:
            await compared(juror)
            await juror.press("ctrl+e")
            check_frame(juror)
            assert "Comparaison partielle : 2 candidats à terminer." in juror.text()
            assert "×××· ××·× ×·×× ·×·· 3 Averti 13,5" in juror.text()
            assert "Maëlys fiche à rédiger et à verrouiller" in juror.text()
            # A sheet that is to be written is opened where it stands, and leads back.
            await juror.press("enter")
            await juror.until(lambda: juror.at(Step.LOCK), "the sheet")
            await juror.press("ctrl+r")
            await shown(juror)
            assert "Comparaison partielle" in juror.text()


@pytest.mark.parametrize("state", ["interview_running", "interview_ended"])
async def test_an_oral_opened_from_it_does_not_lead_back_to_crosses(
    tmp_path: Path, state: str
) -> None:
    """While the candidate may be in the room, going back never shows them (rule 12)."""
    with sitting(tmp_path, state=state) as service:
        async with at_work(service) as juror:
            await compared(juror)
            await juror.press("ctrl+e", "enter")
            await juror.until(lambda: juror.where != "harmonisation", "the oral")
            passed = []
            for _ in range(6):
                await juror.press("ctrl+r")
                passed.append(juror.where)
            await juror.until(lambda: juror.where == "home", "the list")
            assert "harmonisation" not in passed


async def test_it_opens_on_the_first_who_is_asked_about_not_on_who_was_chosen_on_the_list(
    ended: Service,
) -> None:
    async with at_work(ended) as juror:
        await juror.at_home()
        juror.app.last_passage = THIRD
        await juror.press("h")
        screen = await shown(juror)
        chosen = screen._chosen()
        assert chosen is not None
        assert chosen.passage == FIRST
        assert "question 1" in juror.text()
    change(ended, SECOND, PlaceProfile(3), SetNote(27))
    async with at_work(ended) as juror:
        await juror.at_home()
        juror.app.last_passage = THIRD
        await juror.press("h")
        screen = await shown(juror)
        assert screen._questions == ()
        chosen = screen._chosen()
        assert chosen is not None
        assert chosen.passage == THIRD


# -- Looking, reopening --


async def test_a_look_at_a_passage_shows_its_grid_and_leads_back_to_the_same_candidate(
    ended: Service,
) -> None:
    async with at_work(ended) as juror:
        await compared(juror)
        await juror.press("t", "enter")
        await juror.until(lambda: juror.at(Step.PROFILE), "the grid")
        assert juror.desk.id == FIRST
        assert "verrouillé" in juror.lines()[1]
        await juror.press("ctrl+n")
        await juror.until(lambda: juror.at(Step.APPRAISAL), "the texts")
        await juror.press("ctrl+r")
        await juror.until(lambda: juror.at(Step.PROFILE), "the grid")
        await juror.press("ctrl+r")
        screen = await shown(juror)
        assert juror.app.desk is None
        chosen = screen._chosen()
        assert chosen is not None
        assert chosen.passage == FIRST
        assert screen._rows[0].passage == SECOND


async def test_a_note_is_changed_by_reopening_with_a_reason_and_the_lock_leads_back(
    ended: Service,
) -> None:
    async with at_work(ended, SMALL[0]) as juror:
        await compared(juror)
        await juror.press("ctrl+y")
        await juror.until(lambda: juror.asked, "the reason")
        await juror.press("enter")
        assert "Motif : tapez quelques mots." in juror.text()
        await juror.type("Harmonisation")
        await juror.press("enter")
        await juror.until(lambda: juror.at(Step.PROFILE), "the grid")
        assert "Note ▸" in juror.text()
        await juror.press(*["backspace"] * 4)
        await juror.type("16,5")
        await juror.press("enter")
        await juror.until(lambda: juror.at(Step.APPRAISAL), "the texts")
        await juror.press("ctrl+n")
        await juror.until(lambda: juror.at(Step.LOCK), "the lock")
        await juror.press("ctrl+n")
        await juror.until(lambda: juror.at(Step.VERSO), "the verso")
        assert "^N harmonisation" in juror.lines()[-1]
        await juror.until(lambda: "Verso :" in juror.text(), "the verso made")
        await juror.press("ctrl+n")
        screen = await shown(juror)
        assert "16,5" in lines_with(juror, "LEFÈVRE")[0]
        assert screen._questions == ()
    state = ended.rows()[0].passage
    assert state is not None
    assert (state.note, state.locked, len(state.versions)) == (33, True, 2)
    record = ended._store.passages.read(FIRST)
    assert [line["reason"] for line in record.lines if line["do"] == Reopen.do] == ["Harmonisation"]


async def test_a_reopening_given_up_changes_nothing_and_goes_back(
    ended: Service, tmp_path: Path
) -> None:
    async with at_work(ended, hints=Hints(tmp_path / "hints")) as juror:
        await compared(juror)
        await juror.press("ctrl+y")
        await juror.until(lambda: juror.asked, "the reason")
        await juror.press("escape")
        await juror.until(lambda: juror.at(Step.VERSO) and not juror.asked, "the verso")
        assert "candidat suivant" not in juror.text()
        await juror.press("ctrl+r")
        await shown(juror)
    state = ended.rows()[0].passage
    assert state is not None
    assert len(state.versions) == 1


async def test_a_sheet_left_open_is_said_to_be_and_is_opened_again(ended: Service) -> None:
    async with at_work(ended) as juror:
        await compared(juror)
        await juror.press("ctrl+y")
        await juror.until(lambda: juror.asked, "the reason")
        await juror.type("Harmonisation")
        await juror.press("enter")
        await juror.until(lambda: juror.at(Step.PROFILE), "the grid")
        await juror.press("ctrl+r")
        await shown(juror)
        assert "LEFÈVRE Zoé · fiche rouverte, à verrouiller de nouveau" in juror.text()
        await juror.press("ctrl+e")
        assert "Comparaison partielle : 1 candidat à terminer." in juror.text()
        await juror.press("ctrl+y")
        assert juror.where == "harmonisation"
        assert not juror.asked


async def test_after_the_cloture_it_is_a_rectification_with_members(ended: Service) -> None:
    from tests.screens.test_closing import ASSENTS

    ended.close_sitting(ASSENTS)
    async with at_work(ended) as juror:
        await compared(juror)
        assert "^Y rectifier" in juror.lines()[-1]
        await juror.press("ctrl+y")
        await juror.until(lambda: juror.asked, "the reason")
        await juror.type("Report")
        await juror.press("enter")
        await juror.until(lambda: "Qui décide" in juror.text(), "the members")
        await juror.press("1", "enter")
        await juror.until(lambda: juror.at(Step.PROFILE), "the grid")
        assert juror.state.amending
        assert "Note ▸" in juror.text()
        await juror.press("ctrl+r")
        await shown(juror)
        assert "LEFÈVRE Zoé · rectification à verrouiller" in juror.text()


async def test_a_passage_open_elsewhere_is_looked_at_or_left(ended: Service) -> None:
    async with at_work(ended) as juror:
        await compared(juror)
        held = ended._store.acquire(FIRST, "autre terminal")
        await juror.press("ctrl+y")
        await juror.until(lambda: juror.asked, "what can be done")
        await juror.press("n")
        await juror.until(lambda: not juror.asked, "the answer")
        assert juror.where == "harmonisation"
        await juror.press("ctrl+y")
        await juror.until(lambda: juror.asked, "what can be done")
        await juror.press("c")
        await juror.until(lambda: juror.app.desk is not None, "the passage")
        assert juror.at(Step.VERSO)
        assert not juror.asked
        await juror.press("ctrl+r")
        await shown(juror)
        held.release()


async def test_another_terminals_change_is_seen_when_one_comes_back(
    ended: Service, tmp_path: Path
) -> None:
    async with at_work(ended) as juror:
        await compared(juror)
        other = new_service(tmp_path, FakeClock())
        try:
            change(other, SECOND, SetNote(20))
        finally:
            other.close(10)
        await juror.press("ctrl+g", "ctrl+g")
        await juror.until(lambda: "2 Débrouillé 10" in juror.text(), "the note")


async def test_a_sheet_reopened_elsewhere_while_one_reads_the_questions_is_said_to_be(
    ended: Service, tmp_path: Path
) -> None:
    async with at_work(ended, SMALL[0]) as juror:
        await compared(juror)
        await juror.press("tab")
        other = new_service(tmp_path, FakeClock())
        try:
            desk = other.open(SECOND)
            desk.reopen("Oubli")
            assert desk.leave()
        finally:
            other.close(10)
        await juror.press("ctrl+g", "ctrl+g")
        await juror.until(lambda: "Pas encore terminé : 1 candidat" in juror.text(), "the news")
        assert "N’GUYEN-BAÏLE Maëlys · fiche rouverte" in juror.text()
        await juror.press("enter")
        await juror.until(lambda: juror.app.desk is not None, "the sheet")
        assert juror.desk.id == SECOND


# -- Every way to see it --


async def test_names_that_a_terminal_could_obey_are_shown_as_they_are(tmp_path: Path) -> None:
    names = {"d" * 16: "[/b] [red]", "e" * 16: "É" * 110, "f" * 16: "=A1;[@click=app.exit]"}
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        for place, (passage, name) in enumerate(names.items()):
            service.change(AddCandidate(passage, Candidate(f"9{place}", name)))
            bring(service, clock, "locked_complete", passage)
        change(service, "d" * 16, SetNote(2))
        async with at_work(service, SMALL[0]) as juror:
            await compared(juror)
            await juror.press("ctrl+e", "home", *["down"] * 3)
            assert "[/b] [red] · n° 90" in juror.text()
            assert "=A1;[@click=app.exit]" in juror.text()
            await juror.press("tab")
            assert "[/b] [red] (1) et " in juror.text()
            assert {len(line) for line in juror.lines()} == {60}


async def test_the_blank_hides_it_and_gives_it_back_as_it_was(ended: Service) -> None:
    async with at_work(ended) as juror:
        await compared(juror)
        await juror.press("tab", "ctrl+o")
        assert juror.text() == "^O"
        await juror.press("ctrl+e", "enter", "t", "ctrl+y", "ctrl+o")
        assert "1. LEFÈVRE Zoé (3 Averti ; 13,5)" in juror.text()


async def test_the_plain_mode_has_words_for_pictures_and_plots(ended: Service) -> None:
    async with at_terminal(ended, look=Look(plain=True)) as reader:
        await compared(reader)
        await reader.look()
        assert reader.under_cursor() == (
            "LEFÈVRE Zoé, note 13,5, profil global 3 Averti, question 1"
        )
        text = reader.text()
        assert "1 sur 3 : LEFÈVRE Zoé, n° 0123456" in text
        assert "Contribuer : Novice 5 ; Débrouillé 6 ; Expert 4" in text
        await reader.press("tab")
        await reader.look()
        text = reader.text()
        assert "Notes 13,5 : 1 candidat ; 16 : 1 candidat" in text
        assert "Débrouillé : 1 candidat" in text
        assert "■" not in text


async def test_a_finger_finds_all_of_it(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="locked_complete", clock=clock) as service:
        bring(service, clock, "locked_complete", SECOND)
        async with at_tablet(service, SMALL[1]) as finger:
            await compared(finger)
            await finger.tap("compare_now")
            await check_choosing(finger)
            await finger.tap("questions")
            assert "Aucune question" in finger.text()
            await finger.tap("questions")
            await finger.tap("compared:0")
            await finger.tap("reopen")
            await finger.until(lambda: finger.asked, "the reason")


async def check_choosing(finger: Finger) -> None:
    """The heading stands over the crosses, a column for a column."""
    rows = finger.lines()
    heading = next(row for row in rows if "1234 1234" in row)
    first = next(row for row in rows if "×××·" in row)
    assert heading.index("1234") == first.index("×××·")
