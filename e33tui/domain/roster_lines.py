"""The rows of a roster's file to candidates, or to what is wrong with a line and where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from e33tui.domain.errors import InputError
from e33tui.domain.identity import NUMBER_LIMIT, Accommodation, Candidate
from e33tui.domain.roster_columns import Column, Columns, find_columns, known_titles
from e33tui.domain.roster_extra import parse_day, parse_extra, parse_moment, parse_part
from e33tui.domain.roster_reading import Reading, RosterLine, Spot, Terms
from e33tui.domain.roster_table import Figure, Row, decoded, rows_of
from e33tui.domain.spreadsheet import as_meant
from e33tui.domain.text import accept, required
from e33tui.domain.wording import counted

T = TypeVar("T")

# What a spreadsheet makes of a long number; nobody writes one so.
_SCIENTIFIC = re.compile(r"\d[.,]\d+E\+?\d+|\d+E\+\d+", re.IGNORECASE)
# A letter that could not be read, or UTF-8 that somebody read and wrote as something else.
_GARBLED = re.compile("\ufffd|Ã[^A-Za-zÀ-ÿ\\s]|â€")
# What no name has, and no number: rather a formula, a command of some program or a path.
_ODD = {
    Column.NUMBER: re.compile(r"[=<>\[\]{}|\\@*#\"]|\.\."),
    Column.SURNAME: re.compile(r"[=<>\[\]{}|\\@*#_]"),
    Column.GIVEN_NAME: re.compile(r"[=<>\[\]{}|\\@*#_]"),
}
_WRAPPED = re.compile(r"\s*[\r\n]+\s*")
_NAMED = 5
"""How many lines one remark names."""


def read_file(data: bytes, terms: Terms) -> Reading:
    """Return what a file of text says.

    Raises:
        InputError: it is no roster; the sentence says why.
    """
    return read_text(decoded(data), terms)


def read_text(text: str, terms: Terms) -> Reading:
    """Return what lines say, the titles of the columns first; as :func:`read_file`."""
    return read_rows(rows_of(text, known_titles), terms)


def read_rows(rows: Sequence[Row], terms: Terms) -> Reading:
    """Return what a table says; as :func:`read_file`."""
    columns, below = find_columns(rows)
    reader = _Reader(columns, terms)
    lines = [line for row in below if (line := reader.line(row)) is not None]
    if not (lines or reader.faults):
        raise InputError("Fichier", "Fichier : il n’a que des titres, et aucun candidat.")
    return Reading(
        tuple(lines),
        tuple(reader.faults),
        (
            *reader.about_columns(),
            *reader.about_numbers(lines),
            *reader.about_letters(),
            *reader.about_signs(),
            *reader.about_days(),
        ),
        columns.unknown,
    )


@dataclass
class _Reader:
    """Reads one row after another, and keeps what is wrong."""

    columns: Columns
    terms: Terms
    faults: list[Spot] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _figures: int = 0
    _garbled: list[int] = field(default_factory=list)
    _other_days: list[int] = field(default_factory=list)
    _odd: dict[Column, list[int]] = field(default_factory=dict)

    def line(self, row: Row) -> RosterLine | None:
        """Return a row's candidate; ``None`` once its faults are told."""
        before = len(self.faults)
        if any(cell.strip() for cell in row.cells[len(self.columns.heads) :]):
            self._fault(row, "", "il y a plus de cellules que de titres. Vérifiez les séparateurs.")
            return None
        if any(map(_GARBLED.search, row.cells)):
            self._garbled.append(row.line)
        for column, signs in _ODD.items():
            if signs.search(self._cell(row, column)):
                self._odd.setdefault(column, []).append(row.line)
        candidate = self._candidate(row)
        extra = self._extra(row)
        hour = self._hour(row)
        school = self._school(row)
        if candidate is None or len(self.faults) > before:
            return None
        return RosterLine(row.line, candidate, extra, hour, school)

    def _fault(self, row: Row, column: str, reason: str) -> None:
        self.faults.append(Spot(row.line, column, reason))

    def _cell(self, row: Row, column: Column) -> str:
        """Return a cell; an empty one where the row ends before it, or the file has no such column."""
        place = self.columns.places.get(column)
        return as_meant(row.cells[place]) if place is not None and place < len(row.cells) else ""

    def _read(self, row: Row, column: Column, read: Callable[[str], T]) -> T | None:
        """Return what is read of a cell; ``None`` once its fault is told."""
        try:
            return read(self._cell(row, column))
        except InputError as error:
            reason = error.message.removeprefix(f"{error.field} : ")
            # What is empty may be no candidate's line at all: a total, a remark of the spreadsheet.
            reason = reason.replace("Complétez-le.", "Complétez-le, ou retirez la ligne.")
            self._fault(row, self.columns.head(column), reason)
            return None

    def _candidate(self, row: Row) -> Candidate | None:
        number = self._read(row, Column.NUMBER, self._number)
        surname = self._read(row, Column.SURNAME, lambda _: self._surname(row))
        given = ""
        if Column.GIVEN_NAME in self.columns.places:
            given = self._read(row, Column.GIVEN_NAME, lambda text: accept("Prénom", text)) or ""
        if number is None or surname is None:
            return None
        earlier = self._numbers.setdefault(number, row.line)
        if earlier != row.line:
            head = self.columns.head(Column.NUMBER)
            self._fault(row, head, f"le numéro {number} est déjà celui de la ligne {earlier}.")
        return Candidate(number, surname, given)

    def _number(self, text: str) -> str:
        self._figures += isinstance(text, Figure)
        number = required("Numéro", text, limit=NUMBER_LIMIT)
        if _SCIENTIFIC.fullmatch(number):
            raise InputError(
                "Numéro",
                f"« {number} » est un nombre qu’un tableur a arrondi. Mettez la colonne au format "
                "texte et recopiez les numéros.",
            )
        return number

    def _surname(self, row: Row) -> str:
        """Return the name at birth, which the exam goes by, with the name in use if it differs."""
        birth, usage = self._cell(row, Column.SURNAME), self._cell(row, Column.USAGE_NAME).strip()
        surname = required("Nom", birth.strip() or usage)
        if usage and usage.casefold() != surname.casefold():
            return required("Nom", f"{surname} (d’usage {usage})")
        return surname

    def _extra(self, row: Row) -> Accommodation | None:
        places, usual = self.columns.places, self.terms.usual
        extra = None
        if Column.EXTRA in places:
            head = self.columns.head(Column.EXTRA)
            extra = self._read(row, Column.EXTRA, lambda text: parse_extra(text, head, usual))
        parts = ((Column.PRESENTATION, usual.presentation), (Column.INTERVIEW, usual.interview))
        if not any(column in places for column, _ in parts):
            return extra
        known = extra or Accommodation()
        seconds = [
            self._part(row, column, preset, so_far)
            for (column, preset), so_far in zip(
                parts, (known.presentation, known.interview), strict=True
            )
        ]
        return Accommodation(*seconds)

    def _part(self, row: Row, column: Column, preset: int, so_far: int) -> int:
        # A measure of its own goes before what one column says of both.
        if not self._cell(row, column).strip():
            return so_far
        return self._read(row, column, lambda text: parse_part(text, preset)) or 0

    def _hour(self, row: Row) -> str | None:
        head = self.columns.head
        day, hour = "", None
        if Column.HOUR in self.columns.places:
            field = head(Column.HOUR)
            found = self._read(row, Column.HOUR, lambda text: parse_moment(text, field))
            day, hour = found or ("", "")
        if Column.DATE in self.columns.places:
            field = head(Column.DATE)
            day = self._read(row, Column.DATE, lambda text: parse_day(text, field)) or day
        if day and self.terms.date and day != self.terms.date:
            self._other_days.append(row.line)
        return hour

    def _school(self, row: Row) -> str | None:
        if not self.terms.with_school or Column.SCHOOL not in self.columns.places:
            return None

        def read(text: str) -> str:
            # A spreadsheet wraps it with its address; a name is not put together so.
            return accept("Établissement", _WRAPPED.sub(" ", text))

        return self._read(row, Column.SCHOOL, read)

    def about_columns(self) -> Iterable[Spot]:
        """Yield what is told of columns that are known and not taken."""
        if Column.TITLE in self.columns.places:
            head = self.columns.head(Column.TITLE)
            yield Spot(0, "", f"La colonne « {head} » n’est pas reprise : la fiche ne l’a pas.")
        if Column.SCHOOL in self.columns.places and not self.terms.with_school:
            head = self.columns.head(Column.SCHOOL)
            yield Spot(
                0, "", f"La colonne « {head} » n’est reprise que sur demande : la fiche ne l’a pas."
            )

    def about_numbers(self, lines: Sequence[RosterLine]) -> Iterable[Spot]:
        """Yield what is told of numbers that may have lost the zeros that they began with."""
        if not self._figures:
            yield from _short_numbers(self.columns, lines)
            return
        yield Spot(
            0,
            self.columns.head(Column.NUMBER),
            "le tableur y garde des nombres, sans les zéros du début. Vérifiez-les, ou mettez la "
            "colonne au format texte.",
        )

    def about_letters(self) -> Iterable[Spot]:
        """Yield what is told of letters that were lost before the file came here."""
        if self._garbled:
            yield Spot(
                0,
                "",
                f"Des lettres semblent abîmées ({_lines(self._garbled)}) : vérifiez les accents, ou "
                "enregistrez le fichier de nouveau en « CSV UTF-8 ».",
            )

    def about_signs(self) -> Iterable[Spot]:
        """Yield what is told of names and numbers that may be none; they are taken as they are."""
        for column, found in self._odd.items():
            yield Spot(
                0,
                self.columns.head(column),
                f"des signes inattendus ({_lines(found)}), repris tels quels. Vérifiez-les.",
            )

    def about_days(self) -> Iterable[Spot]:
        """Yield what is told of candidates who are summoned for another day."""
        if self._other_days:
            said = counted(len(self._other_days), "ligne porte", "lignes portent")
            yield Spot(
                0,
                "",
                f"{said} une autre date que celle de la séance : {_lines(self._other_days)}.",
            )


def _lines(numbers: Sequence[int]) -> str:
    """Return some lines' numbers in words, a few of many."""
    if len(numbers) == 1:
        return f"ligne {numbers[0]}"
    named = ", ".join(map(str, numbers[:_NAMED]))
    return f"lignes {named}{'…' if len(numbers) > _NAMED else ''}"


def _short_numbers(columns: Columns, lines: Sequence[RosterLine]) -> Iterable[Spot]:
    """Yield what is told where some numbers have fewer digits, as if their zeros were lost."""
    digits = [line for line in lines if line.candidate.number.isdecimal()]
    lengths = Counter(len(line.candidate.number) for line in digits)
    if len(lengths) < 2:
        return
    longest = max(lengths)
    short = [line.line for line in digits if len(line.candidate.number) < longest]
    said = counted(len(short), "numéro a", "numéros ont")
    yield Spot(
        0,
        columns.head(Column.NUMBER),
        f"{said} moins de {longest} chiffres ({_lines(short)}) : un tableur a peut-être retiré des "
        "zéros du début.",
    )
