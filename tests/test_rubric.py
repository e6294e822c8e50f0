"""The packaged rubric against form E33, and rubrics with other counts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

from e33tui.rubric import (
    APPRAISAL,
    PART_IDS,
    Competence,
    Criterion,
    NoteScale,
    Rubric,
    load,
    parse,
)
from tests.rubric_paths import LEAVES, PACKAGED_BYTES, PACKAGED_PATH, PACKAGED_TOML

DATA = Path(__file__).parent / "data"
E33 = load()
SMALL = load(DATA / "rubric_small.toml")

# -- Against the form --------------------------------------------------------------------------

# The slips listed at the top of rubric.toml: the form's words, the corrected ones, how often.
# The two lines of slip 8 differ by white space only.
CORRECTIONS = (
    ("1^{ère} temps", "1er temps", 1),
    ("2nde temps: entretien", "2nd temps : entretien", 1),
    ("M.professeur(e)", "M. professeur(e)", 2),
    ("L’ INFORMATION", "L’INFORMATION", 1),
    ("orale et écrite : (Qualité", "orale et écrite (Qualité", 1),
    ("Professionalité", "Professionnalité", 1),
)

# Keys whose words are not the form's; listed at the top of rubric.toml too.
OWN_WORDS = re.compile(
    r"(^|\.)(id|code|usage|libelle|constat)$|^temps\[\d\]\.(nom|titre)$"
    r"|\.phase$|^verso\.commentaire\[\d\]\.competence$"
)


def normal(text: str) -> str:
    """Straight apostrophes and white space are the only liberties taken with the form."""
    return " ".join(text.replace("'", "’").split())


def line(*cells: str) -> str:
    return "\t".join(filter(None, map(normal, cells)))


def form() -> list[str]:
    """The form's lines that are not empty, its slips corrected, its cells parted by tabs."""
    text = (DATA / "form_e33.txt").read_text(encoding="utf-8").replace("'", "’")
    for slip, right, times in CORRECTIONS:
        assert text.count(slip) == times, slip
        text = text.replace(slip, right)
    text = text.replace("</p> <p>", "\t").replace("<p>", "").replace("</p>", "")
    return [line(*row.split("\t")) for row in text.splitlines() if row.strip()]


def cover(rubric: Rubric) -> Iterator[str]:
    grid, fields, people = rubric.grid, rubric.identification, rubric.commission
    yield rubric.title
    yield rubric.test
    yield rubric.subtest
    yield f"Coefficient {rubric.coefficient}"
    yield f"{grid.title} :"
    yield grid.mode
    yield f"Durée : {rubric.seconds // 60} minutes"
    yield grid.course_heading
    yield f"{grid.course_lead} :"
    for part in rubric.parts:
        yield part.heading
        yield part.description
    yield f"{rubric.gate.title} : {rubric.gate.reminder}"
    for label in (fields.session, fields.centre, fields.date, fields.name, fields.number):
        yield f"{label} :"
    yield f"{fields.commission} :"
    yield f"{people.titles} {people.professor}"
    yield f"{people.titles} {people.professional}"
    yield f"{people.position} {people.company}"
    yield people.alternative
    yield f"{people.titles} {people.professor}"
    yield f"{grid.dossier_heading} :"
    yield from (f"- {item}" for item in grid.dossier)


def recto(rubric: Rubric) -> Iterator[str]:
    grid = rubric.grid
    yield grid.degrees_heading
    yield line(*(f"{level.number}. {level.name}" for level in rubric.levels))
    for phase in rubric.phases:
        yield phase.title
        for criterion in rubric.criteria:
            if criterion.phase == phase.id:
                yield line(*criterion.descriptors)
    yield line(grid.criteria_heading, grid.profile_heading)
    yield line(*(str(level.number) for level in rubric.levels))
    for competence in rubric.competences:
        rows = (f"{row.title} ({row.indicators})" for row in competence.criteria)
        yield line(competence.title, *rows)
    legend = " ".join(f"{level.number} : {level.name}" for level in rubric.levels)
    yield f"{legend} ({grid.instruction})"
    yield grid.verso_notice


