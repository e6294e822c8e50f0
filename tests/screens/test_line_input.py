"""A line longer than its field: it moves on in long steps, and the insertion point stays in sight."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from e33tui.screens.fields import LineInput

WIDTH = 40
LONG = "carte de fidélité, " * 6
AT_ONCE = 4
"""Keys between two looks."""
ACTIONS = {
    "left": "cursor_left",
    "home": "home",
    "end": "end",
    "backspace": "delete_left",
    "ctrl+u": "delete_left_all",
}


class OneField(App[None]):
    CSS = f"#line {{ width: {WIDTH}; border: none; padding: 0; }}"

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        yield LineInput(self.text, name="line", field="Observation", limit=500)

    @property
    def line(self) -> LineInput:
        return self.query_one(LineInput)


def in_sight(line: LineInput) -> bool:
    """Whether the insertion point stands in the field."""
    # At a line's end the framework's own count is one too many.
    column = line.cursor_screen_offset.x - line.cursor_at_end
    return 0 <= column < WIDTH


async def moves(pilot: Pilot[None], line: LineInput, *keys: str) -> int:
    """Press keys; return how often the text moved. The insertion point is seen after each move."""
    seen: list[bool] = []
    pilot.app.watch(line, "scroll_x", lambda: seen.append(in_sight(line)), init=False)
    for number, key in enumerate(keys):
        if key in ACTIONS:
            getattr(line, f"action_{ACTIONS[key]}")()
        else:
            line.insert_text_at_cursor(key)
        if number % AT_ONCE == 0:
            await pilot.pause()
    await pilot.pause()
    assert all(seen)
    assert in_sight(line)
    return len(seen)


async def test_a_long_line_moves_by_half_a_field() -> None:
    app = OneField()
    async with app.run_test(size=(80, 5)) as pilot:
        assert await moves(pilot, app.line, *LONG) <= len(LONG) // (WIDTH // 2)
        assert app.line.scroll_offset.x > 0


async def test_going_back_over_a_long_line_moves_as_seldom() -> None:
    app = OneField(LONG)
    async with app.run_test(size=(80, 5)) as pilot:
        assert await moves(pilot, app.line, "end", *["left"] * 80) <= 1 + 80 // (WIDTH // 2)


async def test_the_ends_of_a_long_line_are_one_key_away() -> None:
    app = OneField(LONG)
    async with app.run_test(size=(80, 5)) as pilot:
        await moves(pilot, app.line, "end", "home")
        assert app.line.scroll_offset.x == 0
        await moves(pilot, app.line, "end")
        shown = len(LONG) - app.line.scroll_offset.x
        assert WIDTH // 2 - 1 <= shown < WIDTH, "half of the field is left for what follows"


async def test_a_line_that_fits_never_moves_nor_after_it_is_erased() -> None:
    app = OneField()
    async with app.run_test(size=(80, 5)) as pilot:
        assert await moves(pilot, app.line, *LONG[: WIDTH - 2], *["backspace"] * 20) == 0
        await moves(pilot, app.line, *LONG[:60], "ctrl+u")
        assert (app.line.value, app.line.scroll_offset.x) == ("", 0)
