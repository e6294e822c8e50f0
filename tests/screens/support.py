"""A séance in a temporary folder, and a commission that presses keys and reads the screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events
from textual._context import visible_screen_stack
from textual.app import App
from textual.geometry import Region
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from e33tui.app import E33App
from e33tui.documents import Content, Rendered
from e33tui.domain import journal as journals
from e33tui.domain.commands import Amend, Lock, OpenPassage, Reopen
from e33tui.domain.identity import Candidate
from e33tui.domain.journal import Journal
from e33tui.domain.passage import Passage, Step
from e33tui.domain.sitting_commands import AddCandidate, SetUp
from e33tui.hints import NO_HINTS, Hints
from e33tui.look import DEFAULT, Look
from e33tui.rubric import PRACTICE, Rubric, shipped
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.dialogs import Dialog
from e33tui.service import Service
from e33tui.service.desk import Desk
from e33tui.store import Store
from tests.support.domain import FakeClock, commission, journal_at, rubric

SIZES = ((60, 20), (80, 24), (120, 40))
EACH_SIZE = (SIZES[0], *(pytest.param(size, marks=pytest.mark.campaign) for size in SIZES[1:]))
"""What is done by keys, in the least room alone; how a screen looks is tested at each elsewhere."""
FIRST, SECOND, THIRD = (digit * 16 for digit in "abc")
"""The passages of the séance, in the roster's order."""
ROSTER = (
    (FIRST, Candidate("0123456", "LEFÈVRE", "Zoé")),
    (SECOND, Candidate("0123457", "N’GUYEN-BAÏLE", "Maëlys")),
    (THIRD, Candidate("0123458", "ÖZDEMIR", "Émile")),
)
STAGES = {
    "identification": ("expected", Step.IDENTIFICATION),
    "gate": ("arrived", Step.GATE),
    "presentation": ("presentation_running", Step.PRESENTATION),
    "interview": ("interview_running", Step.INTERVIEW),
    "candidate_out": ("interview_ended", Step.CANDIDATE_OUT),
    "profile": ("profile_partly", Step.PROFILE),
    "appraisal": ("complete", Step.APPRAISAL),
    "lock": ("complete", Step.LOCK),
    "verso": ("locked_complete", Step.VERSO),
}
"""Every screen of the walk: a state of the passage in which it is shown, and its step."""
PATIENCE = 1000
"""Turns of the program's loop within which a key has taken effect."""
DEADLINE = 20.0
"""Seconds before the program is found to hang: the machine may be busy."""


def paper(content: Content, *more: Content) -> Rendered:
    """Stand in for the printer: bytes that follow from the contents."""
    data = b"%PDF-1.7 " + repr((content, *more)).encode()
    return Rendered(data, sha256(data).hexdigest())


def new_service(
    folder: Path, clock: FakeClock, *, renderer: Callable[[Content], Rendered] = paper
) -> Service:
    """Open what lies in ``folder``, an empty séance at first."""
    return Service(Store.open(folder, create=True), rubric(), clock, renderer)


@contextmanager
def sitting(
    folder: Path,
    *,
    state: str = "",
    grid: str = "",
    at_hand: Rubric | None = None,
    clock: FakeClock | None = None,
    renderer: Callable[[Content], Rendered] = paper,
) -> Iterator[Service]:
    """A séance of three candidates, the first brought to ``state``; closed at the end.

    Args:
        folder: where it lies.
        state: one of the domain's named states; empty leaves the first passage unopened.
        grid: the id of its rubric, by default that of E33; it is a practice séance with its own.
        at_hand: a centre's own grid, in the place of those that ship.
        clock: the time; a fixed one of its own by default.
        renderer: makes the documents.
    """
    clock = clock or FakeClock()
    # As the program makes a practice séance: by its own grid, which nobody else may choose.
    own = at_hand or (shipped(grid) if grid else rubric())
    service = Service(Store.open(folder, create=True), own, clock, renderer)
    try:
        service.change(
            SetUp(
                "2026",
                "Lycée Jean-Moulin, Draguignan",
                "2026-06-22",
                commission(),
                demonstration=grid == PRACTICE,
                rubric=at_hand.id if at_hand else grid,
            ),
            *(AddCandidate(passage, who) for passage, who in ROSTER),
        )
        if state:
            bring(service, clock, state)
        yield service
    finally:
        service.close(10)


def bring(service: Service, clock: FakeClock, state: str, passage: str = FIRST) -> None:
    """Bring a passage to a named state with the service's own commands, and let it go."""
    repeat(service, clock, journal_at(state), passage)


