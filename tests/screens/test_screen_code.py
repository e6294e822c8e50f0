"""The neutral screen's code: set by the commission, asked for, and never what keeps an oral closed."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest

from e33tui import cli
from e33tui.domain.errors import StoreError
from e33tui.domain.screen_code import RULE, ScreenCode
from e33tui.persistence.layout import Layout
from e33tui.screens import blank, screen_code
from e33tui.screens.blank import Blank
from e33tui.screens.digits import Digits, digit_of
from e33tui.screens.fields import LineInput
from e33tui.screens.screen_code import AskCode
from e33tui.service import Service
from tests.screens.support import Juror, at_work, sitting
from tests.screens.test_blank import burst, check_hidden, painted
from tests.screens.test_touch import check_targets
from tests.screens.touching import at_tablet

CODE = "2580"
AZERTY = {"&": 1, "é": 2, '"': 3, "'": 4, "(": 5, "-": 6, "è": 7, "_": 8, "ç": 9, "à": 0}
"""What the row of digits gives without Shift on the keyboard that most centres have."""
WAITING = f"{blank.ASKED.strip()} ⏎ : valider ^O : cacher"


@asynccontextmanager
async def blanked(folder: Path, code: str = CODE) -> AsyncIterator[tuple[Juror, Service]]:
    """An oral with a text half typed, and the neutral screen over it."""
    with sitting(folder, state="interview_running") as service:
        service.screen_code.change(code)
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("à demi")
            await juror.press("ctrl+o")
            check_hidden(juror)
            yield juror, service


async def asked(juror: Juror, stars: str = "") -> None:
    """The code is asked for, with so many digits typed."""
    shown = WAITING.replace(" :", f" : {stars}", 1) if stars else WAITING
    await juror.until(lambda: painted(juror) == shown, f"the question with {stars!r}")


async def revealed(juror: Juror) -> None:
    """The oral is there again, with what stood there."""
    await juror.until(lambda: not isinstance(juror.app.screen, Blank), "the oral")
    assert juror.app.screen.query_one(LineInput).value == "à demi"
    assert juror.app.focused is juror.app.screen.query_one(LineInput)


# -- Digits -----------------------------------------------------------------------------------------


def test_a_digit_is_one_on_every_keyboard() -> None:
    typed = {character: digit_of(character) for character in AZERTY}
    assert typed == {character: str(digit) for character, digit in AZERTY.items()}
    assert [digit_of(c) for c in "0123456789"] == list("0123456789")
    # Caps Lock, and the rows of Belgium and of Apple.
    assert [digit_of(c) for c in "ÉÈÇÀ§!"] == list("279068")
    assert [digit_of(c) for c in (None, "", "a", "٣", "²", "é́")] == [""] * 6


def test_digits_are_taken_back_and_one_too_many_makes_another_code() -> None:
    digits = Digits()
    digits.paste(" 1234567890 ")
    assert digits.text == "123456789"
    assert digits.press("backspace", None)
    assert digits.text == "12345678"
    assert digits.press("delete", None)
    assert not digits.press("backspace", None)
    assert not digits.press("a", "a")
    assert digits.text == ""


# -- Coming back ------------------------------------------------------------------------------------


async def test_the_code_brings_the_screen_back_and_nothing_else_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blank, "DELAY", 0)
    async with blanked(tmp_path) as (juror, _):
        before = juror.state
        await check_giving_up(juror, monkeypatch)
        await juror.press("2", "5", "8", "0", "enter", "escape")
        check_hidden(juror)
        await juror.press("ctrl+o")
        await asked(juror)
        await juror.press("a", "é", "x", "5", "up", "tab", "ctrl+n", "ctrl+c", "ctrl+z")
        await asked(juror, "**")
        for key in ("ctrl+o", "escape"):
            await juror.press(key)
            check_hidden(juror)
            await juror.press("enter", "ctrl+o")
            await asked(juror)
        await juror.press("enter")
        await asked(juror)
        for wrong in range(1, blank.TOLD_AFTER + 1):
            await juror.press("0", "enter")
            await juror.until(lambda: blank.WRONG in painted(juror) and "*" not in painted(juror))
            told = painted(juror)
            assert (blank.FORGOTTEN in told) is (wrong == blank.TOLD_AFTER)
            # Whole, however long the path: nothing of it may be guessed.
            command = f"e33tui code --retirer {tmp_path}".replace(" ", "")
            assert (command in told.replace(" ", "")) is (wrong == blank.TOLD_AFTER)
        assert CODE not in painted(juror)
        await juror.type("é(_")
        await juror.press("9", "backspace", "à", "enter")
        await revealed(juror)
        assert juror.state == before
        await juror.press("ctrl+o")
        check_hidden(juror)
        for typed in (CODE, f"1234\r{CODE}"):
            await burst(juror, f"^O{typed}\r")
            await revealed(juror)
            await juror.press("ctrl+o")
        await juror.press("ctrl+o", *CODE, "enter")
        await revealed(juror)
        await burst(juror, "^O^O")
        await juror.paste(f"{CODE}\n")
        await asked(juror, "****")
        await juror.press("enter")
        await revealed(juror)


async def check_giving_up(juror: Juror, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hidden while a code is compared, the question opens nothing; nor are keys taken meanwhile."""
    go_on, done = Event(), Event()
    compared: list[str] = []
    real = ScreenCode.opens

    def slowly(code: ScreenCode, typed: str) -> bool:
        compared.append(typed)
        assert go_on.wait(20)
        done.set()
        return real(code, typed)

    monkeypatch.setattr(ScreenCode, "opens", slowly)
    await juror.press("ctrl+o", *CODE, "enter")
    await juror.until(lambda: compared == [CODE], "the comparison")
    await juror.press("1", "enter")
    await asked(juror, "*")
    await juror.press("escape")
    go_on.set()
    await juror.until(done.is_set, "the answer")
    await juror.pause()
    check_hidden(juror)
    await juror.press("ctrl+o")
    await asked(juror)
    assert compared == [CODE]
    await juror.press("ctrl+o")


