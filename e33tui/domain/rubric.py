"""What a rubric is: the grid, the course of the oral and the headings of its documents, as data.

Nothing here knows how many competences, criteria or levels there are. Texts are final French
text without markup; they may hold non-breaking spaces, and where stated line feeds. The reader
is :mod:`e33tui.rubric`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Literal, Protocol, TypeVar

from e33tui.domain.frozen import dataclass

PRESENTATION = "presentation"
INTERVIEW = "interview"
PART_IDS = (PRESENTATION, INTERVIEW)
"""The two *temps* of every rubric, in their order."""

APPRAISAL = "appraisal"
"""The id of the *appréciation globale* among the texts."""

LABEL_LIMIT = 24
"""Characters of a short label, so that a narrow list never cuts one."""


@dataclass(frozen=True)
class Level:
    """One degree of mastery, such as 1 Novice; numbers run from 1 without a gap."""

    number: int
    name: str


@dataclass(frozen=True)
class Phase:
    """A heading over descriptors: *préparatoire* or *opérationnelle* on form E33."""

    id: str
    title: str


@dataclass(frozen=True)
class Criterion:
    """One row of the grid.

    Attributes:
        id: stable and unique in the rubric, such as ``"c1"``; records refer to it.
        number: position on the form, from 1, counted through all competences.
        title: the form's wording, for the jury only.
        label: at most :data:`LABEL_LIMIT` characters, for narrow lists.
        indicators: the bracketed text without its brackets; ``""`` where the form has none.
        phase: id of a :class:`Phase`; ``""`` where the rubric has no phases.
        descriptors: one per level, lowest first, some with a line feed; empty where the form
            gives none, and then a level's name stands alone.
        competence_id: the competence it belongs to.
    """

    id: str
    number: int
    title: str
    label: str
    indicators: str
    phase: str
    descriptors: tuple[str, ...]
    competence_id: str


@dataclass(frozen=True)
class Competence:
    """A group of criteria; ``label`` is its short form, ``number`` its position from 1."""

    id: str
    number: int
    title: str
    label: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class PartPlan:
    """One *temps* of the oral, as the form lays it down.

    Attributes:
        id: ``"presentation"`` or ``"interview"``.
        name: « 1er temps ».
        title: « Présentation ».
        heading: the form's whole line, its duration included.
        description: what the form says happens in it.
        seconds: its length without any accommodation.
        may_end_early_silently: whether ending before the time is ordinary and asks nothing.
    """

    id: str
    name: str
    title: str
    heading: str
    description: str
    seconds: int
    may_end_early_silently: bool


@dataclass(frozen=True)
class TextPlan:
    """One text that the commission writes on the verso.

    Attributes:
        id: the competence's id for a comment, :data:`APPRAISAL` for the appraisal.
        kind: ``"comment"`` or ``"appraisal"``.
        heading: the form's words.
        competence_id: the competence a comment speaks of; ``None`` for the appraisal.
        nothing_allowed: whether it may be declared *rien à signaler*.
    """

    id: str
    kind: Literal["comment", "appraisal"]
    heading: str
    competence_id: str | None
    nothing_allowed: bool


@dataclass(frozen=True)
class NoteScale:
    """The marks that exist: 0 to ``maximum`` points, ``steps_per_point`` steps in each point."""

    maximum: int
    steps_per_point: int


@dataclass(frozen=True)
class Gate:
    """What must be there before the oral may start.

    Attributes:
        present: whether the rubric has a gate at all; without one the texts are ``""``.
        title: « Rappel ».
        reminder: the form's words.
        statement: the factual text of *non interrogé* on the verso; may hold line feeds.
    """

    present: bool
    title: str
    reminder: str
    statement: str


@dataclass(frozen=True)
class Accommodation:
    """The preset of extra time: a fraction of each *temps* (Code de l’éducation, D351-27)."""

    label: str
    numerator: int
    denominator: int

    def extra_seconds(self, seconds: int) -> int:
        """Return the extra time for a *temps* of ``seconds``, rounded up to a whole second."""
        return -(-seconds * self.numerator // self.denominator)


@dataclass(frozen=True)
class Identification:
    """The labels of the form's identification fields, in its order, without their colon."""

    session: str
    centre: str
    date: str
    name: str
    number: str
    commission: str


@dataclass(frozen=True)
class CommissionPlan:
    """The words of the commission's two possible compositions.

    Attributes:
        titles: « Mme / M. ».
        professor: the capacity of the first member, and of the second where it is a professor.
        professional: the capacity of the second member from the trade.
        position: label of the professional’s function.
        company: label of the professional’s company.
        alternative: « Ou », between the two compositions.
    """

    titles: str
    professor: str
    professional: str
    position: str
    company: str
    alternative: str


