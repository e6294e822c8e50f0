"""A terminal that has no UTF-8: what is typed there is kept as it was meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from e33tui.domain.remark import Mark
from tests.end_to_end.midway import EXAMINED
from tests.end_to_end.record import passage_in
from tests.end_to_end.terminal import Terminal

TYPED = "+ Éloïse a déjà prévu l'été à 12 €"


@pytest.mark.usefixtures("examining")
def test_letters_of_a_latin_terminal_are_kept_and_no_garbage_is_shown(folder: Path) -> None:
    with Terminal(str(folder), TERM="xterm", LANG="fr_FR.ISO-8859-15") as terminal:
        terminal.wait_for("GARCON Eloise")
        # Enter alone, which waits for the list to be read: it then stands on the oral that is on.
        terminal.press("⏎", until="1er temps - Presentation")
        terminal.send(TYPED.encode("iso8859-15"))
        terminal.wait_for("+ Eloise a deja prevu l'ete a 12 E")
        terminal.press("⏎")
        kept = re.compile(r"05:\d\d \+ Eloise")
        terminal.wait_until(lambda: kept.search(terminal.screen) is not None, "the observation")
        terminal.press("^C", until="Quitter e33tui ?")
        terminal.press("o")
        assert terminal.wait_end() == 0
    assert terminal.received.isascii()
    (remark,) = passage_in(folder, EXAMINED[0]).remarks
    assert (remark.mark, remark.text) == (Mark.PLUS, "Éloïse a déjà prévu l'été à 12 €")