def repeat(service: Service, clock: FakeClock, journal: Journal, passage: str = FIRST) -> None:
    """Do to a passage by the service what a journal says, ten seconds a command, and let it go."""
    desk = service.open(passage)
    for line in journal.lines:
        clock.advance(10)
        command = line.command
        if isinstance(command, Lock):
            desk.lock().result(10)
        elif isinstance(command, Reopen):
            desk.reopen(command.reason)
        elif isinstance(command, Amend):
            desk.amend(command.reason, command.members)
        elif not isinstance(command, OpenPassage):
            desk.do(command)
    # A passage that was opened only has nothing to save yet: its first change makes its record.
    assert desk.leave()


_CHARACTERS = {"enter": "\r", "tab": "\t", "space": " ", "backspace": "\x7f", "escape": "\x1b"}


async def quiet() -> None:
    """Let the program go on until nothing in it could run; asyncio has no public way to ask."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    for _ in range(PATIENCE):
        await asyncio.sleep(0)
        if not ready:
            return


async def at_rest(app: App[Any]) -> None:
    """Let the program go on until every picture due is drawn, and what waited for it is done.

    The framework's own pause looks at the clock: it idles a fiftieth of a second at least, in which
    a screen may be drawn several times. What a thread was asked for, and what was typed ahead of a
    screen, is waited for as long as that and more; one held up in a test may go on behind.
    """
    looks = 10
    for _ in range(PATIENCE):
        await quiet()
        # What is scrolled by the framework's own keys is there at its next tick.
        await app.animator.wait_for_idle()
        await quiet()
        if app._exit:
            return
        if is_due(app.screen) and not app._batch_count:
            app.screen._on_timer_update()
        elif app._batch_count or (looks and is_waiting(app)):
            looks -= not app._batch_count
            await asyncio.sleep(0.005)
        else:
            draw(app)
            return
    raise AssertionError(f"{app.screen} is drawn again and again")


def draw(app: App[Any]) -> None:
    """Draw what has changed, as the framework would: what cannot be drawn fails the test."""
    compositor = app.screen._compositor
    if compositor._dirty_regions:
        compositor.render_update(screen_stack=app._background_screens)


def is_waiting(app: App[Any]) -> bool:
    """Tell whether a thread was asked for something, or keys wait for their screen."""
    ahead = isinstance(app, E33App) and (app._ahead._waiting or app._ahead._again)
    return bool(ahead) or any(not each.is_finished for each in app.workers)


def is_due(screen: Screen[Any]) -> bool:
    """Tell whether the framework's timer would draw the screen, or go on with what waited for that."""
    drawn = screen._dirty_widgets or screen._layout_required or screen._scroll_required
    anew = screen._repaint_required or screen._recompose_required
    return bool(drawn or anew or screen._callbacks)


