"""What a roster's file says: candidates, faults and remarks, each with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass

from e33tui.domain.identity import Accommodation, Candidate


@dataclass(frozen=True)
class Spot:
    """What is wrong, or worth a look, in one place of a file.

    Attributes:
        line: the line, from 1; 0 where it is none in particular.
        column: the column's title; empty where it is none in particular.
        reason: one French sentence.
    """

    line: int
    column: str
    reason: str

    @property
    def sentence(self) -> str:
        """The place and the reason: « Ligne 3, colonne « Nom » : … »."""
        places = [f"ligne {self.line}"] if self.line else []
        places += [f"colonne « {self.column} »"] if self.column else []
        said = f"{', '.join(places)} : {self.reason}" if places else self.reason
        return said[0].upper() + said[1:]


@dataclass(frozen=True)
class RosterLine:
    """One candidate as a file has them; ``None`` where it has no such column.

    Attributes:
        line: the line of the file.
        candidate: who it is.
        accommodation: extra time.
        convocation: the hour, ``"08:30"``.
        school: if it was asked for.
    """

    line: int
    candidate: Candidate
    accommodation: Accommodation | None = None
    convocation: str | None = None
    school: str | None = None


@dataclass(frozen=True)
class Reading:
    """What a file says.

    Attributes:
        lines: its candidates, those of faulty lines apart.
        faults: why a line cannot be taken.
        remarks: what is worth a look and keeps nothing from being taken.
        ignored: the titles of the columns that are passed over.
    """

    lines: tuple[RosterLine, ...] = ()
    faults: tuple[Spot, ...] = ()
    remarks: tuple[Spot, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """What a file is read by.

    Attributes:
        usual: the extra time that « tiers temps » stands for.
        date: the séance's day, ISO; empty while it has none.
        with_school: whether the school is asked for: the form has no such field, and it can bias.
    """

    usual: Accommodation
    date: str = ""
    with_school: bool = False
