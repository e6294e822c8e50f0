"""The neutral screen: over anything at once, whatever comes up under it, and back as it was."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from textual import events
from textual._context import visible_screen_stack
from textual.geometry import Region
from textual.keys import _character_to_key
from textual.strip import Strip
from textual.widgets import Input

from e33tui.domain.commands import AddRemark
from e33tui.screens.blank import Blank
from e33tui.screens.dialogs import Ask, Dialog, Menu
from e33tui.screens.fields import LineInput
from e33tui.screens.giving_way import Given
from e33tui.screens.help import Help
from e33tui.screens.palette import Palette
from e33tui.screens.too_small import TooSmall
from e33tui.service import Service, rescue
from tests.screens.support import FIRST, SECOND, Juror, at_work, quiet, refolded, sitting
from tests.support.domain import FakeClock

SMALL = (40, 10)


def painted(juror: Juror) -> str:
    """What the terminal shows: the screen on top with all that shines through it."""
    app = juror.app
    visible_screen_stack.set(app._background_screens)
    whole = Region(0, 0, app.size.width, app.size.height)
    chops = app.screen._compositor._render_chops(whole, lambda _: True)
    rows = [Strip.join(row.values()).text for row in chops]
    return " ".join(" ".join(rows).split())


def check_hidden(juror: Juror, shown: str = "^O") -> None:
    """Nothing is shown but how to come back, and one neutral screen stands on top."""
    stack = juror.app.screen_stack
    assert isinstance(juror.app.screen, Blank)
    assert sum(isinstance(screen, Blank) for screen in stack) == 1
    assert painted(juror) == shown


async def burst(juror: Juror, keys: str) -> None:
    """Deliver keys in one go, as a line that was held up does: ``^`` and a letter, or a character."""
    left = iter(keys)
    for character in left:
        if character == "^":
            event = events.Key(f"ctrl+{next(left).lower()}", None)
        else:
            name = "enter" if character == "\r" else _character_to_key(character)
            event = events.Key(name, character)
        juror.app.post_message(event)
    await quiet()
    await juror.pause()


# -- Over everything ------------------------------------------------------------------------------

OPEN: dict[str, tuple[tuple[str, ...], type]] = {
    "a question with a text": (("ctrl+d", "a"), Ask),
    "a question with answers": (("ctrl+k",), Menu),
    "the question before leaving": (("ctrl+c",), Menu),
    "the help": (("ctrl+g",), Help),
    "the palette": (("ctrl+p",), Palette),
}
TYPED = "alar"


async def test_it_covers_what_stands_over_a_screen_and_gives_it_back_as_it_was(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            await check_keys_that_come_together(juror)
            await juror.type(" à demi")
            state, elapsed = juror.state, juror.state.interview.elapsed(clock.now())
            for keys, kind in OPEN.values():
                await juror.press(*keys)
                assert isinstance(juror.app.screen, kind)
                await check_comes_back(juror, clock)
                await juror.press("escape")
            assert juror.app.screen.query_one(LineInput).value == "acd à demi"
            assert juror.state == state
            assert juror.state.interview.elapsed(clock.now()) == elapsed + 60_000 * len(OPEN)


async def check_comes_back(juror: Juror, clock: FakeClock) -> None:
    """Whatever is pressed and pasted meanwhile, what is open comes back with text and focus."""
    fields = list(juror.app.screen.query(Input))
    if fields:
        await juror.type(TYPED)
    opened, focus = juror.app.screen, juror.app.focused
    await juror.press("ctrl+o")
    check_hidden(juror)
    await juror.press("x", "enter", "escape", "ctrl+c", "ctrl+p")
    await juror.paste("collé")
    if isinstance(opened, Dialog):
        opened.answer("late")  # A message of the key before may be on its way yet.
    check_hidden(juror)
    clock.advance(60)
    await juror.press("ctrl+o")
    assert juror.app.screen is opened
    assert juror.app.focused is focus
    assert [field.value for field in fields] == [TYPED] * len(fields)


async def check_keys_that_come_together(juror: Juror) -> None:
    """In one go they mean what they mean one by one."""
    field = juror.app.screen.query_one(LineInput)
    await burst(juror, "a^Ob^Oc")
    assert field.value == "ac"
    await burst(juror, "d^O^O^Oe")
    check_hidden(juror)
    await juror.press("ctrl+o")
    assert field.value == "acd"
    await juror.press("ctrl+p")
    await juror.type("aide")
    await juror.until(lambda: "Accueil" not in juror.text(), "one command")
    await burst(juror, "\r^O")
    check_hidden(juror)
    await juror.press("ctrl+o", "escape")


async def test_it_stays_whatever_is_opened_under_it(tmp_path: Path) -> None:
    go_on = Event()
    with sitting(tmp_path, state="interview_running") as service:
        real = service.open

        def slowly(passage: str) -> object:
            assert go_on.wait(20)
            return real(passage)

        service.open = slowly  # type: ignore[method-assign,assignment]
        async with at_work(service) as juror:
            await juror.press("enter", "ctrl+o")
            check_hidden(juror)
            go_on.set()
            await juror.until(lambda: juror.where == "exam", "the oral")
            check_hidden(juror)
            juror.desk.do(AddRemark("pendant l’écran neutre"))
            juror.app.ways.go_home("Rangé.")
            await juror.until(lambda: juror.where == "home", "the list")
            juror.app.ways.open_passage(SECOND)
            await juror.until(lambda: juror.where == "identification", "another passage")
            check_hidden(juror)
            await juror.press("ctrl+o")
            assert "N’GUYEN" in juror.lines()[0]
    assert refolded(service, FIRST).remarks[-1].text == "pendant l’écran neutre"


async def test_it_covers_what_another_terminal_makes_of_the_screen(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, watched=True) as juror:
            await juror.open()
            service._store.ownership.request(FIRST)
            await juror.until(lambda: isinstance(juror.app.screen, Given))
            await juror.press("ctrl+o", "ctrl+n", "escape")
            check_hidden(juror)
            await juror.press("ctrl+o")
            assert isinstance(juror.app.screen, Given)


# -- What comes up meanwhile ---------------------------------------------------------------------


async def test_a_question_that_comes_up_waits_under_it(tmp_path: Path) -> None:
    """The machine slept while the screen was blanked: who that was is nobody's business."""
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            juror.app._watch()
            await juror.press("ctrl+o")
            clock.advance(3600)
            juror.app._watch()
            await juror.until(lambda: len(juror.app.screen_stack) == 4, "the question")
            check_hidden(juror)
            await juror.press("o", "enter", "escape")
            check_hidden(juror)
            assert juror.desk.gap is not None
            await juror.press("ctrl+o")
            assert "L’oral a-t-il continué" in juror.text()
            await juror.press("n")
            await juror.until(lambda: not juror.asked, "the answer taken")
            assert juror.desk.gap is None


