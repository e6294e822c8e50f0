"""The clôture in words, for the screens that only tell of it."""

from __future__ import annotations

import time

from e33tui.domain.closing import Closing

TRANSMITTED = "Après transmission des notes, une rectification relève du chef de centre."
CUT_SHORT = (
    "! La clôture de la séance a été commencée et n’est pas achevée : {closing}, puis {next}, l’achève. "
    "Rien n’est perdu."
)


def closed_words(closing: Closing | None) -> str:
    """Return since when the séance is closed, in the machine's zone; nothing while it is not."""
    if closing is None or closing.closed_at is None:
        return ""
    return time.strftime("séance close le %d/%m/%Y", time.localtime(closing.closed_at // 1000))


def is_cut_short(closing: Closing | None) -> bool:
    """Tell whether a clôture was begun and not completed."""
    return closing is not None and closing.closed_at is None
