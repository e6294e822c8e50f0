"""Every sequence that may leave for the terminal, in one list.

The driver writes nothing else: text goes through :mod:`e33tui.terminal.screen`, which keeps neither
control characters nor sequences that it does not know. Absent on purpose: queries that need an
answer, window titles, the clipboard, hyperlinks, focus and motion reports, kitty keys.
"""

from __future__ import annotations

import re
from typing import Final

ENTER_SCREEN: Final = "\x1b[?1049h"
LEAVE_SCREEN: Final = "\x1b[?1049l"
WRAP_ON: Final = "\x1b[?7h"
WRAP_OFF: Final = "\x1b[?7l"
PASTE_ON: Final = "\x1b[?2004h"
PASTE_OFF: Final = "\x1b[?2004l"
MOUSE_ON: Final = "\x1b[?1000h\x1b[?1006h"
MOUSE_OFF: Final = "\x1b[?1006l\x1b[?1000l"
SHOW_CURSOR: Final = "\x1b[?25h"
HIDE_CURSOR: Final = "\x1b[?25l"
PLAIN_STYLE: Final = "\x1b[m"
CLEAR: Final = "\x1b[m\x1b[2J"
CLEAR_TO_END_OF_LINE: Final = "\x1b[K"
HOME: Final = "\x1b[H"
SAVE_CURSOR: Final = "\x1b7"
RESTORE_CURSOR: Final = "\x1b8"
"""Back to the place and the style of the last saving; always in pairs, with nothing lasting between:
some terminals keep a stack of them, others one place."""
BELL: Final = "\a"
SANE: Final = "\x1b[r\x1b[4l\x1b[?6l" + WRAP_OFF + "\x1b(B\x0f"
"""Whole-screen margins, no insertion, absolute positions, no wrapping, plain letters: what another
program's output may have changed."""


def enter(*, alternate: bool = True, paste: bool = True) -> str:
    """Return what is sent at the start, and again when the process comes back from a stop.

    Args:
        alternate: whether the terminal has an alternate screen.
        paste: whether it may mark a paste.
    """
    return ENTER_SCREEN * alternate + PASTE_ON * paste


def leave(*, alternate: bool = True, paste: bool = True) -> str:
    """Return what gives the terminal back.

    The screen is erased first: a terminal without an alternate screen, or one that lets its user
    look at it, would go on showing the candidate. The style is made plain last: it comes back with
    the screen before, on a terminal that keeps one saved cursor for both screens.
    """
    screen = (LEAVE_SCREEN + PLAIN_STYLE) * alternate
    return CLEAR + HOME + PASTE_OFF * paste + WRAP_ON + SHOW_CURSOR + screen


ALLOWED: Final = re.compile(
    rb"\x1b\[\?(?:1049|7|2004|1000|1006|25)[hl]"  # modes
    rb"|\x1b\[r|\x1b\[4l|\x1b\[\?6l|\x1b\(B|\x0f"  # back to sane ones
    rb"|\x1b\[(?:\d{1,4}(?:;\d{1,4})?)?H"  # absolute move
    rb"|\x1b\[\d{0,4}[ABCD]"  # relative moves
    rb"|\x1b\[(?:\d{1,3}(?:;\d{1,3})*)?m"  # style
    rb"|\x1b[78]"  # there and back
    rb"|\x1b\[2J|\x1b\[K"  # erase
    rb"|[\r\n\b\a]"
)
"""What may stand between texts in the byte stream, for the tests and for reading a recording."""


def absolute(row: int, column: int) -> str:
    """Return the move to a cell, both counted from 0."""
    if column:
        return f"\x1b[{row + 1};{column + 1}H"
    return f"\x1b[{row + 1}H" if row else HOME


def relative(count: int, direction: str) -> str:
    """Return the move by ``count`` cells: A up, B down, C right, D left; nothing for 0."""
    if not count:
        return ""
    return f"\x1b[{count}{direction}" if count > 1 else f"\x1b[{direction}"