@dataclass
class Juror:
    """Someone at the keyboard of one terminal."""

    app: E33App
    pilot: Pilot[Any]

    # -- Hands --------------------------------------------------------------------------------

    async def pause(self) -> None:
        """Let the program come to rest, as a task of its own.

        Where a pause paints a screen itself, the framework leaves those below it in the context: the
        test's own would keep them in memory, and so would each timer made in it.
        """
        await asyncio.create_task(at_rest(self.app))

    async def press(self, *keys: str) -> None:
        """Press keys by their names, one after the other."""
        for key in keys:
            await self.key(key, key if len(key) == 1 else _CHARACTERS.get(key))
        await self.pause()

    async def type(self, text: str) -> None:
        """Type a text, a key a character."""
        for character in text:
            await self.key(character, character)
        await self.pause()

    async def key(self, key: str, character: str | None) -> None:
        """Deliver one key as a terminal's decoder does, when the one before has taken effect."""
        name = _character_to_key(key) if len(key) == 1 else key
        self.app.post_message(events.Key(name, character))
        await quiet()

    async def paste(self, text: str) -> None:
        """Paste a text, as the driver hands it over."""
        self.app.post_message(events.Paste(text))
        await quiet()
        await self.pause()

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        screen = self.app.screen
        await self.until(lambda: screen.size == (width, height), "the new size")
        await self.pause()

    async def until(self, reached: Callable[[], bool], what: str = "") -> None:
        """Wait until the program has come somewhere; a thread of its own may have to answer."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            if reached():
                await self.pause()
                return
            await asyncio.sleep(0.005)
        raise AssertionError(f"never reached: {what}\n" + "\n".join(self.lines()))

    # -- Ways ---------------------------------------------------------------------------------

    async def open(self, passage: str = FIRST) -> None:
        """Choose a candidate on the list and open the passage."""
        await self.choose(passage)
        await self.press("enter")
        await self.until(lambda: self.app.desk is not None, f"passage {passage} on the desk")
        await self.until(lambda: self.app.place() is not None and self.where != "home", "a step")

    async def go_to(self, step: Step) -> None:
        """Go to a step of the passage that is open, and wait until it is shown."""
        self.app.ways.go_to(step)
        await self.until(lambda: self.at(step), f"the step “{step.value}”")

    async def choose(self, passage: str) -> None:
        """Go to a candidate's line on the list."""
        place = [entry.passage for entry in self.app.service.sitting.roster].index(passage)
        await self.press("home", *["down"] * place)

    async def at_home(self) -> None:
        """Wait for the list of candidates."""
        await self.until(lambda: self.where == "home" and not self.asked, "the list")
        await self.until(lambda: all(w.is_finished for w in self.app.workers), "the passage saved")

    # -- Eyes ---------------------------------------------------------------------------------

    @property
    def where(self) -> str:
        """The place of the screen under any question."""
        screen = self.app.place()
        return "" if screen is None else str(screen.PLACE)

    @property
    def step(self) -> Step | None:
        """The step of the walk that the screen stands for, once it is there."""
        screen = self.app.place()
        shown = isinstance(screen, DeskScreen) and screen.is_mounted
        return screen.step if shown and isinstance(screen, DeskScreen) else None

    def at(self, step: Step | None) -> bool:
        """Tell whether one step's screen is shown."""
        return self.step is step

    @property
    def asked(self) -> bool:
        """Whether a question stands over the screen."""
        return isinstance(self.app.screen, Dialog)

    @property
    def desk(self) -> Desk:
        """The passage on the desk."""
        assert self.app.desk is not None
        return self.app.desk

    @property
    def state(self) -> Passage:
        """The committed state of the passage on the desk."""
        return self.desk.state

    def lines(self) -> list[str]:
        """The screen as text, a line a row."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    def first_line(self) -> str:
        """The first line as the terminal shows it, whatever stands over the screen."""
        compositor, width = self.app.screen._compositor, self.app.size.width
        visible_screen_stack.set(self.app._background_screens)
        chops = compositor._render_chops(Region(0, 0, width, 1), lambda row: row == 0)
        return Strip.join(chops[0].values()).text

    def text(self) -> str:
        """The screen as one text, its lines joined as a reader joins them."""
        return " ".join(" ".join(self.lines()).split())


@asynccontextmanager
async def at_work(
    service: Service,
    size: tuple[int, int] = (80, 24),
    *,
    hints: Hints = NO_HINTS,
    look: Look = DEFAULT,
    watched: bool = False,
) -> AsyncIterator[Juror]:
    """Run the interface on a séance; an error in it is raised here.

    Args:
        service: the séance.
        size: the terminal's columns and lines.
        hints: which first-time hints are known; none is shown by default.
        look: how everything is shown.
        watched: whether it looks twice a second who asks for the passage, and whether time was
            missed; a clock that a test moves on by minutes would be a machine that slept.
    """
    app = E33App(service, hints=hints, look=look)
    async with app.run_test(size=size) as pilot:
        if not watched:
            app._watcher.stop()
        juror = Juror(app, pilot)
        await juror.pause()
        yield juror


def refolded(service: Service, passage: str) -> Passage:
    """The fold of the journal that lies on the disk, once the last change is there."""
    assert service._store.writer.flush(DEADLINE)
    record = service._store.passages.read(passage)
    return journals.load(rubric(), record.lines).state


async def go_to_stage(juror: Juror, stage: str) -> None:
    """Open the first passage, brought to the stage's state, and show the stage's screen."""
    await juror.open()
    step = STAGES[stage][1]
    screen = juror.app.place()
    if not isinstance(screen, DeskScreen) or screen.step is not step:
        juror.app.ways.go_to(step)
    await juror.until(lambda: juror.step is step, stage)
    if step is Step.VERSO:
        await juror.until(lambda: "Verso :" in juror.text(), "the verso made")


def check_frame(juror: Juror) -> None:
    """The first line, the footer, and a screen that fits the terminal with nothing cut."""
    lines, size = juror.lines(), juror.app.size
    assert len(lines) == size.height
    assert {cell_len(line) for line in lines} == {size.width}
    assert lines[0].startswith(" E33 ")
    assert ("⏎" if juror.where == "home" else "^N") in lines[-1]
    assert "^G aide" in lines[-1]
    # Only an observation may be shortened for want of room; its whole text is one key away.
    shortened = [line for line in lines[1:] if "…" in line]
    assert all("une observation" in line for line in shortened), shortened
