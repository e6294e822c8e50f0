"""What is said of saving, and how seldom."""

from __future__ import annotations

import errno
import time
from pathlib import Path

import pytest
from textual.widgets import Input

from e33tui.domain.clock import Instant
from e33tui.domain.passage import Step
from e33tui.persistence.errors import OwnershipLost, explain
from e33tui.screens.save_view import SaveMark, save_alert
from e33tui.screens.view import near_home
from e33tui.store import SaveStatus
from tests.screens.support import FIRST, Juror, at_work, new_service, refolded, sitting
from tests.support.domain import FakeClock

BEGIN = 1_780_000_000_000
FULL = explain(OSError(errno.ENOSPC, ""), "/seance/passages/x/passage.json", "enregistré")


def at(seconds: float, step: int = 0) -> Instant:
    """A moment, on a wall clock that was put right by ``step`` milliseconds."""
    return Instant("boot", round(seconds * 1000), BEGIN + step + round(seconds * 1000))


def saved(seconds: float) -> SaveStatus:
    return SaveStatus(saved_at=BEGIN + round(seconds * 1000))


def clock(seconds: float) -> str:
    return "✓ " + time.strftime("%H:%M:%S", time.localtime((BEGIN // 1000) + seconds))


def test_the_time_of_the_last_save_moves_on_every_ten_seconds_at_most() -> None:
    mark = SaveMark()
    shown = [mark.show(saved(second), at(second)).plain for second in range(25)]
    assert shown == [clock(0)] * 10 + [clock(10)] * 10 + [clock(20)] * 5


def test_a_step_of_the_wall_clock_does_not_hold_the_time_up() -> None:
    mark = SaveMark()
    mark.show(saved(0), at(0, step=3_600_000))
    assert mark.show(saved(10), at(10)).plain == clock(10)


def test_a_time_is_never_shown_before_its_save() -> None:
    mark = SaveMark()
    assert mark.show(SaveStatus(), at(0)).plain == ""
    assert mark.show(SaveStatus(oldest_unsaved=BEGIN), at(1)).plain == ""
    assert mark.show(saved(1), at(1.5)).plain == clock(1)
    waiting = SaveStatus(saved_at=BEGIN + 1000, oldest_unsaved=BEGIN + 12_000)
    assert mark.show(waiting, at(13)).plain == clock(1)


def test_only_a_wait_of_more_than_two_seconds_is_said_with_its_age() -> None:
    mark = SaveMark()
    mark.show(saved(0), at(0))
    waiting = SaveStatus(saved_at=BEGIN, oldest_unsaved=BEGIN + 1000)
    ages = [mark.show(waiting, at(second)).plain for second in (2, 3, 3.1, 5, 18, 19, 62, 200)]
    said = ["2 s", "4 s", "15 s", "15 s", "1 min", "3 min"]
    assert ages == [clock(0), clock(0), *(f"enregistrement… {age}" for age in said)]
    assert mark.show(saved(201), at(201)).plain == clock(201)


def test_a_failure_is_said_at_once_and_gone_with_the_next_save() -> None:
    mark = SaveMark()
    mark.show(saved(0), at(0))
    failing = SaveStatus(saved_at=BEGIN, oldest_unsaved=BEGIN + 1000, error=FULL)
    assert mark.show(failing, at(1.2)).plain == "✗ non enregistré"
    assert mark.show(failing, at(4)).plain == "✗ non enregistré 3 s"
    assert mark.show(saved(5), at(5)).plain == clock(5)


def test_the_alert_says_why_what_to_do_and_that_nothing_is_lost() -> None:
    assert save_alert(saved(1)) == ""
    assert save_alert(SaveStatus(error=FULL)) == (
        "! Enregistrement impossible : le disque est plein. Libérez de la place. "
        "La saisie reste en mémoire ; ^P : en garder une copie ailleurs."
    )
    assert "repris dans un autre terminal" in save_alert(SaveStatus(error=OwnershipLost("x")))


def tick(juror: Juror, times: int = 1) -> None:
    """Let seconds pass for what the screen shows."""
    screen = juror.app.place()
    assert screen is not None
    for _ in range(times):
        screen.tick()


async def test_the_alert_stays_on_the_screen_until_something_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            status = SaveStatus(error=FULL)
            monkeypatch.setattr(service, "save_status", lambda: status)
            tick(juror)
            await juror.press("x")
            assert "le disque est plein. Libérez de la place. La saisie reste" in juror.text()
            assert "✗ non enregistré" in juror.first_line()
            await juror.press("enter")
            assert "le disque est plein" in juror.text()
            # A refusal may stand in its place for a while, not for good.
            juror.app.notice("! Refusé.")
            await juror.pause()
            assert "le disque est plein" not in juror.text()
            tick(juror, 21)
            await juror.pause()
            assert "le disque est plein" in juror.text()
            # Another screen says so at once.
            await juror.press("ctrl+r")
            await juror.pause()
            assert "le disque est plein" in juror.text()
            status = SaveStatus(saved_at=BEGIN)
            tick(juror)
            await juror.pause()
            assert "le disque est plein" not in juror.text()
            assert clock(0) in juror.first_line()


async def asked_where_to(juror: Juror) -> Input:
    """Ask for a copy by its name, in an oral; return the field of the folder that it goes into."""
    await juror.open()
    await juror.press("ctrl+p")
    await juror.type("copie")
    await juror.until(lambda: "Enregistrer une copie" in juror.text(), "the command")
    await juror.press("down", "enter")
    await juror.until(lambda: juror.asked, "the question")
    field = juror.app.screen.focused
    assert isinstance(field, Input)
    return field


async def test_an_account_without_a_home_copies_and_names_paths_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", none)
    assert near_home(tmp_path) == tmp_path
    with sitting(tmp_path / "seance", state="interview_running") as service:
        async with at_work(service, (60, 20)) as juror:
            field = await asked_where_to(juror)
            assert field.value == ""


async def test_a_copy_elsewhere_is_a_command_by_its_name(tmp_path: Path) -> None:
    with sitting(tmp_path / "seance", state="interview_running") as service:
        async with at_work(service, (60, 20)) as juror:
            field = await asked_where_to(juror)
            assert field.value.endswith("copie-seance")
            field.value = str(tmp_path / "seance" / "dedans")
            await juror.press("enter")
            assert "choisissez-le hors" in juror.text()
            field.value = str(tmp_path / "clé")
            await juror.press("enter")
            await juror.until(lambda: "Copie enregistrée" in juror.text(), "the copy")
            assert juror.at(Step.INTERVIEW)
    again = new_service(tmp_path / "clé", FakeClock())
    assert again.look(FIRST).state == refolded(again, FIRST)
    assert again.close(10)