# -- A code that is gone, or that nobody can read -------------------------------------------------


async def test_a_code_removed_on_the_command_line_is_asked_for_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blank, "LOOK", 0.05)
    async with blanked(tmp_path) as (juror, service):
        assert cli.main(["code", "--retirer", str(tmp_path)]) == 0
        await juror.press("ctrl+o")
        await revealed(juror)
        service.screen_code.change(CODE)
        await juror.press("ctrl+o", "ctrl+o")
        await asked(juror)
        await juror.press("1")
        assert cli.main(["code", "--retirer", str(tmp_path)]) == 0
        await juror.until(lambda: not isinstance(juror.app.screen, Blank), "the screen")
        await revealed(juror)
        # Another terminal of the séance sets one while this one is blanked.
        await juror.press("ctrl+o")
        other = Layout(tmp_path).screen_code
        service.screen_code.change(CODE)
        kept = other.read_bytes()
        service.screen_code.remove()
        other.write_bytes(kept)
        assert isinstance(juror.app.screen, Blank)
        await juror.until(lambda: service.screen_code.is_set, "the other terminal's code")
        await juror.press("ctrl+o")
        await asked(juror)


async def test_a_code_that_cannot_be_read_or_compared_keeps_nothing_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = Event()
    file = Layout(tmp_path).screen_code

    def damaged() -> None:
        file.write_bytes(b"{")

    def unreadable() -> None:
        file.unlink()
        file.mkdir()

    def hanging() -> None:
        file.rmdir()
        monkeypatch.setattr(blank, "PATIENCE", 0.02)
        monkeypatch.setattr(type(service.screen_code), "read", lambda _: never.wait(20) and None)

    def without_the_hash() -> None:
        monkeypatch.undo()
        service.screen_code.change(CODE)
        monkeypatch.setattr(hashlib, "scrypt", fail)

    def fail(*_: object, **__: object) -> bytes:
        raise ValueError

    harms: tuple[Callable[[], None], ...] = (damaged, unreadable, hanging, without_the_hash)
    async with blanked(tmp_path) as (juror, service):
        for harm in harms:
            harm()
            service.screen_code.is_set = True
            await juror.press("ctrl+o")
            if harm is without_the_hash:
                await asked(juror)
                await juror.press(*CODE, "enter")
            await revealed(juror)
            said = juror.app.place()
            assert said is not None
            assert said.says(blank.UNREADABLE)
            said.notice("")
            await juror.press("ctrl+o")
        never.set()


