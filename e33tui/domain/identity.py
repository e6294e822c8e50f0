"""Who is examined, by whom, when and where: the form's identification fields.

Form E33, page 1: session, centre d'examen, date, nom et prénom, numéro, commission.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from e33tui.domain.errors import InputError
from e33tui.domain.text import accept, required

if TYPE_CHECKING:
    from e33tui.domain.rubric import Rubric

TITLES = ("Mme", "M.")
NUMBER_LIMIT = 20
DATE_FIELD = "Date de l’épreuve"
HOUR_FIELD = "Heure de convocation"


class Capacity(StrEnum):
    """In what capacity a member sits on the commission."""

    TEACHER = "teacher"
    PROFESSIONAL = "professional"


@dataclass(frozen=True, slots=True)
class Juror:
    """One member of the commission.

    Attributes:
        title: « Mme » or « M. ».
        name: the member's name, as they sign.
        capacity: teacher of economics and management, or professional.
        function: the professional's *fonction*.
        company: the professional's *entreprise*.
    """

    title: str
    name: str
    capacity: Capacity
    function: str = ""
    company: str = ""

    @property
    def described(self) -> str:
        """Name and capacity as the form words them, on one line."""
        who = f"{self.title} {self.name}".strip()
        if self.capacity is Capacity.TEACHER:
            feminine = self.title == "Mme"
            return f"{who}, {'professeure' if feminine else 'professeur'} d’économie-gestion"
        trade = "professionnelle" if self.title == "Mme" else "professionnel"
        parts = [f"{who}, {trade} du secteur du commerce et de la vente", self.function]
        return ", ".join(part for part in [*parts, self.company] if part)


@dataclass(frozen=True, slots=True)
class Commission:
    """The commission d'interrogation: a teacher, and a professional or a second teacher."""

    members: tuple[Juror, ...] = ()


NO_COMMISSION = Commission()


@dataclass(frozen=True, slots=True)
class Candidate:
    """The candidate, as the form names them.

    Attributes:
        number: the exam's number, text (leading zeros count).
        surname: *nom*.
        given_name: *prénom*.
    """

    number: str
    surname: str
    given_name: str = ""

    @property
    def full_name(self) -> str:
        """*Nom et prénom*, in the form's order."""
        return f"{self.surname} {self.given_name}".strip()


@dataclass(frozen=True, slots=True)
class Accommodation:
    """Extra time per *temps*, in seconds; only the measure is stored, never why (D351-27)."""

    presentation: int = 0
    interview: int = 0


NO_EXTRA_TIME = Accommodation()
EXTRA_LIMIT = 4 * 3600


def usual_extra(rubric: Rubric) -> Accommodation:
    """Return the extra time that a rubric offers as a preset."""
    first, second = (rubric.accommodation.extra_seconds(part.seconds) for part in rubric.parts)
    return Accommodation(first, second)


@dataclass(frozen=True, slots=True)
class Identification:
    """The form's identification, copied into each passage.

    Attributes:
        session: such as « 2026 ».
        centre: the *centre d'examen*.
        date: ISO date of the oral.
        candidate: who is examined.
        commission: who examines; a member can be replaced during the day.
    """

    session: str
    centre: str
    date: str
    candidate: Candidate
    commission: Commission


def french_date(iso: str) -> str:
    """Return an ISO date as written in France, ``21/11/2026``; other text as it is."""
    try:
        return datetime.date.fromisoformat(iso).strftime("%d/%m/%Y")
    except ValueError:
        return iso


def parse_date(text: str, field: str = DATE_FIELD, example: str = "21/11/2026") -> str:
    """Return the ISO date of ``jj/mm/aaaa`` (or an ISO date).

    Args:
        text: what was typed.
        field: the field's French name, for the message.
        example: a date that could stand there, for the message.

    Raises:
        InputError: not a date of the calendar.
    """
    found = re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", text.strip())
    try:
        if found:
            day, month, year = (int(group) for group in found.groups())
            return datetime.date(year, month, day).isoformat()
        return datetime.date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise InputError(field, f"{field} : tapez une date comme {example}.") from None


