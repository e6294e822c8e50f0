"""The content of the *dossier d’évaluation*: cover, degrees of mastery, grid and verso.

It shows levels and crosses and is for the commission and the chef de centre alone: never a file,
nor a part of one, that a candidate may read (design rule 11). The types have no place for an
observation or a plage.
"""

from __future__ import annotations

from dataclasses import dataclass

from e33tui.domain.verso import Verso


@dataclass(frozen=True)
class Stage:
    """One *temps* on the cover: the form's heading, and what happens in it (with line feeds)."""

    heading: str
    description: str


@dataclass(frozen=True)
class Seat:
    """One place on the commission, as the form words it.

    Attributes:
        title: « Mme » or « M. », or the form's « Mme / M. » while nobody is named.
        name: the member's name; ``""`` for a line to be filled in by hand.
        capacity: « professeur(e) d’économie gestion ».
        details: pairs (label, value), such as the professional's *fonction* and *entreprise*.
    """

    title: str
    name: str
    capacity: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Cover:
    """The form's first page, in its order.

    Attributes:
        exam: « Baccalauréat professionnel Métiers du commerce et de la vente ».
        test: « Épreuve E3 : Pratique professionnelle ».
        subtest: « Sous-épreuve E33 : FIDÉLISATION… ».
        coefficient: « Coefficient 3 »; ``""`` in training.
        title: « GRILLE D’ÉVALUATION E33 ».
        mode: « Épreuve orale ponctuelle ».
        duration: « Durée : 40 minutes ».
        course_title: « Déroulement de l’épreuve ».
        course_lead: « L’épreuve orale se déroule en deux temps ».
        stages: the *temps*, in order.
        reminder_title: « Rappel »; ``""`` for a form without one.
        reminder: the form's words.
        identification: pairs (label, value); an empty value is a line to be filled in by hand.
        commission_title: « Composition de la commission d’interrogation ».
        seats: the first composition: the teacher and the professional.
        alternative: « Ou ».
        other_seats: who may sit in the professional's place.
        dossier_title: « Le dossier d’évaluation comprend ».
        dossier: what it comprises; may be empty.
    """

    exam: str
    test: str
    subtest: str
    coefficient: str
    title: str
    mode: str
    duration: str
    course_title: str
    course_lead: str
    stages: tuple[Stage, ...]
    reminder_title: str
    reminder: str
    identification: tuple[tuple[str, str], ...]
    commission_title: str
    seats: tuple[Seat, ...]
    alternative: str
    other_seats: tuple[Seat, ...]
    dossier_title: str
    dossier: tuple[str, ...]


@dataclass(frozen=True)
class DegreeRow:
    """What each level means for one criterion.

    Attributes:
        descriptors: one text per level, lowest first; some with a line feed.
        chosen: the number of the level where the cross stands, from 1; ``None`` without one.
        title: the criterion, where its descriptors do not say what they speak of; else ``""``.
    """

    descriptors: tuple[str, ...]
    chosen: int | None = None
    title: str = ""


@dataclass(frozen=True)
class DegreeGroup:
    """The rows under one heading, « PHASE PRÉPARATOIRE »; ``""`` where a form has none."""

    title: str
    rows: tuple[DegreeRow, ...]


@dataclass(frozen=True)
class Degrees:
    """The table of the degrees of mastery.

    Attributes:
        title: « Degré de maîtrise des compétences évaluées ».
        levels: « 1. Novice », one per column.
        groups: the rows, under their phases.
        chosen: the word that a chosen cell carries beside its cross.
    """

    title: str
    levels: tuple[str, ...]
    groups: tuple[DegreeGroup, ...]
    chosen: str


@dataclass(frozen=True)
class GridRow:
    """One criterion of the grid.

    Attributes:
        title: the form's wording.
        indicators: the bracketed text without its brackets; ``""`` where there is none.
        chosen: the number of the level where the cross stands, from 1; ``None`` without one.
    """

    title: str
    indicators: str
    chosen: int | None = None


@dataclass(frozen=True)
class GridGroup:
    """The criteria of one competence."""

    title: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class Grid:
    """The grid of criteria.

    Attributes:
        title: « GRILLE D’ÉVALUATION E33 », over the table.
        criteria_title: « Critères et indicateurs d’évaluation ».
        profile_title: « PROFIL ».
        levels: « 1 », one per column.
        groups: the criteria, under their competences.
        legend: « 1 : Novice », one per level.
        instruction: where crosses stand, without its brackets.
        verso_notice: « Appréciation motivée obligatoire au verso ».
        remarks: pairs (label, value) that the commission adds: the *profil global* it placed, how
            the passage ended otherwise than by its interview.
    """

    title: str
    criteria_title: str
    profile_title: str
    levels: tuple[str, ...]
    groups: tuple[GridGroup, ...]
    legend: tuple[str, ...]
    instruction: str
    verso_notice: str
    remarks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Dossier:
    """A whole dossier, in the form's order.

    All texts are final French text, not markup.

    Attributes:
        title: the file's title, without a name.
        running: the title as every page repeats it, beside ``reserved``.
        reserved: the sentence at the head of every page.
        cover: the first page.
        degrees: the table of the degrees; ``None`` where there is no grid.
        grid: the grid; ``None`` for a candidate who was not examined.
        verso: what the communicable verso says; ``None`` where the ending gives none.
        fingerprint: as on the verso; ``""`` on a blank form.
        amended: « Rectifié le … » after the clôture, else ``None``.
        notice: such as that this is no exam, else ``""``.
    """

    title: str
    running: str
    reserved: str
    cover: Cover
    degrees: Degrees | None
    grid: Grid | None
    verso: Verso | None
    fingerprint: str = ""
    amended: str | None = None
    notice: str = ""

    @property
    def sheets(self) -> int:
        """The pages that it takes where no text is long: one for each of its parts."""
        return 1 + sum(part is not None for part in (self.degrees, self.grid, self.verso))