async def test_an_answer_that_was_being_checked_does_not_take_it_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    real = rescue.parse_target

    def slowly(service: Service, text: str) -> Path:
        assert go_on.wait(20)
        return real(service, text)

    with sitting(tmp_path / "seance", state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("presque")
            juror.app.action_copy()
            await juror.until(lambda: juror.asked, "the question")
            monkeypatch.setattr(rescue, "parse_target", slowly)
            juror.app.screen.query_one(LineInput).value = target = str(tmp_path / "copie")
            await juror.press("enter", "ctrl+o")
            asking = juror.app.screen_stack[-2]
            go_on.set()
            await juror.until(
                lambda: all(
                    worker.is_finished for worker in asking.workers if worker.node is asking
                )
            )
            check_hidden(juror)
            await juror.press("ctrl+o")
            assert juror.app.screen is asking
            assert juror.desk.draft("ask:copy") == target
            assert not (tmp_path / "copie").exists()
            await juror.press("end", "/", "ctrl+o")
            await juror.app.terminal_lost("terminate")
            assert juror.app.return_code == 0
        # The end that comes under it saves what is half typed.
        texts = service._store.passages.draft(FIRST)["texts"]
        assert texts == {"remark": "presque", "ask:copy": target + "/"}


async def test_a_blanked_terminal_may_have_any_size(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("un mot")
            await juror.press("ctrl+o")
            for size in ((10, 3), (1, 1), (120, 40), SMALL, (80, 24)):
                await juror.resize(*size)
                assert isinstance(juror.app.screen, Blank)
                assert "E33" not in painted(juror)
            check_hidden(juror)
            await juror.press("ctrl+o")
            place = juror.app.screen_stack[-1]
            assert place is juror.app.place()
            assert place.query_one(LineInput).value == "un mot"
            assert place.size == (80, 24)
            await juror.resize(*SMALL)
            small = juror.app.screen_stack[-1]
            assert isinstance(small, TooSmall)
            await juror.press("ctrl+o")
            check_hidden(juror)
            await juror.press("ctrl+o")
            assert juror.app.screen_stack[-1] is small
            await juror.press("ctrl+o")
            await juror.resize(80, 24)
            check_hidden(juror)
            juror.app.ways.go_home()
            await juror.until(lambda: juror.where == "home", "the list")
            check_hidden(juror)
            await juror.press("ctrl+o")
            await juror.until(lambda: juror.app.screen is juror.app.place(), "the list")
