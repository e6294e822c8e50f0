"""The contents of the sheets around the orals: lists of the candidates, reports about one of them.

None is communicable: each says at the head of every page where it goes (design rule 11). Most are
finished by hand, so that an empty value is a line to write on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Pairs = tuple[tuple[str, str], ...]
"""Labels and values in order, final French text; an empty value is written by hand."""


@dataclass(frozen=True)
class Heading:
    """What every sheet begins with.

    Attributes:
        title: « Bordereau de notes ».
        code: by what its title names the form: « E33 », « BLOC 3, entraînement ».
        exam: « Baccalauréat professionnel Métiers du commerce et de la vente ».
        subtest: « Sous-épreuve E33 : Fidélisation de la clientèle… ».
        destination: whose it is, at the head of every page.
        identification: the form's fields, as far as they are the sheet's.
        notice: what is said before everything else, such as that this is no exam, else ``""``.
    """

    title: str
    code: str
    exam: str
    subtest: str
    destination: str
    identification: Pairs
    notice: str = ""


class ColumnKind(StrEnum):
    """What a column holds, which is what its width follows from."""

    ORDER = "order"
    NUMBER = "number"
    NAME = "name"
    HOUR = "hour"
    NOTE = "note"
    WORDS = "words"
    BY_HAND = "by-hand"
    SIGNATURE = "signature"


@dataclass(frozen=True)
class Column:
    """One column of a list: its title, and what it holds."""

    title: str
    kind: ColumnKind


@dataclass(frozen=True)
class CandidateList:
    """A list of the séance's candidates: marks sheet, attendance list.

    Attributes:
        heading: what it begins with.
        columns: the columns, in order; one of them is the candidates' name.
        rows: the candidates, in the order of the day; a text per column, empty to be filled in.
        closing: sentences under the table.
        members_title: « Nom et signature des membres de la commission d’interrogation ».
        members: each member's name and capacity, one line each, with room to sign.
        proof: label and hash of the register's head, in groups of four; ``()`` where there is none.
    """

    heading: Heading
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]
    members_title: str
    members: tuple[str, ...]
    proof: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A box to tick: its label, and whether the record has ticked it already."""

    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Section:
    """One box of a report; all but its title may be empty, and stand in this order.

    Attributes:
        title: its heading.
        text: what is printed there; may hold line feeds.
        facts: what is recorded, or asked.
        choices: boxes to tick.
        lines: how many ruled lines follow, to be written on by hand.
        signers: who signs there.
        half: whether it may stand beside its neighbour, which may too, to save a sheet.
    """

    title: str
    text: str = ""
    facts: Pairs = ()
    choices: tuple[Choice, ...] = ()
    lines: int = 0
    signers: tuple[str, ...] = ()
    half: bool = False


@dataclass(frozen=True)
class Report:
    """A report about one candidate's oral: constat, *fiche d'incident*, *procès-verbal*.

    Attributes:
        heading: what it begins with.
        sections: its boxes, in order.
    """

    heading: Heading
    sections: tuple[Section, ...]