def verso(rubric: Rubric) -> Iterator[str]:
    plan = rubric.verso
    yield plan.exam
    yield plan.subtest
    yield plan.subject
    yield f"{plan.comments_title} :"
    yield f"{plan.comments_lead} :"
    yield from (f"- {text.heading}" for text in rubric.comments)
    yield f"{rubric.text(APPRAISAL).heading} :"
    yield f"{plan.members_title} :"
    yield f"{plan.note_title} :"
    yield plan.note_out_of


def test_the_form_written_from_the_rubric_is_the_form() -> None:
    """Both ways at once: nothing missing, nothing added, everything in its place."""
    written = [*cover(E33), *recto(E33), *verso(E33)]
    assert [line(*row.split("\t")) for row in written] == form()


def test_every_text_of_the_rubric_is_on_the_form() -> None:
    words = " ".join(form()).replace("\t", " ")
    for path in [path for path in LEAVES if not OWN_WORDS.search(path)]:
        value = LEAVES[path]
        texts = [text for text in (value if isinstance(value, list) else [value]) if text != ""]
        assert texts, path
        assert all(normal(text) in words for text in texts if isinstance(text, str)), path


@pytest.mark.parametrize(
    ("criterion_id", "word"),
    [
        ("c1", "sources"),
        ("c2", "sollicitations clients"),
        ("c3", "action"),
        ("c4", "outils de"),
        ("c5", "contribution"),
        ("c6", "ventes au rebond"),
        ("c7", "SIC"),
        ("c8", "acquis"),
        ("c9", "bilan de l’action de FDRC"),
        ("c10", "support numérique"),
    ],
)
def test_descriptors_speak_of_their_criterion(criterion_id: str, word: str) -> None:
    """The form ties its two tables by order only: each row's own word confirms it."""
    criterion = E33.criterion(criterion_id)
    assert word in f"{criterion.title} {criterion.indicators}"
    assert word in criterion.descriptors[0]


def test_phases_are_the_forms() -> None:
    phases = {criterion.id: criterion.phase for criterion in E33.criteria}
    early = {"c1", "c2", "c3"}
    assert phases == {key: "preparatoire" if key in early else "operationnelle" for key in phases}
    assert E33.phase("preparatoire").title == "PHASE PRÉPARATOIRE"


def test_two_sentences_of_one_descriptor_stay_on_two_lines() -> None:
    lines = E33.descriptor("c10", 2).split("\n")
    assert lines == ["Ne communique pas clairement", "Utilise un support numérique peu adapté"]


def test_typography_is_french() -> None:
    texts = [text for text in strings(PACKAGED_TOML) if not text.isascii() or " " in text]
    assert len(texts) > 100
    assert [text for text in texts if "'" in text] == []
    assert [text for text in texts if re.search(r"[^\u00a0][:;»?!]|«[^\u00a0]", text)] == []


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def test_the_statement_quotes_the_reminder_and_names_no_level() -> None:
    assert f"«\u00a0{E33.gate.reminder}\u00a0»" in E33.gate.statement
    assert not any(level.name in E33.gate.statement for level in E33.levels)


# -- What the packaged rubric says -------------------------------------------------------------


def test_the_oral_has_its_two_temps() -> None:
    presentation, interview = E33.part("presentation"), E33.part("interview")
    assert (presentation.seconds, interview.seconds) == (900, 1500)
    assert presentation.may_end_early_silently
    assert not interview.may_end_early_silently
    assert (presentation.name, presentation.title) == ("1er temps", "Présentation")
    assert (interview.name, interview.title) == ("2nd temps", "Entretien")
    assert tuple(part.id for part in E33.parts) == PART_IDS


def test_a_third_of_extra_time_is_20_00_and_33_20() -> None:
    extended = [part.seconds + E33.accommodation.extra_seconds(part.seconds) for part in E33.parts]
    assert extended == [20 * 60, 33 * 60 + 20]


def test_extra_time_is_never_rounded_to_the_candidates_loss() -> None:
    assert E33.accommodation.extra_seconds(100) == 34


def test_it_is_e33_with_a_gate_and_half_points() -> None:
    assert (E33.id, E33.code, E33.use, E33.coefficient) == ("e33", "E33", "exam", 3)
    assert E33.gate.present
    assert E33.note == NoteScale(maximum=20, steps_per_point=2)
    assert E33.verso.note_out_of == "/\u00a020"


