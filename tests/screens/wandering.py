"""Hands without a plan: keys of every kind, pastes, resizes, and time that passes."""

from __future__ import annotations

import os
import random
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from e33tui.actions import ACTIONS
from e33tui.screens.base import PlaceScreen
from e33tui.screens.too_small import TooSmall
from tests.screens.support import (
    FIRST,
    SECOND,
    SIZES,
    THIRD,
    Juror,
    at_work,
    new_service,
    quiet,
    repeat,
    sitting,
)
from tests.screens.watching import Watch, as_left
from tests.support.domain import STATES, FakeClock, journal_at, locking
from tests.support.training import HEARD, WRITTEN, played

LEAVING: Final = "ctrl+c"
BOUND: Final = sorted({key for action in ACTIONS for key in action.keys} - {LEAVING})
ANSWERS: Final = ["o", "n", "enter", "enter", "escape"]
MOVING: Final = ["up", "down", "left", "right", "home", "end", "shift+tab", "pageup", "ctrl+left"]
LETTERS: Final = [*"abceilmnoprstuzèùœ’«", "space", "backspace", "delete", "escape"]
SIGNS: Final = [*"1234567890&é\"'(-è_çà)=+?−/*[],;:!."]
FORWARD: Final = ["ctrl+n", "ctrl+n", "enter", "o"]
PASTED: Final = ["[/b]", "deux\nlignes", "\x1b[2J", "é" * 600, "", "\t", "a" * 5000]
NOT_BY_COMMANDS: Final = ("closed", "amend", "locked_absent", "locked_technical")
"""States that only the clôture brings."""
CAMPAIGN_STARTS: Final = [
    state for state in STATES if not any(part in state for part in NOT_BY_COMMANDS)
]

TRAINING_STARTS: Final = {
    "expected": played(),
    "running": played(*HEARD[:3]),
    "left": played(*HEARD),
    "written": played(*HEARD, *WRITTEN),
    "locked": played(*HEARD, *WRITTEN, locking),
}
"""What a pupil's exercise may have come to with the grid of bloc 3."""

LOST: Final = 1 / 200
"""How often the terminal is lost and the program started anew."""
PATIENT: Final = 0.7
"""How often somebody waits for the disk before the next key."""
WAYS_OUT: Final = {"Blank": "ctrl+o", "Help": "escape", "Palette": "escape"}
"""Of what takes no other keys, or few."""

Word = tuple[str, ...]


def key_of(action: str) -> str:
    """Return the first key of an action."""
    return next(each.keys[0] for each in ACTIONS if each.id == action)


def _reason(menu: str, letter: str) -> Word:
    return (key_of(menu), letter, *"alerte", "enter")


