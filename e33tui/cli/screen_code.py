"""``e33tui code``: whether the neutral screen asks for a code, and how a forgotten one goes.

It touches that file alone, whoever has the séance open and whatever else is wrong with it.
"""

from __future__ import annotations

from pathlib import Path

from e33tui.cli.opening import default_folder
from e33tui.cli.parser import Parser
from e33tui.cli.words import say
from e33tui.domain.errors import StoreError
from e33tui.persistence.layout import Layout
from e33tui.persistence.opening import require_sitting
from e33tui.persistence.screen_code import ScreenCodeFile

NONE = "L’écran neutre de cette séance ne demande pas de code."
SET = (
    "L’écran neutre de cette séance demande un code. Oublié, il se retire par « {} », "
    "depuis le même compte."
)
UNREADABLE = "Le code de l’écran neutre ne peut pas être lu : l’écran s’ouvre sans lui. Retirez-le par « {} »."
REMOVED = "Le code est retiré : la touche de l’écran neutre suffit, sur tous les terminaux."


def run(words: list[str]) -> int:
    """Tell whether there is a code, or remove it."""
    parser = Parser()
    parser.add_argument("folder", nargs="?", default="")
    parser.add_argument("--retirer", action="store_true")
    found = parser.parse_args(words)
    layout = Layout((Path(found.folder) if found.folder else default_folder()).absolute())
    require_sitting(layout)
    file = ScreenCodeFile(layout)
    before = _told(file)
    if found.retirer and before != NONE:
        file.remove()
        before = REMOVED
    say(before)
    return 0


def _told(file: ScreenCodeFile) -> str:
    try:
        return NONE if file.read() is None else SET.format(file.removal)
    except StoreError:
        return UNREADABLE.format(file.removal)