def test_texts_are_four_comments_then_the_appraisal() -> None:
    ids = ["traiter", "contribuer", "evaluer", "communiquer"]
    assert [text.id for text in E33.texts] == [*ids, APPRAISAL]
    assert [text.competence_id for text in E33.texts] == [*ids, None]
    assert [text.nothing_allowed for text in E33.texts] == [True, True, True, True, False]
    assert [text.id for text in E33.comments] == ids


def test_ids_and_numbers_run_through_the_competences() -> None:
    assert [criterion.id for criterion in E33.criteria] == [f"c{n}" for n in range(1, 11)]
    assert [criterion.number for criterion in E33.criteria] == list(range(1, 11))
    assert [(group.number, len(group.criteria)) for group in E33.competences] == [
        (1, 3),
        (2, 3),
        (3, 3),
        (4, 1),
    ]
    for group in E33.competences:
        assert {criterion.competence_id for criterion in group.criteria} == {group.id}


def test_labels_tell_rows_apart() -> None:
    rows: tuple[Criterion | Competence, ...] = (*E33.criteria, *E33.competences)
    labels = [row.label for row in rows]
    assert len(set(labels)) == len(labels)


def test_lookups_find_what_is_there() -> None:
    assert E33.criterion("c7").title.startswith("Justesse de l’enrichissement")
    assert E33.competence("evaluer").label == "Évaluer"
    assert E33.level(4).name == "Expert"
    assert E33.descriptor("c7", 1) == "N’enrichit pas le SIC"


@pytest.mark.parametrize(
    ("method", "argument"),
    [
        ("criterion", "c11"),
        ("competence", "c1"),
        ("phase", "c1"),
        ("part", "pause"),
        ("text", "c1"),
        ("level", 0),
        ("level", 5),
    ],
)
def test_lookups_refuse_what_is_not(method: str, argument: str | int) -> None:
    with pytest.raises(KeyError, match=repr(argument)):
        getattr(E33, method)(argument)


def test_a_rubric_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        E33.id = "autre"  # type: ignore[misc]


# -- Other rubrics -----------------------------------------------------------------------------


def test_other_counts_load() -> None:
    assert [len(group.criteria) for group in SMALL.competences] == [4, 5, 2]
    assert [criterion.number for criterion in SMALL.criteria] == list(range(1, 12))
    assert [level.name for level in SMALL.levels] == ["Débutant", "En progrès", "Acquis"]
    assert [text.id for text in SMALL.texts] == ["b", "a", APPRAISAL]
    assert not SMALL.text("a").nothing_allowed
    assert SMALL.note == NoteScale(maximum=10, steps_per_point=4)
    assert SMALL.verso.note_out_of == "/\u00a010"
    assert SMALL.seconds == 900


def test_training_has_no_gate_no_phases_and_no_coefficient() -> None:
    assert (SMALL.use, SMALL.coefficient, SMALL.phases) == ("training", None, ())
    assert not SMALL.gate.present
    assert SMALL.gate.statement == ""
    assert {criterion.phase for criterion in SMALL.criteria} == {""}


def test_where_there_is_no_descriptor_the_levels_name_stands_alone() -> None:
    assert SMALL.descriptor("a1", 2) == "Presque"
    assert SMALL.criterion("a2").descriptors == ()
    assert SMALL.descriptor("a2", 2) == "En progrès"


def test_the_digest_is_that_of_the_bytes() -> None:
    assert E33.digest == hashlib.sha256(PACKAGED_BYTES).hexdigest()
    commented = parse(PACKAGED_BYTES + b"# one comment more\n", "autre.toml")
    assert commented.digest == hashlib.sha256(PACKAGED_BYTES + b"# one comment more\n").hexdigest()
    assert commented.criteria == E33.criteria


def test_a_path_and_the_package_give_the_same() -> None:
    assert load(PACKAGED_PATH) == E33


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert parse(b"\xef\xbb\xbf" + PACKAGED_BYTES, "bom.toml").criteria == E33.criteria