@dataclass(frozen=True)
class GridPlan:
    """The headings of cover, degrees of mastery and grid (the recto, for the jury only).

    Attributes:
        title: « GRILLE D’ÉVALUATION E33 ».
        mode: « Épreuve orale ponctuelle ».
        course_heading: « Déroulement de l’épreuve ».
        course_lead: « L’épreuve orale se déroule en deux temps ».
        dossier_heading: « Le dossier d’évaluation comprend ».
        dossier: what it comprises, in order.
        degrees_heading: over the table of the descriptors.
        criteria_heading: over the grid’s criteria.
        profile_heading: over the grid’s levels.
        instruction: where crosses stand.
        verso_notice: that the appraisal is due on the verso.
    """

    title: str
    mode: str
    course_heading: str
    course_lead: str
    dossier_heading: str
    dossier: tuple[str, ...]
    degrees_heading: str
    criteria_heading: str
    profile_heading: str
    instruction: str
    verso_notice: str


@dataclass(frozen=True)
class VersoPlan:
    """The headings of the verso, named as in :class:`e33tui.domain.verso.Verso`."""

    exam: str
    subtest: str
    subject: str
    comments_title: str
    comments_lead: str
    appraisal_title: str
    members_title: str
    note_title: str
    note_out_of: str


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_NamedT = TypeVar("_NamedT", bound=_Named)


def _find(items: tuple[_NamedT, ...], kind: str, wanted: str) -> _NamedT:
    for item in items:
        if item.id == wanted:
            return item
    raise KeyError(f"no {kind} {wanted!r}")


@dataclass(frozen=True)
class Rubric:
    """A whole rubric, checked.

    Attributes:
        id: short and stable, such as ``"e33"``.
        code: what every screen’s first line begins with, such as « E33 ».
        use: ``"exam"``, or ``"training"`` whose documents say *entraînement*.
        title: the diploma.
        test: the test the sub-test belongs to.
        subtest: the sub-test’s title as on the cover.
        coefficient: ``None`` in training, where there is none.
        parts: the two *temps*, in order.
        texts: the comments in the form’s order, then the appraisal.
        digest: SHA-256 of the file’s bytes, hexadecimal; says which rubric a record was made with.
    """

    id: str
    code: str
    use: Literal["exam", "training"]
    title: str
    test: str
    subtest: str
    coefficient: int | None
    parts: tuple[PartPlan, ...]
    gate: Gate
    accommodation: Accommodation
    identification: Identification
    commission: CommissionPlan
    grid: GridPlan
    levels: tuple[Level, ...]
    phases: tuple[Phase, ...]
    competences: tuple[Competence, ...]
    texts: tuple[TextPlan, ...]
    verso: VersoPlan
    note: NoteScale
    digest: str

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria in the form’s order."""
        return tuple(criterion for group in self.competences for criterion in group.criteria)

    @cached_property
    def criterion_ids(self) -> frozenset[str]:
        """The ids of all criteria."""
        return frozenset(criterion.id for criterion in self.criteria)

    @cached_property
    def level_numbers(self) -> frozenset[int]:
        """The numbers of all levels."""
        return frozenset(level.number for level in self.levels)

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """The heading of each text, by its id."""
        return MappingProxyType({text.id: text.heading for text in self.texts})

    @property
    def seconds(self) -> int:
        """The length of the whole oral without any accommodation."""
        return sum(part.seconds for part in self.parts)

    @property
    def comments(self) -> tuple[TextPlan, ...]:
        """The texts that are comments, in the form’s order."""
        return tuple(text for text in self.texts if text.kind == "comment")

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion with this id, or raise ``KeyError``."""
        return _find(self.criteria, "criterion", criterion_id)

    def competence(self, competence_id: str) -> Competence:
        """Return the competence with this id, or raise ``KeyError``."""
        return _find(self.competences, "competence", competence_id)

    def phase(self, phase_id: str) -> Phase:
        """Return the phase with this id, or raise ``KeyError``."""
        return _find(self.phases, "phase", phase_id)

    def part(self, part_id: str) -> PartPlan:
        """Return the *temps* with this id, or raise ``KeyError``."""
        return _find(self.parts, "part", part_id)

    def text(self, text_id: str) -> TextPlan:
        """Return the text with this id, or raise ``KeyError``."""
        return _find(self.texts, "text", text_id)

    def level(self, number: int) -> Level:
        """Return the level with this number, or raise ``KeyError``."""
        if not 1 <= number <= len(self.levels):
            raise KeyError(f"no level {number}")
        return self.levels[number - 1]

    def descriptor(self, criterion_id: str, number: int) -> str:
        """Return what a level means for a criterion: its descriptor, else the level’s name.

        Raises:
            KeyError: no such criterion or level.
        """
        return self.described(criterion_id, number) or self.level(number).name

    def described(self, criterion_id: str, number: int) -> str:
        """Return the same where the level’s name stands already: nothing, where it stands alone.

        Raises:
            KeyError: no such criterion or level.
        """
        self.level(number)
        descriptors = self.criterion(criterion_id).descriptors
        return descriptors[number - 1] if descriptors else ""
