"""Importing a roster as a commission sees it: a file or pasted lines, a preview, one key."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from e33tui.domain.closing import Assent
from e33tui.domain.roster_plan import Plan
from e33tui.domain.roster_words import Section, sections
from e33tui.look import Look
from e33tui.screens import importing as screen_of_import
from e33tui.screens.importing import ImportScreen
from e33tui.service import Service, importing
from tests.screens.seen import at_terminal
from tests.screens.support import (
    EACH_SIZE,
    FIRST,
    ROSTER,
    Juror,
    at_work,
    check_frame,
    new_service,
    sitting,
)
from tests.screens.touching import at_tablet
from tests.support.domain import FakeClock

HEADS = "N° candidat;Nom;Prénom;Heure;Lycée;INE\n"
KNOWN = "0123456;LEFÈVRE;Zoé;8h30;Zay;X\n"
NEW = "0260777;[/b]ROY;=1+2;9h;;X\n"


async def at_import(juror: Juror) -> ImportScreen:
    await juror.at_home()
    await juror.press("i")
    screen = juror.app.place()
    assert isinstance(screen, ImportScreen)
    return screen


async def read(juror: Juror, path: Path) -> None:
    """Type a file's name and have it read."""
    await read_by_enter(juror, str(path))


async def read_by_enter(juror: Juror, typed: str) -> None:
    await juror.type(typed)
    await juror.press("enter")
    await seen(juror)


async def seen(juror: Juror) -> None:
    screen = juror.app.place()
    assert isinstance(screen, ImportScreen)
    await juror.until(lambda: not screen._reading, "the file read")
    await juror.pause()


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "liste.csv"
    path.write_bytes(text.encode("cp1252"))
    return path


def numbers(service: Service) -> list[str]:
    return [entry.candidate.number for entry in service.sitting.roster]


@pytest.mark.parametrize("size", EACH_SIZE)
async def test_a_file_is_shown_first_and_taken_over_by_a_key(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path / "s") as service:
        async with at_work(service, size) as juror:
            await at_import(juror)
            assert "^N lire" in juror.lines()[-1]
            await read(juror, written(tmp_path, HEADS + KNOWN + NEW))
            check_frame(juror)
            text = juror.text()
            assert "1 candidat à ajouter et 1 ligne à modifier." in text
            assert "0260777 [/b]ROY =1+2, 09:00" in text
            assert "^N reprendre" in juror.lines()[-1]
            assert len(service.sitting.roster) == 3
            await juror.press("ctrl+n")
            await juror.at_home()
            assert "Liste reprise : 1 candidat ajouté, 1 ligne modifiée." in juror.text()
            assert numbers(service)[-1] == "0260777"
            assert service.sitting.entry(FIRST).convocation == "08:30"
            assert "[/b]ROY" in juror.text()


