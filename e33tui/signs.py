"""Every sign that stands for a word on a screen, with that word and what ASCII has for it.

A sign beside which the word stands anyway has no words of its own: its blank goes with it.
"""

from __future__ import annotations

from typing import Final

from e33tui.look import look


class Sign:
    """A sign; in an f-string it is what the look in force shows for it."""

    def __init__(self, sign: str, ascii_sign: str, words: str) -> None:
        """Show ``sign``, ``ascii_sign`` without UTF-8, or ``words`` in the plain mode."""
        self._sign = sign
        self._ascii = ascii_sign
        self._words = words

    def __str__(self) -> str:
        found = look()
        if found.plain:
            return self._words
        return self._ascii if found.ascii else self._sign

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


def spoken(words: str, between: Sign) -> str:
    """Return words made below the screens, where no look is known, with the separator in force."""
    return words.replace(" · ", str(between))


# -- Between words ------------------------------------------------------------------------------

SEPARATOR: Final = Sign(" · ", " - ", ", ")
"""Between two facts."""
APART: Final = Sign("  ·  ", "  -  ", ", ")
"""Between two facts that stand out."""
NAMELY: Final = Sign(" · ", " - ", " : ")
"""Between a heading and what it is about."""
OF: Final = Sign(" / ", " / ", " sur ")
"""Between what there is and how much there may be."""
NTH: Final = Sign("/", "/", " sur ")
"""Between a place and how many there are."""
BY: Final = Sign("×", "x", "sur")
"""Between columns and rows."""
BECOMES: Final = Sign(" → ", " -> ", ", puis ")
"""Between an old value and the new one."""
AFTER_KEYS: Final = Sign("", "", " :")
"""Between keys and what they do, where no columns tell them apart."""
PROMPT: Final = Sign(" ▸", " >", " :")
"""After the name of what is typed next."""
ATTENTION: Final = Sign("! ", "! ", "Attention : ")
"""Before what matters more than other notices."""

# -- What has the focus, what is chosen -----------------------------------------------------------

FOCUS: Final = Sign("▸", ">", ">")
CHOSEN: Final = Sign("×", "X", "choisi")
"""Before the answer or the descriptor that was chosen."""
CROSS: Final = Sign("×", "X", "X")
"""The cross in a grid."""
NO_CROSS: Final = Sign("·", ".", "-")
BAR: Final = Sign("■", "#", "barre")
"""One candidate, or several, in a plot; the plain mode has numbers in its place."""
NO_LEVEL: Final = Sign("–", "-", "–")
CHOICE_BEGINS: Final = Sign("‹ ", "< ", "")
CHOICE_ENDS: Final = Sign(" ›", " >", " (au choix)")
CHOICE: Final = Sign(" ‹ … ›", " < ... >", "")
"""How one of a few words is told from what is typed."""

# -- Saving ---------------------------------------------------------------------------------------

SAVED: Final = Sign("✓", "OK", "enregistré")
UNSAVED: Final = Sign("✗ ", "X ", "")

# -- The clock ------------------------------------------------------------------------------------

PAUSED: Final = Sign("‖ ", "|| ", "")
ENDED: Final = Sign("■ ", "# ", "")
SOON: Final = Sign("· ", "* ", "")
HURRY: Final = Sign("! ", "! ", "peu de temps, ")
"""Before the criteria still to cover, once less is left of the interview than of them."""

# -- Observations and texts -------------------------------------------------------------------------

REMARK: Final = Sign("•", "*", "*")
"""One observation, in the list of criteria."""
PLUS: Final = Sign("+", "+", "plus :")
MINUS: Final = Sign("−", "-", "moins :")
QUESTION: Final = Sign("?", "?", "question :")
TICKED: Final = Sign("?✓", "?v", "question posée :")
UNMARKED: Final = Sign("·", ".", "")
"""An observation without a mark: never what a negative one has."""
GIVEN: Final = Sign("✓", "v", " fait")
"""A text that is written."""
OWED: Final = Sign("–", "_", " à écrire")
PICKED: Final = Sign("✓ ", "v ", "retenu : ")
"""Before what will be put into a text."""

# -- Présence, avancement, mentions: each beside its word, but where there is no room ------------------

EXPECTED: Final = Sign("○", "o", "")
PRESENT: Final = Sign("●", "*", "")
ABSENT: Final = Sign("×", "x", "")
NOT_YET: Final = Sign("–", "-", "")
IN_PROGRESS: Final = Sign("►", ">", "")
ON_PAUSE: Final = Sign("‖", "=", "pause")
TO_WRITE: Final = Sign("✎", "~", "")
LOCKED: Final = Sign("■", "#", "")

NO_IDENTITY: Final = Sign("¬", "&", "sans pièce")
NOT_EXAMINED: Final = Sign("Ø", "0", "non interrogé")
INTERRUPTED: Final = Sign("¦", "|", "interrompu")
WITHDREW: Final = Sign("←", "<", "abandon")
EXCLUDED: Final = Sign("→", ">", "exclu")
INCIDENT: Final = Sign("!", "!", "incident")
TO_RESUMMON: Final = Sign("↻", "@", "à reconvoquer")
AMENDED: Final = Sign("±", "%", "rectifié")
LATE: Final = Sign("?", "?", "en retard")
HANDED: Final = Sign("»", "^", "confié")
