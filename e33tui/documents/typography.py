"""French spacing for printed sentences.

Only blanks that are already there change, from breaking to non-breaking: nothing is added, so
that ``14:30``, an address or a file name stay as they were typed. Nor is a letter or a sign
exchanged for a better one, but for the apostrophe between two letters of a sentence, which no French
keyboard has otherwise than straight: what is printed is what was sealed.
"""

from __future__ import annotations

import re

NBSP = "\u00a0"

_BLANKS = "[ \u00a0\u202f]+"
_MONTHS = r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = r"%|‰|€|°C|ans?|min|h|s|km|m|cm|mm|m²|kg|g|k€|M€|points?|pts?|minutes?|heures?|jours?"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # Before a high or double punctuation mark, never at the start of a line.
        (rf"(?<=\S){_BLANKS}(?=[;:?!»›])", NBSP),
        (rf"([«‹]){_BLANKS}(?=\S)", rf"\1{NBSP}"),
        # A number and what it counts; groups of three digits; a mark out of twenty.
        (rf"(?<=\d){_BLANKS}(?=(?:{_UNITS})(?![\w’']))", NBSP),
        (rf"(?<=\d){_BLANKS}(?=\d{{3}}(?!\d))", NBSP),
        (rf"(?<=\d){_BLANKS}/{_BLANKS}(?=\d)", f"{NBSP}/{NBSP}"),
        # An hour and its minutes, a day and its month, a sign and its number.
        (rf"(\d{NBSP}?(?:h|min)){_BLANKS}(?=\d)", rf"\1{NBSP}"),
        (rf"(?<!\d)(\d\d?|1er){_BLANKS}(?=(?:{_MONTHS})(?!\w))", rf"\1{NBSP}"),
        (rf"(?<![^\s(])([+−±]){_BLANKS}(?=\d)", rf"\1{NBSP}"),
        # A short word that means nothing without the next one.
        (rf"(?<!\w)(M\.|MM\.|Mmes?|Mlles?|Dr|Pr|[nN]°|p\.|art\.|§){_BLANKS}(?=\w)", rf"\1{NBSP}"),
    )
)


_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def french(text: str) -> str:
    """Return ``text`` with the blanks that must not break made non-breaking (U+00A0).

    Args:
        text: a sentence or several; line feeds are kept where they are.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def with_colon(title: str) -> str:
    """Return ``title`` followed by the form's colon, unless it ends with one already."""
    title = french(title.rstrip())
    return title if title.endswith(":") else f"{title}{NBSP}:"


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of ``text``: one per line that is not blank, spaced for print."""
    lines = (" ".join(line.split(" ")).strip() for line in text.replace("\t", " ").split("\n"))
    return tuple(french(_APOSTROPHE.sub("’", line)) for line in lines if line)