PURPOSES: Final[dict[str, tuple[Word, ...]]] = {
    "home": (
        ("enter",),
        ("down", "enter"),
        ("down", "down", "enter"),
        ("a", *"Zo", "tab", *"Li"),
        (key_of("closing"),),
        (key_of("harmonisation"),),
        (key_of("import_list"),),
        (key_of("papers"),),
    ),
    "papers": (
        ("enter", key_of("back")),
        ("down", "enter", "down", "enter"),
    ),
    "harmonisation": (
        (key_of("compare_now"), "down", "enter"),
        (key_of("compare_now"), key_of("reopen"), *"harmonie", "enter", "1", "enter"),
        (key_of("compare_now"), key_of("questions"), "down", key_of("questions")),
        (key_of("sort_notes"), key_of("back")),
    ),
    "import": ((*"no.csv", "enter", key_of("next")), (key_of("back"),)),
    "closing": (("1", "2", "ctrl+n"), (key_of("member_absent"), "2", "ctrl+n"), ("down", "enter")),
    "candidate": ((*"Zo", "tab", *"Li", "tab", *"0771", "ctrl+n"),),
    "identification": ((key_of("next"),), (key_of("absent"),), (key_of("no_identity"),)),
    "gate": (("1", "ctrl+n"), ("2", "ctrl+n"), ("3", "ctrl+n", "o", "o")),
    "exam": (
        (*"+carte", "enter"),
        (*"?prix", "enter", key_of("tick")),
        (key_of("levels"), *"3214", key_of("levels")),
        ("ctrl+n", "o"),
        (key_of("ending"), "a", "o"),
        _reason("ending", "i"),
        _reason("ending", "e"),
        (key_of("incident"), "t", *"panne", "enter"),
        (key_of("incident"), "f", *"copie", "enter", key_of("incident"), "p"),
        (key_of("pause"), key_of("clock"), "1"),
        (key_of("clock"), "+"),
        (key_of("clock"), "a", "t", "enter"),
        (key_of("cover"), *"-vu", "enter", key_of("prompts"), "pagedown", key_of("prompts")),
        (key_of("reference"), "down", "pagedown", *"+lu"),
        (*"?gain", "enter", key_of("defer"), key_of("tick")),
        (key_of("observations"), key_of("edit_remark"), *" bis", "enter"),
    ),
    "observations": (
        (key_of("edit_remark"), *" ter", "enter"),
        (key_of("edit_remark"), *" non", "escape"),
        (key_of("filter_remarks"), "c", "1", key_of("all_remarks")),
        (key_of("filter_remarks"), "m", "2"),
        (key_of("search_remarks"), *"car", "enter"),
        ("down", key_of("move_remark"), "2"),
        (key_of("move_remark"), "s"),
        (key_of("mark_remark"), "?", key_of("tick")),
        (key_of("remove_remark"), key_of("undo")),
        ("down", key_of("remove_remark"), key_of("back")),
        (key_of("command_palette"), *"définitivement", "enter", "o"),
        (key_of("back"),),
    ),
    "fraud": (
        (*"vu", "tab", *"lu", "tab", *"non", "ctrl+n"),
        (key_of("countersign"), "r"),
        ("tab", "tab", key_of("declined")),
        (key_of("incident"), *"encore", "enter"),
    ),
    "candidate_out": ((key_of("next"),), (key_of("reopen_part"),), (key_of("next_candidate"),)),
    "profile": ((*"3214321432", *"13,5", "enter"), (key_of("note"), *"9", "enter")),
    "appraisal": (
        (key_of("nothing"),) * 4,
        (*"clair", "tab", *"net", "tab", *"su", "tab", *"vu", "tab", *"bien", "ctrl+n"),
        (key_of("insert"), *"cl", "enter"),
        (key_of("insert"), "tab", "tab", "enter", key_of("undo")),
        (key_of("full_text"), *"long", "ctrl+left", "delete", key_of("full_text")),
        (key_of("observations"), key_of("remove_remark"), key_of("back")),
    ),
    "lock": (("ctrl+n",), ("ctrl+n",), (key_of("next_candidate"),)),
    "verso": (
        (key_of("reopen"), *"harmonie", "enter", "1", "enter"),
        (key_of("home"),),
        (key_of("document"),),
        (key_of("dossier"),),
    ),
}
"""What somebody at a place would do, so that every ending is come to."""


