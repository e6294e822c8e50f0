"""What a key on the list does: the next candidate, a search, order, absence, handing over."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from e33tui.app import E33App
from e33tui.domain.closing import Assent
from e33tui.domain.identity import Candidate
from e33tui.domain.roster import ANOTHER_DAY
from e33tui.domain.sitting_commands import AddCandidate, EditCandidate, RemoveCandidate
from e33tui.look import DEFAULT, Look, use
from e33tui.screens.search import MOST
from e33tui.service import Service
from tests.screens import support
from tests.screens.support import (
    EACH_SIZE,
    FIRST,
    ROSTER,
    SECOND,
    SIZES,
    THIRD,
    at_work,
    bring,
    check_frame,
    sitting,
)
from tests.support.domain import FakeClock


def line(juror: support.Juror, name: str) -> str:
    return next(line for line in juror.lines()[2:] if name in line)


def order(service: Service) -> str:
    """The roster as the initials of the surnames."""
    return "".join(entry.candidate.surname[0] for entry in service.sitting.roster)


def summon(service: Service, *hours: str) -> None:
    """Give the candidates hours, in order."""
    who = zip(ROSTER, hours, strict=False)
    service.change(*(EditCandidate(p, c, convocation=hour) for (p, c), hour in who))


# -- At a glance -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_hours_and_the_delay_are_told_where_there_are_any(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        async with at_work(service, size) as juror:
            assert "Heure" not in juror.text()
        summon(service, "10:00", "10:40")
        bring(service, clock, "interview_ended")
        clock.advance(3300 - clock.now().ticks // 1000 + 3600)
        async with at_work(service, size) as juror:
            assert ("Heure" in juror.text()) is (size[0] >= 80)
            assert "10:40" in line(juror, "N’GUYEN")
            assert "retard 15 min" in juror.lines()[1]
            assert "à examiner : 2 · à rédiger : 1" in juror.text()
            await juror.choose(SECOND)
            assert "attendu à 10:40, en retard" in juror.text()
            assert "?" in line(juror, "N’GUYEN")
            assert "?" not in line(juror, "ÖZDEMIR")
            check_frame(juror)


async def test_a_minute_makes_a_day_late_and_only_its_line_is_painted(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        summon(service, "10:00", "10:40")
        async with at_work(service) as juror:
            home = juror.app.place()
            assert home is not None
            assert "?" not in line(juror, "LEFÈVRE")
            clock.advance(6 * 60)
            home.tick()
            await juror.pause()
            assert "retard 6 min" in juror.lines()[1]
            assert "?" in line(juror, "LEFÈVRE")
            assert "?" not in line(juror, "N’GUYEN")
            assert "attendu à 10:00, en retard" in juror.text()


async def test_the_plain_mode_says_all_of_it_in_words(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        summon(service, "10:00", "10:40")
        service.from_list.hand_over(THIRD, "commission 2")
        clock.advance(6 * 60)
        app = E33App(service, look=Look(plain=True))
        try:
            async with app.run_test(size=(60, 20)) as pilot:
                app._watcher.stop()
                juror = support.Juror(app, pilot)
                await juror.pause()
                text = juror.text()
                await juror.press("r", "down")
                # What is chosen is told by the cursor alone: it stands on that line.
                point = app.cursor_point
                assert point is not None
                assert "N’GUYEN" in juror.lines()[point.y]
                await juror.type("o")
                assert app.cursor_point is None, "the driver knows where one writes"
        finally:
            use(DEFAULT)
    assert "Candidats : heure, nom, numéro, état" in text
    assert "10:00, LEFÈVRE Zoé, 0123456, attendu, en retard" in text
    assert "ÖZDEMIR Émile, 0123458, confié : commission 2" in text
    assert "retard 6 min" in text


# -- The next one ----------------------------------------------------------------------------------


async def test_one_key_opens_the_next_candidate_of_the_day(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="complete", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.press("end", "n")
            await juror.until(lambda: juror.where == "identification", "the next passage")
            assert juror.desk.id == SECOND
            await juror.press("ctrl+r")
            await juror.at_home()
            service.from_list.hand_over(SECOND, "commission 2")
            await juror.press("ctrl+o", "ctrl+o")
            await juror.until(lambda: "confié" in juror.text(), "the list as it is")
            await juror.press("N")
            await juror.until(lambda: juror.where == "identification", "the one after")
            assert juror.desk.id == THIRD
            await juror.press("ctrl+x")
            await juror.at_home()
            await juror.press("n")
            assert juror.where == "home"


async def test_the_next_one_is_known_once_the_disk_has_been_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="complete", clock=clock) as service:
        service.close(10)
    again = support.new_service(tmp_path, clock)
    answer, genuine = threading.Event(), again.rows
    monkeypatch.setattr(again, "rows", lambda: answer.wait(10) and genuine())
    async with at_work(again) as juror:
        await juror.press("n")
        assert juror.where == "home"
        answer.set()
        await juror.until(lambda: juror.where == "identification", "the next passage")
        assert juror.desk.id == SECOND
    assert again.close(10)


# -- The search ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "key", "typed"),
    list(zip(SIZES, ("r", "slash", "R"), ("OZD", "458", "emi ozd"), strict=True)),
)
async def test_a_few_letters_find_a_candidate_and_enter_opens(
    tmp_path: Path, size: tuple[int, int], key: str, typed: str
) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service, size) as juror:
            await juror.press(key)
            assert "3 candidats" in juror.text()
            await juror.type(typed)
            assert "1 candidat " in juror.text()
            assert "ÖZDEMIR Émile attendu" in juror.text()
            assert juror.first_line().startswith(" E33 ")
            await juror.press("enter")
            await juror.until(lambda: juror.where == "identification", "the passage")
            assert juror.desk.id == THIRD


async def test_a_search_is_left_without_a_trace_and_finds_nobody_politely(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            for leave in ("ctrl+r", "escape"):
                await juror.press("down", "r")
                await juror.type("xq[/b]")
                assert "Aucun candidat ne correspond." in juror.text()
                await juror.press("enter", "down", "pagedown")
                assert juror.asked
                await juror.press(leave)
                await juror.at_home()
            assert "ÖZDEMIR Émile · attendu" in juror.text()


async def test_arrows_choose_among_those_found_and_only_the_first_of_many_are_shown(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path) as service:
        more = [AddCandidate(f"{n:016x}", Candidate(f"9{n:05}", f"NOM{n}")) for n in range(60)]
        service.change(*more)
        async with at_work(service) as juror:
            await juror.press("r")
            await juror.type("nom")
            assert f"{MOST} premiers sur 60" in juror.text()
            await juror.type("1")
            await juror.press("down", "down", "up", "enter")
            await juror.until(lambda: juror.where == "identification", "the passage")
            assert juror.state.identification.candidate.surname == "NOM10"


# -- The order -------------------------------------------------------------------------------------


async def test_plus_and_minus_move_the_chosen_candidate(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            # The arrows stop at both ends: nobody stands on the other one by a press too many.
            await juror.press("down", "down", "down")
            assert "ÖZDEMIR Émile · attendu" in juror.text()
            await juror.press("up", "up", "up")
            for key, wanted in (
                ("plus", "NLÖ"),
                ("plus", "NÖL"),
                ("minus", "NLÖ"),
                ("minus", "LNÖ"),
            ):
                await juror.press(key)
                await juror.until(lambda wanted=wanted: order(service) == wanted, wanted)  # type: ignore[misc]
                await juror.at_home()
                assert "LEFÈVRE Zoé · attendu" in juror.text()
            await juror.press("minus")
            assert order(service) == "LNÖ"


async def test_keys_pressed_while_the_disk_is_slow_are_all_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sitting(tmp_path) as service:
        answer, genuine = threading.Event(), service.change

        def slow(*commands: object) -> object:
            answer.wait(10)
            return genuine(*commands)  # type: ignore[arg-type]

        monkeypatch.setattr(service, "change", slow)
        async with at_work(service) as juror:
            await juror.press("plus", "plus", "enter", "delete", "ctrl+x")
            assert juror.where == "home"
            assert not juror.asked
            answer.set()
            await juror.until(lambda: order(service) == "NÖL", "both moves")
            await juror.at_home()
            assert "⏎ ouvrir" in juror.lines()[-1]


async def test_a_candidate_whom_another_terminal_has_removed_is_not_moved(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            other = support.new_service(tmp_path, FakeClock())
            other.change(RemoveCandidate(SECOND))
            assert other.close(10)
            await juror.press("end", "minus")
            await juror.until(lambda: "n’est pas sur la liste" in juror.text(), "the refusal")
            await juror.press("ctrl+o", "ctrl+o")
            await juror.until(lambda: "2 candidats" in juror.text(), "the list as it is")
            await juror.press("minus")
            await juror.until(lambda: order(service) == "ÖL", "the move")


# -- Absence ---------------------------------------------------------------------------------------


async def test_an_absence_is_declared_and_undone_on_the_list(tmp_path: Path) -> None:
    with sitting(tmp_path, state="gate_open") as service:
        async with at_work(service) as juror:
            await juror.press("ctrl+x")
            assert "► en cours" in line(juror, "LEFÈVRE"), "an oral that is on stays as it is"
            await juror.choose(SECOND)
            await juror.press("ctrl+x")
            await juror.until(lambda: "× absent" in line(juror, "N’GUYEN"), "the absence")
            await juror.at_home()
            assert "^X annule l’absence" in juror.text()
            check_frame(juror)
            await juror.press("ctrl+x")
            await juror.until(lambda: "○ attendu" in line(juror, "N’GUYEN"), "expected again")
            await juror.at_home()
            assert "attendu de nouveau" in juror.text()
            assert support.refolded(service, SECOND).absent is False


async def test_who_is_open_in_another_terminal_is_said(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        other = support.new_service(tmp_path, FakeClock())
        desk = other.open(FIRST)
        async with at_work(service) as juror:
            await juror.press("ctrl+x")
            await juror.until(lambda: "ouvert dans un terminal (" in juror.text(), "by whom")
            await juror.press("t", "r")
            await juror.until(lambda: not juror.asked, "the answer taken")
            assert not any(entry.handed_to for entry in service.sitting.roster)
        assert desk.leave()
        assert other.close(10)


# -- Handing over ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", EACH_SIZE)
async def test_a_candidate_is_handed_to_another_commission_and_taken_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state="complete") as service:
        async with at_work(service, size) as juror:
            await juror.press("t")
            assert not juror.asked, "who was heard stays"
            await juror.choose(SECOND)
            await juror.press("t", "c")
            await juror.type("commission 2")
            await juror.press("enter")
            await juror.until(lambda: "exports/commission/" in juror.text(), "the file")
            await juror.at_home()
            assert service.sitting.entry(SECOND).handed_to == "commission 2"
            assert "»" in line(juror, "N’GUYEN")
            assert "N’GUYEN-BAÏLE Maëlys · confié : commission 2" in juror.text()
            assert "à examiner : 1" in juror.text()
            check_frame(juror)
            await juror.press("enter")
            await juror.until(lambda: "n’est plus attendu ici" in juror.text(), "the refusal")
            await juror.press("t")
            assert "Maëlys, confié : commission 2" in juror.text()
            await juror.press("i")
            await juror.until(lambda: not service.sitting.entry(SECOND).handed_to, "taken back")
            await juror.at_home()
            assert "○ attendu" in line(juror, "N’GUYEN")


async def test_who_was_put_off_is_handed_to_another_day(tmp_path: Path) -> None:
    with sitting(tmp_path, state="gate_technical") as service:
        async with at_work(service) as juror:
            await juror.press("t", "r")
            await juror.until(lambda: "exports/commission/" in juror.text(), "the file")
            await juror.at_home()
            assert service.sitting.entry(FIRST).handed_to == ANOTHER_DAY
            assert line(juror, "LEFÈVRE").count("↻") == 1
            await juror.press("t", "f")
            await juror.until(lambda: "Fichier à importer" in juror.text(), "the file again")


async def test_given_up_nothing_is_handed_over(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            for keys in (("t", "n"), ("t", "escape"), ("t", "c", "ctrl+r")):
                await juror.press(*keys)
                await juror.at_home()
            await juror.press("t", "c", "enter")
            assert "tapez quelques mots" in juror.text()
            await juror.press("ctrl+r")
            assert not any(entry.handed_to for entry in service.sitting.roster)


async def test_once_nobody_is_left_the_last_line_leads_to_what_follows(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="locked_complete", clock=clock) as service:
        async with at_work(service) as juror:
            assert "harmonisation" not in juror.lines()[-1]
        for number in (SECOND, THIRD):
            bring(service, clock, "absent", number)
        async with at_work(service) as juror:
            assert "H harmonisation" in juror.lines()[-1]
        service.close_sitting((Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul")))
        async with at_work(service) as juror:
            assert "H harmonisation" in juror.lines()[-1]
            assert "P documents" in juror.lines()[-1]
            await juror.resize(60, 20)
            assert "P documents" in juror.lines()[-1]
