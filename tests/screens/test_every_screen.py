"""What holds on every screen: its first line, its keys at every size, the blank, help and palette."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from e33tui.actions import Action, actions_at
from e33tui.keymap import key_name, keymap
from e33tui.screens.base import PlaceScreen
from e33tui.screens.desk_screen import DeskScreen
from tests.screens.support import SIZES, STAGES, Juror, at_work, check_frame, go_to_stage, sitting

DAY = {
    "home": "",
    "candidate": "a",
    "setup": "s",
    "import": "i",
    "closing": "c",
    "harmonisation": "h",
    "papers": "p",
}
"""The screens beside the walk, each with the key that leads there from the list."""
TALL = (180, 90)
KEYS = re.compile(r"(?<= )(\^[A-Z]|[A-Z]|Tab|Suppr|⏎|[←→])(?= [a-zéà])")
"""How a key stands in the footer, before its words."""


@pytest.mark.parametrize("stage", [*DAY, *STAGES])
async def test_every_screen(tmp_path: Path, stage: str) -> None:
    with sitting(tmp_path, state=STAGES[stage][0] if stage in STAGES else "") as service:
        async with at_work(service, SIZES[0]) as juror:
            if stage in STAGES:
                await go_to_stage(juror, stage)
                assert "LEFÈVRE Zoé  n° 0123456" in juror.lines()[0]
            else:
                await juror.press(*DAY[stage])
                assert juror.where == stage
            for size in SIZES:
                await juror.resize(*size)
                check_frame(juror)
                if size == SIZES[0] and stage in STAGES:
                    check_keys_that_matter(juror, stage)
            await check_blank(juror)
            await juror.resize(*TALL)
            screen = juror.app.place()
            assert screen is not None
            check_footer(juror, screen)
            await check_help(juror, screen)
            check_commands(screen)
            if stage == "interview":
                await check_palette(juror, screen)


def check_keys_that_matter(juror: Juror, stage: str) -> None:
    """The smallest screen keeps them."""
    keys = juror.lines()[-1]
    wanted = ["^N ", "^O neutre", "^G aide"]
    wanted += ["^Z annuler"] if stage not in ("candidate_out", "verso") else []
    wanted += ["Tab ", "^T pause"] if stage in ("presentation", "interview") else []
    assert all(key in keys for key in wanted), keys


async def check_blank(juror: Juror) -> None:
    """One key hides the screen, the same gives it back as it was, whatever was pressed meanwhile."""
    screen, before = juror.app.screen, juror.lines()[1:]
    await juror.press("ctrl+o")
    assert juror.text() == "^O"
    await juror.press("ctrl+g", "ctrl+p", "ctrl+n", "ctrl+r", "ctrl+z", "escape", "1", "enter")
    assert juror.text() == "^O"
    await juror.press("ctrl+o")
    assert juror.app.screen is screen
    assert juror.lines()[1:] == before


def check_footer(juror: Juror, screen: PlaceScreen) -> None:
    """With room for all of them, the keys shown are those that do something now."""
    shown = set(KEYS.findall(juror.lines()[-1]))
    wanted = {
        key_name(action.keys[0])
        for action in actions_at(screen.PLACE)
        if action.footer and screen.check_action(action.id, ())
    }
    assert shown == wanted


async def check_help(juror: Juror, screen: PlaceScreen) -> None:
    """The help explains every key of the screen."""
    await juror.press("ctrl+g")
    # Once for all of its actions: to render so large a screen is the most of this test.
    lines, shown = juror.lines(), juror.text()
    assert lines[0].startswith(" E33  Touches · ")
    for action in actions_at(screen.PLACE):
        # Nothing is sealed before the first lock: there is no history then.
        sealed = isinstance(screen, DeskScreen) and bool(screen.state.versions)
        named = sealed or action.id != "history"
        # Nor is there anything to compare while somebody is not finished.
        named = named and (action.id == "history" or screen.in_help(action.id))
        # What has no key stands with the palette, which finds it by its name.
        said = action.help.removesuffix(".") if keymap().keys(action) else action.label
        assert (said in shown) is named
    await juror.press("ctrl+g")


def allowed(screen: PlaceScreen) -> list[Action]:
    """What can be done now, by other ways than the palette."""
    return [
        action
        for action in actions_at(screen.PLACE)
        if screen.check_action(action.id, ()) and action.id != "command_palette"
    ]


def check_commands(screen: PlaceScreen) -> None:
    """The palette has a command for each thing that can be done now, and each does something."""
    commands = list(screen.app.get_system_commands(screen))
    assert [command.help for command in commands] == [action.help for action in allowed(screen)]
    assert all(callable(command.callback) for command in commands)


async def check_palette(juror: Juror, screen: PlaceScreen) -> None:
    """The palette shows its commands, and no other."""
    offered = allowed(screen)
    await juror.press("ctrl+p")
    await juror.until(lambda: "Redessiner (^L)" in juror.text(), "the commands")
    shown = juror.text()
    for action in actions_at(screen.PLACE):
        assert (action.help in shown) == (action in offered), action.id
