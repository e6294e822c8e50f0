"""The marks of observations stand in rows beside the text that is typed: those go cell by cell."""

from __future__ import annotations

import pytest

from e33tui.signs import MINUS, PLUS, QUESTION, Sign
from e33tui.terminal.paint import Painter
from e33tui.terminal.screen import Picture


@pytest.mark.parametrize("mark", [PLUS, MINUS, QUESTION])
def test_a_letter_beside_a_marked_observation_is_one_byte(mark: Sign) -> None:
    picture, painter = Picture(40, 2), Painter()
    picture.draw(f"\x1b[1;1HP 00:13 {mark} pas de lien\x1b[1;30Hr")
    painter.paint(picture.grid, picture.take_changed(), (0, 30))
    picture.draw("\x1b[1;31Hé")
    assert painter.paint(picture.grid, picture.take_changed(), (0, 31)) == "é".encode()
