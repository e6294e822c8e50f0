"""What the printed key card holds: a plain table in words, whatever made it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CardRow:
    """One action.

    Attributes:
        keys: its keys as a juror reads them; none where it is asked for by name.
        label: its name.
        help: what it does, one sentence.
    """

    keys: tuple[str, ...]
    label: str
    help: str


@dataclass(frozen=True)
class CardSection:
    """The actions of one screen, or of several."""

    title: str
    rows: tuple[CardRow, ...]


@dataclass(frozen=True)
class Card:
    """The whole card, made for one sheet.

    Attributes:
        title: what it is.
        about: what to know of the keys, a paragraph each.
        sections: the keys.
    """

    title: str
    about: tuple[str, ...]
    sections: tuple[CardSection, ...]
