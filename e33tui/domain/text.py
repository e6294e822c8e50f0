"""The one rule for text that comes from a person or a file.

What a terminal or a document could take for a command is refused on entry (:func:`accept`) and
shown as U+FFFD wherever foreign text is displayed (:func:`visible`). Everything else, right-to-left
letters and combining marks included, is kept exactly as it was typed.
"""

from __future__ import annotations

import re

from e33tui.domain.errors import InputError

LINE_LIMIT = 500
"""Characters of one observation."""
TEXT_LIMIT = 4000
"""Characters of one comment or of the appraisal."""
NAME_LIMIT = 120
"""Characters of a name or of any other one-line field."""

REPLACEMENT = "\ufffd"

# C0 and C1 controls and DEL, bidirectional controls, separators and marks that reorder or hide
# text, lone surrogates, interlinear annotations and tag characters, non-characters.
_UNSAFE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e007f"
)
_UNSAFE_IN_TEXT = re.compile(f"[{_UNSAFE}]")
_UNSAFE_IN_LINE = re.compile(f"[{_UNSAFE}\t\n]")


def visible(text: str, *, multiline: bool = False) -> str:
    """Return ``text`` with everything a terminal could obey shown as U+FFFD.

    Args:
        text: any text, trusted or not.
        multiline: keep line feeds and tabs.
    """
    pattern = _UNSAFE_IN_TEXT if multiline else _UNSAFE_IN_LINE
    return pattern.sub(REPLACEMENT, text)


def accept(field: str, text: str, *, limit: int = NAME_LIMIT, multiline: bool = False) -> str:
    """Return ``text`` without its outer blanks, or refuse it whole.

    Args:
        field: the field's French name, for the message.
        text: what was typed, pasted or imported.
        limit: the largest number of characters taken; more is refused, never cut.
        multiline: whether line feeds and tabs belong to the text.

    Raises:
        InputError: too long, or a character that cannot be shown safely.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Looked for before the blanks go: Python counts some commands and separators among them.
    command = _UNSAFE_IN_TEXT.search(text)
    text = text.strip()
    if len(text) > limit:
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


def required(field: str, text: str, *, limit: int = NAME_LIMIT) -> str:
    """Like :func:`accept` for one line that may not be empty.

    Raises:
        InputError: empty, too long, or with an unsafe character.
    """
    text = accept(field, text, limit=limit)
    if not text:
        raise InputError(field, f"{field} : ce champ est vide. Complétez-le.")
    return text