def parse_hour(text: str, field: str = HOUR_FIELD) -> str:
    """Return the hour of « 8h30 », « 8 h », « 08:30 » as ``"08:30"``; empty for blank text.

    Args:
        text: what was typed.
        field: the field's French name, for the message.

    Raises:
        InputError: not an hour of the day.
    """
    if not text.strip():
        return ""
    found = re.fullmatch(
        r"(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)(?:\s*min|:\d{2})?", text.strip().lower()
    )
    hour, minute = (int(group or 0) for group in found.groups()) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise InputError(field, f"{field} : tapez une heure comme 8h30.")
    return f"{hour:02}:{minute:02}"


def check_accommodation(accommodation: Accommodation, *, judged: bool = True) -> Accommodation:
    """Return ``accommodation`` if it is a measure that can be given.

    Raises:
        InputError: negative, or more than four hours for one *temps*.
    """
    if judged and not all(
        0 <= seconds <= EXTRA_LIMIT
        for seconds in (accommodation.presentation, accommodation.interview)
    ):
        raise InputError(
            "Aménagement", "Aménagement : indiquez un temps supplémentaire de 0 à 240 minutes."
        )
    return accommodation


def check_candidate(
    number: str, surname: str, given_name: str, *, judged: bool = True
) -> Candidate:
    """Return the candidate these entries describe.

    Raises:
        InputError: an empty number or surname, or text that cannot be taken.
    """
    # In the order of the form's fields, so that the first fault is the first one met there.
    return Candidate(
        surname=required("Nom", surname, judged=judged),
        given_name=accept("Prénom", given_name, judged=judged),
        number=required("Numéro", number, limit=NUMBER_LIMIT, judged=judged),
    )


def check_juror(juror: Juror, position: str, *, judged: bool = True) -> Juror:
    """Return ``juror`` with clean texts.

    Args:
        juror: the entry.
        position: « Membre 1 » or « Membre 2 », for the message.
        judged: refuse what cannot be taken; ``False`` for what is on record.

    Raises:
        InputError: an unknown title, an empty name, or text that cannot be taken.
    """
    if judged and juror.title not in TITLES:
        raise InputError(position, f"{position} : choisissez Mme ou M.")
    name = required(f"{position}, nom", juror.name, judged=judged)
    if juror.capacity is Capacity.TEACHER:
        return Juror(juror.title, name, juror.capacity)
    return Juror(
        juror.title,
        name,
        juror.capacity,
        accept(f"{position}, fonction", juror.function, judged=judged),
        accept(f"{position}, entreprise", juror.company, judged=judged),
    )


def check_commission(members: tuple[Juror, ...], *, judged: bool = True) -> Commission:
    """Return the commission if its composition is the form's.

    Raises:
        InputError: not a teacher with either a professional or a second teacher.
    """
    form = len(members) == 2 and members[0].capacity is Capacity.TEACHER
    if judged and not form:
        raise InputError(
            "Commission",
            "Commission : il faut un professeur ou une professeure d’économie-gestion, puis un "
            "professionnel, une professionnelle ou un second professeur.",
        )
    return Commission(
        tuple(
            check_juror(member, f"Membre {place}", judged=judged)
            for place, member in enumerate(members, 1)
        )
    )


def check_identification(identification: Identification, *, judged: bool = True) -> Identification:
    """Return the identification with clean texts.

    Args:
        identification: the entries.
        judged: refuse what cannot be taken; ``False`` for what is on record, which was judged when
            it was written. A date is one of the calendar all the same.

    Raises:
        InputError: a field of the form is empty or cannot be taken.
    """
    candidate = identification.candidate
    return Identification(
        session=required("Session", identification.session, judged=judged),
        centre=required("Centre d’examen", identification.centre, judged=judged),
        date=parse_date(identification.date),
        candidate=check_candidate(
            candidate.number, candidate.surname, candidate.given_name, judged=judged
        ),
        commission=check_commission(identification.commission.members, judged=judged),
    )
