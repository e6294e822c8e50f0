"""The one rule for text that comes from a person or a file.

What a terminal or a document could take for a command is refused on entry (:func:`accept`) and
shown as U+FFFD wherever foreign text is displayed (:func:`visible`). Everything else, right-to-left
letters and combining marks included, is kept exactly as it was typed.
"""

from __future__ import annotations

import re
import unicodedata

from e33tui.domain.errors import InputError

LINE_LIMIT = 500
"""Characters of one observation."""
TEXT_LIMIT = 4000
"""Characters of one comment or of the appraisal."""
NAME_LIMIT = 120
"""Characters of a name or of any other one-line field."""

REPLACEMENT = "\ufffd"

# C0 and C1 controls and DEL, bidirectional controls, separators and marks that reorder or hide
# text, lone surrogates, interlinear annotations and tag characters, non-characters. Nothing may be
# added here: a record that an earlier version let it into could not be read any more.
_UNSAFE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e007f"
)
_UNSAFE_IN_TEXT = re.compile(f"[{_UNSAFE}]")
_UNSAFE_IN_LINE = re.compile(f"[{_UNSAFE}\t\n]")

SAFE_LINE = f"[^{_UNSAFE}\t\n]*"
"""The expression that a whole line matches in which a terminal could obey nothing."""


def visible(text: str, *, multiline: bool = False) -> str:
    """Return ``text`` with everything a terminal could obey shown as U+FFFD.

    Args:
        text: any text, trusted or not.
        multiline: keep line feeds and tabs.
    """
    pattern = _UNSAFE_IN_TEXT if multiline else _UNSAFE_IN_LINE
    return pattern.sub(REPLACEMENT, text)


# Letters and symbols to Unicode, blank on the screen and on paper: Hangul fillers, empty braille.
_BLANK_GLYPHS = "\u115f\u1160\u2800\u3164\uffa0"


def is_blank(text: str) -> bool:
    """Tell whether nothing of ``text`` can be seen: blanks, zero widths, marks without a letter."""
    return all(
        character in _BLANK_GLYPHS
        or unicodedata.category(character) in ("Cc", "Cf", "Cs")
        or unicodedata.category(character)[0] in "ZM"
        for character in text
    )


def accept(
    field: str,
    text: str,
    *,
    limit: int = NAME_LIMIT,
    multiline: bool = False,
    judged: bool = True,
) -> str:
    """Return ``text`` without its outer blanks, or refuse it whole.

    Args:
        field: the field's French name, for the message.
        text: what was typed, pasted or imported.
        limit: the largest number of characters taken; more is refused, never cut.
        multiline: whether line feeds and tabs belong to the text.
        judged: refuse what cannot be taken. A text on record was judged when it was written: only
            a command in it, which no version has ever taken, is damage.

    Raises:
        InputError: too long, or a character that cannot be shown safely.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Looked for before the blanks go: Python counts some commands and separators among them.
    # Nothing unsafe is printable to Unicode; to ask that first is quicker than any search.
    command = None if text.isprintable() else _UNSAFE_IN_TEXT.search(text)
    text = text.strip()
    if not judged and not command:
        return text
    if judged and len(text) > limit:
        raise InputError(
            field,
            f"{field} : {len(text)} caractères, {limit} au plus. Raccourcissez le texte ; "
            "rien n’a été coupé.",
        )
    unsafe = command or (None if multiline else _UNSAFE_IN_LINE.search(text))
    if unsafe:
        raise InputError(field, _unsafe_message(field, unsafe.group()))
    return text


def _unsafe_message(field: str, character: str) -> str:
    if character in "\n\t":
        name = "un retour à la ligne" if character == "\n" else "une tabulation"
        return f"{field} : ce champ tient sur une ligne. Retirez {name}."
    return (
        f"{field} : caractère de commande U+{ord(character):04X} refusé. "
        "Retirez-le, ou tapez le texte au lieu de le coller."
    )


def required(field: str, text: str, *, limit: int = NAME_LIMIT, judged: bool = True) -> str:
    """Like :func:`accept` for one line that may not be empty.

    Raises:
        InputError: nothing in it that can be seen, too long, or with an unsafe character.
    """
    text = accept(field, text, limit=limit, judged=judged)
    if judged and is_blank(text):
        raise InputError(field, f"{field} : ce champ est vide. Complétez-le.")
    return text
