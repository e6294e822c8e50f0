"""The forms, the identification, the gate and the questions: fields, faults and keys."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from textual.widget import Widget
from textual.widgets import Input, OptionList

from e33tui.domain.commands import Identify
from e33tui.domain.errors import E33Error, InputError, StoreError
from e33tui.domain.identity import Accommodation, Candidate, Capacity, Commission, Juror
from e33tui.domain.note import NoteBand
from e33tui.domain.passage import GateAnswer, Mention, Presence, Step
from e33tui.domain.sitting_commands import EditCandidate, SetUp
from e33tui.screens.dialogs import Menu
from e33tui.screens.fields import BLANK
from tests.screens import support
from tests.screens.support import FIRST, SECOND, SIZES, at_work, check_frame, new_service, sitting
from tests.support.domain import FakeClock

SMALLEST = SIZES[0]
THIRD_OF = Accommodation(300, 500)


def here(juror: support.Juror) -> str:
    """The name of the field that has the focus."""
    focused = juror.app.screen.focused
    return focused.id or "" if focused else ""


def entry(juror: support.Juror, name: str) -> Input:
    return juror.app.screen.query_one(f"#{name}", Input)


async def go_to(juror: support.Juror, name: str) -> None:
    while here(juror) != name:
        await juror.press("tab")


# -- The séance -----------------------------------------------------------------------------------


async def test_a_new_seance_is_asked_field_by_field(tmp_path: Path) -> None:
    """The cursor goes to each fault in turn; nothing can be left before it is saved."""
    service = new_service(tmp_path, FakeClock())
    async with at_work(service) as juror:
        assert juror.where == "setup"
        assert BLANK in juror.text()
        assert "^R" not in juror.lines()[-1]
        await juror.press("ctrl+r")
        assert juror.where == "setup"
        for name, text in (("centre", "Lycée"), ("name1", "A"), ("name2", "B")):
            await juror.press("tab", "tab", "ctrl+n")
            assert here(juror) == name
            await juror.type(text)
        await go_to(juror, "date")
        await juror.press("end", "backspace", "ctrl+n")
        assert here(juror) == "date"
        assert "tapez une date" in juror.text()
        await juror.type("7")
        await juror.press("ctrl+n")
        await juror.at_home()
        assert service.sitting.centre == "Lycée"
        assert (
            "Fonction et entreprise du membre 2 : à compléter avant l’impression." in juror.text()
        )
        await juror.press("s")
        assert "^R" in juror.lines()[-1]
        await go_to(juror, "company2")
        await juror.type("Cycles du Port")
        await juror.press("ctrl+n")
        await juror.at_home()
        assert "Fonction du membre 2 : à compléter" in juror.text()
        await juror.press("s")
        await go_to(juror, "capacity2")
        await juror.press("space", "ctrl+n")
        await juror.at_home()
        assert "à compléter" not in juror.text()
    assert service.close(10)


async def test_plages_are_typed_in_a_form_that_scrolls(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service, SMALLEST) as juror:
            await juror.press("s", "up", "up", "up")
            assert here(juror) == "band4"
            await juror.until(lambda: "Plage 4 Expert" in juror.text(), "the line in sight")
            check_frame(juror)
            await juror.type("16 20")
            await juror.press("up", "up", "up")
            await juror.type("douze")
            entry(juror, "session").value = ""
            await juror.press("ctrl+n")
            assert here(juror) == "session"
            await juror.type("2026")
            await juror.press("ctrl+n")
            assert here(juror) == "band1"
            assert "Plage 1 Novice : tapez deux notes" in juror.text()
            await juror.press(*["backspace"] * 5)
            await juror.type("0 à 7,5")
            await juror.press("enter")
            await juror.type("7-12")
            await juror.press("ctrl+n")
            await juror.at_home()
            assert service.sitting.bands == (
                NoteBand(1, 0, 15),
                NoteBand(2, 14, 24),
                NoteBand(4, 32, 40),
            )
            assert "Séance enregistrée. Les plages 1 Novice et 2 Débrouillé ont" in juror.text()
            await juror.press("s")
            assert entry(juror, "band2").value == "7 à 12"
            for name in ("band1", "band2", "band4"):
                entry(juror, name).value = ""
            await juror.press("ctrl+n")
            await juror.at_home()
            assert list(service.sitting.bands) == []


async def test_a_retention_date_is_the_centres_to_set_and_to_take_away(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service, SMALLEST) as juror:
            await juror.press("s", "up", "up")
            assert (here(juror), entry(juror, "keep").value) == ("keep", "")
            await juror.until(lambda: "Conservation jusqu’au" in juror.text(), "the line in sight")
            check_frame(juror)
            await juror.type("21/06/2026")
            await juror.press("ctrl+n")
            assert here(juror) == "keep"
            assert "précède la séance du 22/06/2026" in juror.text()
            await juror.press("backspace")
            await juror.type("7")
            await juror.press("ctrl+n")
            await juror.at_home()
            assert service.sitting.keep_until == "2027-06-21"
            before = service.sitting
            await juror.press("s")
            assert entry(juror, "keep").value == "21/06/2027"
            await juror.press("ctrl+n")
            await juror.at_home()
            assert service.sitting == before
            await juror.press("s")
            entry(juror, "keep").value = ""
            await juror.press("ctrl+n")
            await juror.at_home()
            assert service.sitting.keep_until == ""


async def test_only_a_professional_is_asked_for_fonction_and_entreprise(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("s")
            await go_to(juror, "capacity2")
            assert "Fonction" in juror.text()
            await juror.press("space")
            assert "Fonction" not in juror.text()
            await juror.press("space")
            assert entry(juror, "function2").value == "Directeur de magasin"


# -- A candidate ----------------------------------------------------------------------------------


async def test_faults_of_a_candidate_are_told_in_the_fields_order(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("a", "ctrl+n")
            assert here(juror) == "surname"
            await juror.type("DUPONT")
            await juror.press("ctrl+n")
            assert here(juror) == "number"
            await juror.type("77")
            await juror.press("down", "down", "left", "down", "down")
            assert here(juror) == "extra2"
            await juror.type("demain")
            await juror.press("up", "ctrl+n")
            assert here(juror) == "extra2"
            assert "Aménagement, 2nd temps : tapez des minutes" in juror.text()
            await juror.press(*["backspace"] * 6)
            await juror.type("8:20")
            await juror.press("ctrl+n")
            await juror.at_home()
            assert service.sitting.roster[-1].candidate.surname == "DUPONT"
            assert service.sitting.roster[-1].accommodation == Accommodation(0, 500)


@pytest.mark.parametrize("refused", [None, InputError("Nom", "Nom : non."), StoreError("", "Non.")])
async def test_nothing_can_be_typed_while_a_form_is_being_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: E33Error | None
) -> None:
    with sitting(tmp_path) as service:
        answer, genuine = threading.Event(), service.add_candidate

        def slow(*fields: Any) -> str:
            answer.wait(10)
            if refused:
                raise refused
            return genuine(*fields)

        monkeypatch.setattr(service, "add_candidate", slow)
        async with at_work(service) as juror:
            await juror.press("a", *"DUPONT", "tab", "tab", *"77", "ctrl+n", "x", "tab", "y")
            await juror.press("ctrl+r", "ctrl+n")
            await juror.paste("ailleurs")
            assert juror.where == "candidate"
            answer.set()
            if refused is None:
                await juror.at_home()
                assert service.sitting.roster[-1].candidate == Candidate("77", "DUPONT")
                await juror.press("a")
                assert entry(juror, "surname").value == ""
                return
            await juror.until(lambda: refused.message in juror.text())
            assert here(juror) == ("surname" if isinstance(refused, InputError) else "number")
            await juror.press("end", "é")
            assert entry(juror, "surname").value + entry(juror, "number").value in (
                "DUPONTé77",
                "DUPONT77é",
            )


async def test_extra_time_is_none_the_preset_or_a_measure(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service, SMALLEST) as juror:
            await juror.press("m")
            await go_to(juror, "extra")
            assert "‹ aucun ›" in juror.text()
            assert entry(juror, "extra1").disabled
            await juror.press("space")
            assert "‹ tiers temps, + 05:00 et + 08:20 ›" in juror.text()
            check_frame(juror)
            await juror.press("ctrl+n")
            await juror.at_home()
            assert service.sitting.roster[0].accommodation == THIRD_OF
            await juror.press("m")
            await go_to(juror, "extra")
            await juror.press("space", "tab")
            assert here(juror) == "extra1"
            assert [entry(juror, name).value for name in ("extra1", "extra2")] == ["05:00", "08:20"]
            await juror.type("9")
            await juror.press("ctrl+n")
            assert "tapez des minutes" in juror.text()
            await juror.press("end", *["backspace"] * 9)
            await juror.type("10")
            await juror.press("ctrl+n")
            await juror.at_home()
            assert service.sitting.roster[0].accommodation == Accommodation(600, 500)


async def test_the_hour_of_the_convocation_is_written_and_corrected(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        who = Candidate("0123456", "LEFÈVRE", "Zoé")
        service.change(EditCandidate(FIRST, who, convocation="8h", school="Lycée du Port"))
        async with at_work(service, SMALLEST) as juror:
            await juror.press("m")
            assert entry(juror, "hour").value == "08:00"
            # What the form does not show stays as it was.
            await juror.press("ctrl+n")
            await juror.at_home()
            found = service.sitting.entry(FIRST)
            assert (found.convocation, found.school) == ("08:00", "Lycée du Port")
            await juror.press("a", *"ROY", "tab", "tab", *"88", "tab", *"9h75", "ctrl+n")
            assert "tapez une heure comme 8h30" in juror.text()
            assert here(juror) == "hour"
            check_frame(juror)
            await juror.press("backspace", "backspace", "ctrl+n")
            await juror.at_home()
            assert service.sitting.roster[-1].convocation == "09:00"


async def test_extra_time_on_record_that_could_not_be_typed_stays(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        long = Accommodation(2 * 3600, 90)
        service.change(EditCandidate(FIRST, Candidate("0123456", "LEFÈVRE"), long))
        async with at_work(service) as juror:
            await juror.press("m", "ctrl+n")
            await juror.at_home()
            assert service.sitting.roster[0].accommodation == long


# -- Identification -------------------------------------------------------------------------------


async def test_the_identification_of_a_commission_with_long_names_is_whole(
    tmp_path: Path,
) -> None:
    first = Juror("Mme", "VAN DER MEERSCHEN-DELAUNAY Marie-Christine", Capacity.TEACHER)
    second = Juror(
        "M.", "DE SAINT-EXUPÉRY Jean-Baptiste", Capacity.PROFESSIONAL, "Gérant", "Cycles du Port"
    )
    with sitting(tmp_path) as service:
        service.change(SetUp("2026", "Lycée", "2026-06-22", Commission((first, second))))
        async with at_work(service, SMALLEST) as juror:
            await juror.open()
            await juror.press("tab", "end", "ctrl+e", "ctrl+r")
            for size in SIZES:
                await juror.resize(*size)
                check_frame(juror)
                assert first.described in juror.text()
                assert second.described in juror.text()
                assert "● présent, arrivée à 10:" in juror.text()
                assert "pièce d’identité non présentée" in juror.text()
                assert "‹ aucun ›" in juror.text()


async def test_the_identity_document_is_a_matter_until_the_presentation_begins(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+r")
            arrived = juror.state.arrived
            assert "^E sans pièce" in juror.text()
            await juror.press("ctrl+e")
            assert juror.at(Step.IDENTIFICATION)
            assert list(juror.state.mentions) == [Mention.NO_IDENTITY]
            assert "^E pièce présentée" in juror.text()
            await juror.press("ctrl+e")
            assert list(juror.state.mentions) == []
            assert juror.state.arrived == arrived
            await juror.press("ctrl+z")
            assert list(juror.state.mentions) == [Mention.NO_IDENTITY]
            await juror.press("ctrl+n", "ctrl+n", "ctrl+n")
            assert juror.state.presentation.started
            await juror.go_to(Step.IDENTIFICATION)
            await juror.press("ctrl+e")
            assert list(juror.state.mentions) == [Mention.NO_IDENTITY]
            assert "^E" not in juror.text()


async def test_extra_time_is_corrected_at_the_identification_and_undone(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        async with at_work(service, SMALLEST) as juror:
            await juror.open()
            await go_to(juror, "extra")
            await juror.press("left", "tab")
            await juror.type("7:30")
            check_frame(juror)
            assert juror.desk.draft("id:extra1") == "7:30"
            await juror.app.terminal_lost("hangup")
    again = new_service(tmp_path, clock)
    async with at_work(again, SMALLEST) as juror:
        await juror.open()
        assert "‹ autre ›" in juror.text()
        assert entry(juror, "extra1").value == "7:30"
        await juror.press("ctrl+n")
        assert juror.at(Step.GATE)
        assert juror.state.accommodation == Accommodation(450, 0)
        await juror.press("ctrl+r", "ctrl+z", "ctrl+z")
        assert juror.state.accommodation == Accommodation()
        assert "‹ aucun ›" in juror.text()
        assert all(juror.desk.draft(f"id:{name}") is None for name in ("extra", "extra1"))
    assert again.close(10)


async def test_undo_gives_a_field_its_text_back_before_anything_else(tmp_path: Path) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+r", "tab", "end")
            await juror.type("-DUPONT")
            await juror.press("tab", "end")
            await juror.type("é")
            await juror.press("ctrl+z")
            assert entry(juror, "given").value == "Zoé"
            assert entry(juror, "surname").value == "LEFÈVRE-DUPONT"
            assert juror.desk.draft("id:given") is None
            assert str(juror.state.presence) == Presence.PRESENT
            await juror.press("ctrl+z")
            assert str(juror.state.presence) == Presence.EXPECTED
            assert entry(juror, "surname").value == "LEFÈVRE-DUPONT"


async def test_what_is_locked_or_only_looked_at_cannot_be_corrected(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="locked_complete", clock=clock) as service:
        other = new_service(tmp_path, clock)
        held = other.open(SECOND)
        async with at_work(service) as juror:
            await juror.open()
            await juror.go_to(Step.IDENTIFICATION)
            await juror.press("tab", "x", "ctrl+e", "ctrl+x", "ctrl+z", "down", "space")
            assert juror.text().count("verrouillé") == 1
            assert "^X" not in juror.lines()[-1]
            assert here(juror) == ""
            await juror.press("ctrl+f")
            await juror.at_home()
            await juror.choose(SECOND)
            await juror.press("enter")
            await juror.until(lambda: juror.asked)
            await juror.press("C")
            await juror.until(lambda: juror.at(Step.IDENTIFICATION))
            await juror.press("tab", "x", "ctrl+e", "ctrl+x", "ctrl+n", "ctrl+z")
            assert juror.at(Step.IDENTIFICATION)
            assert "Identification · lecture seule" in juror.text()
            assert not juror.desk.begun
        assert held.leave()
        assert other.close(10)


async def test_a_taken_number_is_gone_to_after_the_faults_above_it(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.open()
            entry(juror, "surname").value = ""
            entry(juror, "number").value = "0123458"
            await juror.press("ctrl+n")
            assert here(juror) == "surname"
            await juror.type("ROY")
            await juror.press("ctrl+n")
            assert here(juror) == "number"
            assert "est déjà celui de ÖZDEMIR Émile" in juror.text()
            assert not any(isinstance(row.command, Identify) for row in juror.desk._journal.lines)


# -- The gate -------------------------------------------------------------------------------------


async def test_digits_of_both_keyboards_choose_an_answer(tmp_path: Path) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_work(service, SMALLEST) as juror:
            await juror.open()
            answers = juror.app.screen.query_one(OptionList)
            for keys, place in (("2é", 1), ('3"', 2), ("1&", 0)):
                for key in keys:
                    await juror.press("down", key, "4", "x")
                    assert answers.highlighted == place
            assert juror.state.gate is None
            assert "zéro" not in juror.text()


async def test_the_answer_given_is_marked_and_giving_it_again_changes_nothing(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="gate_technical") as service:
        async with at_work(service) as juror:
            await juror.open()
            assert "× 2 Difficulté technique" in juror.text()
            count = len(juror.desk._journal.lines)
            desk = juror.desk
            await juror.press("enter")
            await juror.at_home()
            assert len(desk._journal.lines) == count
            assert juror.app.last_passage == SECOND
            await juror.open()
            await juror.press("1", "enter", "ctrl+r")
            assert juror.state.gate is GateAnswer.OPEN
            assert "× 1 Présentation" in juror.text()


@pytest.mark.parametrize("number", ["2", "3"])
async def test_an_answer_that_can_no_longer_be_given_asks_nothing(
    tmp_path: Path, number: str
) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.go_to(Step.GATE)
            await juror.press(number, "enter")
            assert not juror.asked
            assert "L’oral a commencé : la question ne se pose plus." in juror.text()
            assert juror.state.gate is GateAnswer.OPEN


# -- Questions ------------------------------------------------------------------------------------


ANSWERS = {
    ("enter",): "no",
    ("2",): "two",
    ("é",): "two",
    ("k",): "letter",
    ("K",): "letter",
    ("down", "enter"): "two",
    ("up", "enter"): "no",
    ("down", "down", "down", "enter"): "letter",
    ("z", "à", "9", "left", "pageup", "pagedown", "home", "enter"): "no",
}


async def test_a_question_is_answered_by_letter_digit_or_arrows(tmp_path: Path) -> None:
    answers: list[str | None] = []
    options = (("no", "n", "Non"), ("two", "2", "Deux"), ("letter", "k", "Lettre"))
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            for keys, wanted in ANSWERS.items():
                juror.app.push_screen(Menu("Laquelle ?", options), answers.append)
                await juror.pause()
                await juror.press(*keys)
                assert answers.pop() == wanted
                assert not juror.asked


async def test_a_question_for_a_text_shows_where_to_write(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, SMALLEST) as juror:
            await juror.open()
            await juror.press("ctrl+d", "a")
            line = next(row for row in juror.lines() if " ▸ ____" in row)
            await juror.type("Alarme")
            assert line.replace("______", "Alarme", 1)[:20] in "\n".join(juror.lines())


async def test_enter_after_the_last_field_does_not_go_round(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("s", "up", "up")
            await juror.press("enter")
            assert "C’est le dernier champ" in juror.text()
            assert "! " not in juror.lines()[-2]


async def test_a_refusal_goes_as_soon_as_it_is_being_corrected(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("a", "ctrl+n")
            await juror.until(lambda: "! Nom" in juror.text(), "the refusal")
            await juror.type("D")
            assert "! Nom" not in juror.text()


async def test_the_list_stands_on_who_was_entered(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("a")
            for text in ("DUPONT", "Léa", "777"):
                await juror.type(text)
                await juror.press("enter")
            await juror.press("ctrl+n")
            await juror.at_home()
            assert "DUPONT Léa · attendu" in juror.text()


async def test_two_terminals_do_not_write_over_each_others_seance(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        async with at_work(service) as juror:
            await juror.press("s")
            other = new_service(tmp_path, clock)
            base = other.sitting
            other.change(SetUp("2031", base.centre, base.date, base.commission))
            juror.app.screen.query_one("#centre", Input).value = "Lycée Zola"
            await juror.press("ctrl+n")
            await juror.until(lambda: "modifiée dans un autre terminal" in juror.text(), "why")
            assert service.sitting.session == "2031"
            await juror.press("ctrl+r", "s")
            assert juror.app.screen.query_one("#session", Input).value == "2031"
            assert juror.app.screen.query_one("#centre", Input).value == "Lycée Zola"
            await juror.press("ctrl+n")
            await juror.until(lambda: service.sitting.centre == "Lycée Zola", "both kept")
            assert service.sitting.session == "2031"
        assert other.close(10)


async def test_a_hint_that_goes_moves_no_field_of_a_form_that_fills_the_screen(
    tmp_path: Path,
) -> None:
    service = new_service(tmp_path, FakeClock())
    async with at_work(service) as juror:
        row = juror.app.screen.query_one("#capacity2").parent
        assert isinstance(row, Widget)
        assert "Nouvelle séance" in juror.text()
        before = row.virtual_region.y
        await juror.press("ctrl+n")
        assert "ce champ est vide" in juror.text()
        assert row.virtual_region.y == before
    assert service.close()