async def test_its_preview_is_worded_once_beside_the_interface(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worded: list[threading.Thread] = []

    def noted(plan: Plan) -> tuple[Section, ...]:
        worded.append(threading.current_thread())
        return sections(plan)

    monkeypatch.setattr(screen_of_import, "sections", noted)
    with sitting(tmp_path / "s") as service:
        async with at_work(service) as juror:
            screen = await at_import(juror)
            await read(juror, written(tmp_path, HEADS + NEW))
            screen.refresh_all()
            assert "À ajouter" in juror.text()
            assert len(worded) == 1
            assert worded[0] is not threading.main_thread()


async def test_the_same_file_changes_nothing_and_offers_nothing(tmp_path: Path) -> None:
    with sitting(tmp_path / "s") as service:
        async with at_work(service) as juror:
            await at_import(juror)
            path = written(tmp_path, "Numéro;Nom;Prénom\n0123456;LEFÈVRE;Zoé\n")
            await read(juror, path)
            assert "Rien à changer" in juror.text()
            assert "Sur la liste et pas dans le fichier, gardés : 2" in juror.text()
            assert "^N lire" in juror.lines()[-1]
            lines = service._store.sitting.lines()
            await juror.press("ctrl+n")
            await seen(juror)
            assert service._store.sitting.lines() == lines


async def test_lines_that_are_pasted_are_read_at_once(tmp_path: Path) -> None:
    with sitting(tmp_path / "s") as service:
        async with at_work(service) as juror:
            await at_import(juror)
            await juror.paste("Numéro\tNom\tPrénom\n0260777\tROY\tZoé\n")
            await seen(juror)
            assert "2 lignes collées. 1 candidat à ajouter." in juror.text()
            await juror.type("x")
            assert "à ajouter" not in juror.text()
            await juror.paste("Numéro\tNom\tPrénom\n0260777\tROY\tZoé\n")
            await seen(juror)
            await juror.press("ctrl+n")
            await juror.at_home()
            assert numbers(service)[-1] == "0260777"


async def test_lines_are_taken_wherever_the_focus_is(tmp_path: Path) -> None:
    with sitting(tmp_path / "s") as service:
        async with at_work(service) as juror:
            await at_import(juror)
            await read(juror, written(tmp_path, HEADS + KNOWN))
            for _ in range(2):
                await juror.press("tab")
                await juror.paste("Numéro\tNom\n0260777\tROY\n")
                await seen(juror)
                assert "2 lignes collées. 1 candidat à ajouter." in juror.text()
            await juror.paste("ni un nom de fichier")
            assert "2 lignes collées" in juror.text()


async def test_a_name_that_is_pasted_is_a_name(tmp_path: Path) -> None:
    with sitting(tmp_path / "s") as service:
        async with at_work(service) as juror:
            await at_import(juror)
            await juror.paste(f"{written(tmp_path, HEADS + NEW)}\n")
            await juror.press("ctrl+n")
            await seen(juror)
            assert "1 candidat à ajouter." in juror.text()


async def test_faults_are_told_by_line_and_nothing_can_be_taken(tmp_path: Path) -> None:
    with sitting(tmp_path / "s") as service:
        async with at_work(service, (60, 20)) as juror:
            await at_import(juror)
            await read(juror, written(tmp_path, HEADS + NEW + ";SANS;Numéro;25h;;\n"))
            text = juror.text()
            assert "2 points à corriger dans le fichier : rien ne peut être repris." in text
            assert "Ligne 3, colonne « N° candidat » : ce champ est vide." in text
            await juror.press("ctrl+n")
            await seen(juror)
            assert len(service.sitting.roster) == 3
            await juror.press("pagedown")
            assert "À ajouter : 1" in juror.text()
            await juror.press("pageup")
            assert "À corriger : 2" in juror.text()


async def test_what_is_no_list_is_refused_and_another_name_tried(tmp_path: Path) -> None:
    with sitting(tmp_path / "s") as service:
        async with at_work(service) as juror:
            screen = await at_import(juror)
            await juror.press("enter")
            assert "Tapez le nom du fichier" in juror.text()
            await read(juror, tmp_path)
            assert "n’est pas un fichier" in juror.text()
            await juror.type("/no.csv")
            await juror.press("enter")
            await seen(juror)
            assert "n’existe pas" in juror.text()
            screen._source.value = ""
            await read(juror, written(tmp_path, HEADS + NEW))
            assert "1 candidat à ajouter." in juror.text()
            await juror.type("x")
            assert "à ajouter" not in juror.text()
            assert "^N lire" in juror.lines()[-1]


async def test_the_school_is_taken_only_where_that_is_chosen(tmp_path: Path) -> None:
    with sitting(tmp_path / "s") as service:
        async with at_work(service) as juror:
            await at_import(juror)
            await read(juror, written(tmp_path, HEADS + KNOWN))
            assert "reprise que sur demande" in juror.text()
            await juror.press("tab", "space")
            await seen(juror)
            assert "établissement (vide) devient Zay" in juror.text()
            await juror.press("ctrl+n")
            await juror.at_home()
            assert service.sitting.entry(FIRST).school == "Zay"


def reading_waits(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Hold the reading of a file up; return what tells that it is reached, and what lets it go on."""
    reached, go = threading.Event(), threading.Event()
    read_roster = importing.read_roster

    def slowly(path: Path) -> bytes:
        reached.set()
        assert go.wait(20)
        return read_roster(path)

    monkeypatch.setattr(importing, "read_roster", slowly)
    return reached, go


async def test_lines_that_come_while_a_file_is_read_are_read_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go = reading_waits(monkeypatch)
    with sitting(tmp_path / "s") as service:
        async with at_work(service) as juror:
            await at_import(juror)
            await juror.type(str(written(tmp_path, HEADS + KNOWN)))
            await juror.press("enter")
            await juror.until(reached.is_set, "the file being read")
            await juror.paste("Numéro\tNom\n0260777\tROY\n")
            go.set()
            await juror.until(lambda: "2 lignes collées" in juror.text(), "the lines read")
            assert "1 candidat à ajouter." in juror.text()


async def test_a_school_asked_for_while_a_file_is_read_is_in_what_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go = reading_waits(monkeypatch)
    with sitting(tmp_path / "s") as service:
        async with at_work(service) as juror:
            await at_import(juror)
            await juror.type(str(written(tmp_path, HEADS + KNOWN)))
            await juror.press("enter")
            await juror.until(reached.is_set, "the file being read")
            await juror.press("tab", "space")
            go.set()
            await seen(juror)
            assert "établissement (vide) devient Zay" in juror.text()


async def test_a_list_that_changed_meanwhile_is_read_again(tmp_path: Path) -> None:
    with sitting(tmp_path / "s") as service:
        async with at_work(service) as juror:
            await at_import(juror)
            await read(juror, written(tmp_path, HEADS + NEW))
            service.add_candidate("0260999", "AUTRE", "Max")
            await juror.press("ctrl+n")
            await juror.until(lambda: "vient d’être modifiée" in juror.text(), "the refusal")
            assert numbers(service)[-1] == "0260999"
            await juror.press("ctrl+n")
            await seen(juror)
            await juror.press("ctrl+n")
            await juror.at_home()
            assert numbers(service)[-2:] == ["0260999", "0260777"]


async def test_a_name_that_was_typed_is_there_again_until_its_file_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path, HEADS + NEW)
    with sitting(tmp_path / "s") as service:
        async with at_work(service) as juror:
            await at_import(juror)
            await juror.type(str(path)[:-1])
            await juror.press("ctrl+r")
            await juror.at_home()
            screen = await at_import(juror)
            assert screen._source.value == str(path)[:-1]
            await read_by_enter(juror, str(path)[-1])
            await juror.press("ctrl+n")
            await juror.at_home()
            screen = await at_import(juror)
            assert screen._source.value == ""


async def test_lines_that_were_pasted_are_there_again_until_they_are_taken(tmp_path: Path) -> None:
    clock = FakeClock()
    said = "3 lignes collées. 1 candidat à ajouter et 1 ligne à modifier."
    with sitting(tmp_path, clock=clock) as service:
        async with at_work(service) as juror:
            await at_import(juror)
            await juror.paste(HEADS + KNOWN + NEW)
            await seen(juror)
            await juror.press("ctrl+r")
            await juror.at_home()
            await at_import(juror)
            await seen(juror)
            assert said in juror.text()
            await juror.app.terminal_lost("hangup")
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        assert juror.where == "import"
        await seen(juror)
        assert said in juror.text()
        await juror.press("ctrl+n")
        await juror.at_home()
        assert numbers(again)[-1] == "0260777"
        assert (await at_import(juror))._pasted == ""
    assert again.close(10)


async def test_more_lines_than_are_kept_are_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_of_import, "MOST_KEPT", 20)
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await at_import(juror)
            await juror.paste(HEADS + KNOWN)
            await seen(juror)
            assert "2 lignes collées" in juror.text()
            await juror.press("ctrl+r")
            await juror.at_home()
            assert (await at_import(juror))._pasted == ""


@pytest.mark.parametrize("closed", [False, True])
async def test_a_name_cut_short_is_on_the_screen_the_next_time(
    tmp_path: Path, closed: bool
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        async with at_work(service) as juror:
            await at_import(juror)
            await juror.type("lis[/b]")
            await juror.app.terminal_lost("hangup")
    again = new_service(tmp_path, clock)
    if closed:
        for passage, _ in ROSTER:
            again.from_list.set_absent(passage, absent=True)
        again.close_sitting((Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul")))
    async with at_work(again) as juror:
        assert juror.where == ("home" if closed else "import")
        assert closed or "lis[/b]" in juror.text()
    assert again.close(10)


async def test_another_name_typed_while_the_list_is_taken_over_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go = threading.Event(), threading.Event()
    take_over = importing.take_over

    def slowly(service: Service, plan: Plan) -> None:
        reached.set()
        assert go.wait(20)
        take_over(service, plan)

    monkeypatch.setattr(importing, "take_over", slowly)
    with sitting(tmp_path / "s") as service:
        async with at_work(service) as juror:
            await at_import(juror)
            await read(juror, written(tmp_path, HEADS + NEW))
            await juror.press("ctrl+n")
            await juror.until(reached.is_set, "the list being taken over")
            await juror.type("2")
            go.set()
            await juror.at_home()
            assert "Liste reprise" in juror.text()
            assert (await at_import(juror))._source.value.endswith("liste.csv2")


async def test_in_words_alone_and_in_ascii(tmp_path: Path) -> None:
    for look in (Look(plain=True), Look(ascii=True)):
        with sitting(tmp_path / str(look.plain)) as service:
            async with at_terminal(service, look=look) as juror:
                await at_import(juror)
                await read(juror, written(tmp_path, HEADS + KNOWN))
                assert "heure (vide) devient 08:30" in juror.text()


async def test_a_finger_reads_and_takes_over(tmp_path: Path) -> None:
    with sitting(tmp_path / "s") as service:
        async with at_tablet(service) as finger:
            await at_import(finger)
            await finger.type(str(written(tmp_path, HEADS + NEW)))
            await finger.tap("next")
            await seen(finger)
            await finger.tap("next")
            await finger.at_home()
            assert numbers(service)[-1] == "0260777"
