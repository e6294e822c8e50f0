"""Building a :class:`~e33tui.domain.rubric.Rubric` from the tables of its file.

Each function reads one kind of section, and refuses what breaks a rule of its own; the type of
every key is the business of :class:`~e33tui.domain.rubric_table.Table`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count

from e33tui.domain.rubric import (
    APPRAISAL,
    LABEL_LIMIT,
    PART_IDS,
    Accommodation,
    CommissionPlan,
    Competence,
    Criterion,
    Gate,
    GridPlan,
    Identification,
    Level,
    NoteScale,
    PartPlan,
    Phase,
    Rubric,
    TextPlan,
    VersoPlan,
)
from e33tui.domain.rubric_table import Table

FORMAT = 1
"""The version of the keys below; a file of another version is refused."""

_MAX_LEVELS = 9
"""A level is placed with one digit."""

_MAX_MINUTES = 240
"""Longer than any oral: catches seconds written for minutes."""

_STEPS = (1, 2, 4)
"""Parts of a point that two decimals write exactly."""

_MAX_NOTE = 100
_MAX_COEFFICIENT = 100


def read_rubric(root: Table, digest: str) -> Rubric:
    """Return the rubric that ``root``, the whole file, describes.

    Args:
        root: the file's top level.
        digest: SHA-256 of the file's bytes, hexadecimal.

    Raises:
        RubricError: the first key that is missing, wrong or left over.
    """
    root.integer("format", FORMAT, FORMAT)
    rubric = _rubric(root, digest)
    root.close()
    return rubric


def _rubric(root: Table, digest: str) -> Rubric:
    training = root.one_of("usage", ("examen", "entrainement")) == "entrainement"
    title = root.text("diplome")
    levels = _levels(root)
    phases = _phases(root)
    competences = _competences(root, phases, len(levels))
    note = root.one("note", _note)
    texts, verso = root.one("verso", partial(_verso, title, note, competences))
    return Rubric(
        id=root.identifier("id", set()),
        code=root.text("code", limit=LABEL_LIMIT),
        use="training" if training else "exam",
        title=title,
        test=root.text("epreuve"),
        subtest=root.text("sous_epreuve"),
        coefficient=_coefficient(root, training),
        parts=_parts(root),
        gate=root.one("presentation_numerique", _gate),
        accommodation=root.one("amenagement", _accommodation),
        identification=root.one("identification", _identification),
        commission=root.one("commission", _commission),
        grid=_grid(root),
        levels=levels,
        phases=phases,
        competences=competences,
        texts=texts,
        verso=verso,
        note=note,
        digest=digest,
    )


def _coefficient(root: Table, training: bool) -> int | None:
    if training:
        root.absent("coefficient", "un entraînement n’a pas de coefficient ; retirez cette clé.")
        return None
    return root.integer("coefficient", 1, _MAX_COEFFICIENT)


def _levels(root: Table) -> tuple[Level, ...]:
    levels = root.many("niveau", partial(_level, count(1)))
    if not 2 <= len(levels) <= _MAX_LEVELS:
        root.fail("niveau", f"il faut de 2 à {_MAX_LEVELS} niveaux, et non {len(levels)}.")
    return levels


def _level(numbers: Iterator[int], table: Table) -> Level:
    number, due = table.integer("numero", 1, _MAX_LEVELS), next(numbers)
    if number != due:
        table.fail("numero", f"les niveaux se suivent à partir de 1 ; il faut {due} ici.")
    return Level(number, table.text("nom"))


def _phases(root: Table) -> tuple[Phase, ...]:
    if not root.has("phase"):
        return ()
    return root.many("phase", partial(_phase, set()))


def _phase(taken: set[str], table: Table) -> Phase:
    return Phase(table.identifier("id", taken), table.text("titre"))


def _competences(
    root: Table, phases: tuple[Phase, ...], level_count: int
) -> tuple[Competence, ...]:
    numbers, criterion_numbers = count(1), count(1)
    # The appraisal stands among texts whose ids are those of the competences.
    taken, taken_by_criteria = {APPRAISAL}, set[str]()
    phase_ids = tuple(phase.id for phase in phases)

    def competence(table: Table) -> Competence:
        competence_id = table.identifier("id", taken)
        criterion = partial(
            _criterion, competence_id, criterion_numbers, taken_by_criteria, phase_ids, level_count
        )
        return Competence(
            id=competence_id,
            number=next(numbers),
            title=table.text("titre"),
            label=table.text("libelle", limit=LABEL_LIMIT),
            criteria=table.many("critere", criterion),
        )

    return root.many("competence", competence)


def _criterion(
    competence_id: str,
    numbers: Iterator[int],
    taken: set[str],
    phase_ids: tuple[str, ...],
    level_count: int,
    table: Table,
) -> Criterion:
    return Criterion(
        id=table.identifier("id", taken),
        number=next(numbers),
        title=table.text("titre"),
        label=table.text("libelle", limit=LABEL_LIMIT),
        indicators=table.text_or_none("indicateurs"),
        phase=_phase_of(table, phase_ids),
        descriptors=_descriptors(table, level_count),
        competence_id=competence_id,
    )


def _phase_of(table: Table, phase_ids: tuple[str, ...]) -> str:
    if phase_ids:
        return table.one_of("phase", phase_ids)
    table.absent("phase", "cette grille ne déclare aucune phase ; retirez cette clé.")
    return ""


def _descriptors(table: Table, level_count: int) -> tuple[str, ...]:
    descriptors = table.texts("descripteurs", multiline=True)
    if descriptors and len(descriptors) != level_count:
        table.fail(
            "descripteurs",
            f"il faut {level_count} descripteurs, un par niveau, ou une liste vide, "
            f"et non {len(descriptors)}.",
        )
    return descriptors


def _parts(root: Table) -> tuple[PartPlan, ...]:
    ids = iter(PART_IDS)
    parts = root.many("temps", partial(_part, ids))
    if len(parts) != len(PART_IDS):
        missing = next(ids)
        root.fail("temps", f"il faut deux temps ; « {missing} » manque.")
    due = sum(part.seconds for part in parts) // 60
    if root.integer("duree_minutes", 1, 2 * _MAX_MINUTES) != due:
        root.fail("duree_minutes", f"la somme des temps est de {due} minutes ; écrivez {due}.")
    return parts


def _part(ids: Iterator[str], table: Table) -> PartPlan:
    due = next(ids, None)
    if due is None:
        table.fail("id", "il faut deux temps et pas davantage ; retirez celui-ci.")
    return PartPlan(
        id=table.one_of("id", (due,)),
        name=table.text("nom", limit=LABEL_LIMIT),
        title=table.text("titre", limit=LABEL_LIMIT),
        heading=table.text("intitule"),
        description=table.text("description", multiline=True),
        seconds=60 * table.integer("duree_minutes", 1, _MAX_MINUTES),
        may_end_early_silently=table.boolean("fin_avancee_libre"),
    )


def _gate(table: Table) -> Gate:
    if not table.boolean("exigee"):
        for key in ("titre", "rappel", "constat"):
            table.absent(key, "aucune présentation n’est exigée ; retirez cette clé.")
        return Gate(present=False, title="", reminder="", statement="")
    return Gate(
        present=True,
        title=table.text("titre"),
        reminder=table.text("rappel"),
        statement=table.text("constat", multiline=True),
    )


def _accommodation(table: Table) -> Accommodation:
    denominator = table.integer("denominateur", 1, 100)
    return Accommodation(
        label=table.text("libelle"),
        numerator=table.integer("numerateur", 1, denominator),
        denominator=denominator,
    )


def _identification(table: Table) -> Identification:
    return Identification(
        session=table.text("session"),
        centre=table.text("centre"),
        date=table.text("date"),
        name=table.text("nom"),
        number=table.text("numero"),
        commission=table.text("commission"),
    )


def _commission(table: Table) -> CommissionPlan:
    return CommissionPlan(
        titles=table.text("civilites"),
        professor=table.text("professeur"),
        professional=table.text("professionnel"),
        position=table.text("fonction"),
        company=table.text("entreprise"),
        alternative=table.text("alternative"),
    )


def _grid(root: Table) -> GridPlan:
    course_heading, course_lead = root.one(
        "deroulement", lambda table: (table.text("titre"), table.text("introduction"))
    )
    dossier_heading, dossier = root.one(
        "dossier", lambda table: (table.text("titre"), table.texts("contenu"))
    )
    headings = root.one("grille", _grid_headings)
    return GridPlan(
        mode=root.text("modalite"),
        course_heading=course_heading,
        course_lead=course_lead,
        dossier_heading=dossier_heading,
        dossier=dossier,
        **headings,
    )


def _grid_headings(table: Table) -> dict[str, str]:
    return {
        "title": table.text("titre"),
        "degrees_heading": table.text("degres"),
        "criteria_heading": table.text("criteres"),
        "profile_heading": table.text("profil"),
        "instruction": table.text("consigne"),
        "verso_notice": table.text("renvoi"),
    }


def _note(table: Table) -> NoteScale:
    steps = table.integer("parts_par_point", 1, max(_STEPS))
    if steps not in _STEPS:
        table.fail("parts_par_point", "il faut 1, 2 ou 4 : points entiers, demis ou quarts.")
    return NoteScale(maximum=table.integer("maximum", 1, _MAX_NOTE), steps_per_point=steps)


def _verso(
    title: str, note: NoteScale, competences: tuple[Competence, ...], table: Table
) -> tuple[tuple[TextPlan, ...], VersoPlan]:
    open_ids = [competence.id for competence in competences]
    comments = table.many("commentaire", partial(_comment, open_ids))
    plan = VersoPlan(
        exam=title,
        subtest=table.text("sous_epreuve"),
        subject=table.text("sujet"),
        comments_title=table.text("commentaires"),
        comments_lead=table.text("amorce"),
        appraisal_title=table.text("appreciation"),
        members_title=table.text("signatures"),
        note_title=table.text("note"),
        note_out_of=f"/\u00a0{note.maximum}",
    )
    appraisal = TextPlan(APPRAISAL, "appraisal", plan.appraisal_title, None, False)
    return (*comments, appraisal), plan


def _comment(open_ids: list[str], table: Table) -> TextPlan:
    """Read one comment; ``open_ids`` are the competences that have none yet."""
    competence_id = table.one_of("competence", tuple(open_ids))
    open_ids.remove(competence_id)
    return TextPlan(
        id=competence_id,
        kind="comment",
        heading=table.text("intitule"),
        competence_id=competence_id,
        nothing_allowed=table.boolean("rien_a_signaler"),
    )
