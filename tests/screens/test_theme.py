"""Themes change in the running program, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

from e33tui import app
from e33tui.look import Look, ThemeName, look
from tests.screens.seen import Reader, at_terminal
from tests.screens.support import go_to_stage, sitting


def shown(reader: Reader) -> tuple[list[str], set[tuple[str, str]]]:
    """The text but for the notice, and the colours."""
    emulator = reader.terminal.emulator
    lines = [line for line in emulator.lines if "Thème" not in line]
    return lines, {(cell[1], cell[2]) for row in emulator.looks() for cell in row}


async def test_the_next_theme_is_shown_at_once(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_terminal(service) as reader:
            await go_to_stage(reader, "interview")
            await reader.press(*"à vérifier")
            await reader.look()
            text, colours = shown(reader)
            assert colours == {("default", "default")}
            for theme in (ThemeName.CONTRAST, ThemeName.MONOCHROME, ThemeName.STANDARD):
                reader.app.action_theme()
                await reader.look()
                now, colours = shown(reader)
                assert f"Thème {theme}." in "\n".join(reader.terminal.emulator.lines)
                assert look().theme is theme
                assert set(now) <= set(text)
                assert reader.under_cursor() == ""
                assert (("default", "default") in colours) == (theme is not ThemeName.CONTRAST)
            assert "à vérifier" in "".join(reader.terminal.emulator.lines)


async def test_the_plain_mode_has_no_themes(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_terminal(service, look=Look(ThemeName.CONTRAST, plain=True)) as reader:
            assert reader.app.check_action("theme", ()) is False
            assert shown(reader)[1] == {("default", "default")}


COLOURED = re.compile(
    r"\b(?:\w+-)*(?:color|background|border|outline|tint|hatch)[\w-]*:\s*([^;]+);"
)
SHEET = re.compile(r"CSS = (\"{3}.*?\"{3}|\".*?\")", re.DOTALL)
"""A style sheet within a module."""


def test_the_style_sheets_ask_for_the_terminals_own_colours_alone() -> None:
    """What is shown in colours is a theme's, which takes them in pairs of known contrast."""
    package = Path(app.__file__).parent
    sheets = [sheet.read_text() for sheet in package.glob("*.tcss")]
    for module in package.rglob("*.py"):
        sheets += SHEET.findall(module.read_text())
    assert len(sheets) > 3
    values = {
        word for sheet in sheets for value in COLOURED.findall(sheet) for word in value.split()
    }
    assert values == {"ansi_default", "transparent", "none", "solid"}