@dataclass
class Walk:
    """One walk: seeded hands, a clock of its own, eyes that check after every key.

    Attributes:
        pressed: the last keys.
    """

    juror: Juror
    hands: random.Random
    clock: FakeClock
    watch: Watch
    pressed: deque[str] = field(default_factory=lambda: deque(maxlen=30))
    _intended: deque[str] = field(default_factory=deque)

    def sit_down(self, juror: Juror) -> None:
        """Go on at another terminal, the program started anew."""
        self.juror = self.watch.juror = juror
        self._intended.clear()

    async def go(self, keys: int) -> int:
        """Press so many keys, or do something of the kind; fewer if the terminal is lost."""
        for pressed in range(keys):
            if self.hands.random() < LOST:
                self.pressed.append("hangup")
                self.watch.look()
                await self.juror.app.terminal_lost("hangup")
                return pressed + 1
            self.watch.look()
            done = await self._act()
            # Now and then nobody waits for the disk, and goes on typing.
            if self._waits() and self.hands.random() < PATIENT:
                await self.juror.until(lambda: not self._waits(), "an answer of the disk")
            await quiet()
            self.watch.check(done)
        return keys

    def _waits(self) -> bool:
        """Whether a passage is being opened, or the séance saved."""
        app, place = self.juror.app, self.juror.app.place()
        return (app.ways.opening and not self.juror.asked) or (
            place is not None and place._changing
        )

    async def _act(self) -> str:
        """Do one thing, and return the key that it was."""
        chance = self.hands.random()
        if chance < (0.3 if isinstance(self.juror.app.screen, TooSmall) else 0.02):
            size = self.hands.choice([*SIZES, *SIZES, (50, 15)])
            self.pressed.append(f"{size[0]}x{size[1]}")
            await self.juror.resize(*size)
            return ""
        if chance < 0.035:
            self.pressed.append("paste")
            await self.juror.paste(self.hands.choice(PASTED))
            return "paste"
        if chance < 0.09:
            self.pressed.append("…")
            self.clock.advance(self.hands.choice([1, 70, 600]))
        key = self._next_key()
        self.pressed.append(key)
        named = {"space": " ", "enter": "\r", "tab": "\t"}
        await self.juror.key(key, named.get(key, key if len(key) == 1 else None))
        return key

    def _next_key(self) -> str:
        """Go on with what one was about to do, or think of something else."""
        purposes = PURPOSES.get(self.juror.where, ())
        on_place = isinstance(self.juror.app.screen, PlaceScreen)
        if not self._intended and purposes and on_place and self.hands.random() < 0.12:
            self._intended.extend(self.hands.choice(purposes))
        if self._intended and self.hands.random() < 0.97:
            return self._intended.popleft()
        self._intended.clear()
        way_out = WAYS_OUT.get(type(self.juror.app.screen).__name__, "")
        if way_out and self.hands.random() < 0.3:
            return way_out
        if self.juror.asked and self.hands.random() < 0.7:
            return self.hands.choice(ANSWERS)
        kinds: list[list[str]] = [BOUND, BOUND, LETTERS, SIGNS, MOVING, FORWARD]
        return self.hands.choice(self.hands.choice(kinds))


async def wander(folder: Path, seed: int, keys: int, *starts: str, grid: str = "") -> Watch:
    """Walk through a séance; an error tells how to walk the same way again.

    Args:
        folder: where the séance lies.
        seed: the same seed presses the same keys.
        keys: how many.
        starts: the states that the candidates are in, in the roster's order; of
            :data:`TRAINING_STARTS` with the grid of bloc 3.
        grid: the id of the séance's rubric, by default that of E33.
    """
    hands, clock = random.Random(seed), FakeClock()
    walk: Walk | None = None
    with sitting(folder, grid=grid, clock=clock) as service, ExitStack() as services:
        for passage, start in zip((FIRST, SECOND, THIRD), starts, strict=False):
            led = TRAINING_STARTS[start] if grid == "bloc3" else journal_at(start)
            repeat(service, clock, led, passage)
        while keys > 0:
            async with at_work(service, hands.choice(SIZES)) as juror:
                walk = walk or Walk(juror, hands, clock, Watch(juror))
                walk.sit_down(juror)
                try:
                    await juror.press("enter")
                    keys -= await walk.go(keys)
                except BaseException as error:
                    pressed = " ".join(walk.pressed)
                    error.add_note(f"seed {seed}, after {pressed}\n" + _screen(juror))
                    raise
                await juror.app.finish()
            service = new_service(folder, clock)
            services.callback(service.close, 10)
        assert walk is not None
        for row in service.rows():
            if desk := walk.watch.desks.get(row.entry.passage):
                begun = desk.begun
                assert (row.passage is not None) == begun
                lines = service.look(desk.id)._journal.lines
                assert not begun or as_left(desk, lines) == desk.state
    return walk.watch


def _screen(juror: Juror) -> str:
    try:
        return "\n".join(juror.lines())
    except Exception as error:  # noqa: BLE001 (what is already wrong shall be told first)
        return f"nothing to show: {error!r}"


def seeds_of_campaign() -> range:
    """Return the seeds that the environment asks for."""
    first = int(os.environ.get("WALK_SEED", "0"))
    return range(first, first + int(os.environ.get("WALK_SEEDS", "20")))