# -- Setting it ------------------------------------------------------------------------------------


async def test_the_commission_sets_changes_and_removes_it_in_the_interface(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("à demi")
            await juror.press("ctrl+p")
            await juror.type("code de l’écran")
            await juror.until(lambda: "Accueil" not in juror.text(), "one command")
            await juror.press("enter")
            await juror.until(lambda: isinstance(juror.app.screen, AskCode), "the question")
            await juror.press("enter")
            assert RULE in juror.text()
            await juror.press("1", "2", "3", "enter")
            assert RULE in juror.text()
            await juror.press(*"123456789", "enter")
            assert RULE in juror.text()
            await juror.press(*"2580", "enter", *"2581", "enter")
            assert "Les deux codes diffèrent" in juror.text()
            await juror.type("éçà")
            assert "***" in juror.text()
            assert "éçà" not in juror.text()
            await juror.press("backspace", "backspace", "(", "_", "à", "enter")
            assert screen_code.AGAIN in juror.text()
            await juror.press("ctrl+o")
            check_hidden(juror)
            await juror.press("ctrl+o", *CODE, "enter")
            await juror.until(lambda: screen_code.SET in juror.text(), "that it is set")
            found = service.screen_code.read()
            assert found is not None
            assert found.opens(CODE)
            assert service.forms.shown == ""
            for keys, said in (
                ("g", screen_code.SET),
                ("c", "à l’instant"),
                ("r", screen_code.REMOVED),
            ):
                juror.app.action_screen_code()
                await juror.until(lambda: juror.asked, "what to do with it")
                await juror.press(keys)
                if keys == "c":
                    await juror.until(lambda: isinstance(juror.app.screen, AskCode), "a new one")
                    await juror.press("1", "escape")
                else:
                    await juror.until(lambda said=said: said in juror.text(), said)  # type: ignore[misc]
            assert service.screen_code.read() is None
            await revealed(juror)


async def test_what_keeps_a_code_from_being_kept_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            Layout(tmp_path).screen_code.mkdir()
            juror.app.action_screen_code()
            await juror.until(lambda: juror.asked, "what to do with it")
            await juror.press("c")
            await juror.until(lambda: isinstance(juror.app.screen, AskCode), "a new one")
            # The letter of an answer is none of the list's own keys, which opens the clôture.
            assert juror.where == "home"
            await juror.press("escape")
            juror.app.action_screen_code()
            await juror.until(lambda: juror.asked, "what to do with it")
            await juror.press("r")
            await juror.until(lambda: "code-ecran.json" in juror.text(), "why not")
            with pytest.raises(StoreError):
                service.screen_code.remove()


# -- Under a finger ----------------------------------------------------------------------------------


async def test_a_finger_sets_it_and_comes_back_by_it(tmp_path: Path) -> None:
    digits = [f"digit-{digit}" for digit in "0550"]
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            finger.app.action_screen_code()
            await finger.until(lambda: isinstance(finger.app.screen, AskCode), "the question")
            check_targets(finger)
            await finger.tap(*digits, "digit-1", "erase", "enter", *digits, "enter")
            await finger.until(lambda: service.screen_code.is_set, "the code")
            await finger.tap("blank")
            check_targets(finger)
            await finger.tap("reveal")
            check_targets(finger)
            await finger.tap("digit-5", "hide", "reveal", *digits, "enter")
            await finger.until(lambda: not isinstance(finger.app.screen, Blank), "the oral")
